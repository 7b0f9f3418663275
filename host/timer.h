/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Both kinds of timer are an element of one queue (host/timer.c), ordered by the runtime's clock.
 */
#ifndef CLEAT_HOST_TIMER_H
#define CLEAT_HOST_TIMER_H

#include "types.h"

/**
 * struct host_timer - an element of the queue, a pairing heap
 * @expires: nanoseconds of host_clock_ns()
 * @child: the first of the children; @next: the next brother
 * @prev: the elder brother, or the parent
 * @run: its end; true: put it back with the @expires that it has now
 */
struct host_timer {
	u64 expires;
	struct host_timer *child, *next, *prev;
	bool queued;
	bool (*run)(struct host_timer *t);
};

struct __pinned timer_list {
	struct host_timer base;
	void (*function)(struct timer_list *timer);
};

enum hrtimer_restart { HRTIMER_NORESTART, HRTIMER_RESTART };
enum hrtimer_mode { HRTIMER_MODE_ABS, HRTIMER_MODE_REL };

#ifndef CLOCK_MONOTONIC
#define CLOCK_MONOTONIC 1
#endif

struct __pinned hrtimer {
	struct host_timer base;
	enum hrtimer_restart (*function)(struct hrtimer *timer);
};

/** host_timers_armed - how many wait: none when a driver is gone */
int host_timers_armed(void);

/**
 * host_time_pass - the runtime's clock moves on by @ns
 *
 * The timers that come due on the way run in their order, each at its own time; when it returns, their
 * functions have ended.
 *
 * Context: not on a timer's function.
 */
void host_time_pass(u64 ns);

#endif
