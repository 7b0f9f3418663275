/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef TASK_UAPI_H
#define TASK_UAPI_H

#include <linux/ioctl.h>
#include <linux/types.h>

/* What the caller has, may have, and could have. */
struct task_priority {
	__s32 want;
	__s32 nice;
	__s32 may;
	__s32 first_allowed;
};

/* Says no more than there is: the length of the opener's security context, and its end. */
struct task_context {
	__s32 err;
	__u32 len;
	__u32 strlen;
};

#define TASK_PRIORITY _IOWR('T', 1, struct task_priority)
/* Be as nice as @want says, as far as the caller may. */
#define TASK_BECOME _IOWR('T', 2, struct task_priority)
/* The same without asking. */
#define TASK_FORCE _IOWR('T', 3, struct task_priority)
#define TASK_CONTEXT _IOR('T', 4, struct task_context)
/* May the opener do with itself what Binder asks for? */
#define TASK_MAY_ALL _IO('T', 5)

#endif
