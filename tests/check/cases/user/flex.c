/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* User memory that ends in an array: its address may be computed, its bytes are copied, once. */
#include <cleat/slab.h>
#include <cleat/uaccess.h>

struct msg { u32 n; u32 v[] __counted_by(n); };
struct pair { u32 v[2]; };

void use(u32 v);

/* good: the header once, then the array */
long post(struct msg __user *u)
{
	struct msg *m;
	u32 n, i;

	if (get_user(n, &u->n))
		return -EFAULT;
	m = kzalloc(struct_size(m, v, n), GFP_KERNEL);
	if (!m)
		return -ENOMEM;
	m->n = n;
	if (copy_from_user(m->v, u->v, array_size(n, sizeof(u32)))) {
		kfree(m);
		return -EFAULT;
	}
	for (i = 0; i < m->n; i++)
		use(m->v[i]);
	kfree(m);
	return 0;
}
/* bad: the header twice; the second count may be another */
long post_twice(struct msg __user *u)
{
	struct msg *m;
	u32 n, i;

	if (get_user(n, &u->n))
		return -EFAULT;
	m = kzalloc(struct_size(m, v, n), GFP_KERNEL);
	if (!m)
		return -ENOMEM;
	m->n = n;
	if (copy_from_user(m, u, struct_size(m, v, n))) {
		kfree(m);
		return -EFAULT;
	}
	for (i = 0; i < m->n; i++)
		use(m->v[i]);
	kfree(m);
	return 0;
}
/* good: in pieces */
long pieces(const u8 __user *u, u32 n)
{
	u8 b[16];

	for (u32 done = 0; done < n; done += sizeof(b)) {
		if (copy_from_user(b, u + done, sizeof(b)))
			return -EFAULT;
		use(b[0]);
	}
	return 0;
}
/* bad: read by hand */
u32 by_hand(struct pair __user *u)
{
	return u->v[1];
}
/* bad: the array is a pointer, too */
u32 by_star(struct pair __user *u)
{
	return *u->v;
}

/*
 * check:
 *	48: CL701: 'm->n' was fetched from user memory a second time, after it was checked
 *	49: CL601: element 0 of 'm->v' is used, which has __got elements
 *	68: CL702: 'u' points to user memory, and is dereferenced
 *	73: CL702: 'u->v' points to user memory, and is dereferenced
 */
