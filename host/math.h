/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Small arithmetic under the kernel's names: linux/minmax.h, math.h, log2.h, align.h, wordpart.h. */
#ifndef CLEAT_HOST_MATH_H
#define CLEAT_HOST_MATH_H

#define min3(a, b, c) min((__typeof__(a))min(a, b), c)
#define max3(a, b, c) max((__typeof__(a))max(a, b), c)
#define clamp_t(T, v, lo, hi) min_t(T, max_t(T, v, lo), hi)
#define clamp_val(v, lo, hi) clamp_t(__typeof__(v), v, lo, hi)

/* To a multiple of any number; round_up() and round_down() are for powers of two. */
#define roundup(x, y)                                                                              \
	({                                                                                         \
		__typeof__(y) __step = (y);                                                        \
		((x) + (__step - 1)) / __step * __step;                                            \
	})
#define rounddown(x, y)                                                                            \
	({                                                                                         \
		__typeof__(x) __from = (x);                                                        \
		__from - __from % (y);                                                             \
	})
/* A half goes away from zero. */
#define DIV_ROUND_CLOSEST(x, divisor)                                                              \
	({                                                                                         \
		__typeof__(x) __n = (x);                                                           \
		__typeof__(divisor) __d = (divisor);                                               \
		((__typeof__(x))-1) > 0 || ((__typeof__(divisor))-1) > 0 || (__n > 0) == (__d > 0)  \
			? (__n + __d / 2) / __d                                                    \
			: (__n - __d / 2) / __d;                                                   \
	})

#define ALIGN(x, a) round_up(x, a)
#define ALIGN_DOWN(x, a) round_down(x, a)
#define IS_ALIGNED(x, a) (((x) & ((__typeof__(x))(a) - 1)) == 0)

#define upper_32_bits(n) ((u32)(((n) >> 16) >> 16))
#define lower_32_bits(n) ((u32)((n) & 0xffffffff))

static inline __attribute__((unused)) bool is_power_of_2(unsigned long n)
{
	return n != 0 && (n & (n - 1)) == 0;
}

#endif
