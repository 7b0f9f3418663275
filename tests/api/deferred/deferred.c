/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Every open file has work of each kind, and counts what ran. */
#include <cleat/ioctl.h>
#include <cleat/miscdevice.h>
#include <cleat/module.h>
#include <cleat/mutex.h>
#include <cleat/slab.h>
#include <cleat/wait.h>
#include <cleat/workqueue.h>

#include "uapi.h"

struct deferred {
	struct work_struct work;
	struct delayed_work later;
	struct workqueue_struct *__own wq;
	struct mutex lock;
	struct wait_queue_head gate;
	bool shut __guarded_by(&lock);
	u32 again __guarded_by(&lock);
	u32 count __guarded_by(&lock);
	u32 later_count __guarded_by(&lock);
	u32 order __guarded_by(&lock);
};

struct item {
	struct work_struct work;
	struct deferred *d;
	u32 number;
};

DEFINE_WORK_FUNCTIONS(count_work, struct deferred, work, deferred_count);
DEFINE_DELAYED_WORK_FUNCTIONS(later_work, struct deferred, later, deferred_later);
DEFINE_OWNED_WORK_FUNCTIONS(item_work, struct item, work, deferred_item);

static void deferred_count(struct deferred *d)
{
	guard(mutex)(&d->lock);
	cleat_wait_event(d->gate, &d->lock, !d->shut);
	d->count++;
	if (d->again) {
		d->again--;
		count_work_queue(d);
	}
}

static void deferred_later(struct deferred *d)
{
	guard(mutex)(&d->lock);
	d->later_count++;
}

static void deferred_item(struct item *__own item)
{
	struct deferred *d = item->d;

	scoped_guard(mutex, &d->lock)
		d->order = d->order * 10 + item->number;
	kfree(item);
}

static struct deferred *deferred_open(struct file *file)
{
	struct deferred *d __free(kfree) = kzalloc_obj(*d);

	if (!d)
		return ERR_PTR(-ENOMEM);
	d->wq = alloc_ordered_workqueue("cleat-%s", 0, "deferred");
	if (!d->wq)
		return ERR_PTR(-ENOMEM);
	mutex_init(&d->lock);
	init_waitqueue_head(&d->gate);
	count_work_init(d);
	later_work_init(d);
	return_ptr(d);
}

static void deferred_set_gate(struct deferred *d, bool shut)
{
	scoped_guard(mutex, &d->lock)
		d->shut = shut;
	wake_up_all(&d->gate);
}

static void deferred_release(struct deferred *__own d, struct file *file)
{
	deferred_set_gate(d, false);
	count_work_cancel_sync(d);
	later_work_cancel_sync(d);
	if (d->wq)
		destroy_workqueue(d->wq);
	mutex_destroy(&d->lock);
	kfree(d);
}

static long deferred_queue_item(struct deferred *d, u32 number)
{
	struct item *item;

	if (!d->wq)
		return -ESHUTDOWN;
	item = kzalloc_obj(*item);
	if (!item)
		return -ENOMEM;
	item->d = d;
	item->number = number;
	item_work_queue(item, d->wq);
	return 0;
}

static long deferred_drain(struct deferred *d)
{
	if (!d->wq)
		return -ESHUTDOWN;
	destroy_workqueue(d->wq);
	d->wq = NULL;
	return 0;
}

static long deferred_ioctl_work(struct deferred *d, unsigned int cmd)
{
	switch (cmd) {
	case DEFERRED_QUEUE:
		return count_work_queue(d);
	case DEFERRED_PENDING:
		return count_work_pending(d);
	case DEFERRED_FLUSH:
		return count_work_flush(d);
	case DEFERRED_CANCEL:
		return count_work_cancel_sync(d);
	case DEFERRED_LATER_PENDING:
		return later_work_pending(d);
	case DEFERRED_LATER_FLUSH:
		return later_work_flush(d);
	case DEFERRED_LATER_CANCEL:
		return later_work_cancel_sync(d);
	case DEFERRED_DRAIN:
		return deferred_drain(d);
	default:
		return -ENOTTY;
	}
}

static long deferred_ioctl_read(struct deferred *d, unsigned int cmd)
{
	guard(mutex)(&d->lock);
	switch (cmd) {
	case DEFERRED_COUNT:
		return d->count;
	case DEFERRED_LATER_COUNT:
		return d->later_count;
	default:
		return d->order;
	}
}

static long deferred_ioctl_number(struct deferred *d, unsigned int cmd, void __user *arg)
{
	u32 n;
	int err = cleat_get_user_obj(&n, arg);

	if (err)
		return err;
	switch (cmd) {
	case DEFERRED_GATE:
		deferred_set_gate(d, n);
		return 0;
	case DEFERRED_AGAIN:
		scoped_guard(mutex, &d->lock)
			d->again = n;
		return 0;
	case DEFERRED_LATER:
		return later_work_queue(d, msecs_to_jiffies(n));
	case DEFERRED_LATER_MOD:
		return later_work_mod(d, msecs_to_jiffies(n));
	default:
		return deferred_queue_item(d, n);
	}
}

static long deferred_ioctl(struct deferred *d, struct file *file, unsigned int cmd,
			   void __user *arg)
{
	switch (cmd) {
	case DEFERRED_COUNT:
	case DEFERRED_LATER_COUNT:
	case DEFERRED_ORDER:
		return deferred_ioctl_read(d, cmd);
	case DEFERRED_GATE:
	case DEFERRED_AGAIN:
	case DEFERRED_LATER:
	case DEFERRED_LATER_MOD:
	case DEFERRED_ITEM:
		return deferred_ioctl_number(d, cmd, arg);
	default:
		return deferred_ioctl_work(d, cmd);
	}
}

DEFINE_FILE_OPERATIONS(deferred_fops, struct deferred,
	.open = deferred_open,
	.release = deferred_release,
	.ioctl = deferred_ioctl);

static struct miscdevice deferred_misc = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "cleat-deferred",
	.fops = &deferred_fops,
	.mode = 0666,
};

static int __init deferred_init(void)
{
	return misc_register(&deferred_misc);
}

static void __exit deferred_exit(void)
{
	misc_deregister(&deferred_misc);
}

cleat_module(deferred, deferred_init, deferred_exit);
MODULE_DESCRIPTION("work that runs later");
MODULE_AUTHOR("the Cleat authors");
