/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* User memory: fetched once, checked, shown only when it is written. */
#include "../../corpus/corpus.h"

struct req { u32 len; u32 flags; u8 data[56]; };
struct info { u32 a; u32 b; u64 c; };
struct holes { u8 a; u32 b; };
struct dev { struct mutex lock; u8 buf[128]; u32 n __guarded_by(&lock); };

/* good */
long load(struct dev *d, struct req __user *arg)
{
	struct req r;
	int err = cleat_get_user_obj(&r, arg);

	if (err)
		return err;
	if (r.len > sizeof(r.data))
		return -EINVAL;
	memcpy(d->buf, r.data, r.len);
	return 0;
}

/* bad: the length is not checked */
long load_unchecked(struct dev *d, struct req __user *arg)
{
	struct req r;

	if (copy_from_user(&r, arg, sizeof(r)))
		return -EFAULT;
	memcpy(d->buf, r.data, r.len);
	return 0;
}

/* bad: fetched again after the check */
long load_twice(struct dev *d, struct req __user *arg)
{
	struct req r;
	u32 len;

	if (get_user(len, &arg->len))
		return -EFAULT;
	if (len > sizeof(r.data))
		return -EINVAL;
	if (copy_from_user(&r, arg, sizeof(r)))
		return -EFAULT;
	memcpy(d->buf, r.data, r.len);
	return 0;
}

/* bad: the result of a failed copy is used */
long use_failed(struct req __user *arg)
{
	struct req r;

	if (copy_from_user(&r, arg, sizeof(r)))
		pr_info("oh\n");
	return r.flags;
}

/* bad: ignored */
long ignored(struct req __user *arg)
{
	struct req r = {0};

	copy_from_user(&r, arg, sizeof(r));
	return r.flags;
}

/* bad: dereferenced */
long direct(struct req __user *arg)
{
	return arg->flags;
}

/* good: all fields, no holes */
long show(struct info __user *arg, u32 n)
{
	struct info i = {.a = n, .b = 1, .c = 2};

	return cleat_put_user_obj(arg, &i);
}

/* bad: one field is missing */
long show_part(struct info __user *arg, u32 n)
{
	struct info i;

	i.a = n;
	i.c = 2;
	return cleat_put_user_obj(arg, &i);
}

/* bad: holes */
long show_holes(struct holes __user *arg)
{
	struct holes h = {.a = 1, .b = 2};

	return cleat_put_user_obj(arg, &h);
}

/* good: cleared first */
long show_cleared(struct holes __user *arg)
{
	struct holes h;

	memset(&h, 0, sizeof(h));
	h.a = 1;
	return cleat_put_user_obj(arg, &h);
}

/* bad: more than the object has */
long show_more(struct info __user *arg, u32 n)
{
	struct info i = {.a = n};

	return copy_to_user(arg, &i, sizeof(i) + 8) ? -EFAULT : 0;
}

/* bad: under a spinlock */
long atomic(struct info __user *arg)
{
	static DEFINE_SPINLOCK(lock);
	struct info i = {.a = 1};

	guard(spinlock)(&lock);
	return cleat_put_user_obj(arg, &i);
}

/* good: a reader moves forward */
long stream(struct dev *d, struct cleat_user_reader *from)
{
	u32 n = min_t(size_t, from->left, sizeof(d->buf));

	if (cleat_user_read(from, d->buf, n))
		return -EFAULT;
	guard(mutex)(&d->lock);
	d->n = n;
	return n;
}

/* bad: a reader into a buffer that is too small */
long stream_bad(struct dev *d, struct cleat_user_reader *from)
{
	if (cleat_user_read(from, d->buf, from->left))
		return -EFAULT;
	return 0;
}

/* bad: a heap buffer of what was there before */
long heap(void __user *arg, size_t n)
{
	u8 *p __free(kfree) = kmalloc(n, GFP_KERNEL);

	if (!p || n < 4)
		return -ENOMEM;
	memset(p, 0, 4);
	return copy_to_user(arg, p, n) ? -EFAULT : 0;
}

/*
 * check:
 *	31: CL602: memcpy uses 'r.len' bytes of 'd->buf', which has 128
 *	31: CL602: memcpy uses 'r.len' bytes of 'r.data', which has 56
 *	47: CL602: memcpy uses 'r.len' bytes of 'd->buf', which has 128
 *	47: CL602: memcpy uses 'r.len' bytes of 'r.data', which has 56
 *	47: CL701: 'r.len' was fetched from user memory a second time, after it was checked
 *	58: CL502: field 'r.flags' is read, but may not have been written
 *	66: CL301: the result of 'copy_from_user' is an error that must be looked at, and is ignored
 *	73: CL702: 'arg' points to user memory, and is dereferenced
 *	91: CL503: 'i.b' is not wholly written, and is copied to user space
 *	99: CL504: 'h' has padding before 'b' that was never written, and is copied to user space
 *	117: CL602: copy_to_user uses '24' bytes of '&i', which has 16
 *	127: CL408: 'copy_to_user' may sleep, and is called under the spinlock 'lock'
 *	145: CL602: cleat_user_read uses 'from->left' bytes of 'd->buf', which has 128
 *	158: CL503: 'p' is not wholly written, and is copied to user space
 */
