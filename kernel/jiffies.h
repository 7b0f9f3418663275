/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef CLEAT_KERNEL_JIFFIES_H
#define CLEAT_KERNEL_JIFFIES_H

#include <linux/jiffies.h>
#include <linux/timer.h>

/* Linux 6.13 and later have it. */
#ifndef secs_to_jiffies
#define secs_to_jiffies(s) ((unsigned long)(s) * HZ)
#endif

#endif
