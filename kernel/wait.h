/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef CLEAT_KERNEL_WAIT_H
#define CLEAT_KERNEL_WAIT_H

#include <linux/jiffies.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>
#include <linux/wait.h>

#ifdef CLEAT_TEST
#define __cleat_wait_fault() cleat_fault(CLEAT_FAULT_WAIT)
#else
#define __cleat_wait_fault() false
#endif

/* The lock's own pair; never called with the other type. */
#define __cleat_lock(lock)                                                                         \
	_Generic((lock), struct mutex *: cleat_mutex_take, spinlock_t *: cleat_spin_lock)(lock)
#define __cleat_unlock(lock)                                                                       \
	_Generic((lock), struct mutex *: mutex_unlock, spinlock_t *: cleat_spin_unlock)(lock)

/* A function, because mutex_lock is a macro under lockdep. */
static __always_inline void cleat_mutex_take(struct mutex *lock)
{
	mutex_lock(lock);
}

static __always_inline void cleat_spin_lock(spinlock_t *lock)
{
	spin_lock(lock);
}

static __always_inline void cleat_spin_unlock(spinlock_t *lock)
{
	spin_unlock(lock);
}

#define __cleat_asleep(lock)                                                                       \
	__cleat_unlock(lock);                                                                      \
	schedule();                                                                                \
	__cleat_lock(lock)

#define cleat_wait_event(wq, lock, cond)                                                           \
	do {                                                                                       \
		if (!(cond))                                                                       \
			(void)___wait_event(wq, cond, TASK_UNINTERRUPTIBLE, 0, 0,                  \
					    __cleat_asleep(lock));                                 \
	} while (0)

#define cleat_wait_event_interruptible(wq, lock, cond)                                             \
	__cleat_wait_event_state(wq, lock, cond, TASK_INTERRUPTIBLE)
#define cleat_wait_event_freezable(wq, lock, cond)                                                 \
	__cleat_wait_event_state(wq, lock, cond, TASK_INTERRUPTIBLE | TASK_FREEZABLE)

#define __cleat_wait_event_state(wq, lock, cond, state)                                            \
	({                                                                                         \
		int __err = 0;                                                                     \
		if (!(cond))                                                                       \
			__err = __cleat_wait_fault()                                               \
					? -ERESTARTSYS                                             \
					: ___wait_event(wq, cond, (state), 0, 0,                   \
							__cleat_asleep(lock));                     \
		__err;                                                                             \
	})

/* __ret is ___wait_cond_timeout's own name for what is left. */
#define cleat_wait_event_interruptible_timeout(wq, lock, cond, timeout)                            \
	({                                                                                         \
		long __ret = timeout;                                                              \
		if (!___wait_cond_timeout(cond))                                                   \
			__ret = __cleat_wait_fault()                                               \
					? -ERESTARTSYS                                             \
					: ___wait_event(wq, ___wait_cond_timeout(cond),            \
							TASK_INTERRUPTIBLE, 0, timeout,            \
							__cleat_unlock(lock);                      \
							__ret = schedule_timeout(__ret);           \
							__cleat_lock(lock));                       \
		__ret;                                                                             \
	})

#endif
