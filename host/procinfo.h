/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What /proc says of a caller; each look is a few system calls, so nothing does it without need. */
#ifndef CLEAT_HOST_PROCINFO_H
#define CLEAT_HOST_PROCINFO_H

#include "types.h"

/**
 * host_proc_same_ns - is task @tid in this process's namespace @kind ("user", "pid")? Yes for
 * @tid 0.
 */
bool host_proc_same_ns(pid_t tid, const char *kind);

/**
 * host_proc_same_ns_lately - the same for "user" or "pid", as it was within the last second
 *
 * For numbers that are shown, not for what somebody is allowed.
 */
bool host_proc_same_ns_lately(pid_t tid, const char *kind);

/**
 * host_proc_status - the value of line @key ("CapEff") of its status, NUL-terminated; false:
 * unknown
 */
bool host_proc_status(pid_t tid, const char *key, char *value, size_t size);

/**
 * host_proc_map_id - an id through "uid_map" or "gid_map" of task @tid, out of its namespace or in
 *
 * Return: the mapped id, or ~0 when there is none.
 */
u32 host_proc_map_id(pid_t tid, const char *map, u32 id, bool inwards);

#endif
