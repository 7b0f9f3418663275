/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Who waits for the end of a callback holds no lock that the callback takes. */
#include <cleat/hrtimer.h>
#include <cleat/mutex.h>
#include <cleat/spinlock.h>
#include <cleat/timer.h>
#include <cleat/workqueue.h>

struct pump {
	spinlock_t lock;
	struct mutex setup;
	bool on __guarded_by(&lock);
	u32 speed __guarded_by(&setup);
	struct hrtimer tick;
	struct timer_list slow;
	struct work_struct work;
	struct delayed_work late;
};
DEFINE_HRTIMER_FUNCTIONS(pump_tick, struct pump, tick, pump_tick_fn);
DEFINE_TIMER_FUNCTIONS(pump_slow, struct pump, slow, pump_slow_fn);
DEFINE_WORK_FUNCTIONS(pump_work, struct pump, work, pump_work_fn);
DEFINE_DELAYED_WORK_FUNCTIONS(pump_late, struct pump, late, pump_late_fn);

static enum hrtimer_restart pump_tick_fn(struct pump *p)
{
	guard(spinlock_irqsave)(&p->lock);
	p->on = true;
	return HRTIMER_NORESTART;
}
static void set_on(struct pump *p)
{
	guard(spinlock_irqsave)(&p->lock);
	p->on = true;
}
static void pump_slow_fn(struct pump *p)
{
	set_on(p);
}
static void pump_work_fn(struct pump *p)
{
	guard(mutex)(&p->setup);
	p->speed++;
}
/* bad: waits for itself */
static void pump_late_fn(struct pump *p)
{
	pump_late_cancel_sync(p);
}

/* bad */
void tick_stop_under(struct pump *p)
{
	guard(spinlock_irqsave)(&p->lock);
	p->on = false;
	pump_tick_cancel(p);
}
/* good: decide under the lock, wait outside of it */
void tick_stop(struct pump *p)
{
	scoped_guard(spinlock_irqsave, &p->lock)
		p->on = false;
	pump_tick_cancel(p);
}
/* bad: the callback takes it in a helper */
void slow_stop_under(struct pump *p)
{
	guard(spinlock_irqsave)(&p->lock);
	pump_slow_shutdown_sync(p);
}
/* bad */
void work_stop_under(struct pump *p)
{
	mutex_lock(&p->setup);
	p->speed = 0;
	pump_work_cancel_sync(p);
	mutex_unlock(&p->setup);
}
/* bad */
void work_flush_under(struct pump *p)
{
	guard(mutex)(&p->setup);
	pump_work_flush(p);
}
/* good: another lock, and another pump's */
void work_stop_other(struct pump *p, struct pump *other)
{
	guard(mutex)(&other->setup);
	pump_tick_cancel(p);
}
void pump_begin(struct pump *p)
{
	pump_late_init(p);
	pump_late_queue(p, HZ);
}

/*
 * check:
 *	47: CL402: 'pump_late_cancel_sync' waits for the end of 'pump_late_fn', which calls it here
 *	55: CL402: 'p->lock' is held here, and 'pump_tick_cancel' waits for 'pump_tick_fn', which takes it
 *	68: CL402: 'p->lock' is held here, and 'pump_slow_shutdown_sync' waits for 'pump_slow_fn', which takes it
 *	75: CL402: 'p->setup' is held here, and 'pump_work_cancel_sync' waits for 'pump_work_fn', which takes it
 *	82: CL402: 'p->setup' is held here, and 'pump_work_flush' waits for 'pump_work_fn', which takes it
 */
