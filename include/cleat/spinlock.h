/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Mutual exclusion for short sections that never sleep. Under a spinlock no function that may sleep
 * is called: not GFP_KERNEL, not a mutex, not a user copy.
 *
 *	DEFINE_SPINLOCK(name), spin_lock_init(&lock)
 *	guard(spinlock)(&lock)			data used in process context only
 *	guard(spinlock_bh)(&lock)		data that a timer or a softirq uses too
 *	guard(spinlock_irq)(&lock)		data that an interrupt handler uses too
 *	guard(spinlock_irqsave)(&lock)		the same, where interrupts may be off already
 *	guard(spinlock_two)(&a->lock, &b->lock)	two of one kind, taken in one order by everybody
 *	spin_lock, spin_unlock, spin_trylock; spin_lock_irqsave(&lock, flags), …
 *
 * Context: any; between lock and unlock the code is atomic.
 * Source: include/linux/spinlock.h.
 *
 * Wrong: the allocation may sleep while others spin::
 *
 *	guard(spinlock)(&d->lock);
 *	d->buf = kzalloc(64, GFP_KERNEL);
 *
 * Right: allocate first, or use GFP_ATOMIC::
 *
 *	char *buf __free(kfree) = kzalloc(64, GFP_KERNEL);
 *	guard(spinlock)(&d->lock);
 *	d->buf = no_free_ptr(buf);
 */
#ifndef CLEAT_SPINLOCK_H
#define CLEAT_SPINLOCK_H

#include <cleat/cleanup.h>
#include <cleat/lockdep.h>

#ifdef __KERNEL__
#include <linux/spinlock.h>
#define __cleat_spin_lock_second(lock) spin_lock_nested(lock, SINGLE_DEPTH_NESTING)
#if !__has_include(<linux/cleanup.h>)
DEFINE_LOCK_GUARD_1(spinlock, spinlock_t, spin_lock(_T->lock), spin_unlock(_T->lock))
DEFINE_LOCK_GUARD_1(spinlock_irq, spinlock_t, spin_lock_irq(_T->lock), spin_unlock_irq(_T->lock))
DEFINE_LOCK_GUARD_1(spinlock_irqsave, spinlock_t, spin_lock_irqsave(_T->lock, _T->flags),
		    spin_unlock_irqrestore(_T->lock, _T->flags), unsigned long flags)
#endif
#ifndef class_spinlock_constructor
#define class_spinlock_constructor(lock) class_spinlock_constructor(__cleat_guarded_lock(lock))
#define class_spinlock_irq_constructor(lock)                                                       \
	class_spinlock_irq_constructor(__cleat_guarded_lock(lock))
#define class_spinlock_irqsave_constructor(lock)                                                   \
	class_spinlock_irqsave_constructor(__cleat_guarded_lock(lock))
#endif
/* Kernels with <linux/cleanup.h> have this one or not, and there is no telling which. */
DEFINE_LOCK_GUARD_1(cleat_spinlock_bh, spinlock_t, spin_lock_bh(_T->lock), spin_unlock_bh(_T->lock))
#define class_spinlock_bh_t class_cleat_spinlock_bh_t
#undef class_spinlock_bh_constructor
#define class_spinlock_bh_constructor(lock)                                                        \
	class_cleat_spinlock_bh_constructor(__cleat_guarded_lock(lock))
#define class_spinlock_bh_destructor class_cleat_spinlock_bh_destructor
#define class_spinlock_bh_lock_ptr class_cleat_spinlock_bh_lock_ptr
#define class_spinlock_bh_is_conditional class_cleat_spinlock_bh_is_conditional
#else
#include "../../host/spinlock.h"

/** spin_lock_init - make @lock ready for use, unlocked */
void spin_lock_init(spinlock_t *lock __makes);

/** spin_lock - acquire @lock, spinning until it is free; spin_unlock - release it */
void spin_lock(spinlock_t *lock) __acquires(lock);
void spin_unlock(spinlock_t *lock) __releases(lock);

/** spin_trylock - acquire @lock if it is free; 1 when it is now held */
int __must_check spin_trylock(spinlock_t *lock) __cond_acquires(1, lock);

/** spin_lock_irq - spin_lock with interrupts off, which are on before */
void spin_lock_irq(spinlock_t *lock) __acquires(lock);
void spin_unlock_irq(spinlock_t *lock) __releases(lock);
void spin_lock_bh(spinlock_t *lock) __acquires(lock);
void spin_unlock_bh(spinlock_t *lock) __releases(lock);

/** spin_lock_irqsave - spin_lock with interrupts off; @flags remembers how they were */
#define spin_lock_irqsave(lock, flags) ((flags) = 0, spin_lock_irq(lock))
#define spin_unlock_irqrestore(lock, flags) ((void)(flags), spin_unlock_irq(lock))

bool spin_is_locked(spinlock_t *lock);

DEFINE_LOCK_GUARD_1(spinlock, spinlock_t, spin_lock(_T->lock), spin_unlock(_T->lock))
DEFINE_LOCK_GUARD_1(spinlock_bh, spinlock_t, spin_lock_bh(_T->lock), spin_unlock_bh(_T->lock))
DEFINE_LOCK_GUARD_1(spinlock_irq, spinlock_t, spin_lock_irq(_T->lock), spin_unlock_irq(_T->lock))
DEFINE_LOCK_GUARD_1(spinlock_irqsave, spinlock_t, spin_lock_irqsave(_T->lock, _T->flags),
		    spin_unlock_irqrestore(_T->lock, _T->flags), unsigned long flags)
#endif

/** cleat_spin_lock_two - acquire two spinlocks of one kind, in any order; the same one is taken once */
static inline void cleat_spin_lock_two(spinlock_t *a, spinlock_t *b) __acquires(a) __acquires(b);
static inline void cleat_spin_unlock_two(spinlock_t *a, spinlock_t *b) __releases(a) __releases(b);

#ifndef __CLEAT_CHECK__ /* which reads the declarations */
static inline void cleat_spin_lock_two(spinlock_t *a, spinlock_t *b)
{
	spin_lock(a < b ? a : b);
	if (a != b)
		__cleat_spin_lock_second(a < b ? b : a);
}

static inline void cleat_spin_unlock_two(spinlock_t *a, spinlock_t *b)
{
	spin_unlock(a);
	if (a != b)
		spin_unlock(b);
}
#endif

__CLEAT_DEFINE_GUARD_TWO(spinlock_two, spinlock_t, cleat_spin_lock_two, cleat_spin_unlock_two)
#define class_spinlock_two_constructor(a, b) __cleat_guard_two(spinlock_two, a, b)

#endif
