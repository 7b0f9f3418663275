/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Where a strand of the runtime sleeps, and what it knows of itself. */
#ifndef CLEAT_HOST_PARK_H
#define CLEAT_HOST_PARK_H

#include "strand.h"

/** host_park_self - the calling strand's */
struct host_park *host_park_self(void);
/** host_park_arm - forget a wake-up that came: by the strand itself, before it looks whether to sleep */
void host_park_arm(struct host_park *park);
void host_park_wake(struct host_park *park);
/* Between hold and let_go, around a lock that a sleeper may want, this thread's wake-ups are collected. */
void host_park_hold(void);
void host_park_let_go(void);
bool host_park_asleep(struct host_park *park);

/** host_park_block - this strand begins or ends to wait for a lock: a test sees it asleep meanwhile */
void host_park_block(bool begin);

/** host_park_sleep - sleep until a token or @end (NULL: for ever); false when time was up */
bool host_park_sleep(struct host_park *park, const struct timespec *end);

/** host_thread_id - a small number that is this strand's alone, never 0 */
int host_thread_id(void);

/** host_call_enter - @call begins on this thread: it is "current" until host_call_leave */
void host_call_enter(struct host_call *call);
void host_call_leave(struct host_call *call);

/* Atomic context: between enter and leave, might_sleep() reports. */
void cleat_atomic_enter(void);
void cleat_atomic_leave(void);

#endif
