/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Letting time pass. To wait for something that happens, use <cleat/wait.h>: a delay is for
 * hardware that needs a pause and says nothing.
 *
 *	msleep(ms)			sleeps at least so long
 *	msleep_interruptible(ms)	or until a signal; the milliseconds that are left
 *	usleep_range(min, max)		sleeps at least min, hopefully at most max microseconds
 *	mdelay(ms), udelay(us), ndelay(ns)	spin: for atomic context, and for a few microseconds
 *
 * Context: the sleeping ones process context without a spinlock; the spinning ones any.
 * Source: include/linux/delay.h; Documentation/timers/timers-howto.rst (delay_sleep_functions.rst).
 *
 * Wrong: nobody can end the wait, and it polls what could wake it::
 *
 *	while (!READ_ONCE(d->done))
 *		msleep(100);
 *
 * Right::
 *
 *	usleep_range(300, 2000);
 */
#ifndef CLEAT_DELAY_H
#define CLEAT_DELAY_H

#include <cleat/fault.h>

#ifdef __KERNEL__
#include "../../kernel/delay.h"
#else

/** msleep - sleep for at least @ms milliseconds */
void msleep(unsigned int ms) __sleeps;

/**
 * msleep_interruptible - msleep that a signal ends
 *
 * Return: 0 after the whole time; otherwise the milliseconds that are left, rounded up to
 * ticks (a signal is pending).
 */
unsigned long msleep_interruptible(unsigned int ms) __sleeps;

/** usleep_range - sleep for @min to @max microseconds */
void usleep_range(unsigned long min, unsigned long max) __sleeps;

/** ndelay - spin for @ns nanoseconds */
void ndelay(unsigned long ns);
void udelay(unsigned long us);
void mdelay(unsigned long ms);
#endif

#endif
