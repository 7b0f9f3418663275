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
 * Context: process context. Source: include/linux/poll.h; rust/kernel/sync/poll.rs.
 *
 * Wrong: readiness first, then poll_wait: a wake-up between the two is lost.
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

#ifdef __KERNEL__
#include <linux/poll.h>
#else
#ifndef __CLEAT_KERNEL_TYPES__
struct poll_table_struct {
	struct host_poller *poller;
	bool no_memory;
};
#endif
void poll_wait(struct file *file, struct wait_queue_head *wq, struct poll_table_struct *__opt pt);
#endif

#endif
