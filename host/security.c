/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "libc.h"

#include <cleat/sched.h>
#include <cleat/security.h>

static int allowed(void)
{
	might_sleep();
	return 0;
}

int security_binder_set_context_mgr(const struct cred *mgr)
{
	(void)mgr;
	return allowed();
}

int security_binder_transaction(const struct cred *from, const struct cred *to)
{
	(void)from;
	(void)to;
	return allowed();
}

int security_binder_transfer_binder(const struct cred *from, const struct cred *to)
{
	(void)from;
	(void)to;
	return allowed();
}

int security_binder_transfer_file(const struct cred *from, const struct cred *to,
				  const struct file *file)
{
	(void)from;
	(void)to;
	(void)file;
	return allowed();
}

struct cleat_secctx *cleat_cred_secctx(const struct cred *cred)
{
	(void)cred;
	might_sleep();
	return ERR_PTR(-EOPNOTSUPP);
}
