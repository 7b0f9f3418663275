/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* A tick is a millisecond of the runtime's clock (host/clock.h). */
#ifndef CLEAT_HOST_JIFFIES_H
#define CLEAT_HOST_JIFFIES_H

#include "types.h"

#ifndef __CLEAT_KERNEL_TYPES__
#define HZ 1000ul
#define INITIAL_JIFFIES ((unsigned long)(unsigned int)(-300 * (int)HZ))
#define MAX_JIFFY_OFFSET ((~0UL >> 2) - 1)
#endif

#define jiffies cleat_jiffies()

/* Both must be unsigned long: a comparison with less wraps at another place. */
#define __cleat_later(a, b)                                                                        \
	({                                                                                         \
		__typeof__(a) __ta = (a);                                                          \
		__typeof__(b) __tb = (b);                                                          \
		_Static_assert(__builtin_types_compatible_p(__typeof__(__ta), unsigned long) &&    \
				       __builtin_types_compatible_p(__typeof__(__tb),              \
								    unsigned long),                \
			       "times in jiffies are unsigned long");                              \
		(long)(__tb - __ta) < 0;                                                           \
	})
#define time_after(a, b) __cleat_later(a, b)
#define time_before(a, b) __cleat_later(b, a)
#define time_after_eq(a, b) (!__cleat_later(b, a))
#define time_before_eq(a, b) (!__cleat_later(a, b))
#define time_in_range(a, lo, hi) (time_after_eq(a, lo) && time_before_eq(a, hi))
#define time_is_before_jiffies(a) time_after(jiffies, a)
#define time_is_after_jiffies(a) time_before(jiffies, a)

#define secs_to_jiffies(s) ((unsigned long)(s) * HZ)

#endif
