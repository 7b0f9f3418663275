/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Sleeping where it is forbidden, and taking locks in two orders: through helpers and callbacks. */
#include "../../corpus/corpus.h"
#include <cleat/completion.h>
#include <cleat/delay.h>
#include <cleat/hrtimer.h>
#include <cleat/kref.h>
#include <cleat/rcupdate.h>
#include <cleat/rwsem.h>
#include <cleat/timer.h>
#include <cleat/wait.h>
#include <cleat/workqueue.h>

struct port {
	spinlock_t lock;
	struct mutex big, side;
	struct completion done;
	struct wait_queue_head wq;
	struct work_struct work;
	struct timer_list timer;
	struct hrtimer hr;
	struct rw_semaphore sem;
	u32 n __guarded_by(&lock);
	u32 m __guarded_by(&big);
	char *__own __opt buf;
};
DEFINE_WORK_FUNCTIONS(port_work, struct port, work, port_scan);
static void port_scan(struct port *p) { scoped_guard(mutex, &p->big) p->m++; }
void port_wait(struct port *p) __sleeps;
int port_poll(struct port *p);

static void settle(void) { msleep(1); }
static void settle_twice(void) { settle(); settle(); }
static void maybe(struct port *p, bool slow) { if (slow) settle_twice(); else udelay(1); }

/* bad */
void delay(struct port *p)
{
	guard(spinlock)(&p->lock);
	p->n = 0;
	usleep_range(10, 20);
}

/* good: spins */
void delay_well(struct port *p)
{
	guard(spinlock)(&p->lock);
	p->n = 0;
	udelay(10);
}

/* bad: two helpers down, on one path */
void deep(struct port *p)
{
	guard(spinlock)(&p->lock);
	maybe(p, p->n > 3);
}

/* bad: a mutex under a spinlock */
void mutex_under(struct port *p)
{
	guard(spinlock)(&p->lock);
	guard(mutex)(&p->side);
}

/* good: a spinlock under a mutex */
void spin_under(struct port *p)
{
	guard(mutex)(&p->big);
	guard(spinlock)(&p->lock);
	p->n = p->m;
}

/* bad: user memory under a spinlock */
int user_under(struct port *p, u32 __user *u)
{
	u32 v;

	guard(spinlock)(&p->lock);
	v = p->n;
	return put_user(v, u);
}

/* good: copied first */
int user_after(struct port *p, u32 __user *u)
{
	u32 v;

	scoped_guard(spinlock, &p->lock)
		v = p->n;
	return put_user(v, u);
}

/* bad: waits for a completion with interrupts off */
void complete_under(struct port *p)
{
	guard(spinlock_irqsave)(&p->lock);
	wait_for_completion(&p->done);
}

/* bad: cancel waits for the work */
void cancel_under(struct port *p)
{
	guard(spinlock)(&p->lock);
	port_work_cancel_sync(p);
}

/* good: queueing never sleeps */
void queue_under(struct port *p)
{
	guard(spinlock)(&p->lock);
	port_work_queue(p);
}

/* bad: GFP_KERNEL through a variable */
int flags(struct port *p, bool atomic)
{
	gfp_t gfp = atomic ? GFP_ATOMIC : GFP_KERNEL;
	char *b;

	guard(spinlock)(&p->lock);
	b = kmalloc(8, gfp);
	kfree(b);
	return 0;
}

/* good: GFP_NOWAIT */
int nowait(struct port *p)
{
	char *b;

	guard(spinlock)(&p->lock);
	b = kmalloc(8, GFP_NOWAIT);
	kfree(b);
	return 0;
}

/* bad: the typed allocation is GFP_KERNEL by default */
int typed(struct port *p)
{
	u32 *b;

	guard(spinlock)(&p->lock);
	b = kmalloc_obj(*b);
	kfree(b);
	return 0;
}

/* good */
int typed_well(struct port *p)
{
	u32 *b;

	guard(spinlock)(&p->lock);
	b = kmalloc_obj(*b, GFP_ATOMIC);
	kfree(b);
	return 0;
}

/* bad: a helper allocates */
static char *__own __opt dup(const char *s) { return kstrdup(s, GFP_KERNEL); }
void dup_under(struct port *p, const char *s)
{
	char *d;

	guard(spinlock)(&p->lock);
	d = dup(s);
	kfree(d);
}

/* bad: a helper in another file says that it sleeps */
void said(struct port *p)
{
	guard(spinlock)(&p->lock);
	port_wait(p);
}

/* bad: in a section of RCU */
void in_rcu(struct port *p)
{
	guard(rcu)();
	settle();
}

/* bad: synchronize_rcu under a spinlock */
void sync(struct port *p)
{
	spin_lock(&p->lock);
	synchronize_rcu();
	spin_unlock(&p->lock);
}

/* good: after the unlock */
void sync_well(struct port *p)
{
	spin_lock(&p->lock);
	p->n = 0;
	spin_unlock(&p->lock);
	synchronize_rcu();
}

/* bad: on the error path only */
int error_path(struct port *p)
{
	spin_lock(&p->lock);
	if (p->n > 8) {
		msleep(1);
		spin_unlock(&p->lock);
		return -EBUSY;
	}
	p->n++;
	spin_unlock(&p->lock);
	return 0;
}

/* bad: the timer's function takes a mutex */
DEFINE_TIMER_FUNCTIONS(port_timer, struct port, timer, port_tick);
static void port_tick(struct port *p)
{
	guard(mutex)(&p->big);
	p->m++;
}

/* bad: the high-resolution timer's function sleeps through a helper */
DEFINE_HRTIMER_FUNCTIONS(port_hr, struct port, hr, port_hr_tick);
static enum hrtimer_restart port_hr_tick(struct port *p)
{
	settle_twice();
	return HRTIMER_NORESTART;
}

/* bad: waits in a spinlock's loop */
void poll(struct port *p)
{
	spin_lock(&p->lock);
	while (p->n)
		msleep(1);
	spin_unlock(&p->lock);
}

/* good: the lock is dropped in between */
void poll_well(struct port *p)
{
	spin_lock(&p->lock);
	while (p->n) {
		spin_unlock(&p->lock);
		msleep(1);
		spin_lock(&p->lock);
	}
	spin_unlock(&p->lock);
}

/* good: the kit's wait drops its own lock */
int wait_well(struct port *p)
{
	guard(spinlock)(&p->lock);
	return cleat_wait_event_interruptible(p->wq, &p->lock, p->n > 0);
}

/* bad: waits with another lock held */
int wait_bad(struct port *p, struct port *q)
{
	guard(spinlock)(&q->lock);
	return wait_event_interruptible(p->wq, READ_ONCE(p->done.done));
}

/*
 * check:
 *	41: CL408: 'usleep_range' may sleep, and is called under the spinlock 'p->lock'
 *	56: CL408: 'maybe (through settle_twice)' may sleep, and is called under the spinlock 'p->lock'
 *	63: CL408: 'mutex_lock' may sleep, and is called under the spinlock 'p->lock'
 *	81: CL408: 'copy_to_user' may sleep, and is called under the spinlock 'p->lock'
 *	98: CL408: 'wait_for_completion' may sleep, and is called under the spinlock 'p->lock'
 *	105: CL407: 'struct port.big' is taken while 'struct port.lock' is held, and elsewhere the other way round: two threads can deadlock
 *	105: CL408: 'port_work_cancel_sync' may sleep, and is called under the spinlock 'p->lock'
 *	122: CL408: 'kmalloc(…, gfp)' may sleep, and is called under the spinlock 'p->lock'
 *	144: CL408: 'kmalloc(…, GFP_KERNEL)' may sleep, and is called under the spinlock 'p->lock'
 *	167: CL408: 'dup (through kstrdup)' may sleep, and is called under the spinlock 'p->lock'
 *	175: CL408: 'port_wait' may sleep, and is called under the spinlock 'p->lock'
 *	182: CL408: 'settle (through msleep)' may sleep, and is called in a section of 'RCU'
 *	189: CL408: 'synchronize_rcu' may sleep, and is called under the spinlock 'p->lock'
 *	207: CL408: 'msleep' may sleep, and is called under the spinlock 'p->lock'
 *	220: CL408: 'mutex_lock' may sleep, and 'port_tick' is called where sleeping is forbidden
 *	228: CL408: 'settle_twice (through settle)' may sleep, and 'port_hr_tick' is called where sleeping is forbidden
 *	237: CL408: 'msleep' may sleep, and is called under the spinlock 'p->lock'
 *	264: CL408: 'cleat_wait_sleep' may sleep, and is called under the spinlock 'q->lock'
 */
