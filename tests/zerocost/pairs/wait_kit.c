// SPDX-License-Identifier: MIT OR GPL-2.0-only
#include <cleat/err.h>
#include <cleat/mutex.h>
#include <cleat/spinlock.h>
#include <cleat/wait.h>

#include "wait.h"

int queue_take(struct queue *q)
{
	int err;

	guard(mutex)(&q->lock);
	err = cleat_wait_event_interruptible(q->readable, &q->lock, q->len);
	if (err)
		return err;
	q->len--;
	return 0;
}

int queue_take_spin(struct queue *q)
{
	int err;

	guard(spinlock)(&q->spin);
	err = cleat_wait_event_interruptible(q->readable, &q->spin, q->len);
	if (err)
		return err;
	q->len--;
	return 0;
}

int queue_drain(struct queue *q)
{
	guard(mutex)(&q->lock);
	cleat_wait_event(q->readable, &q->lock, !q->len);
	q->room = 0;
	return 0;
}

long queue_take_timeout(struct queue *q, long ticks)
{
	guard(mutex)(&q->lock);
	ticks = cleat_wait_event_interruptible_timeout(q->readable, &q->lock, q->len, ticks);
	if (ticks <= 0)
		return ticks ? ticks : -ETIME;
	q->len--;
	return 0;
}
