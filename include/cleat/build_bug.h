/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Facts that hold before the program runs: static_assert(cond[, text]) at file or block scope,
 * BUILD_BUG_ON(cond) in a function where the condition needs the optimiser's knowledge.
 *
 * Source: include/linux/build_bug.h; rust/kernel/build_assert.rs, static_assert.rs.
 *
 * Example::
 *
 *	static_assert(sizeof(struct fifo_stat) == 24, "userspace sees this struct");
 */
#ifndef CLEAT_BUILD_BUG_H
#define CLEAT_BUILD_BUG_H

#ifdef __KERNEL__
#include <linux/build_bug.h>
#else
#define __cleat_static_assert(cond, text, ...) _Static_assert(cond, text)
#define static_assert(cond, ...) __cleat_static_assert(cond, ##__VA_ARGS__, #cond)
#define BUILD_BUG_ON_MSG(cond, text) _Static_assert(!(cond), text)
#define BUILD_BUG_ON(cond) BUILD_BUG_ON_MSG(cond, "BUILD_BUG_ON failed: " #cond)
#endif

#endif
