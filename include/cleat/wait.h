/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Sleeping until a condition holds. The condition is an expression that is evaluated again after
 * each wake-up; whoever makes it true calls wake_up afterwards.
 *
 *	DECLARE_WAIT_QUEUE_HEAD(name)
 *	wait_event(wq, cond)				sleeps until cond
 *	wait_event_interruptible(wq, cond)		or a signal: -ERESTARTSYS
 *	wait_event_timeout(wq, cond, jiffies)		or time: 0; else what is left, at least 1
 *	wait_event_interruptible_timeout(wq, cond, jiffies)	MAX_SCHEDULE_TIMEOUT: for ever
 *
 * A condition over guarded data needs the lock. The cleat_ forms are given it: held on entry,
 * released while asleep, held while the condition is evaluated and on return. @lock is a
 * struct mutex * or a spinlock_t *.
 *
 *	cleat_wait_event(wq, lock, cond)
 *	cleat_wait_event_interruptible(wq, lock, cond)
 *	cleat_wait_event_interruptible_timeout(wq, lock, cond, jiffies)
 *	cleat_wait_event_freezable(wq, lock, cond)	_interruptible, for a long sleep: the system may
 *						be suspended meanwhile without waking the thread
 *
 * Whoever wakes a sleeper and goes to sleep itself at once says so, and they change places on one CPU:
 *
 *	wake_up_interruptible_sync(wq)
 *
 * Context: process context, no spinlock held but @lock itself.
 * Return: 0; -ERESTARTSYS for a signal, which the driver passes on (user space sees EINTR, or the
 * call is restarted); the timeout forms: see above.
 * Source: include/linux/wait.h; rust/kernel/sync/condvar.rs.
 *
 * Wrong: the test and the sleep are not one step, and the wake-up between them is lost::
 *
 *	while (!q->len)
 *		msleep(10);
 *
 * Right::
 *
 *	guard(mutex)(&q->lock);
 *	err = cleat_wait_event_interruptible(q->readers, &q->lock, q->len > 0);
 *	if (err)
 *		return err;
 */
#ifndef CLEAT_WAIT_H
#define CLEAT_WAIT_H

#include <cleat/mutex.h>
#include <cleat/sched.h>
#include <cleat/spinlock.h>

#ifdef __KERNEL__
#include "../../kernel/wait.h"
#else
#include "../../host/wait.h"

/** init_waitqueue_head - make @wq ready for use */
void init_waitqueue_head(struct wait_queue_head *wq __makes);

/** wake_up - let every sleeper of @wq look at its condition again. Any context. */
void wake_up(struct wait_queue_head *wq);
#define wake_up_all(wq) wake_up(wq)
#define wake_up_interruptible(wq) wake_up(wq)
#define wake_up_interruptible_all(wq) wake_up(wq)
#define wake_up_interruptible_sync(wq) wake_up(wq)
#define wake_up_poll(wq, ready) wake_up(wq)
#define wake_up_interruptible_poll(wq, ready) wake_up(wq)
#define wake_up_interruptible_sync_poll(wq, ready) wake_up(wq)

/** wq_has_sleeper - does anyone wait on @wq? For skipping a wake-up that nobody needs. */
bool wq_has_sleeper(struct wait_queue_head *wq);
#endif

#endif
