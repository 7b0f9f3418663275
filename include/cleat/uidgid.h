/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * User and group ids. Inside the driver an id is a kuid_t or kgid_t, the same in every user
 * namespace; it becomes a number only on its way to a program, for the namespace of that program.
 *
 *	uid_eq(a, b), uid_lt, uid_lte, uid_gt, uid_gte, uid_valid(a); gid_eq, … likewise
 *	GLOBAL_ROOT_UID, GLOBAL_ROOT_GID, INVALID_UID, INVALID_GID, KUIDT_INIT(n), KGIDT_INIT(n)
 *	from_kuid(ns, kuid)		the number, or (uid_t)-1 when the namespace has none for it
 *	from_kuid_munged(ns, kuid)	the number, or 65534: for what a program is shown
 *	make_kuid(ns, uid)		the id, or one that is not uid_valid
 *	current_user_ns()		the caller's (<cleat/cred.h>); &init_user_ns: the first one
 *
 * On the host the first namespace is the daemon's.
 *
 * Context: process context. Source: include/linux/uidgid.h; rust/kernel/task.rs (Kuid).
 *
 * Wrong: the number means somebody else in the reader's namespace::
 *
 *	info.uid = __kuid_val(current_euid());
 *
 * Right::
 *
 *	info.uid = from_kuid_munged(current_user_ns(), owner);
 */
#ifndef CLEAT_UIDGID_H
#define CLEAT_UIDGID_H

#include <cleat/types.h>

#ifdef __KERNEL__
#include <linux/uidgid.h>
#include <linux/user_namespace.h>
#else
#include "../../host/uidgid.h"

uid_t from_kuid(struct user_namespace *ns, kuid_t uid);
uid_t from_kuid_munged(struct user_namespace *ns, kuid_t uid);
kuid_t make_kuid(struct user_namespace *ns, uid_t uid);

gid_t from_kgid(struct user_namespace *ns, kgid_t gid);
gid_t from_kgid_munged(struct user_namespace *ns, kgid_t gid);
kgid_t make_kgid(struct user_namespace *ns, gid_t gid);
#endif

#endif
