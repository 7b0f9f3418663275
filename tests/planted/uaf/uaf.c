/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Wrong on purpose: misc_device's twin with a use after free. The value is read from a context that
 * was just freed: the sanitizers and KASAN must say so.
 */
#include <cleat/ioctl.h>
#include <cleat/miscdevice.h>
#include <cleat/module.h>
#include <cleat/slab.h>

#define UAF_GET_VALUE _IOR('|', 0x82, s32)

struct uaf_file {
	s32 *__own value;
};

static struct uaf_file *uaf_open(struct file *file)
{
	struct uaf_file *ctx = kzalloc_obj(*ctx);

	if (!ctx)
		return ERR_PTR(-ENOMEM);
	ctx->value = kzalloc_obj(s32);
	if (!ctx->value) {
		kfree(ctx);
		return ERR_PTR(-ENOMEM);
	}
	return ctx;
}

static void uaf_release(struct uaf_file *__own ctx, struct file *file)
{
	kfree(ctx);
}

static long uaf_ioctl(struct uaf_file *ctx, struct file *file, unsigned int cmd, void __user *arg)
{
	s32 value;

	kfree(ctx->value);
	value = READ_ONCE(*ctx->value);
	return cleat_put_user_obj(arg, &value);
}

DEFINE_FILE_OPERATIONS(uaf_fops, struct uaf_file,
	.open = uaf_open,
	.release = uaf_release,
	.ioctl = uaf_ioctl);

static struct miscdevice uaf_misc = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "uaf",
	.fops = &uaf_fops,
};

static int __init uaf_init(void)
{
	return misc_register(&uaf_misc);
}

static void __exit uaf_exit(void)
{
	misc_deregister(&uaf_misc);
}

cleat_module(uaf, uaf_init, uaf_exit);
MODULE_DESCRIPTION("a planted use after free");
