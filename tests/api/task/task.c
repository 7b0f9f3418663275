/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* The caller's priority, and what the security modules say of whoever opened the file. */
#include <cleat/cred.h>
#include <cleat/file.h>
#include <cleat/ioctl.h>
#include <cleat/miscdevice.h>
#include <cleat/module.h>
#include <cleat/sched.h>
#include <cleat/security.h>
#include <cleat/string.h>

#include "uapi.h"

static struct task_nothing {
	u32 unused;
} nothing;

static long task_priority(unsigned int cmd, void __user *arg)
{
	struct task_priority p;
	int err = cleat_get_user_obj(&p, arg);

	if (err)
		return err;
	if (cmd == TASK_BECOME)
		set_user_nice(current, can_nice(current, p.want) ? p.want : cleat_rlimit_nice());
	if (cmd == TASK_FORCE)
		set_user_nice(current, p.want);
	p.nice = task_nice(current);
	p.may = can_nice(current, p.want);
	p.first_allowed = cleat_rlimit_nice();
	return cleat_put_user_obj(arg, &p);
}

static long task_context(struct file *file, void __user *arg)
{
	struct task_context c = {0};
	struct cleat_secctx *ctx = cleat_cred_secctx(file->f_cred);

	if (IS_ERR(ctx)) {
		c.err = PTR_ERR(ctx);
	} else {
		c.len = ctx->len;
		c.strlen = strlen(ctx->text);
		kfree(ctx);
	}
	return cleat_put_user_obj(arg, &c);
}

static long task_may_all(const struct cred *self, const struct file *file)
{
	int err = security_binder_set_context_mgr(self);

	if (!err)
		err = security_binder_transaction(self, self);
	if (!err)
		err = security_binder_transfer_binder(self, self);
	if (!err)
		err = security_binder_transfer_file(self, self, file);
	return err;
}

static long task_ioctl(struct task_nothing *unused, struct file *file, unsigned int cmd,
		       void __user *arg)
{
	switch (cmd) {
	case TASK_PRIORITY:
	case TASK_BECOME:
	case TASK_FORCE:
		return task_priority(cmd, arg);
	case TASK_CONTEXT:
		return task_context(file, arg);
	case TASK_MAY_ALL:
		return task_may_all(file->f_cred, file);
	default:
		return -ENOTTY;
	}
}

DEFINE_FILE_OPERATIONS(task_fops, struct task_nothing,
	.shared = &nothing,
	.ioctl = task_ioctl);

static struct miscdevice task_misc = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "cleat-task",
	.fops = &task_fops,
	.mode = 0666,
};

static int __init task_init(void)
{
	return misc_register(&task_misc);
}

static void __exit task_exit(void)
{
	misc_deregister(&task_misc);
}

cleat_module(task, task_init, task_exit);
MODULE_DESCRIPTION("the caller's priority and security context");
MODULE_AUTHOR("the Cleat authors");
