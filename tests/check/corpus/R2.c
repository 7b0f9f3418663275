/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* R2 race: helper that needs the lock is called without it */
#include "corpus.h"

struct dev { spinlock_t lock; int n __guarded_by(&lock); };
static void bump(struct dev *d) __must_hold(&d->lock)
{
	d->n++;
}
void go(struct dev *d)
{
#ifndef BAD
	spin_lock(&d->lock);
	bump(d);
	spin_unlock(&d->lock);
#else
	bump(d);
#endif
}

/*
 * check:
 * check -DBAD:
 *	17: CL406: 'bump' must be called with 'd->lock' held
 */
