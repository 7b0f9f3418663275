// SPDX-License-Identifier: MIT OR GPL-2.0-only
/*
 * samples/misc_device as one writes it in plain kernel C: what the kit's driver is measured
 * against. It behaves the same: same ioctls, same errors, same kind of file.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/compat.h>
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "samples/misc_device/uapi.h"

struct misc_file {
	struct mutex lock;
	s32 value;
};

static int twin_open(struct inode *inode, struct file *file)
{
	struct misc_file *ctx;

	stream_open(inode, file);
	ctx = kzalloc(sizeof(*ctx), GFP_KERNEL);
	if (!ctx)
		return -ENOMEM;
	mutex_init(&ctx->lock);
	file->private_data = ctx;
	return 0;
}

static int twin_release(struct inode *inode, struct file *file)
{
	struct misc_file *ctx = file->private_data;

	mutex_destroy(&ctx->lock);
	kfree(ctx);
	return 0;
}

static long twin_set(struct misc_file *ctx, void __user *arg)
{
	s32 value;

	if (copy_from_user(&value, arg, sizeof(value)))
		return -EFAULT;
	mutex_lock(&ctx->lock);
	ctx->value = value;
	mutex_unlock(&ctx->lock);
	return 0;
}

static long twin_get(struct misc_file *ctx, void __user *arg)
{
	s32 value;

	mutex_lock(&ctx->lock);
	value = ctx->value;
	mutex_unlock(&ctx->lock);
	if (copy_to_user(arg, &value, sizeof(value)))
		return -EFAULT;
	return 0;
}

static long twin_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct misc_file *ctx = file->private_data;

	switch (cmd) {
	case MISC_DEVICE_HELLO:
		pr_info("hello, process %d\n", task_tgid_nr(current));
		return 0;
	case MISC_DEVICE_SET_VALUE:
		return twin_set(ctx, (void __user *)arg);
	case MISC_DEVICE_GET_VALUE:
		return twin_get(ctx, (void __user *)arg);
	default:
		return -ENOTTY;
	}
}

static const struct file_operations twin_fops = {
	.owner = THIS_MODULE,
	.open = twin_open,
	.release = twin_release,
	.unlocked_ioctl = twin_ioctl,
	.compat_ioctl = compat_ptr_ioctl,
};

static struct miscdevice twin_misc = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "plain-misc-device",
	.fops = &twin_fops,
	.mode = 0666,
};

module_misc_device(twin_misc);
MODULE_LICENSE("Dual MIT/GPL");
MODULE_DESCRIPTION("plain C twin of the kit's misc device");
