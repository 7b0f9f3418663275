/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Buffers of which only a part is written: that part may be shown, and no more. */
#include <cleat/slab.h>
#include <cleat/string.h>
#include <cleat/uaccess.h>

struct rec { u32 a, b; };
struct gap { u8 a; u32 b; };

/* good: as many as the loop wrote */
long ids_local(u32 n, void __user *arg)
{
	u32 ids[16];

	if (n > 16)
		return -EINVAL;
	for (u32 i = 0; i < n; i++)
		ids[i] = i * 3;
	return copy_to_user(arg, ids, n * sizeof(ids[0])) ? -EFAULT : 0;
}
/* bad: all of them */
long ids_local_all(u32 n, void __user *arg)
{
	u32 ids[16];

	if (n > 16)
		return -EINVAL;
	for (u32 i = 0; i < n; i++)
		ids[i] = i * 3;
	return copy_to_user(arg, ids, sizeof(ids)) ? -EFAULT : 0;
}
/* good: new memory, filled by a loop */
long ids_new(u32 n, void __user *arg)
{
	u32 *ids __free(kfree) = kmalloc_array(n, sizeof(*ids), GFP_KERNEL);

	if (!ids)
		return -ENOMEM;
	for (u32 i = 0; i < n; i++)
		ids[i] = i * 3;
	return copy_to_user(arg, ids, array_size(n, sizeof(*ids))) ? -EFAULT : 0;
}
/* bad: one too few */
long ids_new_short(u32 n, void __user *arg)
{
	u32 *ids __free(kfree) = kmalloc_array(n, sizeof(*ids), GFP_KERNEL);

	if (!ids)
		return -ENOMEM;
	for (u32 i = 0; i + 1 < n; i++)
		ids[i] = i * 3;
	return copy_to_user(arg, ids, array_size(n, sizeof(*ids))) ? -EFAULT : 0;
}
/* good: field by field, in whatever order */
long recs_new(u32 n, void __user *arg)
{
	struct rec *r __free(kfree) = kmalloc_array(n, sizeof(*r), GFP_KERNEL);

	if (!r)
		return -ENOMEM;
	for (u32 i = 0; i < n; i++) {
		r[i].b = i;
		r[i].a = 1;
	}
	return copy_to_user(arg, r, array_size(n, sizeof(*r))) ? -EFAULT : 0;
}
/* bad: a field is left out */
long recs_new_field(u32 n, void __user *arg)
{
	struct rec *r __free(kfree) = kmalloc_array(n, sizeof(*r), GFP_KERNEL);

	if (!r)
		return -ENOMEM;
	for (u32 i = 0; i < n; i++)
		r[i].a = i;
	return copy_to_user(arg, r, array_size(n, sizeof(*r))) ? -EFAULT : 0;
}
/* bad: nobody writes the padding */
long recs_gap(u32 n, void __user *arg)
{
	struct gap r[8];

	if (n > 8)
		return -EINVAL;
	for (u32 i = 0; i < n; i++) {
		r[i].a = i;
		r[i].b = i;
	}
	return copy_to_user(arg, r, n * sizeof(r[0])) ? -EFAULT : 0;
}
/* good: cleared first */
long recs_cleared(u32 n, void __user *arg)
{
	struct gap r[8];

	if (n > 8)
		return -EINVAL;
	for (u32 i = 0; i < n; i++) {
		memset(&r[i], 0, sizeof(r[i]));
		r[i].a = i;
		r[i].b = i;
	}
	return copy_to_user(arg, r, n * sizeof(r[0])) ? -EFAULT : 0;
}
/* good: a line of text, as long as it is */
ssize_t line(struct cleat_user_writer *to, u32 v)
{
	char b[32];
	int n = scnprintf(b, sizeof(b), "value %u\n", v);

	return cleat_user_write(to, b, n) ? -EFAULT : n;
}
/* bad: the whole buffer */
ssize_t line_all(struct cleat_user_writer *to, u32 v)
{
	char b[32];
	int n = scnprintf(b, sizeof(b), "value %u\n", v);

	return cleat_user_write(to, b, sizeof(b)) ? -EFAULT : n;
}
/* good: two lines, one after the other */
long lines(void __user *arg, u32 v)
{
	char *b __free(kfree) = kmalloc(64, GFP_KERNEL);
	int n;

	if (!b)
		return -ENOMEM;
	n = scnprintf(b, 64, "value %u\n", v);
	n += scnprintf(b + n, 64 - n, "twice %u\n", 2 * v);
	return copy_to_user(arg, b, n) ? -EFAULT : 0;
}
/* bad: snprintf() says how long it would have been */
long line_long(void __user *arg, const char *s)
{
	char b[32];
	int n = snprintf(b, sizeof(b), "value %s\n", s);

	return copy_to_user(arg, b, n) ? -EFAULT : 0;
}
/* good: what was copied in is copied out */
long echo(const void __user *from, size_t n, void __user *to)
{
	u8 b[64];

	if (n > sizeof(b))
		return -EINVAL;
	if (copy_from_user(b, from, n))
		return -EFAULT;
	return copy_to_user(to, b, n) ? -EFAULT : 0;
}
/* bad: and what was not */
long echo_all(const void __user *from, size_t n, void __user *to)
{
	u8 b[64];

	if (n > sizeof(b))
		return -EINVAL;
	if (copy_from_user(b, from, n))
		return -EFAULT;
	return copy_to_user(to, b, sizeof(b)) ? -EFAULT : 0;
}

/* good: through a small buffer, piece by piece */
int relay(struct cleat_user_reader *from, struct cleat_user_writer *to, size_t len)
{
	u8 b[256];

	for (size_t done = 0; done < len;) {
		size_t n = min_t(size_t, sizeof(b), len - done);
		int err = cleat_user_read(from, b, n);

		if (!err)
			err = cleat_user_write(to, b, n);
		if (err)
			return err;
		done += n;
	}
	return 0;
}

/* good: new zeros, some of which are written */
long recs_zeroed(u32 n, void __user *arg)
{
	struct gap *r __free(kfree) = kcalloc(n, sizeof(*r), GFP_KERNEL);

	if (!r)
		return -ENOMEM;
	for (u32 i = 0; i < n; i++) {
		r[i].a = i;
		r[i].b = i * i;
	}
	return copy_to_user(arg, r, array_size(n, sizeof(*r))) ? -EFAULT : 0;
}

/*
 * check:
 *	30: CL503: 'ids' is not wholly written, and is copied to user space
 *	52: CL503: 'ids' is not wholly written, and is copied to user space
 *	76: CL503: 'r->b' is not wholly written, and is copied to user space
 *	89: CL503: 'r' is not wholly written, and is copied to user space
 *	119: CL503: 'b' is not wholly written, and is copied to user space
 *	139: CL602: copy_to_user uses 'n' bytes of 'b', which has 32
 *	161: CL503: 'b' is not wholly written, and is copied to user space
 */
