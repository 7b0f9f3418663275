/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The threads behind workqueues. Each queue has threads of its own, made when an item waits and
 * none is idle. One lock covers all queues, because an item may move from one to another, and what
 * runs must be found by the item's address alone: a function may have freed its item.
 */
#ifndef CLEAT_HOST_WORKPOOL_H
#define CLEAT_HOST_WORKPOOL_H

#include "libc.h"

#include <cleat/wait.h>
#include <cleat/workqueue.h>

enum { WORK_IDLE, WORK_DELAYED, WORK_QUEUED };
enum { HOST_MAX_ACTIVE = 256 };

struct host_worker {
	struct host_worker *next;
	struct workqueue_struct *wq;
	struct work_struct *running;
	u64 seq;
	pthread_t thread;
};

struct workqueue_struct {
	struct workqueue_struct *next;
	struct work_struct *first, **end;
	struct host_worker *workers;
	pthread_cond_t wake;
	int n_workers, n_idle, n_queued, n_delayed, max_active;
	bool dying;
	char name[16];
};

extern pthread_mutex_t host_work_lock;

/* Woken when an item has ended or left its queue. */
extern struct wait_queue_head host_work_ended;

/* All queues; the last is the shared one. */
extern struct workqueue_struct host_system_queue, *host_queues;

/* The functions below are called with the lock held. */

/** host_work_enqueue - put an idle or delayed item on @wq, and see that a thread comes for it */
void host_work_enqueue(struct workqueue_struct *wq, struct work_struct *work);

/**
 * host_work_dequeue - take it off its queue or its delay, whose timer then finds nothing; was it
 * there?
 */
bool host_work_dequeue(struct work_struct *work);

/** host_work_runs - does the function of @work run, in a queueing not after @up_to? */
bool host_work_runs(const struct work_struct *work, u64 up_to);

/** host_work_seq - the number of the latest queueing */
u64 host_work_seq(void);

/** host_work_inside - is this the thread that runs @work? */
bool host_work_inside(const struct work_struct *work);

/** host_workers_join - @wq is dying: let its threads end, and free them; the lock is not held */
void host_workers_join(struct workqueue_struct *wq);

#endif
