/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * What all objects need: the lock of the graph, queues of what a thread or a process is to read, and
 * counters.
 */
#ifndef BINDER_QUEUE_H
#define BINDER_QUEUE_H

#include <cleat/atomic.h>
#include <cleat/spinlock.h>
#include <cleat/variant_list.h>

enum {
	BINDER_BC_COUNT = 22,
	BINDER_BR_COUNT = 23,
};

extern spinlock_t binder_lock;

enum binder_work_kind {
	BINDER_WORK_TRANSACTION = 1,
	BINDER_WORK_COMPLETE,
	BINDER_WORK_RETURN_ERROR,
	BINDER_WORK_REPLY_ERROR,
	BINDER_WORK_NODE,
	BINDER_WORK_DEATH,
	BINDER_WORK_FREEZE,
};

DEFINE_VARIANT_LIST(binder_todo);

/* ---- counters ---- */

struct binder_stats {
	u32 bc[BINDER_BC_COUNT];
	u32 br[BINDER_BR_COUNT];
};

enum binder_count {
	BINDER_COUNT_PROC,
	BINDER_COUNT_THREAD,
	BINDER_COUNT_NODE,
	BINDER_COUNT_REF,
	BINDER_COUNT_DEATH,
	BINDER_COUNT_TRANSACTION,
	BINDER_COUNT_FREEZE,
	BINDER_COUNTS,
};

/* How many objects of a kind there were and are. */
struct binder_counters {
	atomic_t made;
	atomic_t ended;
};

extern struct binder_counters binder_counters[BINDER_COUNTS];

#define binder_count_made(kind) atomic_inc(&binder_counters[kind].made)
#define binder_count_ended(kind) atomic_inc(&binder_counters[kind].ended)

#endif
