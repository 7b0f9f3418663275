/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef REVOCABLE_UAPI_H
#define REVOCABLE_UAPI_H

#include <linux/ioctl.h>
#include <linux/types.h>

/* Read the register of either kind; the slow one waits in its block while the gate is shut. */
#define REVOCABLE_FAST _IO('R', 1)
#define REVOCABLE_SLOW _IO('R', 2)
#define REVOCABLE_GATE _IOW('R', 3, __u32)
/* Take them away: how many were still there. */
#define REVOCABLE_REVOKE _IO('R', 4)
/* How many resources were ended. */
#define REVOCABLE_ENDED _IO('R', 5)

#endif
