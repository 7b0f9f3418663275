/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Questions to the security modules of the system (SELinux, AppArmor, …), as Binder asks them. Who
 * acts and on whom is said by credentials that were kept (<cleat/cred.h>).
 *
 *	security_binder_set_context_mgr(mgr)		may it be the context manager?
 *	security_binder_transaction(from, to)		may a transaction go there?
 *	security_binder_transfer_binder(from, to)	… an object of another process with it?
 *	security_binder_transfer_file(from, to, file)	… an open file?
 *
 * In a process nobody is asked: all is allowed, and there are no security contexts.
 *
 * Context: process context; may sleep.
 * Return: 0; a negative errno, mostly -EPERM or -EACCES, when a module says no.
 * Source: include/linux/security.h; rust/kernel/security.rs.
 *
 * Wrong: the caller may have changed since it opened the file::
 *
 *	err = security_binder_transaction(current_cred(), target->cred);
 *
 * Right::
 *
 *	err = security_binder_transaction(proc->cred, target->cred);
 */
#ifndef CLEAT_SECURITY_H
#define CLEAT_SECURITY_H

#include <cleat/cred.h>
#include <cleat/err.h>
#include <cleat/fs.h>
#include <cleat/slab.h>

/**
 * struct cleat_secctx - a security context
 * @text: its bytes; @len: how many, as the module counts: some with a NUL at the end, some without
 */
struct cleat_secctx {
	size_t len;
	char text[] __counted_by(len);
};

#ifdef __KERNEL__
#include "../../kernel/security.h"
#else

int __must_check security_binder_set_context_mgr(const struct cred *mgr) __sleeps;
int __must_check security_binder_transaction(const struct cred *from, const struct cred *to)
	__sleeps;
int __must_check security_binder_transfer_binder(const struct cred *from, const struct cred *to)
	__sleeps;
int __must_check security_binder_transfer_file(const struct cred *from, const struct cred *to,
					       const struct file *file) __sleeps;

/**
 * cleat_cred_secctx - the security context of @cred as a string
 *
 * Return: the string, which kfree() ends; ERR_PTR(-EOPNOTSUPP) when no module gives one (a driver that
 * needs it fails the call); ERR_PTR(-ENOMEM); another errno of the module.
 */
struct cleat_secctx *__own __errptr cleat_cred_secctx(const struct cred *cred) __sleeps;
#endif

#endif
