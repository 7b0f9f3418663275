/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Bits of a bitmap (an array of unsigned long), and single bits of a word. Bit nr of a bitmap is
 * bit nr % BITS_PER_LONG of word nr / BITS_PER_LONG; it must exist.
 *
 *	DECLARE_BITMAP(name, bits)				an array with room for that many
 *	set_bit(nr, map), clear_bit, change_bit			atomic; order nothing
 *	test_and_set_bit(nr, map), …clear…, …change…		atomic, fully ordered; the old bit
 *	test_and_set_bit_lock(nr, map), clear_bit_unlock	a lock of one bit: acquire, release
 *	test_bit(nr, map), test_bit_acquire
 *	__set_bit, __clear_bit, __change_bit, __test_and_…	not atomic: the caller's lock guards
 *	find_first_bit(map, size), find_next_bit(map, size, from)	size when there is none
 *	find_first_zero_bit, find_next_zero_bit, find_last_bit
 *	for_each_set_bit(nr, map, size) { }			nr: an unsigned long of the caller
 *	bitmap_zero(map, bits), bitmap_fill, bitmap_weight, bitmap_empty, bitmap_full
 *	hweight32(w), hweight64(w), fls(x), fls64(x), ffs(x), __ffs(x), ilog2(x)
 *
 * Context: any.
 * Source: include/linux/bitops.h, bitmap.h, find.h; Documentation/atomic_bitops.txt.
 *
 * Wrong: two threads see the bit clear, and both own the slot::
 *
 *	if (!test_bit(n, d->busy)) {
 *		set_bit(n, d->busy);
 *		return n;
 *	}
 *
 * Right::
 *
 *	if (!test_and_set_bit(n, d->busy))
 *		return n;
 */
#ifndef CLEAT_BITOPS_H
#define CLEAT_BITOPS_H

#include <cleat/types.h>

#ifdef __KERNEL__
#include <linux/bitmap.h>
#include <linux/bitops.h>
#include <linux/log2.h>
#else
#include "../../host/bitops.h"
#endif

#endif
