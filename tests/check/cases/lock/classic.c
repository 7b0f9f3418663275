/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Lock, unlock, goto: the classic forms. */
#include "../../corpus/corpus.h"

struct in { int x; };
struct dev {
	spinlock_t lock;
	int n __guarded_by(&lock);
	struct in in __guarded_by(&lock);
	int a[4] __guarded_by(&lock);
	struct dev *__opt parent;
};

int hw(void);

/* good */
int unwind(struct dev *d)
{
	int err;

	spin_lock(&d->lock);
	err = d->n ? 0 : -EBUSY;
	if (err)
		goto out;
	d->n--;
out:
	spin_unlock(&d->lock);
	return err;
}

/* bad: one label too far */
int unwind_bad(struct dev *d)
{
	int err = -EBUSY;

	spin_lock(&d->lock);
	if (!d->n)
		goto out;
	d->n--;
	err = 0;
	spin_unlock(&d->lock);
out:
	return err;
}

/* bad: locked under one condition, unlocked under another */
void conditions(struct dev *d, int a, int b)
{
	if (a)
		spin_lock(&d->lock);
	if (b)
		spin_unlock(&d->lock);
}

/* bad: what was checked is no longer true */
int stale(struct dev *d)
{
	int r = 0;

	spin_lock(&d->lock);
	if (d->n < 0 || d->n >= 4) {
		spin_unlock(&d->lock);
		return -EINVAL;
	}
	spin_unlock(&d->lock);
	spin_lock(&d->lock);
	r = d->a[d->n];
	spin_unlock(&d->lock);
	return r;
}

/* good: checked under the same hold */
int fresh(struct dev *d)
{
	int r = -EINVAL;

	spin_lock(&d->lock);
	if (d->n >= 0 && d->n < 4)
		r = d->a[d->n];
	spin_unlock(&d->lock);
	return r;
}

/* bad: a part of a guarded struct */
int part(struct dev *d)
{
	return d->in.x;
}

/* bad: its address is used later */
int later(struct dev *d)
{
	struct in *in;

	spin_lock(&d->lock);
	in = &d->in;
	spin_unlock(&d->lock);
	return in->x;
}

/* good: the parent's lock for the parent's data */
void up(struct dev *d)
{
	struct dev *p = d->parent;

	if (!p)
		return;
	spin_lock(&p->lock);
	p->n++;
	spin_unlock(&p->lock);
}

/* bad: the child's lock for the parent's data */
void up_bad(struct dev *d)
{
	if (!d->parent)
		return;
	spin_lock(&d->lock);
	d->parent->n++;
	spin_unlock(&d->lock);
}

/* bad: returns from a switch */
int by_switch(struct dev *d, int k)
{
	spin_lock(&d->lock);
	switch (k) {
	case 0:
		d->n = 0;
		break;
	case 1:
		return -EINVAL;
	default:
		spin_unlock(&d->lock);
		return 0;
	}
	spin_unlock(&d->lock);
	return 0;
}

/* good: irqsave by hand */
void irq(struct dev *d)
{
	unsigned long flags;

	spin_lock_irqsave(&d->lock, flags);
	d->n++;
	spin_unlock_irqrestore(&d->lock, flags);
}

/* bad: unlocked twice */
void twice(struct dev *d)
{
	spin_lock(&d->lock);
	d->n++;
	spin_unlock(&d->lock);
	spin_unlock(&d->lock);
}

/* bad: another thread's lock is released */
void foreign(struct dev *a, struct dev *b)
{
	spin_lock(&a->lock);
	a->n++;
	spin_unlock(&b->lock);
}

/* good: through a pointer to the lock */
void pointer(struct dev *d)
{
	spinlock_t *l = &d->lock;

	spin_lock(l);
	d->n++;
	spin_unlock(&d->lock);
}

/* good: a private object needs no lock */
struct dev *__own __opt make(void)
{
	struct dev *d = kzalloc_obj(*d);

	if (!d)
		return NULL;
	spin_lock_init(&d->lock);
	d->n = 3;
	d->in.x = 4;
	return d;
}

/*
 * check:
 *	43: CL401: 'd->lock' is still locked at this return
 *	52: CL403: 'd->lock' is unlocked, but is not held here
 *	53: CL401: 'd->lock' is still locked at this return
 *	67: CL601: 'd->n' indexes 'd->a', which has 4 elements, and is not proven to be below that
 *	87: CL404: 'd->in.x' is read without 'd->lock', which guards it
 *	98: CL404: 'd->in.x' is read without 'd->lock', which guards it
 *	119: CL405: 'd->parent->n' is guarded by 'd->parent->lock', but the lock that is held is 'd->lock'
 *	132: CL401: 'd->lock' is still locked at this return
 *	157: CL403: 'd->lock' is unlocked, but is not held here
 *	165: CL403: 'b->lock' is unlocked, but is not held here
 *	166: CL401: 'a->lock' is still locked at this return
 */
