/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * RCU in a process is liburcu, behind functions: a driver sees none of its headers. The pointers
 * themselves are the compiler's atomics.
 */
#ifndef CLEAT_HOST_RCUPDATE_H
#define CLEAT_HOST_RCUPDATE_H

#include "printk.h"

#ifndef __CLEAT_KERNEL_TYPES__
/* @func: the callback, or for kfree_rcu the offset of this head in the object. */
struct rcu_head {
	unsigned long urcu[2];
	void (*func)(struct rcu_head *head);
};
#endif

void call_rcu(struct rcu_head *head, void (*func)(struct rcu_head *head));
void cleat_kfree_rcu(const void *object, struct rcu_head *head);
void cleat_kfree_rcu_mightsleep(const void __rcu *__own __opt object) __sleeps;

/* Reports a pointer that is followed outside of a read-side section. */
void cleat_rcu_check(bool allowed, const char *file, int line);

#ifdef __CLEAT_CHECK__
/* What they mean for the checker: plain reads and writes, and what they want to be held. */
void cleat_rcu_wanted(void) __must_hold(RCU);
void cleat_rcu_frees(const void __rcu *__own __opt object);
#define rcu_access_pointer(p) (p)
#define rcu_dereference_check(p, cond) (p)
#define rcu_dereference(p) (cleat_rcu_wanted(), (p))
#define rcu_dereference_protected(p, cond) ((void)(cond), (p))
#define rcu_assign_pointer(p, v) ((void)((p) = (v)))
#define RCU_INIT_POINTER(p, v) ((void)((p) = (v)))
#define rcu_replace_pointer(p, v, cond)                                                            \
	({                                                                                         \
		__typeof__(p) __old = rcu_dereference_protected(p, cond);                          \
		(p) = (v);                                                                         \
		__old;                                                                             \
	})
#define kfree_rcu(p, member) ((void)offsetof(__typeof__(*(p)), member), cleat_rcu_frees(p))
#define kfree_rcu_mightsleep(p) cleat_kfree_rcu_mightsleep(p)
#else
#define rcu_access_pointer(p) __atomic_load_n(&(p), __ATOMIC_RELAXED)
#define rcu_dereference_check(p, cond)                                                             \
	({                                                                                         \
		cleat_rcu_check(cond, __FILE__, __LINE__);                                         \
		__atomic_load_n(&(p), __ATOMIC_ACQUIRE);                                           \
	})
#define rcu_dereference(p) rcu_dereference_check(p, false)
#define rcu_dereference_protected(p, cond)                                                         \
	({                                                                                         \
		cleat_warn(!(cond), __FILE__, __LINE__,                                            \
			   "rcu_dereference_protected without what protects it");                  \
		__atomic_load_n(&(p), __ATOMIC_RELAXED);                                           \
	})
#define rcu_assign_pointer(p, v) __atomic_store_n(&(p), v, __ATOMIC_RELEASE)
#define RCU_INIT_POINTER(p, v) __atomic_store_n(&(p), v, __ATOMIC_RELAXED)
#define rcu_replace_pointer(p, v, cond)                                                            \
	({                                                                                         \
		__typeof__(p) __old = rcu_dereference_protected(p, cond);                          \
		rcu_assign_pointer(p, v);                                                          \
		__old;                                                                             \
	})

#define kfree_rcu(p, member)                                                                       \
	do {                                                                                       \
		__typeof__(p) __freed = (p);                                                       \
		_Static_assert(offsetof(__typeof__(*__freed), member) < 4096,                      \
			       "kfree_rcu: the rcu_head stands within the first 4096 bytes");      \
		if (__freed)                                                                       \
			cleat_kfree_rcu(__freed, &__freed->member);                                \
	} while (0)
#define kfree_rcu_mightsleep(p) cleat_kfree_rcu_mightsleep(p)
#endif

#endif
