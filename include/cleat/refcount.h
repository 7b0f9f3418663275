/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * A count of references that cannot wrap: it saturates, with a warning, where a plain atomic would
 * come round to 0 and free an object in use. For an object with references take the typed form,
 * DEFINE_REFCOUNTED in <cleat/kref.h>, which also knows what to do at 0.
 *
 *	REFCOUNT_INIT(n)	for a static one
 *
 * Context: any. A decrement comes after all use of the object by this thread; the one that reaches
 * 0 comes after all use by every thread.
 * Source: include/linux/refcount.h; rust/kernel/sync/refcount.rs.
 *
 * Wrong: the object may be at 0, and its memory be given back, before the increment::
 *
 *	s = session_find(id);
 *	refcount_inc(&s->refs);
 *
 * Right::
 *
 *	s = session_find(id);
 *	if (!refcount_inc_not_zero(&s->refs))
 *		return -ENOENT;
 */
#ifndef CLEAT_REFCOUNT_H
#define CLEAT_REFCOUNT_H

#include <cleat/mutex.h>
#include <cleat/spinlock.h>

#ifdef __KERNEL__
#include <linux/refcount.h>
#else
#include "../../host/refcount.h"

/** refcount_set - @n references from here on; refcount_read - how many, for messages and tests */
void refcount_set(refcount_t *r, int n);
unsigned int refcount_read(const refcount_t *r);

/** refcount_inc - one more, for a caller that has one; warns when there was none */
void refcount_inc(refcount_t *r);
void refcount_add(int n, refcount_t *r);

/** refcount_inc_not_zero - one more if there is any; false at 0 */
bool __must_check refcount_inc_not_zero(refcount_t *r);
bool __must_check refcount_add_not_zero(int n, refcount_t *r);

/** refcount_dec_and_test - one less; true for the last: the object is the caller's alone */
bool __must_check refcount_dec_and_test(refcount_t *r);
bool __must_check refcount_sub_and_test(int n, refcount_t *r);

/** refcount_dec - one less, which is not the last; warns when it was */
void refcount_dec(refcount_t *r);

/** refcount_dec_if_one - 0 if it was 1; refcount_dec_not_one - one less if it was not 1 */
bool __must_check refcount_dec_if_one(refcount_t *r);
bool __must_check refcount_dec_not_one(refcount_t *r);

/** refcount_dec_and_mutex_lock - refcount_dec_and_test; @lock is held when it returns true */
bool __must_check refcount_dec_and_mutex_lock(refcount_t *r, struct mutex *lock)
	__cond_acquires(true, lock) __sleeps;
bool __must_check refcount_dec_and_lock(refcount_t *r, spinlock_t *lock)
	__cond_acquires(true, lock);
#endif

#endif
