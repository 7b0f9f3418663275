/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* The kernel's RCU. In a test module what kfree_rcu takes counts as freed. */
#ifndef CLEAT_KERNEL_RCUPDATE_H
#define CLEAT_KERNEL_RCUPDATE_H

#include <linux/lockdep.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>

#if !__has_include(<linux/cleanup.h>)
DEFINE_LOCK_GUARD_0(rcu, rcu_read_lock(), rcu_read_unlock())
#endif

#ifndef kfree_rcu_mightsleep
#define kfree_rcu_mightsleep(p) kvfree_rcu(p)
#endif

#ifdef CLEAT_TEST
#include <linux/kmemleak.h>

/* Old kernels keep what waits for its end where kmemleak does not look, and then report it. */
static __always_inline void cleat_uncount(const void *p)
{
	if (p)
		atomic_long_dec(&cleat_live_objects);
	kmemleak_ignore(p);
}

/* What the kernel's own macros expand to, which have our names. */
#undef kfree_rcu
#undef kfree_rcu_mightsleep
#ifdef kvfree_rcu_arg_2
#define __cleat_kfree_rcu(p, member) kvfree_rcu_arg_2(p, member)
#define __cleat_kfree_rcu_mightsleep(p) kvfree_rcu_arg_1(p)
#else
#define __cleat_kfree_rcu(p, member) kvfree_rcu(p, member)
#define __cleat_kfree_rcu_mightsleep(p) kvfree_rcu(p)
#endif
#define kfree_rcu(p, member)                                                                       \
	do {                                                                                       \
		__typeof__(p) __freed = (p);                                                       \
		cleat_uncount(__freed);                                                            \
		__cleat_kfree_rcu(__freed, member);                                                \
	} while (0)
#define kfree_rcu_mightsleep(p)                                                                    \
	do {                                                                                       \
		__typeof__(p) __freed = (p);                                                       \
		cleat_uncount(__freed);                                                            \
		__cleat_kfree_rcu_mightsleep(__freed);                                             \
	} while (0)
#endif

#endif
