/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * A mutex is a pthread mutex (so that ThreadSanitizer knows it) and the thread that holds it (so
 * that a double lock is reported at once, not as a hang).
 */
#ifndef CLEAT_HOST_MUTEX_H
#define CLEAT_HOST_MUTEX_H

#include "printk.h"

struct __lock_type(sleeping) mutex {
	unsigned long pthread[5];
	int owner;
};

#define __cleat_mutex_lock_second(lock) mutex_lock(lock)
#define __MUTEX_INITIALIZER(name) {.owner = 0}
#define DEFINE_MUTEX(name) struct mutex name = __MUTEX_INITIALIZER(name)

#endif
