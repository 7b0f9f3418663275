/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What the tests ask of /dev/probe. */
#ifndef PROBE_UAPI_H
#define PROBE_UAPI_H

#include <linux/ioctl.h>
#include <linux/types.h>

/* Who the driver thinks is calling. */
struct probe_who {
	__s32 pid, tgid;
	__u32 uid, euid;
	char comm[16];
};

/* Copy @len bytes from @src to @dst, both the caller's. */
struct probe_copy {
	__u64 src, dst;
	__u32 len, copied;
};

/* Counters since the driver started; @waiting: callers asleep in PROBE_WAIT now. */
struct probe_stat {
	__u32 opens, flushes, releases, waiting;
};

#define PROBE_NULL _IO('p', 0)
#define PROBE_WHO _IOR('p', 1, struct probe_who)
#define PROBE_COPY _IOWR('p', 2, struct probe_copy)
#define PROBE_STAT _IOR('p', 3, struct probe_stat)
/* Sleep until the next PROBE_WAKE; KILLABLE only: no signal ends STUCK. */
#define PROBE_WAIT _IO('p', 4)
#define PROBE_WAKE _IO('p', 5)
#define PROBE_STUCK _IO('p', 6)
/* The argument is the address of a u32 that is incremented: a command without a size. */
#define PROBE_BUMP _IO('p', 7)
/* Doubles the value and fails with EIO all the same. */
#define PROBE_FAIL _IOWR('p', 8, __u32)
/* The file's flags; this file's number (1, 2, …). */
#define PROBE_FLAGS _IOR('p', 9, __u32)
#define PROBE_NUMBER _IOR('p', 10, __u32)
/* Take note of all wakes: the file is readable again at the next one. */
#define PROBE_ACK _IO('p', 11)
/* A failed assertion in the driver. */
#define PROBE_CRASH _IO('p', 12)
/* Counts without a lock: a race for the sanitizer. */
#define PROBE_RACE _IO('p', 13)
/* Leaves an allocation behind. */
#define PROBE_LEAK _IO('p', 14)

#endif
