/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef CALLER_UAPI_H
#define CALLER_UAPI_H

#include <linux/ioctl.h>
#include <linux/types.h>

/* Who calls, and who opened the file. */
struct caller_who {
	__u32 uid, euid, gid, egid;
	__u32 opener;
	__u32 first_ns_uid;
	__s32 pid, tgid;
	__u32 may_admin, may_admin_own_ns;
	__u32 opener_is_root;
};

#define CALLER_WHO _IOR('C', 1, struct caller_who)
/* Take the device for the calling process (thread); is it still mine, does it see its number? */
#define CALLER_TAKE _IO('C', 2)
#define CALLER_TAKE_THREAD _IO('C', 3)
#define CALLER_IS_MINE _IO('C', 4)
#define CALLER_DROP _IO('C', 5)
/* An id there and back through the caller's namespace: 0 when it is the same. */
#define CALLER_ROUND _IOW('C', 6, __u32)
/* Credentials that are kept, asked from a thread of the driver's own. */
#define CALLER_LATER _IOR('C', 7, struct caller_who)

#endif
