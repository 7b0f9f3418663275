/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The runtime's clock: CLOCK_MONOTONIC, and what tests have added to it. jiffies, ktime_get and all
 * timers follow it; sleeps take real time.
 */
#ifndef CLEAT_HOST_CLOCK_H
#define CLEAT_HOST_CLOCK_H

#include <cleat/types.h>

/** host_clock_ns - now */
u64 host_clock_ns(void);

/** host_clock_add - move the clock on by @ns, at once and for ever */
void host_clock_add(u64 ns);

/** host_clock_real - the CLOCK_MONOTONIC moment at which the clock will show @ns */
u64 host_clock_real(u64 ns);

/** host_jiffies_to_clock - the moment at which jiffies becomes @j; a past one: 0 */
u64 host_jiffies_to_clock(unsigned long j);

#endif
