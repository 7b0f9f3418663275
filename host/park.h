/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Where one thread of the runtime sleeps, and what it knows of itself. */
#ifndef CLEAT_HOST_PARK_H
#define CLEAT_HOST_PARK_H

#include "libc.h"

struct host_call;

/* PARK_TOKEN: a wake-up came and was not yet used; PARK_ASLEEP: the thread is in its bed. */
enum { PARK_EMPTY, PARK_TOKEN, PARK_ASLEEP };

/**
 * struct host_park - a thread's bed
 * @word: a futex, one of the above
 * @blocked: the thread waits for a lock
 * @next: among those whose threads are gone
 */
struct host_park {
	unsigned int word;
	bool blocked;
	struct host_park *next;
};

/** host_park_self - the calling thread's */
struct host_park *host_park_self(void);
/** host_park_arm - forget a wake-up that came: by the thread itself, before it looks whether to sleep */
void host_park_arm(struct host_park *park);
void host_park_wake(struct host_park *park);
/* Between hold and let_go, around a lock that a sleeper may want, this thread's wake-ups are collected. */
void host_park_hold(void);
void host_park_let_go(void);
bool host_park_asleep(struct host_park *park);

/** host_park_block - this thread begins or ends to wait for a lock: a test sees it asleep meanwhile */
void host_park_block(bool begin);

/** host_park_sleep - sleep until a token or @end (NULL: for ever); false when time was up */
bool host_park_sleep(struct host_park *park, const struct timespec *end);

/** host_thread_id - a small number that is this thread's alone, never 0 */
int host_thread_id(void);

/** host_call_enter - @call begins on this thread: it is "current" until host_call_leave */
void host_call_enter(struct host_call *call);
void host_call_leave(struct host_call *call);

/* Atomic context: between enter and leave, might_sleep() reports. */
void cleat_atomic_enter(void);
void cleat_atomic_leave(void);

#endif
