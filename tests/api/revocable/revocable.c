/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Every open file has two resources that can be taken away under it. */
#include <cleat/ioctl.h>
#include <cleat/miscdevice.h>
#include <cleat/module.h>
#include <cleat/mutex.h>
#include <cleat/revocable.h>
#include <cleat/slab.h>
#include <cleat/wait.h>

#include "uapi.h"

struct revoke_dev;

struct regs {
	struct revoke_dev *d;
	u32 status;
};

static void regs_end(struct regs *__own regs);

DEFINE_REVOCABLE(fast_regs, struct regs, regs_end);
DEFINE_SLEEPABLE_REVOCABLE(slow_regs, struct regs, regs_end);

struct revoke_dev {
	struct fast_regs fast;
	struct slow_regs slow;
	struct mutex lock;
	struct wait_queue_head gate;
	bool shut __guarded_by(&lock);
	u32 ended __guarded_by(&lock);
};

static void regs_end(struct regs *__own regs)
{
	scoped_guard(mutex, &regs->d->lock)
		regs->d->ended++;
	regs->status = 0;
	kfree(regs);
}

static struct regs *__own __opt regs_new(struct revoke_dev *d, u32 status)
{
	struct regs *regs = kzalloc_obj(*regs);

	if (regs)
		*regs = (struct regs){d, status};
	return regs;
}

static int revoke_fill(struct revoke_dev *d)
{
	struct regs *fast __free(kfree) = regs_new(d, 11), *slow __free(kfree) = regs_new(d, 22);
	int err;

	if (!fast || !slow)
		return -ENOMEM;
	err = slow_regs_init(&d->slow, slow);
	if (err)
		return err;
	retain_and_null_ptr(slow);
	fast_regs_init(&d->fast, no_free_ptr(fast));
	return 0;
}

static struct revoke_dev *revoke_open(struct file *file)
{
	struct revoke_dev *d __free(kfree) = kzalloc_obj(*d);
	int err;

	if (!d)
		return ERR_PTR(-ENOMEM);
	mutex_init(&d->lock);
	init_waitqueue_head(&d->gate);
	err = revoke_fill(d);
	if (err)
		return ERR_PTR(err);
	return_ptr(d);
}

static void revoke_release(struct revoke_dev *__own d, struct file *file)
{
	fast_regs_destroy(&d->fast);
	slow_regs_destroy(&d->slow);
	mutex_destroy(&d->lock);
	kfree(d);
}

static long revoke_read_fast(struct revoke_dev *d)
{
	CLASS(fast_regs, access)(&d->fast);

	if (!access.object)
		return -ENXIO;
	return access.object->status;
}

static long revoke_read_slow(struct revoke_dev *d)
{
	CLASS(slow_regs, access)(&d->slow);

	if (!access.object)
		return -ENXIO;
	scoped_guard(mutex, &d->lock)
		cleat_wait_event(d->gate, &d->lock, !d->shut);
	return access.object->status;
}

static long revoke_set_gate(struct revoke_dev *d, void __user *arg)
{
	u32 shut;
	int err = cleat_get_user_obj(&shut, arg);

	if (err)
		return err;
	scoped_guard(mutex, &d->lock)
		d->shut = shut;
	wake_up_all(&d->gate);
	return 0;
}

static long revoke_ended(struct revoke_dev *d)
{
	guard(mutex)(&d->lock);
	return d->ended;
}

static long revoke_ioctl(struct revoke_dev *d, struct file *file, unsigned int cmd,
			 void __user *arg)
{
	switch (cmd) {
	case REVOCABLE_FAST:
		return revoke_read_fast(d);
	case REVOCABLE_SLOW:
		return revoke_read_slow(d);
	case REVOCABLE_GATE:
		return revoke_set_gate(d, arg);
	case REVOCABLE_REVOKE:
		return fast_regs_revoke(&d->fast) + slow_regs_revoke(&d->slow);
	case REVOCABLE_ENDED:
		return revoke_ended(d);
	default:
		return -ENOTTY;
	}
}

DEFINE_FILE_OPERATIONS(revoke_fops, struct revoke_dev,
	.open = revoke_open,
	.release = revoke_release,
	.ioctl = revoke_ioctl);

static struct miscdevice revoke_misc = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "cleat-revocable",
	.fops = &revoke_fops,
	.mode = 0666,
};

static int __init revoke_init(void)
{
	return misc_register(&revoke_misc);
}

static void __exit revoke_exit(void)
{
	misc_deregister(&revoke_misc);
}

cleat_module(revocable, revoke_init, revoke_exit);
MODULE_DESCRIPTION("resources that can be taken away");
MODULE_AUTHOR("the Cleat authors");
