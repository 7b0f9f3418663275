/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * What Linux 6.1, 6.12 and 7.2 do not have alike. Everything else in kernel/ is written for the
 * newest of them.
 */
#ifndef CLEAT_KERNEL_COMPAT_H
#define CLEAT_KERNEL_COMPAT_H

#include <linux/cred.h>
#include <linux/hrtimer.h>
#include <linux/mm.h>
#include <linux/version.h>

/* 6.3 made vm_flags constant and gave it setters. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 3, 0)
static inline void vm_flags_mod(struct vm_area_struct *vma, unsigned long set, unsigned long clear)
{
	vma->vm_flags |= set;
	vma->vm_flags &= ~clear;
}
#endif

/* 6.13 joined initialisation and function. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 13, 0)
static inline void hrtimer_setup(struct hrtimer *timer,
				 enum hrtimer_restart (*fn)(struct hrtimer *timer), clockid_t clock,
				 enum hrtimer_mode mode)
{
	hrtimer_init(timer, clock, mode);
	timer->function = fn;
}
#endif

/* 6.17 gave the shared workqueue a name that says what it is. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 17, 0)
#define cleat_system_wq system_wq
#else
#define cleat_system_wq system_percpu_wq
#endif

/* 6.19 can put credentials at the end of a scope. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 19, 0)
DEFINE_FREE(put_cred, const struct cred *, if (!IS_ERR_OR_NULL(_T)) put_cred(_T))
#endif

/*
 * 6.13 stopped counting the credentials that a task has put on for a while: here they always
 * belong to it.
 */
static inline const struct cred *cleat_override_creds(const struct cred *cred)
{
	const struct cred *old = override_creds(cred);

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 13, 0)
	put_cred(cred);
#endif
	return old;
}

static inline void cleat_revert_creds(const struct cred *old)
{
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 13, 0)
	revert_creds(old);
#else
	put_cred(revert_creds(old));
#endif
}

#endif
