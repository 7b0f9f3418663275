/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* K2 lock: the same lock is taken twice */
#include "corpus.h"

struct dev { struct mutex lock; int n __guarded_by(&lock); };
#ifndef BAD
static int peek(struct dev *d) __must_hold(&d->lock)
#else
static int peek(struct dev *d)
#endif
{
#ifndef BAD
	return d->n;
#else
	int n;

	mutex_lock(&d->lock);
	n = d->n;
	mutex_unlock(&d->lock);
	return n;
#endif
}
int bump(struct dev *d)
{
	int n;

	mutex_lock(&d->lock);
#ifndef BAD
	n = peek(d);
#else
	n = peek(d);
#endif
	d->n = n + 1;
	mutex_unlock(&d->lock);
	return n;
}

/*
 * check:
 * check -DBAD:
 *	31: CL402: 'd->lock' is held here, and 'peek' takes it again
 */
