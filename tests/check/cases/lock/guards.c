/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Guards: scopes, early exits, instances, and what must not leave them. */
#include "../../corpus/corpus.h"

struct dev {
	struct mutex lock;
	spinlock_t fast;
	int n __guarded_by(&lock);
	int hits __guarded_by(&fast);
	char *p __guarded_by(&lock);
	int free_for_all;
};

/* good */
int early(struct dev *d)
{
	guard(mutex)(&d->lock);
	if (d->n < 0)
		return -EINVAL;
	for (int i = 0; i < 3; i++) {
		if (d->n == i)
			break;
		d->n++;
	}
	return d->n;
}

/* bad: outside the scope */
int after(struct dev *d)
{
	scoped_guard(mutex, &d->lock) {
		d->n++;
	}
	return d->n;
}

/* bad: the other lock */
int other_field(struct dev *d)
{
	guard(mutex)(&d->lock);
	return d->hits;
}

/* bad: the other instance */
void other_instance(struct dev *a, struct dev *b)
{
	guard(mutex)(&a->lock);
	b->n = a->n;
}

/* bad: twice */
void twice(struct dev *d)
{
	guard(mutex)(&d->lock);
	scoped_guard(mutex, &d->lock)
		d->n = 1;
}

/* bad: unlocked by hand under its guard */
void by_hand(struct dev *d)
{
	guard(mutex)(&d->lock);
	d->n = 1;
	mutex_unlock(&d->lock);
}

/* bad: the pointer leaves the lock */
char *leaves(struct dev *d)
{
	guard(mutex)(&d->lock);
	return d->p;
}

/* bad: used after the lock */
int used_after(struct dev *d)
{
	char *p;

	scoped_guard(mutex, &d->lock)
		p = d->p;
	return *p;
}

/* good: copied under the lock */
int copied(struct dev *d)
{
	scoped_guard(mutex, &d->lock)
		return *d->p;
	return 0;
}

/* bad: sleeps under a spinlock, one call down */
static int slow(void)
{
	msleep(1);
	return 1;
}

void atomic(struct dev *d)
{
	guard(spinlock)(&d->fast);
	d->hits += slow();
}

/* bad: a mutex under a spinlock */
void nested(struct dev *d)
{
	guard(spinlock)(&d->fast);
	guard(mutex)(&d->lock);
	d->n = d->hits;
}

/* bad: a spinlock under a mutex, and elsewhere the other way round */
void nested_well(struct dev *d)
{
	guard(mutex)(&d->lock);
	guard(spinlock_irqsave)(&d->fast);
	d->hits = d->n;
}

/* good */
int interruptible(struct dev *d)
{
	if (mutex_lock_interruptible(&d->lock))
		return -EINTR;
	d->n++;
	mutex_unlock(&d->lock);
	return 0;
}

/* bad: locked only if it succeeded */
int interruptible_bad(struct dev *d)
{
	int err = mutex_lock_interruptible(&d->lock);

	d->n++;
	mutex_unlock(&d->lock);
	return err;
}

/* good */
int try(struct dev *d)
{
	if (!mutex_trylock(&d->lock))
		return -EBUSY;
	d->n++;
	mutex_unlock(&d->lock);
	return 0;
}

/* good: conditionally locked, conditionally unlocked */
void maybe(struct dev *d, bool want)
{
	if (want)
		mutex_lock(&d->lock);
	d->free_for_all++;
	if (want)
		mutex_unlock(&d->lock);
}

/* good: a helper that says so */
static void bump(struct dev *d) __must_hold(&d->lock)
{
	d->n++;
}

void bump_it(struct dev *d)
{
	guard(mutex)(&d->lock);
	bump(d);
}

/* bad: without */
void bump_without(struct dev *d)
{
	bump(d);
}

/* good: functions that lock and unlock for others */
static void dev_lock(struct dev *d) __acquires(&d->lock)
{
	mutex_lock(&d->lock);
}

static void dev_unlock(struct dev *d) __releases(&d->lock)
{
	mutex_unlock(&d->lock);
}

void pair(struct dev *d)
{
	dev_lock(d);
	d->n = 0;
	dev_unlock(d);
}

/* bad: forgets the second half */
void half(struct dev *d)
{
	dev_lock(d);
	d->n = 0;
}

/* good: lock taken again in each round */
void rounds(struct dev *d, int n)
{
	while (n-- > 0) {
		mutex_lock(&d->lock);
		if (d->n == 7) {
			mutex_unlock(&d->lock);
			continue;
		}
		d->n++;
		mutex_unlock(&d->lock);
	}
}

/* bad: continue with the lock held */
void rounds_bad(struct dev *d, int n)
{
	while (n-- > 0) {
		mutex_lock(&d->lock);
		if (d->n == 7)
			continue;
		d->n++;
		mutex_unlock(&d->lock);
	}
}

/*
 * check:
 *	34: CL404: 'd->n' is read without 'd->lock', which guards it
 *	41: CL404: 'd->hits' is read without 'd->fast', which guards it
 *	48: CL405: 'b->n' is guarded by 'b->lock', but the lock that is held is 'a->lock'
 *	55: CL402: 'd->lock' is locked twice
 *	64: CL403: '&d->lock' is unlocked by hand, and again by its guard
 *	71: CL212: a pointer into what 'd->lock' guards is returned past the unlock
 *	81: CL410: 'p' was read under 'd->lock', which is no longer held
 *	102: CL408: 'slow (through msleep)' may sleep, and is called under the spinlock 'd->fast'
 *	109: CL408: 'mutex_lock' may sleep, and is called under the spinlock 'd->fast'
 *	117: CL407: 'struct dev.fast' is taken while 'struct dev.lock' is held, and elsewhere the other way round: two threads can deadlock
 *	136: CL404: 'd->n' is written without 'd->lock', which guards it
 *	136: CL404: 'd->n' is read without 'd->lock', which guards it
 *	137: CL403: 'd->lock' is unlocked, but is not held here
 *	176: CL406: 'bump' must be called with 'd->lock' held
 *	202: CL401: 'd->lock' is still locked at this return
 *	222: CL402: 'd->lock' is locked twice
 *	228: CL401: 'd->lock' is still locked at this return
 */
