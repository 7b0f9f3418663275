/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef DEVICES_UAPI_H
#define DEVICES_UAPI_H

#include <linux/ioctl.h>
#include <linux/types.h>

/* The number of the device behind the node, and how often it was opened. */
struct devices_who {
	__u32 number;
	__u32 opens;
};

#define DEVICES_WHO _IOR('D', 1, struct devices_who)
/* Take this file's own node away while it is open; another name comes in its place. */
#define DEVICES_LEAVE _IO('D', 2)

#endif
