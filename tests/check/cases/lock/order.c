/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Lock order, through helpers too. */
#include "../../corpus/corpus.h"

struct a { struct mutex lock; int n __guarded_by(&lock); };
struct b { struct mutex lock; int n __guarded_by(&lock); };
static DEFINE_MUTEX(big);
static int total __guarded_by(&big);

static void b_inc(struct b *b)
{
	guard(mutex)(&b->lock);
	b->n++;
}

/* a, then b (in a helper) */
void one(struct a *a, struct b *b)
{
	guard(mutex)(&a->lock);
	a->n++;
	b_inc(b);
}

/* bad: b, then a */
void two(struct a *a, struct b *b)
{
	guard(mutex)(&b->lock);
	scoped_guard(mutex, &a->lock)
		a->n = b->n;
}

/* bad: two of one kind */
void both(struct a *x, struct a *y)
{
	guard(mutex)(&x->lock);
	guard(mutex)(&y->lock);
	x->n = y->n;
}

static void add(int n)
{
	guard(mutex)(&big);
	total += n;
}

/* good: big is always the last */
void three(struct a *a)
{
	guard(mutex)(&a->lock);
	add(a->n);
}

/* bad: a deadlock with itself, through two helpers */
static void add_twice(int n)
{
	add(n);
	add(n);
}

void four(void)
{
	guard(mutex)(&big);
	add_twice(total);
}

/* bad: the global without its lock */
int peek(void)
{
	return total;
}

/*
 * check:
 *	28: CL407: 'struct a.lock' is taken while 'struct b.lock' is held, and elsewhere the other way round: two threads can deadlock
 *	36: CL407: a second 'struct a.lock' is taken while one is held: two threads can do it in opposite order
 *	63: CL402: 'big' is held here, and 'add_twice' takes it again
 *	69: CL404: 'total' is read without 'big', which guards it
 */
