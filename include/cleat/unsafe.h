/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * A region that the checker does not prove. It is visible in the source, has a reason, is counted
 * and reported for each driver, and "cleat check --deny-unsafe" refuses it. Before writing one, ask
 * which abstraction is missing in include/cleat.
 *
 * cleat_unsafe - the statement or block that follows is trusted
 * @reason: string literal that says why the rules hold although they cannot be proven here
 *
 * Example::
 *
 *	cleat_unsafe("hw ring: index is masked by the device, see manual 4.2") {
 *		slot = ring->base + (idx & ring->mask);
 *	}
 */
#ifndef CLEAT_UNSAFE_H
#define CLEAT_UNSAFE_H

#ifdef __CLEAT_CHECK__
#define cleat_unsafe(reason) for (const char *__cleat_unsafe = "" reason; __cleat_unsafe; __cleat_unsafe = 0)
#else
#define cleat_unsafe(reason) if (sizeof("" reason) < 2) ; else
#endif

#endif
