/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * poll, select and epoll: a driver's poll callback names the wait queues on which readiness can
 * change, then says what is ready now.
 *
 * poll_wait(file, wq, pt) - a change is announced by wake_up(wq)
 * @pt: what the callback got; not looked into
 *
 * Return of the callback: EPOLLIN | EPOLLRDNORM (can read), EPOLLOUT | EPOLLWRNORM (can write),
 * EPOLLHUP, EPOLLERR.
 *
 * A file that polls keeps its place on the wait queue until it is closed, long after the callback. So
 * a queue in an object that ends before the file (a thread of the driver's client, a connection) is a
 * struct cleat_poll_queue, which can end: cleat_poll_queue_end takes the pollers off it.
 *
 * Context: process context. Source: include/linux/poll.h; rust/kernel/sync/poll.rs.
 *
 * Wrong: readiness first, then poll_wait: a wake-up between the two is lost.
 *
 * Wrong: epoll is left with a queue that is gone::
 *
 *	poll_wait(file, &thread->wait, pt);
 *	...
 *	kfree(thread);
 *
 * Example::
 *
 *	poll_wait(file, &d->readers, pt);
 *	guard(mutex)(&d->lock);
 *	return d->len ? EPOLLIN | EPOLLRDNORM : 0;
 */
#ifndef CLEAT_POLL_H
#define CLEAT_POLL_H

#include <cleat/fs.h>
#include <cleat/wait.h>

/**
 * struct cleat_poll_queue - a wait queue that may end while files poll it
 * @wq: for wake_up and wait_event
 */
struct cleat_poll_queue {
	struct wait_queue_head wq;
	bool polled;
};

#ifdef __KERNEL__
#include "../../kernel/poll.h"
#else
#ifndef __CLEAT_KERNEL_TYPES__
struct poll_table_struct {
	struct host_poller *poller;
	bool no_memory;
};
#endif
void poll_wait(struct file *file, struct wait_queue_head *wq, struct poll_table_struct *__opt pt);

/** cleat_poll_queue_init - make @q ready for use */
void cleat_poll_queue_init(struct cleat_poll_queue *q __makes __begins(polled));

/**
 * cleat_poll_queue_wait - poll_wait on @q; it must not end meanwhile
 */
void cleat_poll_queue_wait(struct file *file, struct cleat_poll_queue *q,
			   struct poll_table_struct *__opt pt);

/**
 * cleat_poll_queue_end - nobody is on @q any more: its object may go
 *
 * Pollers are woken once more, and look at their file again. No thread sleeps on @q, and none begins to.
 *
 * Context: may sleep: it waits for a grace period if anyone has ever polled.
 */
void cleat_poll_queue_end(struct cleat_poll_queue *q __ends(polled)) __sleeps;
#endif

#endif
