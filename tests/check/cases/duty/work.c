/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Work, timers and registered devices end before what they are in. */
#include <cleat/miscdevice.h>
#include <cleat/module.h>
#include <cleat/slab.h>
#include <cleat/timer.h>
#include <cleat/workqueue.h>

struct dev {
	int n;
	struct work_struct scan;
	struct timer_list tick;
};

DEFINE_WORK_FUNCTIONS(dev_scan, struct dev, scan, dev_run);
DEFINE_TIMER_FUNCTIONS(dev_tick, struct dev, tick, dev_ticked);

static void dev_run(struct dev *d)
{
	d->n++;
}

/* bad: sleeps in a timer */
static void dev_ticked(struct dev *d)
{
	char *p = kmalloc(4, GFP_KERNEL);

	kfree(p);
	d->n--;
}

void dev_start(struct dev *d)
{
	dev_scan_queue(d);
	dev_tick_mod(d, 100);
}

void dev_make(struct dev *d __writes)
{
	d->n = 0;
	dev_scan_init(d);
	dev_tick_setup(d);
}

/* bad: both may still run */
void dev_remove(struct dev *__own d)
{
	kfree(d);
}

/* bad: the timer may still run */
void dev_remove_half(struct dev *__own d)
{
	dev_scan_cancel_sync(d);
	kfree(d);
}

/* good */
void dev_remove_well(struct dev *__own d)
{
	dev_tick_shutdown_sync(d);
	dev_scan_cancel_sync(d);
	kfree(d);
}

static struct miscdevice a = {.minor = MISC_DYNAMIC_MINOR, .name = "a"};
static struct miscdevice b = {.minor = MISC_DYNAMIC_MINOR, .name = "b"};

/* bad: a stays when b fails */
static int __init two_init(void)
{
	int err = misc_register(&a);

	if (err)
		return err;
	return misc_register(&b);
}

/* bad: b stays */
static void __exit two_exit(void)
{
	misc_deregister(&a);
}

cleat_module(two, two_init, two_exit);

/*
 * check:
 *	26: CL408: 'kmalloc(…, GFP_KERNEL)' may sleep, and 'dev_ticked' is called where sleeping is forbidden
 *	48: CL112: 'd' is freed while 'd->scan' may still be in use by others
 *	55: CL112: 'd' is freed while 'd->tick' may still be in use by others
 *	76: CL113: init fails here with 'a' still in use by others
 *	80: CL113: exit leaves 'b', which init began, in use by others
 */
