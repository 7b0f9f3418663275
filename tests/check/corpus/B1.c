/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* B1 borrow: pointer into locked data is returned past the unlock */
#include "corpus.h"

struct item { int id, v; };
struct dev { struct mutex lock; struct item items[4] __guarded_by(&lock); };
#ifndef BAD
int read_v(struct dev *d, int id)
#else
struct item *__opt find(struct dev *d, int id)
#endif
{
#ifndef BAD
	int i, v = -ENOENT;
#else
	struct item *__opt r = NULL;
	int i;
#endif

	mutex_lock(&d->lock);
	for (i = 0; i < 4; i++)
		if (d->items[i].id == id)
#ifndef BAD
			v = d->items[i].v;
#else
			r = &d->items[i];
#endif
	mutex_unlock(&d->lock);
#ifndef BAD
	return v;
#else
	return r;
}
int read_v(struct dev *d, int id)
{
	struct item *__opt r = find(d, id);

	return r ? r->v : -ENOENT;
#endif
}

/*
 * check:
 * check -DBAD:
 *	32: CL212: a pointer into what 'd->lock' guards is returned past the unlock
 */
