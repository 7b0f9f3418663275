// SPDX-License-Identifier: MIT OR GPL-2.0-only
#include "life.h"

struct life_file *life_open(struct file *file)
{
	struct life_file *ctx = kzalloc_obj(*ctx);

	return ctx ? ctx : ERR_PTR(-ENOMEM);
}

void life_release(struct life_file *ctx, struct file *file)
{
	kfree(ctx);
}

long life_ioctl(struct life_file *ctx, struct file *file, unsigned int cmd, void __user *arg)
{
	return cmd == ctx->n ? 0 : -ENOTTY;
}
