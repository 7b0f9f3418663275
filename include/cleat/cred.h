/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * What the caller may do: its user and group ids, its capabilities, and these as a thing that can
 * be kept (struct cred), for acts that come later on behalf of who opened the file.
 *
 *	current_uid(), current_euid(), current_gid(), current_egid()	of the calling task
 *	current_user_ns()		its user namespace, for from_kuid (<cleat/uidgid.h>)
 *	capable(CAP_…)			may it do what the capability stands for?
 *	ns_capable(ns, CAP_…)		… in its own namespace
 *	struct cred: uid, euid, gid, egid; it never changes
 *	file->f_cred			of the opener; lives as long as the file
 *
 * An ioctl that is dangerous asks capable() itself: the node's permission bits say who may open it,
 * and an open descriptor can be handed on.
 *
 * Context: process context; capable may sleep on the host.
 * Source: include/linux/cred.h, capability.h; rust/kernel/cred.rs.
 *
 * Wrong: the caller of the ioctl need not be who opened the file, and this asks the wrong one::
 *
 *	if (!uid_eq(current_euid(), GLOBAL_ROOT_UID))
 *		return -EPERM;
 *
 * Example::
 *
 *	if (!uid_eq(file->f_cred->euid, d->owner) && !capable(CAP_SYS_ADMIN))
 *		return -EPERM;
 */
#ifndef CLEAT_CRED_H
#define CLEAT_CRED_H

#include <cleat/cleanup.h>
#include <cleat/sched.h>
#include <cleat/uidgid.h>

#include <linux/capability.h>

#ifdef __KERNEL__
#include <linux/cred.h>

#include "../../kernel/compat.h"
#else
#include "../../host/cred.h"

kuid_t current_uid(void);
kuid_t current_euid(void);
kgid_t current_gid(void);
kgid_t current_egid(void);

/** current_user_ns - the caller's user namespace; valid for this call */
struct user_namespace *current_user_ns(void);

bool capable(int cap);
bool ns_capable(struct user_namespace *ns, int cap);

/** get_current_cred - the caller's credentials, to be kept; ended by put_cred */
const struct cred *__own get_current_cred(void);

/** get_cred - one more reference; put_cred - one less. Both accept NULL. */
const struct cred *__own get_cred(const struct cred *__opt cred);
void put_cred(const struct cred *__own __opt cred);

DEFINE_FREE(put_cred, const struct cred *, if (_T) put_cred(_T))
#endif

#endif
