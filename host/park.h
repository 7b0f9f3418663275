/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Where one thread of the runtime sleeps, and what it knows of itself. */
#ifndef CLEAT_HOST_PARK_H
#define CLEAT_HOST_PARK_H

#include "libc.h"

struct host_call;

/** struct host_park - a thread's bed: @token is a wake-up that came and was not yet used */
struct host_park {
	pthread_mutex_t lock;
	pthread_cond_t wake;
	bool token;
};

/** host_park_self - the calling thread's */
struct host_park *host_park_self(void);
void host_park_wake(struct host_park *park);

/** host_thread_id - a small number that is this thread's alone, never 0 */
int host_thread_id(void);

/** host_call_enter - @call begins on this thread: it is "current" until host_call_leave */
void host_call_enter(struct host_call *call);
void host_call_leave(struct host_call *call);

/* Atomic context: between enter and leave, might_sleep() reports. */
void cleat_atomic_enter(void);
void cleat_atomic_leave(void);

#endif
