/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef POLLERS_UAPI_H
#define POLLERS_UAPI_H

#include <linux/ioctl.h>
#include <linux/types.h>

/* An open file has desks, by number: polls look at the one that was chosen last. */
#define DESK_CHOOSE _IOW('P', 1, __u32)
/* A client comes to the desk of this number; it takes one away. */
#define DESK_COME _IOW('P', 2, __u32)
/* The desk goes, whoever looks at it. */
#define DESK_DROP _IOW('P', 3, __u32)
/* Sleep until a client is at the desk of this number, and serve it. */
#define DESK_SERVE _IOW('P', 4, __u32)

#endif
