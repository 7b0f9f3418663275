/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef CLEAT_KERNEL_POLL_H
#define CLEAT_KERNEL_POLL_H

#include <linux/poll.h>
#include <linux/rcupdate.h>
#include <linux/wait.h>

static inline void cleat_poll_queue_init(struct cleat_poll_queue *q)
{
	init_waitqueue_head(&q->wq);
	q->polled = false;
}

static inline void cleat_poll_queue_wait(struct file *file, struct cleat_poll_queue *q,
					 struct poll_table_struct *pt)
{
	WRITE_ONCE(q->polled, true);
	poll_wait(file, &q->wq, pt);
}

/* Whoever takes a poller off a queue holds RCU meanwhile: so the queue's memory waits for it. */
static inline void cleat_poll_queue_end(struct cleat_poll_queue *q)
{
	if (!READ_ONCE(q->polled))
		return;
	wake_up_pollfree(&q->wq);
	synchronize_rcu();
}

#endif
