/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * A timer with nanoseconds instead of ticks, on the monotonic clock; once, or again and again.
 *
 * DEFINE_HRTIMER_FUNCTIONS(name, T, member, fn) - the typed functions of one kind of timer
 * @name: their prefix
 * @T: type of the object; @member: its struct hrtimer
 * @fn: enum hrtimer_restart (T *obj), runs in atomic context with interrupts off; returns
 *	HRTIMER_NORESTART, or HRTIMER_RESTART after name_forward_now()
 *
 *	void name_setup(T *obj)
 *		once, before all others; the timer is not armed
 *	void name_start(T *obj, ktime_t after)
 *		fn(obj) runs when @after (nanoseconds, from now) has passed; a time set before is
 *		forgotten
 *	u64 name_forward_now(T *obj, ktime_t interval)
 *		in fn only: move the time on by whole @interval (> 0) until it is in the future; how
 *		many. More than 1: the driver was too late for the others
 *	ktime_t name_remaining(T *obj)
 *		what is left; 0 or less when it has expired
 *	bool name_active(T *obj)
 *		armed, or fn runs; for statistics: it may change at once
 *	int name_cancel(T *obj)
 *		disarm, and wait for the end of fn if it runs; 1 when it was active
 *
 * Context: any, except _cancel: not inside fn, not under a lock that fn takes.
 * Ownership: the object stays the driver's; it must not be freed or moved before _cancel, and
 * nobody may start the timer after that.
 * Source: include/linux/hrtimer.h; rust/kernel/time/hrtimer.rs.
 *
 * Wrong: fn waits for the lock that _cancel's caller holds, and _cancel for fn::
 *
 *	guard(spinlock_irqsave)(&w->lock);
 *	watchdog_timer_cancel(w);
 *
 * Right: decide under the lock, wait outside of it::
 *
 *	scoped_guard(spinlock_irqsave, &w->lock) {
 *		...
 *		w->running = false;
 *	}
 *	watchdog_timer_cancel(w);
 */
#ifndef CLEAT_HRTIMER_H
#define CLEAT_HRTIMER_H

#include <cleat/build_bug.h>
#include <cleat/ktime.h>

#ifdef __KERNEL__
#include "../../kernel/hrtimer.h"
#else
#include "../../host/timer.h"

/* What the macro is made of. Drivers use the typed functions. */
void hrtimer_setup(struct hrtimer *timer __makes, enum hrtimer_restart (*fn)(struct hrtimer *timer),
		   int clock, enum hrtimer_mode mode);
void hrtimer_start(struct hrtimer *timer __begins(armed), ktime_t time, enum hrtimer_mode mode);
u64 hrtimer_forward_now(struct hrtimer *timer, ktime_t interval);
ktime_t hrtimer_get_remaining(const struct hrtimer *timer);
bool hrtimer_active(const struct hrtimer *timer);
int hrtimer_cancel(struct hrtimer *timer __ends(armed));
#endif

#define DEFINE_HRTIMER_FUNCTIONS(name, T, member, fn)                                              \
	static enum hrtimer_restart fn(T *obj) __atomic;                                           \
	static enum hrtimer_restart name##_run(struct hrtimer *timer)                              \
	{                                                                                          \
		return fn(container_of(timer, T, member));                                         \
	}                                                                                          \
	static inline __maybe_unused void name##_setup(T *obj __makes)                             \
	{                                                                                          \
		hrtimer_setup(&obj->member, name##_run, CLOCK_MONOTONIC, HRTIMER_MODE_REL);        \
	}                                                                                          \
	static inline __maybe_unused void name##_start(T *obj __begins(armed), ktime_t after)      \
	{                                                                                          \
		hrtimer_start(&obj->member, after, HRTIMER_MODE_REL);                              \
	}                                                                                          \
	static inline __maybe_unused u64 name##_forward_now(T *obj, ktime_t interval)              \
	{                                                                                          \
		return hrtimer_forward_now(&obj->member, interval);                                \
	}                                                                                          \
	static inline __maybe_unused ktime_t name##_remaining(T *obj)                              \
	{                                                                                          \
		return hrtimer_get_remaining(&obj->member);                                        \
	}                                                                                          \
	static inline __maybe_unused bool name##_active(T *obj)                                    \
	{                                                                                          \
		return hrtimer_active(&obj->member);                                               \
	}                                                                                          \
	static inline __maybe_unused __waits_for(fn) int name##_cancel(T *obj __ends(armed))	   \
	{                                                                                          \
		return hrtimer_cancel(&obj->member);                                               \
	}                                                                                          \
	static_assert(__builtin_types_compatible_p(__typeof__(((T *)0)->member), struct hrtimer),  \
		      #member " is a struct hrtimer")

#endif
