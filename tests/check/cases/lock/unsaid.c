// SPDX-License-Identifier: MIT OR GPL-2.0-only
/* Static functions whose callers all hold the lock need not say __must_hold. */
#include "../../corpus/corpus.h"

#include <cleat/rwsem.h>

static DEFINE_MUTEX(all_lock);

struct counter { struct mutex lock; u32 n __guarded_by(&lock); };
struct dev {
	struct counter c;
	struct rw_semaphore sem;
	u32 mode __guarded_by(&sem);
	u32 id __guarded_by(&all_lock);
	struct dev *next;
};

/* good: every caller holds it */
static void bump(struct dev *d)
{
	d->c.n++;
}

/* good: so does every caller of its callers */
static void bump_twice(struct dev *dev)
{
	bump(dev);
	bump(dev);
}

/* good */
void twice(struct dev *d)
{
	guard(mutex)(&d->c.lock);
	bump_twice(d);
}

/* good: nobody else sees it */
void fresh(void)
{
	struct dev d = {};

	bump_twice(&d);
}

/* bad: not this one */
void bare(struct dev *d)
{
	bump_twice(d);
}

/* bad: another object's */
void other(struct dev *d, struct dev *e)
{
	guard(mutex)(&d->c.lock);
	bump(e);
}

/* bad: an object whose lock has no name here */
void behind(struct dev *d)
{
	guard(mutex)(&d->c.lock);
	bump(d->next);
}

/* bad: it was let go */
void late(struct dev *d)
{
	scoped_guard(mutex, &d->c.lock)
		bump(d);
	bump(d);
}

/* bad: it takes the lock itself, too late */
static void too_late(struct dev *d)
{
	d->c.n = 0;
	guard(mutex)(&d->c.lock);
	d->c.n++;
}

/* good */
void call_too_late(struct dev *d)
{
	too_late(d);
}

/* bad: it lets go of a lock that callers hold */
static void drop(struct dev *d)
{
	d->c.n = 0;
	mutex_unlock(&d->c.lock);
}

/* good: said where it is dropped */
void call_drop(struct dev *d)
{
	mutex_lock(&d->c.lock);
	drop(d);
	d->c.n = 1;
	mutex_unlock(&d->c.lock);
}

/* bad: not all callers are seen */
static void kept(struct dev *d)
{
	d->c.n = 0;
}

void (*keep)(struct dev *d) = kept;

/* good */
void call_kept(struct dev *d)
{
	guard(mutex)(&d->c.lock);
	kept(d);
}

/* bad: others may call it */
void open_to_all(struct dev *d)
{
	d->c.n = 0;
}

/* good */
void call_open(struct dev *d)
{
	guard(mutex)(&d->c.lock);
	open_to_all(d);
}

/* bad: nobody holds it, for nobody calls it */
static inline void never(struct dev *d)
{
	d->c.n = 0;
}

/* good: the lock of all */
static u32 id_of(const struct dev *d)
{
	return d->id;
}

/* good */
u32 id_locked(struct dev *d)
{
	guard(mutex)(&all_lock);
	return id_of(d);
}

/* bad */
u32 id_bare(struct dev *d)
{
	return id_of(d);
}

/* good: reading wants it for reading */
static u32 mode_of(const struct dev *d)
{
	return d->mode;
}

/* good */
u32 mode_read(struct dev *d)
{
	guard(rwsem_read)(&d->sem);
	return mode_of(d);
}

/* good: read, then written */
static void mode_next(struct dev *d)
{
	u32 mode = d->mode;

	d->mode = mode + 1;
}

/* good */
void mode_write(struct dev *d)
{
	guard(rwsem_write)(&d->sem);
	mode_next(d);
}

/* bad: held only for reading */
void mode_write_bare(struct dev *d)
{
	guard(rwsem_read)(&d->sem);
	mode_next(d);
}

/* good: it calls itself */
static void down(struct dev *d, u32 n)
{
	if (n)
		down(d, n - 1);
	d->c.n = n;
}

/* bad */
void call_down(struct dev *d)
{
	down(d, 3);
}

static void odd(struct dev *d, u32 n);

/* good: two call each other */
static void even(struct dev *d, u32 n)
{
	if (n)
		odd(d, n - 1);
}

/* good */
static void odd(struct dev *d, u32 n)
{
	d->c.n++;
	even(d, n);
}

/* bad */
void call_even(struct dev *d)
{
	even(d, 4);
}

/* good */
void call_odd(struct dev *d)
{
	guard(mutex)(&d->c.lock);
	odd(d, 4);
}

/*
 * check:
 *	49: CL406: 'bump_twice' must be called with 'd->c.lock' held
 *	56: CL406: 'bump' must be called with 'e->c.lock' held
 *	63: CL406: 'bump' must be called with 'd->next->c.lock' held
 *	71: CL406: 'bump' must be called with 'd->c.lock' held
 *	77: CL404: 'd->c.n' is written without 'd->c.lock', which guards it
 *	93: CL403: 'drop' is called with 'd->c.lock' held, and returns without it
 *	107: CL404: 'd->c.n' is written without 'd->c.lock', which guards it
 *	122: CL404: 'd->c.n' is written without 'd->c.lock', which guards it
 *	135: CL404: 'd->c.n' is written without 'd->c.lock', which guards it
 *	154: CL406: 'id_of' must be called with 'all_lock' held
 *	189: CL406: 'mode_next' must be called with 'd->sem' held for writing, not only for reading
 *	203: CL406: 'down' must be called with 'd->c.lock' held
 *	225: CL406: 'even' must be called with 'd->c.lock' held
 */
