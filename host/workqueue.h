/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef CLEAT_HOST_WORKQUEUE_H
#define CLEAT_HOST_WORKQUEUE_H

#include "timer.h"
#include "types.h"

#ifndef __CLEAT_KERNEL_TYPES__
#define WQ_UNBOUND (1u << 1)
#define WQ_FREEZABLE (1u << 2)
#define WQ_MEM_RECLAIM (1u << 3)
#define WQ_HIGHPRI (1u << 4)
#define WQ_PERCPU (1u << 8)

struct workqueue_struct;

/*
 * state: where it is; seq: which queueing this is; canceling: how many wait for its end for
 * good.
 */
struct __pinned work_struct {
	void (*func)(struct work_struct *work);
	struct work_struct *next;
	struct workqueue_struct *wq;
	u64 seq;
	int state;
	int canceling;
};

struct __pinned delayed_work {
	struct work_struct work;
	struct timer_list timer;
};
#endif

#define INIT_WORK(w, fn) (*(w) = (struct work_struct){.func = fn})
#define INIT_DELAYED_WORK(dw, fn) cleat_init_delayed_work(dw, fn)

extern void cleat_init_delayed_work(struct delayed_work *dwork,
				    void (*fn)(struct work_struct *work));

#define alloc_ordered_workqueue(fmt, flags, args...) \
	alloc_workqueue(fmt, (flags) | WQ_UNBOUND, 1, ##args)

/**
 * host_work_left - items that are queued or running (one on a delay is a timer): none when a
 * driver is gone
 */
int host_work_left(void);

#endif
