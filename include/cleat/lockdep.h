/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Assertions about locks: the first line of a function that wants one held. In a process they are
 * always checked, in a kernel when it has lockdep.
 *
 *	lockdep_assert_held(lock)		a mutex, spinlock or rw_semaphore
 *	lockdep_assert_held_write(lock)		… held to write
 *	lockdep_is_held(lock)			for rcu_dereference_protected (<cleat/rcupdate.h>)
 *
 * To the checker whoever says so holds it (CL406).
 *
 * Context: any. Source: include/linux/lockdep.h.
 *
 * Example::
 *
 *	static void queue_drop(struct queue *q) __must_hold(&q->lock)
 *	{
 *		lockdep_assert_held(&q->lock);
 */
#ifndef CLEAT_LOCKDEP_H
#define CLEAT_LOCKDEP_H

#include <cleat/types.h>

#ifdef __KERNEL__
#include <linux/lockdep.h>
#else
#include "../../host/lockdep.h"
#endif

#endif
