/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Locks, timers and work are made before they are used, and before others come to their object. */
#include <cleat/list.h>
#include <cleat/mutex.h>
#include <cleat/slab.h>
#include <cleat/spinlock.h>
#include <cleat/timer.h>
#include <cleat/workqueue.h>

struct seat {
	spinlock_t lock;
	u32 n __guarded_by(&lock);
};
struct dev {
	struct mutex lock;
	u32 n __guarded_by(&lock);
	struct seat seat;
	struct timer_list timer;
	struct cleat_list_link link;
};
DEFINE_OWNED_LIST(devs, struct dev, link, kfree);
DEFINE_TIMER_FUNCTIONS(dev_timer, struct dev, timer, dev_tick);
static void dev_tick(struct dev *d)
{
	guard(spinlock)(&d->seat.lock);
	d->seat.n++;
}

struct hub {
	struct mutex lock;
	struct devs all __guarded_by(&lock);
	struct dev *__own __opt one __guarded_by(&lock);
};

/* good */
static void dev_prepare(struct dev *d)
{
	mutex_init(&d->lock);
	spin_lock_init(&d->seat.lock);
	dev_timer_setup(d);
}

/* bad: linked without */
int add(struct hub *h)
{
	struct dev *d = kzalloc_obj(*d);

	if (!d)
		return -ENOMEM;
	dev_timer_setup(d);
	guard(mutex)(&h->lock);
	dev_timer_shutdown_sync(d);
	devs_add(&h->all, d);
	return 0;
}

/* bad: one lock of two */
int add_half(struct hub *h)
{
	struct dev *d = kzalloc_obj(*d);

	if (!d)
		return -ENOMEM;
	mutex_init(&d->lock);
	guard(mutex)(&h->lock);
	devs_add(&h->all, d);
	return 0;
}

/* good: a helper makes them */
int add_well(struct hub *h)
{
	struct dev *d = kzalloc_obj(*d);

	if (!d)
		return -ENOMEM;
	dev_prepare(d);
	guard(mutex)(&h->lock);
	devs_add(&h->all, d);
	return 0;
}

/* good: made by whoever gets it */
struct dev *__own __opt dev_new(void)
{
	return kzalloc_obj(struct dev);
}

/* bad: kept in a field */
int keep(struct hub *h)
{
	struct dev *d = kzalloc_obj(*d);

	if (!d)
		return -ENOMEM;
	guard(mutex)(&h->lock);
	if (h->one) {
		kfree(d);
		return -EBUSY;
	}
	h->one = d;
	return 0;
}

/* good */
int keep_well(struct hub *h)
{
	struct dev *d = kzalloc_obj(*d);

	if (!d)
		return -ENOMEM;
	dev_prepare(d);
	guard(mutex)(&h->lock);
	if (h->one) {
		kfree(d);
		return -EBUSY;
	}
	h->one = d;
	return 0;
}

/* bad: locked */
u32 locked(void)
{
	struct seat s = {.n = 0};

	guard(spinlock)(&s.lock);
	return s.n;
}

/* good */
u32 locked_well(void)
{
	struct seat s = {.n = 0};

	spin_lock_init(&s.lock);
	guard(spinlock)(&s.lock);
	return s.n;
}

/* bad: armed */
int armed(void)
{
	struct dev *d = kzalloc_obj(*d);

	if (!d)
		return -ENOMEM;
	mutex_init(&d->lock);
	spin_lock_init(&d->seat.lock);
	dev_timer_mod(d, 3);
	dev_timer_shutdown_sync(d);
	kfree(d);
	return 0;
}

/* good: two new ones, one after the other */
int both(struct hub *h)
{
	struct dev *a = kzalloc_obj(*a), *b = kzalloc_obj(*b);

	if (!a || !b) {
		kfree(a);
		kfree(b);
		return -ENOMEM;
	}
	dev_prepare(a);
	dev_prepare(b);
	guard(mutex)(&h->lock);
	devs_add(&h->all, a);
	devs_add(&h->all, b);
	return 0;
}

/*
 * check:
 *	53: CL501: 'd->lock' is shown to others, and nobody has made it
 *	66: CL501: 'd->seat.lock' is shown to others, and nobody has made it
 *	101: CL501: 'd->lock' is shown to others, and nobody has made it
 *	127: CL501: 's.lock' is locked, and nobody has made it
 *	150: CL501: 'd->timer' is used here, and nobody has made it
 */
