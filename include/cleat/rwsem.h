/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * A lock that many may hold to read, or one to write, for code that may sleep. It is not recursive,
 * not even for reading: a writer that waits between the two would stop both. Data that it protects
 * says so with __guarded_by(&lock): reading wants it held at all, writing wants it held to write.
 *
 *	DECLARE_RWSEM(name), init_rwsem(&lock)
 *	guard(rwsem_read)(&lock), scoped_guard(rwsem_read, &lock) { }
 *	guard(rwsem_write)(&lock), scoped_guard(rwsem_write, &lock) { }
 *
 * Context: process context; every acquiring function but the try ones may sleep.
 * Source: include/linux/rwsem.h; Documentation/locking/locktypes.rst.
 *
 * Wrong: the reader's lock does not make the change safe::
 *
 *	guard(rwsem_read)(&d->lock);
 *	d->hits++;
 *
 * Right::
 *
 *	guard(rwsem_write)(&d->lock);
 *	d->hits++;
 */
#ifndef CLEAT_RWSEM_H
#define CLEAT_RWSEM_H

#include <cleat/cleanup.h>
#include <cleat/err.h>
#include <cleat/fault.h>
#include <cleat/lockdep.h>

#ifdef __KERNEL__
#include "../../kernel/rwsem.h"
#else
#include "../../host/rwsem.h"

/** init_rwsem - make @lock ready for use, unlocked. Not needed after DECLARE_RWSEM. */
void init_rwsem(struct rw_semaphore *lock __makes);

/** down_read - acquire @lock to read; up_read - release it */
void down_read(struct rw_semaphore *lock) __acquires_shared(lock) __sleeps;
void up_read(struct rw_semaphore *lock) __releases_shared(lock);

/** down_read_interruptible - down_read that a signal ends: -EINTR, and @lock is not held */
int __must_check down_read_interruptible(struct rw_semaphore *lock)
	__cond_acquires_shared(0, lock) __sleeps;
int __must_check down_read_killable(struct rw_semaphore *lock)
	__cond_acquires_shared(0, lock) __sleeps;

/** down_read_trylock - acquire @lock to read if nobody writes; 1 when it is now held */
int __must_check down_read_trylock(struct rw_semaphore *lock) __cond_acquires_shared(1, lock);

/** down_write - acquire @lock to write, alone; up_write - release it */
void down_write(struct rw_semaphore *lock) __acquires(lock) __sleeps;
void up_write(struct rw_semaphore *lock) __releases(lock);

/** down_write_killable - down_write that a fatal signal ends: -EINTR, and @lock is not held */
int __must_check down_write_killable(struct rw_semaphore *lock) __cond_acquires(0, lock) __sleeps;

/** down_write_trylock - acquire @lock to write if it is free; 1 when it is now held */
int __must_check down_write_trylock(struct rw_semaphore *lock) __cond_acquires(1, lock);

/** downgrade_write - go on as a reader; no writer comes between. Ends by up_read. */
void downgrade_write(struct rw_semaphore *lock) __must_hold(lock) __downgrades(lock);

/** rwsem_is_locked - does anyone hold @lock? For assertions, not for decisions. */
int rwsem_is_locked(struct rw_semaphore *lock);

DEFINE_GUARD(rwsem_read, struct rw_semaphore *, down_read(_T), up_read(_T))
DEFINE_GUARD(rwsem_write, struct rw_semaphore *, down_write(_T), up_write(_T))
#endif

#endif
