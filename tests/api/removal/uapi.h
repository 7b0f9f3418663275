/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef REMOVAL_UAPI_H
#define REMOVAL_UAPI_H

#include <linux/ioctl.h>

/* Show the second device, whose open waits; let it go on; take the device away and free it. */
#define REMOVAL_ADD _IO('V', 1)
#define REMOVAL_GO _IO('V', 2)
#define REMOVAL_REMOVE _IO('V', 3)

#endif
