/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * A function of the driver that runs later in a thread, where it may sleep. The work item is a
 * member of the object that it is about, and one macro makes the typed functions.
 *
 * DEFINE_WORK_FUNCTIONS(name, T, member, fn) - one kind of work
 * @T: type of the object; @member: its struct work_struct; @fn: void (T *obj), may sleep
 *
 *	void name_init(T *obj)
 *		once, before all others
 *	bool name_queue(T *obj), name_queue_on(T *obj, wq)
 *		fn(obj) runs soon, on everybody's queue or on one of the driver's own; false when
 *		it is queued already and has not begun. What the caller wrote before is seen by fn,
 *		which never runs twice at once, and may queue itself
 *	bool name_pending(T *obj)
 *		queued, and fn not begun; for statistics: it may change at once
 *	bool name_flush(T *obj)
 *		wait for the end of what is queued now; false: nothing was
 *	bool name_cancel_sync(T *obj)
 *		take it off, and wait for the end of fn if it runs; true when it was queued. The
 *		last call before the object is freed
 *
 * DEFINE_DELAYED_WORK_FUNCTIONS(name, T, member, fn) - the same after a time; @member is a struct
 * delayed_work, and
 *
 *	bool name_queue(T *obj, unsigned long delay), name_queue_on(T *obj, wq, delay)
 *		in @delay jiffies; false when it is queued already
 *	bool name_mod(T *obj, unsigned long delay)
 *		in @delay jiffies from now, whatever was set before; true when it was queued
 *	bool name_flush(T *obj)
 *		now, and wait
 *
 * DEFINE_OWNED_WORK_FUNCTIONS(name, T, member, fn) - work that takes its object along: @fn is void
 * (T *obj __own) and ends it. No init, no cancel:
 *
 *	void name_queue(T *obj __own, wq)
 *		on a queue of the driver's own, whose destroy_workqueue waits for it
 *
 * A queue of the driver's own:
 *
 *	alloc_workqueue(fmt, flags, max_active, …)
 *		or NULL; @max_active 0 is the default; @flags: WQ_UNBOUND, WQ_HIGHPRI, WQ_FREEZABLE,
 *		WQ_MEM_RECLAIM (it makes progress when memory is short)
 *	alloc_ordered_workqueue(fmt, flags, …)
 *		one item at a time, in order
 *	destroy_workqueue(wq)
 *		what is queued runs to its end first; nothing may be on a delay any more
 *
 * Context: _init, _queue, _mod and _pending any; the others wait: not inside fn, not under a lock
 * that fn takes.
 * Ownership: the object stays the driver's and must not be freed or moved until _cancel_sync.
 * Source: include/linux/workqueue.h; rust/kernel/workqueue.rs.
 *
 * Wrong: fn runs after the object is gone::
 *
 *	scan_work_queue(d);
 *	kfree(d);
 *
 * Right::
 *
 *	DEFINE_WORK_FUNCTIONS(scan_work, struct scanner, work, scan);
 *	...
 *	scan_work_cancel_sync(d);
 *	kfree(d);
 */
#ifndef CLEAT_WORKQUEUE_H
#define CLEAT_WORKQUEUE_H

#include <cleat/build_bug.h>
#include <cleat/cleanup.h>
#include <cleat/jiffies.h>
#include <cleat/slab.h>

#ifdef __KERNEL__
#include "../../kernel/workqueue.h"
#else
#include "../../host/workqueue.h"

struct workqueue_struct *__must_check __own __opt alloc_workqueue(const char *fmt,
								  unsigned int flags,
								  int max_active, ...)
	__printf(1, 4) __sleeps;
void destroy_workqueue(struct workqueue_struct *__own wq) __sleeps;

/* What the macros are made of. Drivers use the typed functions. */
bool schedule_work(struct work_struct *work __begins(queued));
bool queue_work(struct workqueue_struct *wq, struct work_struct *work __begins(queued));
bool work_pending(struct work_struct *work);
bool flush_work(struct work_struct *work) __sleeps;
bool cancel_work_sync(struct work_struct *work __ends(queued)) __sleeps;
bool schedule_delayed_work(struct delayed_work *dwork __begins(queued), unsigned long delay);
bool queue_delayed_work(struct workqueue_struct *wq, struct delayed_work *dwork __begins(queued),
			unsigned long delay);
bool cleat_mod_delayed_work(struct delayed_work *dwork __begins(queued), unsigned long delay);
bool flush_delayed_work(struct delayed_work *dwork) __sleeps;
bool cancel_delayed_work_sync(struct delayed_work *dwork __ends(queued)) __sleeps;
#endif

DEFINE_FREE(destroy_workqueue, struct workqueue_struct *, if (_T) destroy_workqueue(_T))

#define DEFINE_WORK_FUNCTIONS(name, T, member, fn)                                                 \
	static void fn(T *obj) __sleeps;                                                           \
	static void name##_run(struct work_struct *work)                                           \
	{                                                                                          \
		fn(container_of(work, T, member));                                                 \
	}                                                                                          \
	static inline __maybe_unused void name##_init(T *obj __makes)                              \
	{                                                                                          \
		INIT_WORK(&obj->member, name##_run);                                               \
	}                                                                                          \
	static inline __maybe_unused bool name##_queue(T *obj __begins(queued))                    \
	{                                                                                          \
		return schedule_work(&obj->member);                                                \
	}                                                                                          \
	static inline __maybe_unused bool name##_queue_on(T *obj __begins(queued),                 \
							  struct workqueue_struct *wq)             \
	{                                                                                          \
		return queue_work(wq, &obj->member);                                               \
	}                                                                                          \
	static inline __maybe_unused bool name##_pending(T *obj)                                   \
	{                                                                                          \
		return work_pending(&obj->member);                                                 \
	}                                                                                          \
	static inline __maybe_unused __waits_for(fn) bool __sleeps name##_flush(T *obj)		   \
	{                                                                                          \
		return flush_work(&obj->member);                                                   \
	}                                                                                          \
	static inline __maybe_unused __waits_for(fn) bool __sleeps				   \
		name##_cancel_sync(T *obj __ends(queued))					   \
	{                                                                                          \
		return cancel_work_sync(&obj->member);                                             \
	}                                                                                          \
	static_assert(__builtin_types_compatible_p(__typeof__(((T *)0)->member),                   \
						   struct work_struct),                    \
		      #member " is a struct work_struct")

#define DEFINE_DELAYED_WORK_FUNCTIONS(name, T, member, fn)                                         \
	static void fn(T *obj) __sleeps;                                                           \
	static void name##_run(struct work_struct *work)                                           \
	{                                                                                          \
		fn(container_of(work, T, member.work));                                            \
	}                                                                                          \
	static inline __maybe_unused void name##_init(T *obj __makes)                              \
	{                                                                                          \
		INIT_DELAYED_WORK(&obj->member, name##_run);                                       \
	}                                                                                          \
	static inline __maybe_unused bool name##_queue(T *obj __begins(queued),                    \
						       unsigned long delay)                        \
	{                                                                                          \
		return schedule_delayed_work(&obj->member, delay);                                 \
	}                                                                                          \
	static inline __maybe_unused bool name##_queue_on(T *obj __begins(queued),                 \
							  struct workqueue_struct *wq,             \
							  unsigned long delay)                     \
	{                                                                                          \
		return queue_delayed_work(wq, &obj->member, delay);                                \
	}                                                                                          \
	static inline __maybe_unused bool name##_mod(T *obj __begins(queued), unsigned long delay) \
	{                                                                                          \
		return cleat_mod_delayed_work(&obj->member, delay);                                \
	}                                                                                          \
	static inline __maybe_unused bool name##_pending(T *obj)                                   \
	{                                                                                          \
		return work_pending(&obj->member.work);                                            \
	}                                                                                          \
	static inline __maybe_unused __waits_for(fn) bool __sleeps name##_flush(T *obj)		   \
	{                                                                                          \
		return flush_delayed_work(&obj->member);                                           \
	}                                                                                          \
	static inline __maybe_unused __waits_for(fn) bool __sleeps				   \
		name##_cancel_sync(T *obj __ends(queued))					   \
	{                                                                                          \
		return cancel_delayed_work_sync(&obj->member);                                     \
	}                                                                                          \
	static_assert(__builtin_types_compatible_p(__typeof__(((T *)0)->member),                   \
						   struct delayed_work),                   \
		      #member " is a struct delayed_work")

#define DEFINE_OWNED_WORK_FUNCTIONS(name, T, member, fn)                                           \
	static void fn(T *__own obj) __sleeps;                                                     \
	static void name##_run(struct work_struct *work)                                           \
	{                                                                                          \
		fn(container_of(work, T, member));                                                 \
	}                                                                                          \
	static inline __maybe_unused void name##_queue(T *__own obj, struct workqueue_struct *wq)  \
	{                                                                                          \
		INIT_WORK(&obj->member, name##_run);                                               \
		queue_work(wq, &obj->member);                                                      \
	}                                                                                          \
	static_assert(__builtin_types_compatible_p(__typeof__(((T *)0)->member),                   \
						   struct work_struct),                    \
		      #member " is a struct work_struct")

#endif
