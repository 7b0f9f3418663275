/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Whose call it is. The ids are the transport's; namespaces and capabilities are looked up in
 * /proc.
 */
#include "libc.h"

#include "core.h"
#include "procinfo.h"
#include <cleat/cred.h>
#include <cleat/printk.h>

enum { OVERFLOW_ID = 65534 };

struct user_namespace init_user_ns;

/* ---- ids ---- */

static u32 map(const struct user_namespace *ns, const char *file, u32 id, bool inwards)
{
	if (id == ~0u || host_proc_same_ns_lately(ns->tid, "user"))
		return id;
	return host_proc_map_id(ns->tid, file, id, inwards);
}

uid_t from_kuid(struct user_namespace *ns, kuid_t uid)
{
	return map(ns, "uid_map", uid.val, true);
}

gid_t from_kgid(struct user_namespace *ns, kgid_t gid)
{
	return map(ns, "gid_map", gid.val, true);
}

uid_t from_kuid_munged(struct user_namespace *ns, kuid_t uid)
{
	uid_t id = from_kuid(ns, uid);

	return id == (uid_t)-1 ? OVERFLOW_ID : id;
}

gid_t from_kgid_munged(struct user_namespace *ns, kgid_t gid)
{
	gid_t id = from_kgid(ns, gid);

	return id == (gid_t)-1 ? OVERFLOW_ID : id;
}

kuid_t make_kuid(struct user_namespace *ns, uid_t uid)
{
	return KUIDT_INIT(map(ns, "uid_map", uid, false));
}

kgid_t make_kgid(struct user_namespace *ns, gid_t gid)
{
	return KGIDT_INIT(map(ns, "gid_map", gid, false));
}

/* ---- the caller ---- */

kuid_t current_uid(void)
{
	return KUIDT_INIT(current->uid);
}

kuid_t current_euid(void)
{
	return KUIDT_INIT(current->euid);
}

kgid_t current_gid(void)
{
	return KGIDT_INIT(current->gid);
}

kgid_t current_egid(void)
{
	return KGIDT_INIT(current->egid);
}

struct user_namespace *current_user_ns(void)
{
	struct task_struct *t = current;

	t->user_ns.tid = t->pid;
	return &t->user_ns;
}

static bool has(const struct task_struct *t, int cap)
{
	u64 caps = t->caps;
	char value[32];

	if (!t->caps_known)
		caps = host_proc_status(t->pid, "CapEff", value, sizeof(value))
			       ? strtoull(value, NULL, 16)
			       : 0;
	return cap >= 0 && cap < 64 && (caps >> cap & 1);
}

/* A thread of the runtime's own is the kernel's: it may do anything. */
bool capable(int cap)
{
	struct task_struct *t = current;

	might_sleep();
	return host_call_none() || (host_proc_same_ns(t->pid, "user") && has(t, cap));
}

bool ns_capable(struct user_namespace *ns, int cap)
{
	struct task_struct *t = current;

	if (host_call_none() || ns->tid != t->pid)
		return capable(cap);
	might_sleep();
	return has(t, cap);
}

/* ---- credentials that are kept ---- */

const struct cred *get_current_cred(void)
{
	struct cred *c = malloc(sizeof(*c));

	if (!c)
		cleat_bug(__FILE__, __LINE__, "no memory for credentials");
	*c = (struct cred){current_uid(), current_euid(), current_gid(), current_egid(), 1};
	return c;
}

const struct cred *get_cred(const struct cred *cred)
{
	if (cred)
		__atomic_add_fetch(&((struct cred *)cred)->refs, 1, __ATOMIC_RELAXED);
	return cred;
}

void put_cred(const struct cred *cred)
{
	if (cred && __atomic_sub_fetch(&((struct cred *)cred)->refs, 1, __ATOMIC_ACQ_REL) == 0)
		free((struct cred *)cred);
}
