/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef EXAMPLES_UAPI_H
#define EXAMPLES_UAPI_H

#include <linux/ioctl.h>
#include <linux/types.h>

struct examples_info {
	__u32 uid;
};

/* One example each. */
#define EXAMPLES_SCAN _IO('E', 1)
#define EXAMPLES_UART _IO('E', 2)
#define EXAMPLES_BOARD _IO('E', 3)
#define EXAMPLES_BOARD_BAD _IO('E', 4)
#define EXAMPLES_ROOT _IO('E', 5)
#define EXAMPLES_INFO _IOR('E', 6, struct examples_info)
#define EXAMPLES_PID _IO('E', 7)

#endif
