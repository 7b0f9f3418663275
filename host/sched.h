/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef CLEAT_HOST_SCHED_H
#define CLEAT_HOST_SCHED_H

#include "types.h"
#include "uidgid.h"

#ifndef __CLEAT_KERNEL_TYPES__
#define TASK_COMM_LEN 16

#define MIN_NICE -20
#define MAX_NICE 19

/*
 * The caller of the driver, as the transport knows it. Its effective capabilities are @caps when
 * @caps_known, else they are looked up when the driver asks for one.
 */
struct task_struct {
	pid_t pid;
	pid_t tgid;
	uid_t uid, euid;
	gid_t gid, egid;
	struct user_namespace user_ns;
	bool caps_known;
	u64 caps;
	char comm[TASK_COMM_LEN];
};
#endif

#define current cleat_current()

#define get_task_comm(buf, t)                                                                      \
	({                                                                                         \
		_Static_assert(sizeof(buf) == TASK_COMM_LEN, "get_task_comm: char[TASK_COMM_LEN]"); \
		(char *)__builtin_memcpy(buf, (t)->comm, TASK_COMM_LEN);                           \
	})

#endif
