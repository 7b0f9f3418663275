/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Coarse time: ticks since some moment before boot. It is cheap, it wraps, and it is what timers
 * and timeouts are measured in.
 *
 *	jiffies, get_jiffies_64()			now
 *	HZ						ticks in a second
 *	secs_to_jiffies(s), msecs_to_jiffies(ms), usecs_to_jiffies(us)	rounded up
 *	jiffies_to_msecs(j), jiffies_to_usecs(j)
 *	time_after(a, b), time_before(a, b), time_after_eq, time_before_eq, time_in_range(a, lo, hi)
 *	time_is_before_jiffies(a), time_is_after_jiffies(a)	a against now
 *	round_jiffies(j), round_jiffies_relative(j)	to whole seconds: wake-ups come together
 *
 * Two moments are compared by time_after and its kin only. In both worlds jiffies starts five
 * minutes before its 32-bit wrap, so that a wrong comparison shows soon.
 *
 * Context: any. Source: include/linux/jiffies.h; rust/kernel/time.rs.
 *
 * Wrong: true for ever once jiffies has wrapped::
 *
 *	if (jiffies < t->expires)
 *
 * Right::
 *
 *	unsigned long expires = jiffies + msecs_to_jiffies(ms);
 *	...
 *	if (time_before(jiffies, t->expires))
 *		t->stat.early++;
 */
#ifndef CLEAT_JIFFIES_H
#define CLEAT_JIFFIES_H

#include <cleat/types.h>

#ifdef __KERNEL__
#include "../../kernel/jiffies.h"
#else
#include "../../host/jiffies.h"

/** cleat_jiffies - ticks; drivers write "jiffies" */
unsigned long cleat_jiffies(void);

static inline u64 get_jiffies_64(void)
{
	return cleat_jiffies();
}

/** msecs_to_jiffies - @ms in ticks; a negative int means for ever: MAX_JIFFY_OFFSET */
unsigned long msecs_to_jiffies(unsigned int ms);
unsigned long usecs_to_jiffies(unsigned int us);
unsigned int jiffies_to_msecs(unsigned long j);
unsigned int jiffies_to_usecs(unsigned long j);

/** round_jiffies - the moment @j moved to a near full second that is not yet past */
unsigned long round_jiffies(unsigned long j);
unsigned long round_jiffies_relative(unsigned long j);
#endif

#endif
