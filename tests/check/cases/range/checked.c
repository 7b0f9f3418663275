/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Numbers that a helper checks. */
#include <cleat/string.h>
#include <cleat/uaccess.h>

enum { KINDS = 8 };
static u64 counts[KINDS];

struct frame {
	u32 id;
	u16 len;
	u16 kind;
	u8 data[64];
};

static int kind_check(u32 kind)
{
	return kind < KINDS ? 0 : -EINVAL;
}

static bool kind_ok(u32 kind)
{
	if (kind >= KINDS)
		return false;
	return true;
}

static bool kind_bad(u32 kind)
{
	return kind >= KINDS;
}

static int kind_check2(u32 kind)
{
	if (kind > KINDS)
		return -EINVAL;
	return 0;
}

static int frame_check(const struct frame *f)
{
	if (f->len > sizeof(f->data))
		return -EMSGSIZE;
	if (f->kind >= KINDS)
		return -EINVAL;
	return 0;
}

static int frame_check2(const struct frame *f)
{
	if (f->kind >= KINDS)
		return -EINVAL;
	return 0;
}

u64 g1(u32 k);
/* good */
u64 g1(u32 k)
{
	if (kind_check(k))
		return 0;
	return counts[k];
}

u64 g2(u32 k);
/* good */
u64 g2(u32 k)
{
	if (!kind_ok(k))
		return 0;
	return counts[k];
}

u64 g3(u32 k);
/* good */
u64 g3(u32 k)
{
	if (kind_bad(k))
		return 0;
	return counts[k];
}

u64 g4(u32 k);
/* bad: it lets one too many pass */
u64 g4(u32 k)
{
	if (kind_check2(k))
		return 0;
	return counts[k];
}

u64 g5(u32 k);
/* bad: the wrong way round */
u64 g5(u32 k)
{
	if (kind_ok(k))
		return 0;
	return counts[k];
}

int g6(void __user *arg, u8 *out __sized_by(64));
/* good */
int g6(void __user *arg, u8 *out)
{
	struct frame f;
	int err = cleat_get_user_obj(&f, arg);

	if (err)
		return err;
	err = frame_check(&f);
	if (err)
		return err;
	memcpy(out, f.data, f.len);
	counts[f.kind]++;
	return 0;
}

int g7(void __user *arg, u8 *out __sized_by(64));
/* bad: the length is not checked */
int g7(void __user *arg, u8 *out)
{
	struct frame f;
	int err = cleat_get_user_obj(&f, arg);

	if (err)
		return err;
	err = frame_check2(&f);
	if (err)
		return err;
	memcpy(out, f.data, f.len);
	return 0;
}

int g8(void __user *arg, u8 *out __sized_by(64));
/* bad: fetched again */
int g8(void __user *arg, u8 *out)
{
	struct frame f;
	int err = cleat_get_user_obj(&f, arg);

	if (err)
		return err;
	err = frame_check(&f);
	if (err)
		return err;
	err = cleat_get_user_obj(&f, arg);
	if (err)
		return err;
	memcpy(out, f.data, f.len);
	return 0;
}

int g9(u32 k);
/* bad: the error is ignored */
int g9(u32 k)
{
	kind_check(k);
	return counts[k] > 0;
}

/*
 * check:
 *	89: CL601: 'k' indexes 'counts', which has 8 elements, and is not proven to be below that
 *	98: CL601: 'k' indexes 'counts', which has 8 elements, and is not proven to be below that
 *	130: CL602: memcpy uses 'f.len' bytes of 'out', which has 64
 *	130: CL602: memcpy uses 'f.len' bytes of 'f.data', which has 64
 *	149: CL602: memcpy uses 'f.len' bytes of 'out', which has 64
 *	149: CL602: memcpy uses 'f.len' bytes of 'f.data', which has 64
 *	149: CL701: 'f.len' was fetched from user memory a second time, after it was checked
 *	157: CL301: the result of 'kind_check' is an error that must be looked at, and is ignored
 *	158: CL601: 'k' indexes 'counts', which has 8 elements, and is not proven to be below that
 */
