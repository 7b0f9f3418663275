/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef CLEAT_HOST_LOCKDEP_H
#define CLEAT_HOST_LOCKDEP_H

#include "printk.h"

struct mutex;
struct rw_semaphore;
struct spinlock;

/* Does the calling thread hold it? To the checker: it has to. */
#ifdef __CLEAT_CHECK__
#define __CLEAT_SAID __must_hold(lock)
#define __CLEAT_SAID_SHARED __must_hold_shared(lock)
#else
#define __CLEAT_SAID
#define __CLEAT_SAID_SHARED
#endif
bool cleat_mutex_held(const struct mutex *lock) __CLEAT_SAID;
bool cleat_spin_held(const struct spinlock *lock) __CLEAT_SAID;
bool cleat_rwsem_held(const struct rw_semaphore *lock) __CLEAT_SAID_SHARED;
bool cleat_rwsem_held_write(const struct rw_semaphore *lock) __CLEAT_SAID;

#define lockdep_is_held(lock)                                                                      \
	_Generic((lock),                                                                           \
		struct mutex *: cleat_mutex_held,                                                  \
		struct spinlock *: cleat_spin_held,                                                \
		struct rw_semaphore *: cleat_rwsem_held)(lock)
#define __cleat_assert_lock(held, text) ((void)cleat_warn(!(held), __FILE__, __LINE__, text))
#define lockdep_assert_held(lock)                                                                  \
	__cleat_assert_lock(lockdep_is_held(lock), "lockdep_assert_held(" #lock "): it is not")
#define lockdep_assert_held_read(lock)                                                             \
	__cleat_assert_lock(cleat_rwsem_held(lock) && !cleat_rwsem_held_write(lock),               \
			    "lockdep_assert_held_read(" #lock "): it is not")
#define lockdep_assert_held_write(lock)                                                            \
	__cleat_assert_lock(cleat_rwsem_held_write(lock),                                          \
			    "lockdep_assert_held_write(" #lock "): it is not")

#endif
