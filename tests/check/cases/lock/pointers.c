/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Functions that are called through pointers under a spinlock: whatever was put there must not sleep. */
#include "../../corpus/corpus.h"

struct dev { spinlock_t lock; u32 n __guarded_by(&lock); const struct ops *ops; };
struct ops { void (*kick)(struct dev *d); void (*flush)(struct dev *d); };

static void wait_long(struct dev *d) { msleep(10); }
static void wait_short(struct dev *d) { d->ops = NULL; }
static void flush_slow(struct dev *d) { wait_long(d); }
static const struct ops dev_ops = {.kick = wait_short, .flush = flush_slow};

/* good */
void kick(struct dev *d)
{
	guard(spinlock)(&d->lock);
	d->n++;
	dev_ops.kick(d);
}

/* bad: what is in the table sleeps */
void flush(struct dev *d)
{
	guard(spinlock)(&d->lock);
	d->n++;
	dev_ops.flush(d);
}

/* good: outside of the lock */
void flush_well(struct dev *d)
{
	scoped_guard(spinlock, &d->lock)
		d->n++;
	dev_ops.flush(d);
}

/* bad: one of those who are passed sleeps */
static void with_lock(struct dev *d, void (*fn)(struct dev *d))
{
	guard(spinlock)(&d->lock);
	fn(d);
}

/* good: this one passes the other */
void short_one(struct dev *d)
{
	with_lock(d, wait_short);
}

/* good: what it passes is judged where it is called */
void long_one(struct dev *d)
{
	with_lock(d, wait_long);
}

/*
 * check:
 *	26: CL408: 'dev_ops.flush (which may be flush_slow)' may sleep, and is called under the spinlock 'd->lock'
 *	41: CL408: 'fn (which may be wait_long)' may sleep, and is called under the spinlock 'd->lock'
 */
