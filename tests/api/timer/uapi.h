/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef TIMER_UAPI_H
#define TIMER_UAPI_H

#include <linux/ioctl.h>
#include <linux/types.h>

/* What the open file's timers have done. */
struct timer_stat {
	__u32 fired;	/* the coarse timer's function ran */
	__u32 early;	/* before its time */
	__u32 ticks;	/* periods of the fine timer, those that were too late too */
	__u32 runs;	/* how often its function ran */
	__u32 pending;	/* the coarse one is armed */
	__u32 active;	/* the fine one is */
	__u32 inside;	/* the coarse one's function runs now */
	__u32 pad;
};

/* A moment on each clock. */
struct timer_clocks {
	__u64 mono_ns, boot_ns, real_ns;
	__s64 mono_s, real_s;
	__u64 now_jiffies;
	__u32 hz;
	__u32 pad;
};

/* The coarse timer: arm it for so many milliseconds; let it arm itself so many times more. */
#define TIMER_MOD _IOW('t', 1, __u32)
#define TIMER_REARM _IOW('t', 2, __u32)
#define TIMER_DELETE _IO('t', 3)
#define TIMER_SHUTDOWN _IO('t', 4)
/* The fine timer: every so many microseconds; cancel it. */
#define TIMER_PERIOD _IOW('t', 5, __u32)
#define TIMER_CANCEL _IO('t', 6)
#define TIMER_GET_STAT _IOR('t', 7, struct timer_stat)
/* Sleep until the coarse one has run @n times. */
#define TIMER_WAIT _IOW('t', 8, __u32)
#define TIMER_GET_CLOCKS _IOR('t', 9, struct timer_clocks)
/* msleep_interruptible: returns the milliseconds left. usleep_range, udelay, msleep: passed ns, of the last in whole ticks. */
#define TIMER_MSLEEP _IOW('t', 10, __u32)
#define TIMER_DELAYS _IOR('t', 11, __u64[3])
/* The coarse one's function takes so many microseconds. */
#define TIMER_SLOW _IOW('t', 13, __u32)
/* The macros on moments about a wrap; returns how many of them are wrong. */
#define TIMER_ARITHMETIC _IO('t', 12)

#endif
