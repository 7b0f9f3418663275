/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Lock order: every pair of functions that can meet agrees on it. */
#include "../../corpus/corpus.h"
#include <cleat/rwsem.h>

struct a { struct mutex lock; u32 n __guarded_by(&lock); };
struct b { struct mutex lock; u32 n __guarded_by(&lock); };
struct c { spinlock_t lock; u32 n __guarded_by(&lock); };
struct d { struct mutex one, two; struct rw_semaphore sem; };
static DEFINE_MUTEX(top);

static void take_b(struct b *b)
{
	guard(mutex)(&b->lock);
	b->n++;
}

/* good: the first to say an order */
void a_then_b(struct a *a, struct b *b)
{
	guard(mutex)(&a->lock);
	take_b(b);
	a->n++;
}

/* bad: the other way round, through no helper */
void b_then_a(struct a *a, struct b *b)
{
	guard(mutex)(&b->lock);
	guard(mutex)(&a->lock);
	b->n = a->n;
}

/* bad: two of one kind, in whatever order they come */
void two_of_a_kind(struct c *x, struct c *y)
{
	guard(spinlock)(&x->lock);
	guard(spinlock)(&y->lock);
	x->n = y->n;
}

/* good: one after the other */
void one_by_one(struct c *x, struct c *y)
{
	u32 n;

	scoped_guard(spinlock, &y->lock)
		n = y->n;
	guard(spinlock)(&x->lock);
	x->n = n;
}

/* good: within one struct, one order */
void one_two(struct d *d)
{
	guard(mutex)(&d->one);
	guard(mutex)(&d->two);
}

/* good: again */
void one_two_three(struct d *d)
{
	mutex_lock(&d->one);
	mutex_lock(&d->two);
	down_read(&d->sem);
	up_read(&d->sem);
	mutex_unlock(&d->two);
	mutex_unlock(&d->one);
}

/* bad: a cycle over three */
void three_one(struct d *d)
{
	guard(rwsem_write)(&d->sem);
	guard(mutex)(&d->one);
}

/* good: a global lock is outermost */
void outer(struct a *a)
{
	guard(mutex)(&top);
	guard(mutex)(&a->lock);
	a->n = 0;
}

static void with_top(void)
{
	guard(mutex)(&top);
}

/* bad: the global lock inside, through a helper */
void inner(struct a *a)
{
	guard(mutex)(&a->lock);
	with_top();
}

/*
 * check:
 *	30: CL407: 'struct a.lock' is taken while 'struct b.lock' is held, and elsewhere the other way round: two threads can deadlock
 *	38: CL407: a second 'struct c.lock' is taken while one is held: two threads can do it in opposite order
 *	75: CL407: 'struct d.one' is taken while 'struct d.sem' is held, and elsewhere the other way round: two threads can deadlock
 *	95: CL407: 'top' is taken while 'struct a.lock' is held, and elsewhere the other way round: two threads can deadlock
 */
