/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* S1 atomic: GFP_KERNEL allocation under a spinlock */
#include "corpus.h"

struct dev { spinlock_t lock; char *__own buf __guarded_by(&lock); };
int fill(struct dev *d, size_t n)
{
#ifndef BAD
	char *__own p = kmalloc(n, GFP_KERNEL);

	if (!p)
		return -ENOMEM;
#endif
	spin_lock(&d->lock);
#ifndef BAD
	if (!d->buf) {
		d->buf = p;
		p = NULL;
	}
#else
	if (!d->buf)
		d->buf = kmalloc(n, GFP_KERNEL);
#endif
	spin_unlock(&d->lock);
#ifndef BAD
	kfree(p);
#endif
	return 0;
}

/*
 * check:
 * check -DBAD:
 *	22: CL408: 'kmalloc(…, GFP_KERNEL)' may sleep, and is called under the spinlock 'd->lock'
 */
