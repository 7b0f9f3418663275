/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Read-copy-update: readers use an object without a lock while a writer replaces it; the old one
 * ends when every reader that may have seen it has left its section.
 *
 *	struct config __rcu *config;		a pointer that readers follow without a lock
 *	guard(rcu)(), scoped_guard(rcu) { }	a read-side section
 *	rcu_dereference(d->config)		in it: the object, until the section ends
 *	rcu_access_pointer(d->config)		the address alone, to compare with NULL
 *	rcu_dereference_protected(d->config, lockdep_is_held(&d->lock))	for the writer
 *	rcu_assign_pointer(d->config, new)	publish; what was written to *new before is seen
 *	rcu_replace_pointer(d->config, new, lockdep_is_held(&d->lock))	… and give the old one
 *	RCU_INIT_POINTER(d->config, NULL)	publish nothing
 *	synchronize_rcu()			wait until all sections that are open now have ended
 *	kfree_rcu(old, rcu)			kfree after them, without waiting; rcu: its rcu_head
 *	kfree_rcu_mightsleep(old)		the same for an object without one
 *	rcu_barrier()				wait for the callbacks of call_rcu
 *
 * DEFINE_CALL_RCU(name, T, member, fn) - define name(p): fn(p) is called after the open sections
 * @member: the struct rcu_head in T; @fn: void fn(T *), ends the object; atomic context
 *
 * Context: a read-side section is atomic: nothing in it sleeps. synchronize_rcu, rcu_barrier and
 * kfree_rcu_mightsleep sleep and are not called in one. A driver that uses DEFINE_CALL_RCU calls
 * rcu_barrier() in its exit.
 * Ownership: rcu_dereference lends until the section ends; what is kept longer is a reference
 * (name_get_unless_zero of <cleat/kref.h>). kfree_rcu and name(p) take the object, which must not
 * be reachable for new readers any more.
 * Source: include/linux/rcupdate.h; Documentation/RCU/whatisRCU.rst; rust/kernel/sync/rcu.rs.
 *
 * Wrong: the object is used after the section, when it may be freed::
 *
 *	scoped_guard(rcu)
 *		c = rcu_dereference(d->config);
 *	return c->limit;
 *
 * Right::
 *
 *	guard(rcu)();
 *	return rcu_dereference(d->config)->limit;
 */
#ifndef CLEAT_RCUPDATE_H
#define CLEAT_RCUPDATE_H

#include <cleat/build_bug.h>
#include <cleat/cleanup.h>
#include <cleat/mutex.h>
#include <cleat/slab.h>

#ifdef __KERNEL__
#include "../../kernel/rcupdate.h"
#else
#include "../../host/rcupdate.h"

/** rcu_read_lock - begin a read-side section; they nest; rcu_read_unlock - end it */
void rcu_read_lock(void) __acquires(RCU);
void rcu_read_unlock(void) __releases(RCU);
bool rcu_read_lock_held(void);

void synchronize_rcu(void) __sleeps __waits_for(RCU);
void rcu_barrier(void) __sleeps __ends(call_rcu);

DEFINE_LOCK_GUARD_0(rcu, rcu_read_lock(), rcu_read_unlock())
#endif

#ifdef __CLEAT_CHECK__
/* fn is called later, where nothing sleeps; what is held here is not held then. */
#define DEFINE_CALL_RCU(name, T, member, fn)                                                       \
	__typeof__(fn) fn __atomic;                                                                \
	void name##_later(T *__own p);                                                             \
	static inline __maybe_unused void name(T *__own p)                                         \
	{                                                                                          \
		name##_later(p);                                                                   \
	}                                                                                          \
	static_assert(sizeof(((T *)0)->member) == sizeof(struct rcu_head),                         \
		      #T "." #member " is a struct rcu_head")
#else
#define DEFINE_CALL_RCU(name, T, member, fn)                                                       \
	static void name##_callback(struct rcu_head *head)                                         \
	{                                                                                          \
		fn(container_of(head, T, member));                                                 \
	}                                                                                          \
	static inline __maybe_unused void name(T *__own p)                                         \
	{                                                                                          \
		call_rcu(&p->member, name##_callback);                                             \
	}                                                                                          \
	static_assert(sizeof(((T *)0)->member) == sizeof(struct rcu_head),                         \
		      #T "." #member " is a struct rcu_head")
#endif

#endif
