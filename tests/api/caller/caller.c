/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* A device that says who calls, and can be taken by one process. */
#include <cleat/cred.h>
#include <cleat/ioctl.h>
#include <cleat/miscdevice.h>
#include <cleat/module.h>
#include <cleat/mutex.h>
#include <cleat/pid.h>
#include <cleat/slab.h>
#include <cleat/workqueue.h>

#include "uapi.h"

struct caller {
	struct mutex lock;
	struct pid *__own owner __guarded_by(&lock);
	struct work_struct later;
	const struct cred *__own __opt cred;
	struct caller_who seen;
};

static void caller_fill(struct caller_who *__writes who)
{
	struct user_namespace *ns = current_user_ns();

	*who = (struct caller_who){
		.uid = from_kuid_munged(ns, current_uid()),
		.euid = from_kuid_munged(ns, current_euid()),
		.gid = from_kgid_munged(ns, current_gid()),
		.egid = from_kgid_munged(ns, current_egid()),
		.first_ns_uid = from_kuid(&init_user_ns, current_uid()),
		.pid = task_pid_vnr(current),
		.tgid = task_tgid_vnr(current),
		.may_admin = capable(CAP_SYS_ADMIN),
		.may_admin_own_ns = ns_capable(ns, CAP_SYS_ADMIN),
	};
}

static void caller_later(struct caller *c);

DEFINE_WORK_FUNCTIONS(later_work, struct caller, later, caller_later);

static void caller_later(struct caller *c)
{
	caller_fill(&c->seen);
	if (c->cred)
		c->seen.opener = from_kuid_munged(&init_user_ns, c->cred->euid);
}

static struct caller *__own __errptr caller_open(struct file *file)
{
	struct caller *c = kzalloc_obj(*c);

	if (!c)
		return ERR_PTR(-ENOMEM);
	c->cred = get_cred(file->f_cred);
	mutex_init(&c->lock);
	later_work_init(c);
	return c;
}

static void caller_release(struct caller *__own c, struct file *file)
{
	later_work_cancel_sync(c);
	put_cred(c->cred);
	scoped_guard(mutex, &c->lock)
		put_pid(c->owner);
	mutex_destroy(&c->lock);
	kfree(c);
}

static long caller_who(struct file *file, void __user *arg)
{
	struct caller_who who;

	caller_fill(&who);
	who.opener = from_kuid_munged(current_user_ns(), file->f_cred->euid);
	who.opener_is_root = uid_eq(file->f_cred->euid, GLOBAL_ROOT_UID);
	return cleat_put_user_obj(arg, &who);
}

static long caller_ask_later(struct caller *c, void __user *arg)
{
	later_work_queue(c);
	later_work_flush(c);
	return cleat_put_user_obj(arg, &c->seen);
}

static long caller_take(struct caller *c, enum pid_type type)
{
	struct pid *me __free(put_pid) = get_task_pid(current, type);

	guard(mutex)(&c->lock);
	if (c->owner)
		return -EBUSY;
	c->owner = no_free_ptr(me);
	return 0;
}

static long caller_is_mine(struct caller *c)
{
	struct pid *me __free(put_pid) = get_task_pid(current, PIDTYPE_TGID);

	guard(mutex)(&c->lock);
	return c->owner == me && pid_vnr(c->owner) == task_tgid_vnr(current) &&
	       pid_nr(me) == task_tgid_nr(current);
}

static long caller_drop(struct caller *c)
{
	guard(mutex)(&c->lock);
	put_pid(c->owner);
	c->owner = NULL;
	return 0;
}

static long caller_round(void __user *arg)
{
	struct user_namespace *ns = current_user_ns();
	u32 id;
	kuid_t uid;
	int err = cleat_get_user_obj(&id, arg);

	if (err)
		return err;
	uid = make_kuid(ns, id);
	if (!uid_valid(uid))
		return -EINVAL;
	return from_kuid(ns, uid) == id && gid_eq(make_kgid(ns, id), KGIDT_INIT(__kuid_val(uid)))
		       ? 0
		       : -ERANGE;
}

static long caller_ioctl(struct caller *c, struct file *file, unsigned int cmd, void __user *arg)
{
	switch (cmd) {
	case CALLER_WHO:
		return caller_who(file, arg);
	case CALLER_LATER:
		return caller_ask_later(c, arg);
	case CALLER_TAKE:
		return caller_take(c, PIDTYPE_TGID);
	case CALLER_TAKE_THREAD:
		return caller_take(c, PIDTYPE_PID);
	case CALLER_IS_MINE:
		return caller_is_mine(c);
	case CALLER_DROP:
		return caller_drop(c);
	case CALLER_ROUND:
		return caller_round(arg);
	default:
		return -ENOTTY;
	}
}

DEFINE_FILE_OPERATIONS(caller_fops, struct caller,
	.open = caller_open,
	.release = caller_release,
	.ioctl = caller_ioctl);

static struct miscdevice caller_misc = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "cleat-caller",
	.fops = &caller_fops,
	.mode = 0666,
};

static int __init caller_init(void)
{
	return misc_register(&caller_misc);
}

static void __exit caller_exit(void)
{
	misc_deregister(&caller_misc);
}

cleat_module(caller, caller_init, caller_exit);
MODULE_DESCRIPTION("who calls");
MODULE_AUTHOR("the Cleat authors");
