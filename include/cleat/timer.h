/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * A function of the driver that runs once, later. The timer is a member of the object that it is
 * about, and one macro makes the typed functions, so that no driver says container_of.
 *
 * DEFINE_TIMER_FUNCTIONS(name, T, member, fn) - the functions of one kind of timer
 * @name: their prefix
 * @T: type of the object; @member: its struct timer_list
 * @fn: void (T *obj), runs in atomic context (softirq); it may arm the timer again
 *
 *	void name_setup(T *obj)
 *		once, before all others; the timer is not armed
 *	int name_mod(T *obj, unsigned long expires)
 *		fn(obj) runs when jiffies reaches @expires, never earlier; a time set before is
 *		forgotten. 1 when it was armed, 0 when not. Does nothing after the shutdown
 *	bool name_pending(T *obj)
 *		armed, and fn not begun; for statistics: it may change at once
 *	int name_delete_sync(T *obj)
 *		disarm, and wait for the end of fn if it runs; 1 when it was armed
 *	void name_shutdown_sync(T *obj)
 *		the same for good: the last call before the object is freed
 *
 * A timer that expires in more than a few ticks may be late by an eighth of its time; where that
 * matters use <cleat/hrtimer.h>.
 *
 * Context: _mod and _pending any; the _sync ones may wait for fn: not inside fn, not under a lock
 * that fn takes, not in an interrupt handler.
 * Ownership: the object stays the driver's; it must not be freed or moved while it is armed.
 * Source: include/linux/timer.h; Documentation/timers.
 *
 * Wrong: fn runs, or arms the timer again, after the object is gone::
 *
 *	timertest_timer_delete_sync(t);
 *	timertest_mod(t, 100);		// arms it
 *	kfree(t);
 *
 * Right::
 *
 *	DEFINE_TIMER_FUNCTIONS(timertest_timer, struct timertest, timer, timertest_expired);
 *	...
 *	timertest_timer_shutdown_sync(t);
 *	...
 *	kfree(t);
 */
#ifndef CLEAT_TIMER_H
#define CLEAT_TIMER_H

#include <cleat/build_bug.h>
#include <cleat/jiffies.h>

#ifdef __KERNEL__
#include <linux/timer.h>
#else
#include "../../host/timer.h"

/* What the macro is made of. Drivers use the typed functions. */
void timer_setup(struct timer_list *timer __makes, void (*fn)(struct timer_list *timer),
		 unsigned int flags);
int mod_timer(struct timer_list *timer __begins(armed), unsigned long expires);
int timer_pending(const struct timer_list *timer);
int timer_delete_sync(struct timer_list *timer __ends(armed));
int timer_shutdown_sync(struct timer_list *timer __ends(armed) __for_good);
#endif

#define DEFINE_TIMER_FUNCTIONS(name, T, member, fn)                                                \
	static void fn(T *obj) __atomic;                                                           \
	static void name##_run(struct timer_list *timer)                                           \
	{                                                                                          \
		fn(container_of(timer, T, member));                                                \
	}                                                                                          \
	static inline __maybe_unused void name##_setup(T *obj __makes)                             \
	{                                                                                          \
		timer_setup(&obj->member, name##_run, 0);                                          \
	}                                                                                          \
	static inline __maybe_unused int name##_mod(T *obj __begins(armed), unsigned long expires) \
	{                                                                                          \
		return mod_timer(&obj->member, expires);                                           \
	}                                                                                          \
	static inline __maybe_unused bool name##_pending(T *obj)                                   \
	{                                                                                          \
		return timer_pending(&obj->member);                                                \
	}                                                                                          \
	static inline __maybe_unused __waits_for(fn) int name##_delete_sync(T *obj __ends(armed))  \
	{                                                                                          \
		return timer_delete_sync(&obj->member);                                            \
	}                                                                                          \
	static inline __maybe_unused __waits_for(fn) void					   \
		name##_shutdown_sync(T *obj __ends(armed) __for_good)				   \
	{                                                                                          \
		timer_shutdown_sync(&obj->member);                                                 \
	}                                                                                          \
	static_assert(__builtin_types_compatible_p(__typeof__(((T *)0)->member),                   \
						   struct timer_list),                             \
		      #member " is a struct timer_list")

#endif
