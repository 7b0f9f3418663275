/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef CLEAT_HOST_KTIME_H
#define CLEAT_HOST_KTIME_H

#include "types.h"

#define MSEC_PER_SEC 1000L
#define USEC_PER_MSEC 1000L
#define NSEC_PER_USEC 1000L
#define NSEC_PER_MSEC 1000000L
#define USEC_PER_SEC 1000000L
#define NSEC_PER_SEC 1000000000L

#define KTIME_MAX ((s64)~((u64)1 << 63))
#define KTIME_SEC_MAX (KTIME_MAX / NSEC_PER_SEC)

static inline ktime_t ktime_set(s64 secs, unsigned long nsecs);

#define ns_to_ktime(ns) ((ktime_t)(s64)(ns))
#define ms_to_ktime(ms) ((ktime_t)((s64)(ms) * NSEC_PER_MSEC))

/* A sum that leaves the range wraps, as in the kernel; it is defined, not undefined. */
#define ktime_add(a, b) ((ktime_t)((u64)(a) + (u64)(b)))
#define ktime_sub(a, b) ((ktime_t)((u64)(a) - (u64)(b)))
#define ktime_add_ns(kt, ns) ktime_add(kt, ns_to_ktime(ns))
#define ktime_sub_ns(kt, ns) ktime_sub(kt, ns_to_ktime(ns))
#define ktime_add_us(kt, us) ktime_add(kt, ns_to_ktime((s64)(us) * NSEC_PER_USEC))
#define ktime_sub_us(kt, us) ktime_sub(kt, ns_to_ktime((s64)(us) * NSEC_PER_USEC))
#define ktime_add_ms(kt, ms) ktime_add(kt, ms_to_ktime(ms))
#define ktime_sub_ms(kt, ms) ktime_sub(kt, ms_to_ktime(ms))

static inline s64 ktime_to_ns(ktime_t kt);
static inline s64 ktime_to_us(ktime_t kt);
static inline s64 ktime_to_ms(ktime_t kt);
static inline s64 ktime_us_delta(ktime_t later, ktime_t earlier);
static inline s64 ktime_ms_delta(ktime_t later, ktime_t earlier);
static inline int ktime_compare(ktime_t a, ktime_t b);
static inline bool ktime_after(ktime_t a, ktime_t b);
static inline bool ktime_before(ktime_t a, ktime_t b);

#ifndef __CLEAT_CHECK__ /* which reads the declarations */
static inline ktime_t ktime_set(s64 secs, unsigned long nsecs)
{
	return secs >= KTIME_SEC_MAX ? KTIME_MAX : secs * NSEC_PER_SEC + (s64)nsecs;
}

static inline s64 ktime_to_ns(ktime_t kt)
{
	return kt;
}

static inline s64 ktime_to_us(ktime_t kt)
{
	return kt / NSEC_PER_USEC;
}

static inline s64 ktime_to_ms(ktime_t kt)
{
	return kt / NSEC_PER_MSEC;
}

static inline s64 ktime_us_delta(ktime_t later, ktime_t earlier)
{
	return ktime_to_us(ktime_sub(later, earlier));
}

static inline s64 ktime_ms_delta(ktime_t later, ktime_t earlier)
{
	return ktime_to_ms(ktime_sub(later, earlier));
}

static inline int ktime_compare(ktime_t a, ktime_t b)
{
	return a < b ? -1 : a > b;
}

static inline bool ktime_after(ktime_t a, ktime_t b)
{
	return a > b;
}

static inline bool ktime_before(ktime_t a, ktime_t b)
{
	return a < b;
}
#endif

#endif
