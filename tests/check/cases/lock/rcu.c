// SPDX-License-Identifier: MIT OR GPL-2.0-only
/* What rcu_dereference() gives is good until the section ends; nothing in the section sleeps. */
#include <cleat/delay.h>
#include <cleat/rcupdate.h>
#include <cleat/spinlock.h>
#include <cleat/types.h>

struct conf {
	u32 limit;
};

struct dev {
	struct conf __rcu *__opt conf;
	spinlock_t lock;
	u32 n __guarded_by(&lock);
};

/* good */
u32 limit_good(struct dev *d);
/* good */
u32 limit_good(struct dev *d)
{
	struct conf *c;

	guard(rcu)();
	c = rcu_dereference(d->conf);
	return c ? c->limit : 0;
}

u32 limit_after_bad(struct dev *d);
/* bad */
u32 limit_after_bad(struct dev *d)
{
	struct conf *c;

	scoped_guard(rcu)
		c = rcu_dereference(d->conf);
	return c ? c->limit : 0;
}

u32 limit_unlocked_bad(struct dev *d);
/* bad */
u32 limit_unlocked_bad(struct dev *d)
{
	struct conf *c;

	rcu_read_lock();
	c = rcu_dereference(d->conf);
	rcu_read_unlock();
	return c ? c->limit : 0;
}

struct conf *__opt conf_bad(struct dev *d);
/* bad */
struct conf *__opt conf_bad(struct dev *d)
{
	guard(rcu)();
	return rcu_dereference(d->conf);
}

/* Between the two another object may have come, or none. */
u32 limit_twice_bad(struct dev *d);
/* bad */
u32 limit_twice_bad(struct dev *d)
{
	guard(rcu)();
	return rcu_dereference(d->conf) ? rcu_dereference(d->conf)->limit : 0;
}

void sleep_good(void);
/* good */
void sleep_good(void)
{
	scoped_guard(rcu)
		udelay(1);
	msleep(1);
}

void sleep_bad(void);
/* bad */
void sleep_bad(void)
{
	guard(rcu)();
	msleep(1);
}

/* good: sections nest, and stand in any order to spinlocks */
void nest_good(struct dev *d);
/* good */
void nest_good(struct dev *d)
{
	rcu_read_lock();
	rcu_read_lock();
	scoped_guard(spinlock, &d->lock)
		d->n++;
	rcu_read_unlock();
	rcu_read_unlock();
	guard(spinlock)(&d->lock);
	guard(rcu)();
	d->n++;
}

/*
 * check:
 *	38: CL410: 'c' was read under 'RCU', which is no longer held
 *	50: CL410: 'c' was read under 'RCU', which is no longer held
 *	58: CL212: a pointer into what 'RCU' guards is returned past the unlock
 *	67: CL201: 'd->conf' may be NULL, and is dereferenced without a test
 *	84: CL408: 'msleep' may sleep, and is called in a section of 'RCU'
 */
