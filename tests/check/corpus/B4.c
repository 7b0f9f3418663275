/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* B4 borrow: work item still queued when its owner is freed */
#include "corpus.h"
#include <cleat/workqueue.h>

struct dev { struct work_struct w; int n; };
DEFINE_WORK_FUNCTIONS(dev_work, struct dev, w, dev_run);
static void dev_run(struct dev *d)
{
	d->n++;
}
bool dev_start(struct dev *d)
{
	return dev_work_queue(d);
}
void dev_remove(struct dev *__own d)
{
#ifndef BAD
	dev_work_cancel_sync(d);
#endif
	kfree(d);
}

/*
 * check:
 * check -DBAD:
 *	21: CL112: 'd' is freed while 'd->w' may still be in use by others
 */
