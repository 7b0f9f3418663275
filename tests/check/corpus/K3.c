/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* K3 lock: unlock of a lock that is not held */
#include "corpus.h"

struct dev { spinlock_t lock; int n __guarded_by(&lock); };
int take(struct dev *d)
{
	int ret = 0;

	spin_lock(&d->lock);
	if (d->n == 0) {
#ifdef BAD
		spin_unlock(&d->lock);
#endif
		ret = -EBUSY;
		goto out;
	}
	d->n--;
out:
#ifndef BAD
	spin_unlock(&d->lock);
#else
	spin_unlock(&d->lock);
#endif
	return ret;
}

/*
 * check:
 * check -DBAD:
 *	23: CL403: 'd->lock' is unlocked, but is not held here
 */
