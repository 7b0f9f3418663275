/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Locks, lists, timers, work: they are made once, before others come to them. */
#include <cleat/completion.h>
#include <cleat/list.h>
#include <cleat/miscdevice.h>
#include <cleat/module.h>
#include <cleat/mutex.h>
#include <cleat/slab.h>
#include <cleat/string.h>
#include <cleat/timer.h>
#include <cleat/workqueue.h>

struct item {
	struct cleat_list_link link;
	u32 n;
};
static void item_free(struct item *__own it)
{
	kfree(it);
}
DEFINE_OWNED_LIST(items, struct item, link, item_free);

struct dev {
	struct mutex lock;
	u32 n __guarded_by(&lock);
	struct items items __guarded_by(&lock);
	struct timer_list timer;
	struct work_struct work;
	struct completion done;
	struct cleat_list_link link;
};
DEFINE_TIMER_FUNCTIONS(dev_timer, struct dev, timer, dev_tick);
DEFINE_WORK_FUNCTIONS(dev_work, struct dev, work, dev_do);
static void dev_free(struct dev *__own d)
{
	dev_timer_shutdown_sync(d);
	dev_work_cancel_sync(d);
	items_clear(&d->items);
	kfree(d);
}
DEFINE_OWNED_LIST(devs, struct dev, link, dev_free);

static void dev_tick(struct dev *d)
{
	complete(&d->done);
}

/* bad: by the work itself */
static void dev_do(struct dev *d)
{
	dev_work_init(d);
}

/* good */
struct dev *__own __opt dev_new(void)
{
	struct dev *d = kzalloc_obj(*d);

	if (!d)
		return NULL;
	mutex_init(&d->lock);
	items_init(&d->items);
	init_completion(&d->done);
	dev_timer_setup(d);
	dev_work_init(d);
	return d;
}

/* good: a helper is given a new one */
static void dev_prepare(struct dev *d)
{
	mutex_init(&d->lock);
	items_init(&d->items);
	dev_timer_setup(d);
	dev_work_init(d);
}
struct dev *__own __opt dev_new_helped(void)
{
	struct dev *d = kzalloc_obj(*d);

	if (d)
		dev_prepare(d);
	return d;
}

/* bad: the same helper, for one that is armed */
void dev_again(struct dev *__own d)
{
	dev_timer_mod(d, 3);
	dev_prepare(d);
	dev_timer_shutdown_sync(d);
	items_clear(&d->items);
	kfree(d);
}

/* bad: after it was put on a list */
void dev_add(struct devs *all, struct dev *__own d)
{
	devs_add(all, d);
	init_completion(&d->done);
}

/* good: before */
void dev_add_well(struct devs *all, struct dev *__own d)
{
	init_completion(&d->done);
	devs_add(all, d);
}

/* bad: the lock is held */
int held(void)
{
	struct dev *d __free(kfree) = kzalloc_obj(*d);

	if (!d)
		return -ENOMEM;
	mutex_init(&d->lock);
	mutex_lock(&d->lock);
	d->n = 1;
	mutex_init(&d->lock);
	mutex_unlock(&d->lock);
	return 0;
}

/* bad: armed */
int armed(void)
{
	struct dev *d = kzalloc_obj(*d);

	if (!d)
		return -ENOMEM;
	mutex_init(&d->lock);
	dev_timer_setup(d);
	dev_timer_mod(d, 3);
	dev_timer_setup(d);
	dev_timer_shutdown_sync(d);
	kfree(d);
	return 0;
}

/* good: it has ended */
int rearmed(void)
{
	struct dev *d = kzalloc_obj(*d);

	if (!d)
		return -ENOMEM;
	mutex_init(&d->lock);
	dev_timer_setup(d);
	dev_timer_mod(d, 3);
	dev_timer_shutdown_sync(d);
	dev_timer_setup(d);
	kfree(d);
	return 0;
}

/* bad: what is in the list is lost */
int emptied(struct item *__own it)
{
	struct items list;

	items_init(&list);
	items_add(&list, it);
	items_init(&list);
	return 0;
}

/* good: a new list each time */
u32 each_time(u32 n)
{
	u32 sum = 0;

	for (u32 i = 0; i < n; i++) {
		struct items list;

		items_init(&list);
		sum += items_empty(&list);
		items_clear(&list);
	}
	return sum;
}

/* bad: what a list of all has is somebody else's, too */
void looked_up(struct devs *all)
{
	struct dev *d = devs_first(all);

	if (d)
		mutex_init(&d->lock);
}

/* bad: a lock is wiped out */
struct dev *__own __opt wiped(void)
{
	struct dev *d = kmalloc_obj(*d);

	if (!d)
		return NULL;
	mutex_init(&d->lock);
	memset(d, 0, sizeof(*d));
	return d;
}

/* good */
struct dev *__own __opt wiped_well(void)
{
	struct dev *d = kmalloc_obj(*d);

	if (!d)
		return NULL;
	memset(d, 0, sizeof(*d));
	mutex_init(&d->lock);
	return d;
}

struct seat {
	struct mutex lock;
	u32 n __guarded_by(&lock);
};
struct hall {
	struct cleat_list_link link;
	struct seat seats[4];
};
DEFINE_LIST(halls, struct hall, link);

/* bad: by an assignment, where others may hold it */
void seat_reset(struct halls *all)
{
	struct hall *h = halls_first(all);

	if (h)
		h->seats[0] = (struct seat){.n = 0};
}

/* bad: by a helper that wipes it */
static void seat_wipe(struct seat *s)
{
	memset(s, 0, sizeof(*s));
}
void hall_reset(struct halls *all)
{
	struct hall *h = halls_first(all);

	if (h)
		seat_wipe(&h->seats[1]);
}

/* good: each of a new one */
struct hall *__own __opt hall_new(void)
{
	struct hall *h = kzalloc_obj(*h);

	for (u32 i = 0; h && i < ARRAY_SIZE(h->seats); i++) {
		seat_wipe(&h->seats[i]);
		mutex_init(&h->seats[i].lock);
	}
	return h;
}

static struct seat first;
static struct file_operations no_fops;
static struct miscdevice node = {.name = "remade", .fops = &no_fops};

/* good: before anybody can come */
static void first_make(void)
{
	mutex_init(&first.lock);
}
static int __init good_init(void)
{
	first_make();
	return misc_register(&node);
}

/* bad: afterwards */
static int __init bad_init(void)
{
	int err = misc_register(&node);

	if (err)
		return err;
	mutex_init(&first.lock);
	return 0;
}

/* good */
static void __exit both_exit(void)
{
	misc_deregister(&node);
}

cleat_module(remade, good_init, both_exit);

/*
 * check:
 *	51: CL118: 'd->work' is made anew by 'dev_work_init' where others may use it
 *	90: CL118: 'd->timer' is made anew by 'dev_prepare', and 'd->timer' is in use
 *	100: CL104: 'd' is used after 'devs_add' took it over
 *	120: CL118: 'd->lock' is made anew by 'mutex_init', and 'd->lock' is held
 *	135: CL118: 'd->timer' is made anew by 'dev_timer_setup', and 'd->timer' is in use
 *	164: CL118: 'list' is made anew by 'items_init', and 'list' may have elements
 *	189: CL118: 'd->lock' is made anew by 'mutex_init' where others may use it
 *	200: CL118: '*d' is written over, and 'd->lock' was made
 *	232: CL118: 'h->seats[0]' is written over where others may use it
 *	245: CL118: 'h->seats[1]' is written over by 'seat_wipe' where others may use it
 *	282: CL118: 'first.lock' is made anew by 'mutex_init' where others may use it
 */
