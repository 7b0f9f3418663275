/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* A device whose every open file has a value of its own, guarded by a mutex. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <cleat/ioctl.h>
#include <cleat/miscdevice.h>
#include <cleat/module.h>
#include <cleat/mutex.h>
#include <cleat/sched.h>
#include <cleat/slab.h>

#include "uapi.h"

struct misc_device_file {
	struct mutex lock;
	s32 value __guarded_by(&lock);
};

static struct misc_device_file *misc_device_open(struct file *file)
{
	struct misc_device_file *ctx = kzalloc_obj(*ctx);

	if (!ctx)
		return ERR_PTR(-ENOMEM);
	mutex_init(&ctx->lock);
	return ctx;
}

static void misc_device_release(struct misc_device_file *__own ctx, struct file *file)
{
	mutex_destroy(&ctx->lock);
	kfree(ctx);
}

static long misc_device_set(struct misc_device_file *ctx, void __user *arg)
{
	s32 value;
	int err = cleat_get_user_obj(&value, arg);

	if (err)
		return err;
	guard(mutex)(&ctx->lock);
	ctx->value = value;
	return 0;
}

static long misc_device_get(struct misc_device_file *ctx, void __user *arg)
{
	s32 value;

	scoped_guard(mutex, &ctx->lock)
		value = ctx->value;
	return cleat_put_user_obj(arg, &value);
}

static long misc_device_ioctl(struct misc_device_file *ctx, struct file *file, unsigned int cmd, void __user *arg)
{
	switch (cmd) {
	case MISC_DEVICE_HELLO:
		pr_info("hello, process %d\n", task_tgid_nr(current));
		return 0;
	case MISC_DEVICE_SET_VALUE:
		return misc_device_set(ctx, arg);
	case MISC_DEVICE_GET_VALUE:
		return misc_device_get(ctx, arg);
	default:
		return -ENOTTY;
	}
}

DEFINE_FILE_OPERATIONS(misc_device_fops, struct misc_device_file,
	.open = misc_device_open,
	.release = misc_device_release,
	.ioctl = misc_device_ioctl);

static struct miscdevice misc_device = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "cleat-misc-device",
	.fops = &misc_device_fops,
	.mode = 0666,
};

static int __init misc_device_init(void)
{
	return misc_register(&misc_device);
}

static void __exit misc_device_exit(void)
{
	misc_deregister(&misc_device);
}

cleat_module(misc_device, misc_device_init, misc_device_exit);
MODULE_DESCRIPTION("a device with a value for each open file");
MODULE_AUTHOR("the Cleat authors");
