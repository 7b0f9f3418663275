/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * In a process a spinlock is a pthread mutex; what makes it a spinlock is that the thread is in
 * atomic context while it holds one, and that sleeping there is reported.
 */
#ifndef CLEAT_HOST_SPINLOCK_H
#define CLEAT_HOST_SPINLOCK_H

#include "types.h"

struct __lock_type(spinning) spinlock {
	unsigned long pthread[5];
	int owner;
};
typedef struct spinlock spinlock_t;

#define __SPIN_LOCK_UNLOCKED(name) {.owner = 0}
#define __cleat_spin_lock_second(lock) spin_lock(lock)
#define DEFINE_SPINLOCK(name) spinlock_t name = __SPIN_LOCK_UNLOCKED(name)

#endif
