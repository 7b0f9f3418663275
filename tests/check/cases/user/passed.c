/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* A second fetch that a helper does for its caller. */
#include <cleat/string.h>
#include <cleat/uaccess.h>

struct hdr { u32 size, flags; };
struct req { struct hdr h; u64 ptr; };

static int get_req(struct req *__writes r, const void __user *arg)
{
	return cleat_get_user_obj(r, (const struct req __user *)arg);
}
static int get_hdr(struct req *__writes r, const struct req __user *u)
{
	memset(r, 0, sizeof(*r));
	return cleat_get_user_obj(&r->h, &u->h);
}
static int get_size(u32 *__writes size, const void __user *arg)
{
	return get_user(*size, (const u32 __user *)arg);
}

/* bad: the size was looked at, and then came another */
long size_first(void __user *arg)
{
	struct req r;
	u32 size;

	if (get_user(size, (u32 __user *)arg) || size > 100)
		return -EINVAL;
	if (get_req(&r, arg))
		return -EFAULT;
	return r.h.size;
}
/* good: the first one counts */
long size_first_kept(void __user *arg)
{
	struct req r;
	u32 size;

	if (get_user(size, (u32 __user *)arg) || size > 100)
		return -EINVAL;
	if (get_req(&r, arg))
		return -EFAULT;
	r.h.size = size;
	return r.h.size;
}
/* good: nobody had looked at the flags */
long other_field(void __user *arg)
{
	struct req r;
	u32 size;

	if (get_user(size, (u32 __user *)arg) || size > 100)
		return -EINVAL;
	if (get_req(&r, arg))
		return -EFAULT;
	return r.h.flags;
}
/* bad: both are helpers, and the second fetches a part */
long two_helpers(void __user *arg)
{
	struct req r;
	u32 size;

	if (get_size(&size, arg) || size > 100)
		return -EINVAL;
	if (get_hdr(&r, arg))
		return -EFAULT;
	return r.h.size;
}
/* good: two objects */
long two_objects(void __user *a, void __user *b)
{
	struct req r;
	u32 size;

	if (get_size(&size, a) || size > 100)
		return -EINVAL;
	if (get_req(&r, b))
		return -EFAULT;
	return r.h.size;
}

/*
 * check:
 *	33: CL701: 'r.h.size' was fetched from user memory a second time, after it was checked
 *	70: CL701: 'r.h.size' was fetched from user memory a second time, after it was checked
 */
