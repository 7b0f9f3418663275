/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef BELL_UAPI_H
#define BELL_UAPI_H

#include <linux/ioctl.h>
#include <linux/types.h>

#define BELL_FAMILY "cleat-bell"
#define BELL_GROUP "rings"
#define BELL_GROUP_OTHER "silence"

enum {
	BELL_CMD_RANG = 1,
	BELL_CMD_ALL = 2,
};

enum {
	BELL_A_TIMES = 1,
	BELL_A_WHO,
	BELL_A_LOUD,
	BELL_A_U8,
	BELL_A_U16,
	BELL_A_U64,
};

struct bell_ring {
	__u32 times;
	__u32 loud;
	char who[16];
};

/* Tell of a ring; its errno. */
#define BELL_RING _IOW('B', 1, struct bell_ring)
/* Each kind of attribute; the last of them, a string, has so many bytes. */
#define BELL_ALL _IOW('B', 2, __u32)
/* The same message to this group. */
#define BELL_TO _IOW('B', 3, __u32)
/* Register a second family of the same name, and end it; end the first one, and begin it again. */
#define BELL_TWICE _IO('B', 4)
#define BELL_STOP _IO('B', 5)
#define BELL_START _IO('B', 6)

#endif
