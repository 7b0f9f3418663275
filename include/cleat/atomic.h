/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Numbers that several threads change without a lock: atomic_t (int), atomic64_t (s64) and
 * atomic_long_t (long), with the kernel's functions. The names below are atomic_t's; atomic64_ and
 * atomic_long_ have the same. For counting references see <cleat/refcount.h>, which cannot wrap.
 *
 *	ATOMIC_INIT(i), atomic_read(v), atomic_set(v, i), atomic_read_acquire, atomic_set_release
 *	atomic_add(i, v), sub, and, or, xor, andnot; atomic_inc(v), dec		change
 *	atomic_add_return(i, v), sub, inc, dec					the new value
 *	atomic_fetch_add(i, v), sub, and, or, xor, andnot, inc, dec		the old value
 *	atomic_xchg(v, new), atomic_cmpxchg(v, old, new)			the old value
 *	atomic_try_cmpxchg(v, &old, new)		true: it was old; else old is renewed
 *	atomic_sub_and_test(i, v), atomic_dec_and_test(v), atomic_inc_and_test(v)	now 0?
 *	atomic_add_negative(i, v)						now below 0?
 *	atomic_add_unless(v, i, u), atomic_fetch_add_unless, atomic_inc_not_zero(v)
 *	atomic_inc_unless_negative(v), atomic_dec_unless_positive(v), atomic_dec_if_positive(v)
 *
 * Order: what gives a value is fully ordered; with _relaxed, _acquire or _release at the end of its
 * name it is so much. What gives none, atomic_read and atomic_set order nothing. A condition that
 * does not hold orders nothing.
 *
 *	xchg(&x, v), cmpxchg(&x, old, new), try_cmpxchg(&x, &old, new)		on a plain variable
 *	smp_load_acquire(&x), smp_store_release(&x, v), smp_mb(), smp_rmb(), smp_wmb()
 *	smp_mb__before_atomic(), smp_mb__after_atomic()
 *
 * Context: any.
 * Source: include/linux/atomic/; Documentation/atomic_t.txt, memory-barriers.txt.
 *
 * Wrong: another thread comes between the test and the change::
 *
 *	if (atomic_read(&d->users) < MAX_USERS)
 *		atomic_inc(&d->users);
 *
 * Right::
 *
 *	if (!atomic_add_unless(&d->users, 1, MAX_USERS))
 *		return -EBUSY;
 */
#ifndef CLEAT_ATOMIC_H
#define CLEAT_ATOMIC_H

#include <cleat/types.h>

#ifdef __KERNEL__
#include <linux/atomic.h>
#else
#include "../../host/atomic.h"
#endif

#endif
