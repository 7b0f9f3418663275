// SPDX-License-Identifier: MIT OR GPL-2.0-only
#include <linux/errno.h>
#include <linux/jiffies.h>
#include <linux/mutex.h>
#include <linux/sched.h>
#include <linux/spinlock.h>
#include <linux/wait.h>

#include "wait.h"

/* The lock is dropped to sleep, and what was waited for is looked at again with it held. */
int queue_take(struct queue *q)
{
	int err;

	mutex_lock(&q->lock);
	while (!q->len) {
		mutex_unlock(&q->lock);
		err = wait_event_interruptible(q->readable, READ_ONCE(q->len));
		if (err)
			return err;
		mutex_lock(&q->lock);
	}
	q->len--;
	mutex_unlock(&q->lock);
	return 0;
}

int queue_take_spin(struct queue *q)
{
	int err;

	spin_lock(&q->spin);
	while (!q->len) {
		spin_unlock(&q->spin);
		err = wait_event_interruptible(q->readable, READ_ONCE(q->len));
		if (err)
			return err;
		spin_lock(&q->spin);
	}
	q->len--;
	spin_unlock(&q->spin);
	return 0;
}

int queue_drain(struct queue *q)
{
	mutex_lock(&q->lock);
	while (q->len) {
		mutex_unlock(&q->lock);
		wait_event(q->readable, !READ_ONCE(q->len));
		mutex_lock(&q->lock);
	}
	q->room = 0;
	mutex_unlock(&q->lock);
	return 0;
}

long queue_take_timeout(struct queue *q, long ticks)
{
	mutex_lock(&q->lock);
	while (!q->len) {
		mutex_unlock(&q->lock);
		ticks = wait_event_interruptible_timeout(q->readable, READ_ONCE(q->len), ticks);
		if (ticks <= 0)
			return ticks ? ticks : -ETIME;
		mutex_lock(&q->lock);
	}
	q->len--;
	mutex_unlock(&q->lock);
	return 0;
}
