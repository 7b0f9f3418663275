/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * A wait queue is a lock and a list of waiters: sleeping threads and pollers. A thread that waits
 * is on the list before it looks at its condition, and a wake-up leaves it a token, so that none is
 * lost between the look and the sleep.
 */
#ifndef CLEAT_HOST_WAIT_H
#define CLEAT_HOST_WAIT_H

#include "jiffies.h"
#include "types.h"

#ifndef __CLEAT_KERNEL_TYPES__
#define MAX_SCHEDULE_TIMEOUT LONG_MAX
#endif

struct host_waiter {
	struct host_waiter *next, *prev;
	struct wait_queue_head *queue;
	struct host_park *park;
	struct host_poller *poller;
};

#ifndef __CLEAT_KERNEL_TYPES__
struct __pinned wait_queue_head {
	unsigned long pthread[5];
	struct host_waiter *first;
};
typedef struct wait_queue_head wait_queue_head_t;

#define DECLARE_WAIT_QUEUE_HEAD(name) struct wait_queue_head name = {.first = NULL}
#endif

/* The queue ends: pollers that are on it are told, and leave it. */
extern void cleat_wait_pollers_end(struct wait_queue_head *wq);
extern void cleat_wait_begin(struct wait_queue_head *wq, struct host_waiter *w);
extern void cleat_wait_end(struct host_waiter *w);
/* Before the condition is looked at: forget old tokens. Returns true when a signal ends the wait. */
extern bool cleat_wait_arm(struct host_waiter *w, bool interruptible);
/* Sleep until a token or @left jiffies (-1: for ever, and then again -1); returns what is left of them. */
extern long cleat_wait_sleep(struct host_waiter *w, long left) __sleeps __at_least(-1);

#define __cleat_lock(lock)                                                                         \
	_Generic((lock), struct mutex *: mutex_lock, spinlock_t *: spin_lock)(lock)
#define __cleat_unlock(lock)                                                                       \
	_Generic((lock), struct mutex *: mutex_unlock, spinlock_t *: spin_unlock)(lock)

/*
 * @timeout < 0: none. The value is what is left of the timeout (at least 1 when cond holds), or -1
 * for a wait without one; -ERESTARTSYS for a signal.
 */
#define __cleat_wait(wq, cond, interruptible, timeout, unlock, relock)                             \
	({                                                                                         \
		struct host_waiter __waiter;                                                       \
		long __left = (timeout);                                                           \
		const bool __timed = __left >= 0;                                                  \
                                                                                                   \
		if (interruptible && cleat_fault(CLEAT_FAULT_WAIT)) {                              \
			__left = -ERESTARTSYS;                                                     \
		} else {                                                                           \
			cleat_wait_begin(&(wq), &__waiter);                                        \
			for (;;) {                                                                 \
				bool __signal = cleat_wait_arm(&__waiter, interruptible);          \
				if (cond) {                                                        \
					__left = __left ? __left : 1;                              \
					break;                                                     \
				}                                                                  \
				if (interruptible && __signal) {                                   \
					__left = -ERESTARTSYS;                                     \
					break;                                                     \
				}                                                                  \
				if (__timed && __left == 0)                                        \
					break;                                                     \
				unlock;                                                            \
				__left = cleat_wait_sleep(&__waiter, __left);                      \
				relock;                                                            \
			}                                                                          \
			cleat_wait_end(&__waiter);                                                 \
		}                                                                                  \
		__left;                                                                            \
	})

/* Nobody may go on as if it had been woken: the error of an interrupted sleep is looked at. */
static inline int __must_check __cleat_must_look(int err)
{
	return err;
}

#define __cleat_wait_error(wq, cond, interruptible, unlock, relock)                                \
	({                                                                                         \
		int __err = 0;                                                                     \
                                                                                                   \
		if (!(cond) && __cleat_wait(wq, cond, interruptible, -1, unlock, relock) ==        \
				       -ERESTARTSYS)                                               \
			__err = -ERESTARTSYS;                                                      \
		(interruptible) ? __cleat_must_look(__err) : 0;                                    \
	})

#define __cleat_wait_time(wq, cond, interruptible, timeout, unlock, relock)                        \
	({                                                                                         \
		long __time = (timeout);                                                           \
                                                                                                   \
		if (cond)                                                                          \
			__time = __time ? __time : 1;                                              \
		else                                                                               \
			__time = __cleat_wait(wq, cond, interruptible, __time, unlock, relock);    \
		__time;                                                                            \
	})

#define wait_event(wq, cond) ((void)__cleat_wait_error(wq, cond, false, , ))
#define wait_event_interruptible(wq, cond) __cleat_wait_error(wq, cond, true, , )
#define wait_event_timeout(wq, cond, timeout) __cleat_wait_time(wq, cond, false, timeout, , )
#define wait_event_interruptible_timeout(wq, cond, timeout)                                        \
	__cleat_wait_time(wq, cond, true, timeout, , )

#define cleat_wait_event(wq, lock, cond)                                                           \
	((void)__cleat_wait_error(wq, cond, false, __cleat_unlock(lock), __cleat_lock(lock)))
#define cleat_wait_event_interruptible(wq, lock, cond)                                             \
	__cleat_wait_error(wq, cond, true, __cleat_unlock(lock), __cleat_lock(lock))
#define cleat_wait_event_freezable(wq, lock, cond) cleat_wait_event_interruptible(wq, lock, cond)
#define cleat_wait_event_interruptible_timeout(wq, lock, cond, timeout)                            \
	__cleat_wait_time(wq, cond, true, timeout, __cleat_unlock(lock), __cleat_lock(lock))

#endif
