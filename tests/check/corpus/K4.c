/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* K4 lock: two functions take two locks in opposite order */
#include "corpus.h"

struct dev { struct mutex a; struct mutex b; int x; };
void one(struct dev *d)
{
	mutex_lock(&d->a);
	mutex_lock(&d->b);
	d->x++;
	mutex_unlock(&d->b);
	mutex_unlock(&d->a);
}
void two(struct dev *d)
{
#ifndef BAD
	mutex_lock(&d->a);
#endif
	mutex_lock(&d->b);
#ifdef BAD
	mutex_lock(&d->a);
#endif
	d->x--;
#ifndef BAD
	mutex_unlock(&d->b);
#endif
	mutex_unlock(&d->a);
#ifdef BAD
	mutex_unlock(&d->b);
#endif
}

/*
 * check:
 * check -DBAD:
 *	21: CL407: 'struct dev.a' is taken while 'struct dev.b' is held, and elsewhere the other way round: two threads can deadlock
 */
