// SPDX-License-Identifier: MIT OR GPL-2.0-only
#include "life.h"

/* bad: NULL is no error of open */
struct life_file *life_open(struct file *file)
{
	return kzalloc_obj(struct life_file);
}

/* bad: release owns the context */
void life_release(struct life_file *ctx, struct file *file)
{
	ctx->n = 0;
}

/* bad: ioctl does not */
long life_ioctl(struct life_file *ctx, struct file *file, unsigned int cmd, void __user *arg)
{
	kfree(ctx);
	return 0;
}
