/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Fine time: a ktime_t is signed nanoseconds, a moment or a span. It does not wrap for 292 years.
 *
 *	ktime_get(), ktime_get_ns(), ktime_get_seconds()	never set; stands in suspend
 *	ktime_get_boottime(), ktime_get_boottime_ns()		never set; goes on in suspend
 *	ktime_get_real(), …_real_ns, …_real_seconds		the wall clock: can be set back
 *	ktime_set(s, ns), ns_to_ktime, ms_to_ktime
 *	ktime_to_ns, ktime_to_us, ktime_to_ms			rounded towards zero
 *	ktime_add, ktime_sub, ktime_add_ns/_us/_ms, ktime_sub_ns/_us/_ms
 *	ktime_compare (-1, 0, 1), ktime_before, ktime_after
 *	ktime_ms_delta(later, earlier), ktime_us_delta
 *	NSEC_PER_SEC, NSEC_PER_MSEC, NSEC_PER_USEC, USEC_PER_SEC, USEC_PER_MSEC, MSEC_PER_SEC
 *
 * A span is measured with the monotonic clock; the wall clock is for what a user reads.
 *
 * Context: any. Source: include/linux/ktime.h, timekeeping.h; rust/kernel/time.rs.
 *
 * Wrong: the wall clock is set back by an hour, and the span is negative::
 *
 *	ktime_t begin = ktime_get_real();
 *	passed[0] = (u64)ktime_to_ns(ktime_sub(ktime_get_real(), begin));
 *
 * Right::
 *
 *	ktime_t begin = ktime_get();
 *	passed[0] = (u64)ktime_to_ns(ktime_sub(ktime_get(), begin));
 */
#ifndef CLEAT_KTIME_H
#define CLEAT_KTIME_H

#include <cleat/types.h>

#ifdef __KERNEL__
#include <linux/ktime.h>
#include <linux/timekeeping.h>
#else
#include "../../host/ktime.h"

/** ktime_get_ns - nanoseconds of the monotonic, boot-time and wall clock */
u64 ktime_get_ns(void);
u64 ktime_get_boottime_ns(void);
u64 ktime_get_real_ns(void);

static inline ktime_t ktime_get(void)
{
	return (ktime_t)ktime_get_ns();
}

static inline ktime_t ktime_get_boottime(void)
{
	return (ktime_t)ktime_get_boottime_ns();
}

static inline ktime_t ktime_get_real(void)
{
	return (ktime_t)ktime_get_real_ns();
}

static inline time64_t ktime_get_seconds(void)
{
	return ktime_get() / (s64)NSEC_PER_SEC;
}

static inline time64_t ktime_get_real_seconds(void)
{
	return ktime_get_real() / (s64)NSEC_PER_SEC;
}
#endif

#endif
