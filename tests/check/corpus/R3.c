/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* R3 race: the lock of another object is held */
#include "corpus.h"

struct dev { spinlock_t lock; int n __guarded_by(&lock); };
void move_one(struct dev *a, struct dev *b)
{
	spin_lock(&a->lock);
	a->n--;
#ifdef BAD
	b->n++;
#endif
	spin_unlock(&a->lock);
#ifndef BAD
	spin_lock(&b->lock);
	b->n++;
	spin_unlock(&b->lock);
#endif
}

/*
 * check:
 * check -DBAD:
 *	11: CL405: 'b->n' is guarded by 'b->lock', but the lock that is held is 'a->lock'
 */
