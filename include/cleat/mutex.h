/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Mutual exclusion for code that may sleep. One thread holds a mutex at a time; the thread that
 * locked it unlocks it; it is not recursive. Data that a mutex protects says so with
 * __guarded_by(&lock), and the checker refuses every access without that very instance held.
 *
 *	DEFINE_MUTEX(name)			a static mutex, ready for use
 *	guard(mutex)(&lock)			held to the end of the block
 *	scoped_guard(mutex, &lock) { }		held in the block that follows
 *	guard(mutex_two)(&a->lock, &b->lock)	two of one kind, taken in one order by everybody
 *
 * Context: process context; every acquiring function may sleep.
 * Source: include/linux/mutex.h; Documentation/locking/mutex-design.rst.
 *
 * Wrong: the early return leaves it locked, and the next caller hangs::
 *
 *	mutex_lock(&d->lock);
 *	if (d->busy)
 *		return -EBUSY;
 *	mutex_unlock(&d->lock);
 *
 * Right::
 *
 *	guard(mutex)(&d->lock);
 *	if (d->busy)
 *		return -EBUSY;
 */
#ifndef CLEAT_MUTEX_H
#define CLEAT_MUTEX_H

#include <cleat/cleanup.h>
#include <cleat/err.h>
#include <cleat/fault.h>
#include <cleat/lockdep.h>

#ifdef __KERNEL__
#include "../../kernel/mutex.h"
#else
#include "../../host/mutex.h"

/** mutex_init - make @lock ready for use, unlocked. Not needed after DEFINE_MUTEX. */
void mutex_init(struct mutex *lock __makes);

/** mutex_destroy - end @lock's use; it must be unlocked */
void mutex_destroy(struct mutex *lock) __must_not_hold(lock);

/** mutex_lock - acquire @lock, sleeping until it is free */
void mutex_lock(struct mutex *lock) __acquires(lock) __sleeps;

/**
 * mutex_lock_interruptible - mutex_lock that a signal ends; mutex_lock_killable: a fatal one
 *
 * Return: 0 with the lock held; -EINTR without it, when a signal came first.
 */
int __must_check mutex_lock_interruptible(struct mutex *lock) __cond_acquires(0, lock) __sleeps;
int __must_check mutex_lock_killable(struct mutex *lock) __cond_acquires(0, lock) __sleeps;

/** mutex_trylock - acquire @lock if it is free; 1 when it is now held, 0 when not. Never sleeps. */
int __must_check mutex_trylock(struct mutex *lock) __cond_acquires(1, lock);

/** mutex_unlock - release @lock, which this thread holds */
void mutex_unlock(struct mutex *lock) __releases(lock);

/** mutex_is_locked - does anyone hold @lock? For assertions, not for decisions. */
bool mutex_is_locked(struct mutex *lock);

DEFINE_GUARD(mutex, struct mutex *, mutex_lock(_T), mutex_unlock(_T))
#endif

/**
 * cleat_mutex_lock_two - acquire two mutexes of one kind, sleeping until they are free
 * @a, @b: in any order; when both are the same it is taken once
 *
 * Of two that are taken one by one each thread could hold the one that the other waits for::
 *
 *	guard(mutex_two)(&from->lock, &to->lock);
 *	from->sum -= n;
 *	to->sum += n;
 */
static inline void cleat_mutex_lock_two(struct mutex *a, struct mutex *b) __acquires(a) __acquires(b) __sleeps;
/** cleat_mutex_unlock_two - release both, in any order */
static inline void cleat_mutex_unlock_two(struct mutex *a, struct mutex *b) __releases(a) __releases(b);

#ifndef __CLEAT_CHECK__ /* which reads the declarations */
static inline void cleat_mutex_lock_two(struct mutex *a, struct mutex *b)
{
	mutex_lock(a < b ? a : b);
	if (a != b)
		__cleat_mutex_lock_second(a < b ? b : a);
}

static inline void cleat_mutex_unlock_two(struct mutex *a, struct mutex *b)
{
	mutex_unlock(a);
	if (a != b)
		mutex_unlock(b);
}
#endif

__CLEAT_DEFINE_GUARD_TWO(mutex_two, struct mutex, cleat_mutex_lock_two, cleat_mutex_unlock_two)
#define class_mutex_two_constructor(a, b) __cleat_guard_two(mutex_two, a, b)

#endif
