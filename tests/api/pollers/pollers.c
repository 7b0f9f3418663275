/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Wait queues in objects that come and go while files poll them. */
#include <cleat/ioctl.h>
#include <cleat/kref.h>
#include <cleat/list.h>
#include <cleat/miscdevice.h>
#include <cleat/module.h>
#include <cleat/mutex.h>
#include <cleat/poll.h>

#include "uapi.h"

struct desk {
	struct kref refs;
	struct cleat_list_link link;
	u32 number;
	struct cleat_poll_queue queue;
	struct mutex lock;
	unsigned int clients __guarded_by(&lock);
};

static void desk_release(struct desk *__own d)
{
	cleat_poll_queue_end(&d->queue);
	mutex_destroy(&d->lock);
	kfree(d);
}

DEFINE_REFCOUNTED(desk, struct desk, refs, desk_release);
DEFINE_OWNED_LIST(desk_list, struct desk, link, desk_put);

struct office {
	struct mutex lock;
	struct desk_list desks __guarded_by(&lock);
	u32 chosen __guarded_by(&lock);
};

static struct office *office_open(struct file *file)
{
	struct office *o = kzalloc_obj(*o);

	if (!o)
		return ERR_PTR(-ENOMEM);
	mutex_init(&o->lock);
	scoped_guard(mutex, &o->lock)
		desk_list_init(&o->desks);
	return o;
}

static void office_release(struct office *__own o, struct file *file)
{
	scoped_guard(mutex, &o->lock)
		desk_list_clear(&o->desks);
	mutex_destroy(&o->lock);
	kfree(o);
}

static struct desk *__opt office_find(struct office *o, u32 number) __must_hold(&o->lock)
{
	cleat_list_for_each(desk_list, d, &o->desks) {
		if (d->number == number)
			return d;
	}
	return NULL;
}

static void office_drop(struct office *o, u32 number)
{
	struct desk *d;

	scoped_guard(mutex, &o->lock) {
		d = office_find(o, number);
		if (d)
			d = desk_list_del(&o->desks, d);
	}
	if (d)
		desk_put(d);
}

/* A desk is made when it is first asked for. */
static struct desk *__own __opt office_desk(struct office *o, u32 number)
{
	struct desk *d;

	guard(mutex)(&o->lock);
	d = office_find(o, number);
	if (d)
		return desk_get(d);
	d = desk_new(kzalloc_obj(*d));
	if (!d)
		return NULL;
	cleat_poll_queue_init(&d->queue);
	mutex_init(&d->lock);
	d->number = number;
	desk_list_add_tail(&o->desks, desk_get(d));
	return d;
}

static long desk_come(struct desk *d)
{
	scoped_guard(mutex, &d->lock)
		d->clients++;
	wake_up_interruptible_sync(&d->queue.wq);
	return 0;
}

static long desk_serve(struct desk *d)
{
	int err;

	guard(mutex)(&d->lock);
	err = cleat_wait_event_freezable(d->queue.wq, &d->lock, d->clients > 0);
	if (err)
		return err;
	return d->clients--;
}

static long office_ioctl(struct office *o, struct file *file, unsigned int cmd, void __user *arg)
{
	struct desk *d;
	u32 number;
	long ret = cleat_get_user_obj(&number, arg);

	if (ret)
		return ret;
	if (cmd == DESK_DROP) {
		office_drop(o, number);
		return 0;
	}
	d = office_desk(o, number);
	if (!d)
		return -ENOMEM;
	switch (cmd) {
	case DESK_CHOOSE:
		scoped_guard(mutex, &o->lock)
			o->chosen = number;
		ret = 0;
		break;
	case DESK_COME:
		ret = desk_come(d);
		break;
	case DESK_SERVE:
		ret = desk_serve(d);
		break;
	default:
		ret = -ENOTTY;
	}
	desk_put(d);
	return ret;
}

static __poll_t office_poll(struct office *o, struct file *file, struct poll_table_struct *pt)
{
	unsigned int clients;
	struct desk *d;

	guard(mutex)(&o->lock);
	d = office_find(o, o->chosen);
	if (!d)
		return EPOLLHUP;
	cleat_poll_queue_wait(file, &d->queue, pt);
	scoped_guard(mutex, &d->lock)
		clients = d->clients;
	return clients ? EPOLLIN | EPOLLRDNORM : 0;
}

DEFINE_FILE_OPERATIONS(office_fops, struct office,
	.open = office_open,
	.release = office_release,
	.ioctl = office_ioctl,
	.poll = office_poll);

static struct miscdevice office_misc = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "cleat-office",
	.fops = &office_fops,
	.mode = 0666,
};

static int __init office_init(void)
{
	return misc_register(&office_misc);
}

static void __exit office_exit(void)
{
	misc_deregister(&office_misc);
}

cleat_module(pollers, office_init, office_exit);
MODULE_DESCRIPTION("wait queues that come and go");
MODULE_AUTHOR("the Cleat authors");
