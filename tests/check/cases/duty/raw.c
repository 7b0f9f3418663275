/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* The kernel's untyped functions, of which the typed ones are made, have the same contracts. */
#include <cleat/hrtimer.h>
#include <cleat/slab.h>
#include <cleat/timer.h>
#include <cleat/workqueue.h>

struct dev { struct work_struct work; struct timer_list timer; struct hrtimer hr; int n; };

/* good */
bool dev_start(struct dev *d)
{
	mod_timer(&d->timer, 10);
	return schedule_work(&d->work);
}

/* bad: both may still run */
void dev_remove(struct dev *__own d)
{
	kfree(d);
}

/* bad: the timer may */
void dev_remove_half(struct dev *__own d)
{
	cancel_work_sync(&d->work);
	kfree(d);
}

/* good */
void dev_remove_well(struct dev *__own d)
{
	timer_shutdown_sync(&d->timer);
	cancel_work_sync(&d->work);
	kfree(d);
}

/* bad: armed and freed in one breath */
int dev_try(void)
{
	struct dev *d = kzalloc_obj(*d);

	if (!d)
		return -ENOMEM;
	mod_timer(&d->timer, 10);
	kfree(d);
	return 0;
}

/* good: nothing was begun on this one */
int dev_try_well(void)
{
	struct dev *d = kzalloc_obj(*d);

	if (!d)
		return -ENOMEM;
	d->n = 1;
	kfree(d);
	return 0;
}

/*
 * check:
 *	20: CL112: 'd' is freed while 'd->work' may still be in use by others
 *	27: CL112: 'd' is freed while 'd->timer' may still be in use by others
 *	46: CL112: 'd' is freed while 'd->work' may still be in use by others
 */
