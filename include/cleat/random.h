/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Numbers that nobody can guess.
 *
 *	get_random_bytes(buf, n)	@n bytes
 *	get_random_u8(), _u16(), _u32(), _u64()
 *	get_random_u32_below(ceil)	0 to ceil - 1, each as likely; ceil is not 0
 *
 * Context: any. Source: include/linux/random.h.
 *
 * Wrong: whoever sees one id knows the next::
 *
 *	s->id = next_id++;
 *
 * Right::
 *
 *	s->id = get_random_u64();
 */
#ifndef CLEAT_RANDOM_H
#define CLEAT_RANDOM_H

#include <cleat/types.h>

#ifdef __KERNEL__
#include <linux/random.h>
#else
void get_random_bytes(void *__writes buf __sized_by(n), size_t n __length);
u8 get_random_u8(void);
u16 get_random_u16(void);
u32 get_random_u32(void);
u64 get_random_u64(void);
u32 get_random_u32_below(u32 ceil __at_least(1)) __at_most(ceil - 1);
#endif

#endif
