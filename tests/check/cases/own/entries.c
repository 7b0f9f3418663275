/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Arrays of structs with owners in them, written over or shown as bytes. */
#include <cleat/mutex.h>
#include <cleat/slab.h>
#include <cleat/string.h>
#include <cleat/uaccess.h>

struct entry { u64 id; u8 *__own __opt buf; };

struct dev {
	struct mutex lock;
	struct entry e[8] __guarded_by(&lock);
	u8 *__own __opt p[4] __guarded_by(&lock);
	u64 ids[8] __guarded_by(&lock);
};

/* bad: what they own is lost */
void forget(struct dev *d)
{
	guard(mutex)(&d->lock);
	memset(d->e, 0, sizeof(d->e));
}

/* bad: of one, too */
void forget_one(struct dev *d)
{
	guard(mutex)(&d->lock);
	memset(&d->e[1], 0, sizeof(d->e[1]));
}

/* bad: so with pointers */
void forget_pointers(struct dev *d)
{
	guard(mutex)(&d->lock);
	memset(d->p, 0, sizeof(d->p));
}

/* good: released first */
void clear(struct dev *d)
{
	guard(mutex)(&d->lock);
	for (u32 i = 0; i < ARRAY_SIZE(d->e); i++)
		kfree(d->e[i].buf);
	memset(d->e, 0, sizeof(d->e));
	for (u32 i = 0; i < ARRAY_SIZE(d->p); i++)
		kfree(d->p[i]);
	memset(d->p, 0, sizeof(d->p));
}

/* good: numbers own nothing */
void clear_ids(struct dev *d)
{
	guard(mutex)(&d->lock);
	memset(d->ids, 0, sizeof(d->ids));
}

/* good: new memory */
struct dev *dev_new(void) __own __opt;
struct dev *dev_new(void)
{
	struct dev *d = kmalloc(sizeof(*d), GFP_KERNEL);

	if (!d)
		return NULL;
	mutex_init(&d->lock);
	memset(d->e, 0, sizeof(d->e));
	memset(d->p, 0, sizeof(d->p));
	memset(d->ids, 0, sizeof(d->ids));
	return d;
}

/* bad: a kernel address in one */
long show(struct dev *d, void __user *to)
{
	guard(mutex)(&d->lock);
	return copy_to_user(to, &d->e[0], sizeof(d->e[0])) ? -EFAULT : 0;
}

/* good: numbers */
long show_ids(struct dev *d, void __user *to)
{
	guard(mutex)(&d->lock);
	return copy_to_user(to, d->ids, sizeof(d->ids)) ? -EFAULT : 0;
}

/* bad: two owners, at indices that are not followed */
void copy(struct dev *d, u32 i, u32 k)
{
	guard(mutex)(&d->lock);
	if (i < ARRAY_SIZE(d->e) && k < ARRAY_SIZE(d->e))
		d->e[i] = d->e[k];
}

/* good: each has one after it as before */
void exchange(struct dev *d, u32 i, u32 k)
{
	guard(mutex)(&d->lock);
	if (i < ARRAY_SIZE(d->e) && k < ARRAY_SIZE(d->e))
		swap(d->e[i], d->e[k]);
}

/* bad: the last one keeps what the one before it has, too */
void remove(struct dev *d, u32 i)
{
	guard(mutex)(&d->lock);
	if (i >= ARRAY_SIZE(d->e))
		return;
	kfree(d->e[i].buf);
	d->e[i].buf = NULL;
	for (; i + 1 < ARRAY_SIZE(d->e); i++)
		d->e[i] = d->e[i + 1];
}

/* good: the empty one goes to the end */
void remove_by_swap(struct dev *d, u32 i)
{
	guard(mutex)(&d->lock);
	if (i >= ARRAY_SIZE(d->e))
		return;
	kfree(d->e[i].buf);
	d->e[i].buf = NULL;
	for (; i + 1 < ARRAY_SIZE(d->e); i++)
		swap(d->e[i], d->e[i + 1]);
}

/* bad: what was there is lost */
void put(struct dev *d, u32 i, u64 id)
{
	guard(mutex)(&d->lock);
	if (i < ARRAY_SIZE(d->e))
		d->e[i] = (struct entry){.id = id};
}

/* good: it was empty */
void put_if_empty(struct dev *d, u32 i, u64 id)
{
	guard(mutex)(&d->lock);
	if (i < ARRAY_SIZE(d->e) && !d->e[i].buf)
		d->e[i] = (struct entry){.id = id};
}

/*
 * check:
 *	21: CL101: 'd->e' is overwritten, and may still own something
 *	28: CL101: 'd->e' is overwritten, and may still own something
 *	35: CL101: 'd->p' is overwritten, and may still own something
 *	76: CL506: the kernel address in 'buf' of 'd->e' is copied to user space
 *	91: CL115: 'd->e[…]' is copied to 'd->e[i]' with what it owns, at an index that is not followed
 *	111: CL115: 'd->e[…]' is copied to 'd->e[i]' with what it owns, at an index that is not followed
 *	131: CL101: 'd->e[i].buf' is overwritten, and may still own something
 */
