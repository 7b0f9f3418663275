/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* C3 cast: callback registered with the wrong context type */
#include "corpus.h"
#include <cleat/timer.h>

struct dev { int irq; long stats[4]; struct timer_list timer; };
#ifdef BAD
int __must_check request_irq(int irq, int (*h)(int irq, void *ctx), void *ctx);
static int handler(int irq, void *ctx)
{
	struct dev *d = ctx;

	d->stats[0]++;
	return irq;
}
int setup(struct dev *d)
{
	return request_irq(d->irq, handler, &d->irq);
}
#else
DEFINE_TIMER_FUNCTIONS(dev_timer, struct dev, timer, handler);
static void handler(struct dev *d)
{
	d->stats[0]++;
}
int setup(struct dev *d)
{
	dev_timer_setup(d);
	return dev_timer_mod(d, 100);
}
#endif

/*
 * check:
 * check -DBAD:
 *	11: CL802: a 'void *' is taken for a 'struct dev *', which nothing proves
 */
