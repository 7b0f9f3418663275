/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* R1 race: field that other code locks is touched without the lock */
#include "corpus.h"

struct dev { spinlock_t lock; int n __guarded_by(&lock); };
void inc(struct dev *d)
{
	spin_lock(&d->lock);
	d->n++;
	spin_unlock(&d->lock);
}
void reset(struct dev *d)
{
#ifndef BAD
	spin_lock(&d->lock);
	d->n = 0;
	spin_unlock(&d->lock);
#else
	d->n = 0;
#endif
}

/*
 * check:
 * check -DBAD:
 *	19: CL404: 'd->n' is written without 'd->lock', which guards it
 */
