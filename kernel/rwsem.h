/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* The kernel's reader-writer semaphores. In a test module an interruptible wait can fail. */
#ifndef CLEAT_KERNEL_RWSEM_H
#define CLEAT_KERNEL_RWSEM_H

#include <linux/rwsem.h>

#if !__has_include(<linux/cleanup.h>)
DEFINE_GUARD(rwsem_read, struct rw_semaphore *, down_read(_T), up_read(_T))
DEFINE_GUARD(rwsem_write, struct rw_semaphore *, down_write(_T), up_write(_T))
#endif

#ifndef class_rwsem_read_constructor
#define class_rwsem_read_constructor(lock) class_rwsem_read_constructor(__cleat_guarded_lock(lock))
#define class_rwsem_write_constructor(lock)                                                        \
	class_rwsem_write_constructor(__cleat_guarded_lock(lock))
#endif

#ifdef CLEAT_TEST
#define __CLEAT_RWSEM_WAIT(name)                                                                   \
	static __always_inline int __must_check cleat_##name(struct rw_semaphore *lock)            \
	{                                                                                          \
		return cleat_fault(CLEAT_FAULT_WAIT) ? -EINTR : name(lock);                        \
	}
__CLEAT_RWSEM_WAIT(down_read_interruptible)
__CLEAT_RWSEM_WAIT(down_read_killable)
__CLEAT_RWSEM_WAIT(down_write_killable)
#undef down_read_interruptible
#undef down_read_killable
#undef down_write_killable
#define down_read_interruptible(lock) cleat_down_read_interruptible(lock)
#define down_read_killable(lock) cleat_down_read_killable(lock)
#define down_write_killable(lock) cleat_down_write_killable(lock)
#endif

#endif
