/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* S2 atomic: sleeping function called (via a helper) under a spinlock */
#include "corpus.h"

struct dev { spinlock_t lock; int n __guarded_by(&lock); };
static void settle(void)
{
	msleep(10);
}
void tick(struct dev *d)
{
#ifndef BAD
	settle();
#endif
	spin_lock(&d->lock);
	d->n++;
#ifdef BAD
	settle();
#endif
	spin_unlock(&d->lock);
}

/*
 * check:
 * check -DBAD:
 *	18: CL408: 'settle (through msleep)' may sleep, and is called under the spinlock 'd->lock'
 */
