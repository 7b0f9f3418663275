/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Integer types, booleans, NULL, and the small macros that every driver uses, under the kernel's
 * names: u8 … u64, s8 … s64, size_t, ssize_t, loff_t, gfp_t, __poll_t,
 * ARRAY_SIZE, READ_ONCE, WRITE_ONCE, likely, unlikely, BIT, sizeof_field.
 *
 *	min(a, b), max(a, b), min3, max3	of one type; min_t(T, a, b), max_t: as a T
 *	clamp(v, lo, hi), clamp_t(T, …)		v, or the bound that it lies beyond; clamp_val: as v's type
 *	round_up(x, y), round_down, ALIGN, ALIGN_DOWN, IS_ALIGNED	y is a power of two
 *	roundup(x, y), rounddown, DIV_ROUND_UP(n, d), DIV_ROUND_CLOSEST	any y
 *	is_power_of_2(n), upper_32_bits(n), lower_32_bits(n)
 *
 * Source: include/linux/types.h, minmax.h, math.h, log2.h, align.h, array_size.h.
 */
#ifndef CLEAT_TYPES_H
#define CLEAT_TYPES_H

#include <cleat/contract.h>

#ifdef __KERNEL__
#include "../../kernel/types.h"
#else
#include "../../host/types.h"
#endif

#endif
