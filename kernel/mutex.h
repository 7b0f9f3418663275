/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef CLEAT_KERNEL_MUTEX_H
#define CLEAT_KERNEL_MUTEX_H

#include <linux/mutex.h>

#define __cleat_mutex_lock_second(lock) mutex_lock_nested(lock, SINGLE_DEPTH_NESTING)

#if !__has_include(<linux/cleanup.h>)
DEFINE_GUARD(mutex, struct mutex *, mutex_lock(_T), mutex_unlock(_T))
#endif

#ifndef class_mutex_constructor
#define class_mutex_constructor(lock) class_mutex_constructor(__cleat_guarded_lock(lock))
#endif

#ifdef CLEAT_TEST
static __always_inline int __must_check cleat_mutex_lock_interruptible(struct mutex *lock)
{
	return cleat_fault(CLEAT_FAULT_WAIT) ? -EINTR : mutex_lock_interruptible(lock);
}
static __always_inline int __must_check cleat_mutex_lock_killable(struct mutex *lock)
{
	return cleat_fault(CLEAT_FAULT_WAIT) ? -EINTR : mutex_lock_killable(lock);
}
#undef mutex_lock_interruptible
#undef mutex_lock_killable
#define mutex_lock_killable(lock) cleat_mutex_lock_killable(lock)
#define mutex_lock_interruptible(lock) cleat_mutex_lock_interruptible(lock)
#endif

#endif
