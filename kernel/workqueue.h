/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef CLEAT_KERNEL_WORKQUEUE_H
#define CLEAT_KERNEL_WORKQUEUE_H

#include <linux/workqueue.h>

#include "compat.h"

/* schedule_delayed_work's own queue. */
#define cleat_mod_delayed_work(dwork, delay) mod_delayed_work(cleat_system_wq, dwork, delay)

#ifdef CLEAT_TEST
static __always_inline void cleat_destroy_workqueue(struct workqueue_struct *wq)
{
	atomic_long_dec(&cleat_live_objects);
	destroy_workqueue(wq);
}
#define destroy_workqueue(wq) cleat_destroy_workqueue(wq)

#define __cleat_counted_wq(alloc)                                                                  \
	((struct workqueue_struct *)(cleat_fault(CLEAT_FAULT_ALLOC) ? NULL : cleat_counted(alloc)))
#ifdef alloc_workqueue
#undef alloc_workqueue
#define alloc_workqueue(...) __cleat_counted_wq(alloc_hooks(alloc_workqueue_noprof(__VA_ARGS__)))
#else
#define alloc_workqueue(...) __cleat_counted_wq(alloc_workqueue(__VA_ARGS__))
#endif
#endif

#endif
