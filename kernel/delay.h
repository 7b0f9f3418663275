/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef CLEAT_KERNEL_DELAY_H
#define CLEAT_KERNEL_DELAY_H

#include <linux/delay.h>

#ifdef CLEAT_TEST
/* An injected signal comes at once: all of the time is left. */
static __always_inline unsigned long cleat_msleep_interruptible(unsigned int ms)
{
	return cleat_fault(CLEAT_FAULT_WAIT) ? ms : msleep_interruptible(ms);
}
#undef msleep_interruptible
#define msleep_interruptible(ms) cleat_msleep_interruptible(ms)
#endif

#endif
