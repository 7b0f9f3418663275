/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Objects that end with their last reference. The object carries a struct kref, the macro
 * generates typed get and put, and the release function is called once, by the put that drops the
 * last reference.
 *
 * DEFINE_REFCOUNTED(name, T, member, release) - references to T
 * @member: its struct kref; @release: void release(T *__own), ends the object
 *
 * Generated (p is a T *; name is the noun, so that node_get and node_put come out):
 *	name_new(p)			a fresh object becomes a reference; NULL stays NULL
 *	name_get(p)			one more reference, for a caller that has one
 *	name_get_unless_zero(p)		one more unless the last is gone: NULL. For lookups under
 *					RCU or a lock, where the object's memory is there but
 *					perhaps not its references
 *	name_put(p)			give a reference back; p is not used after it
 *	T *p __free(name_put) = …	… at the end of the scope
 *
 * Ownership: what name_new and name_get return is a reference that the caller owns: it ends by
 * name_put or is handed on, once. From name_new on, kfree(p) belongs to @release alone.
 * Context: name_get: any; name_put: where @release may be called.
 * Return: name_new and name_get give p.
 * Source: include/linux/kref.h; rust/kernel/sync/arc.rs, aref.rs.
 *
 * Wrong: two references are given to others, one was taken::
 *
 *	a->peer = p;
 *	b->peer = p;
 *
 * Right::
 *
 *	DEFINE_REFCOUNTED(node, struct node, refs, node_release);
 *
 *	struct node *p __free(node_put) = node_new(kzalloc_obj(*p));
 *	if (!p)
 *		return -ENOMEM;
 *	a->peer = node_get(p);
 *	b->peer = no_free_ptr(p);
 */
#ifndef CLEAT_KREF_H
#define CLEAT_KREF_H

#include <cleat/build_bug.h>
#include <cleat/cleanup.h>
#include <cleat/err.h>
#include <cleat/refcount.h>

#ifdef __KERNEL__
#include <linux/kref.h>
#else
#include "../../host/kref.h"

/* The kernel's untyped form; its release function needs container_of, which a driver has not. */
void kref_init(struct kref *kref);
unsigned int kref_read(const struct kref *kref);
void kref_get(struct kref *kref);
int __must_check kref_get_unless_zero(struct kref *kref);
int kref_put(struct kref *kref, void (*release)(struct kref *kref));
#endif

/* The compiler learns that @p is neither NULL nor an error: __free tests for neither. */
#ifdef __CLEAT_CHECK__
#define __CLEAT_IS_OBJECT(p) ((void)0)
#else
#define __CLEAT_IS_OBJECT(p)                                                                       \
	do {                                                                                       \
		if (IS_ERR_OR_NULL(p))                                                             \
			__builtin_unreachable();                                                   \
	} while (0)
#endif

#define DEFINE_REFCOUNTED(name, T, member, release)                                                \
	static inline __maybe_unused T *__own __opt name##_new(T *__own __opt p)                   \
	{                                                                                          \
		if (p)                                                                             \
			kref_init(&p->member);                                                     \
		return p;                                                                          \
	}                                                                                          \
	static inline __maybe_unused __must_check T *__own name##_get(T *p)                        \
	{                                                                                          \
		kref_get(&p->member);                                                              \
		__CLEAT_IS_OBJECT(p);                                                              \
		return p;                                                                          \
	}                                                                                          \
	static inline __maybe_unused __must_check T *__own __opt name##_get_unless_zero(T *p)      \
	{                                                                                          \
		if (!kref_get_unless_zero(&p->member))                                             \
			return NULL;                                                               \
		__CLEAT_IS_OBJECT(p);                                                              \
		return p;                                                                          \
	}                                                                                          \
	static inline __maybe_unused void name##_put(T *__own p)                                   \
	{                                                                                          \
		if (refcount_dec_and_test(&p->member.refcount))                                    \
			release(p);                                                                \
	}                                                                                          \
	/* Full only where an error leads out: about what is always full nobody asks. */           \
	DEFINE_FREE(name##_put, T *,                                                               \
		    if (__builtin_expect_with_probability(!IS_ERR_OR_NULL(_T), 0, 0.999))          \
			    name##_put(_T))                                                        \
	static_assert(__builtin_types_compatible_p(__typeof__(((T *)0)->member), struct kref),     \
		      #T "." #member " is a struct kref")

#endif
