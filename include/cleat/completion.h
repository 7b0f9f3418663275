/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Waiting for something to be done, once: a thread waits, another says complete(). Unlike a wait
 * queue it remembers: a complete() before the wait is not lost, and one complete() lets one waiter
 * through.
 *
 *	DECLARE_COMPLETION(name), DECLARE_COMPLETION_ONSTACK(name)	ready for use
 *	wait_for_completion(x)					until done
 *	wait_for_completion_interruptible(x)			or a signal: -ERESTARTSYS
 *	wait_for_completion_timeout(x, jiffies)			or time: 0; else what is left, > 0
 *	wait_for_completion_interruptible_timeout(x, jiffies)	both
 *
 * Context: waiting sleeps; complete, complete_all, try_… and completion_done: any.
 * Ownership: a completion on the stack lives until its waiter returns: wait for it without an end
 * (no signal, no timeout), or make sure otherwise that complete() has returned.
 * Source: include/linux/completion.h; Documentation/scheduler/completion.rst;
 * rust/kernel/sync/completion.rs.
 *
 * Wrong: a timeout leaves the stack frame while the other thread still holds its address::
 *
 *	DECLARE_COMPLETION_ONSTACK(done);
 *	request->done = &done;
 *	if (!wait_for_completion_timeout(&done, HZ))
 *		return -ETIMEDOUT;
 *
 * Right: the completion lives in the object that both hold::
 *
 *	if (!wait_for_completion_timeout(&request->done, HZ))
 *		return -ETIMEDOUT;
 */
#ifndef CLEAT_COMPLETION_H
#define CLEAT_COMPLETION_H

#include <cleat/err.h>
#include <cleat/fault.h>
#include <cleat/wait.h>

#ifdef __KERNEL__
#include "../../kernel/completion.h"
#else
#include "../../host/completion.h"

/** init_completion - make @x ready for use; reinit_completion - forget what was completed */
void init_completion(struct completion *x __makes);
void reinit_completion(struct completion *x);

/** complete - let one waiter through, now or when it comes; complete_all - all, now and later */
void complete(struct completion *x);
void complete_all(struct completion *x);

void wait_for_completion(struct completion *x) __sleeps;
int __must_check wait_for_completion_interruptible(struct completion *x) __sleeps;
int __must_check wait_for_completion_killable(struct completion *x) __sleeps;
unsigned long wait_for_completion_timeout(struct completion *x, unsigned long timeout) __sleeps;
long __must_check wait_for_completion_interruptible_timeout(struct completion *x,
							    unsigned long timeout) __sleeps;

/** try_wait_for_completion - what a wait would do without sleeping: true when it was let through */
bool try_wait_for_completion(struct completion *x);

/** completion_done - would a wait return at once? For assertions, not for decisions. */
bool completion_done(struct completion *x);
#endif

#endif
