/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* K1 lock: no unlock on an early return */
#include "corpus.h"

struct dev { spinlock_t lock; int n __guarded_by(&lock); };
int dec(struct dev *d)
{
	spin_lock(&d->lock);
	if (d->n == 0)
#ifndef BAD
	{
		spin_unlock(&d->lock);
		return -EBUSY;
	}
#else
		return -EBUSY;
#endif
	d->n--;
	spin_unlock(&d->lock);
	return 0;
}

/*
 * check:
 * check -DBAD:
 *	16: CL401: 'd->lock' is still locked at this return
 */
