/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* C1 cast: private data read back as another type */
#include "corpus.h"
#include <cleat/fs.h>

struct a { int x; };
struct b { long y[8]; };
static struct a *my_open(struct file *file)
{
	struct a *a = kzalloc_obj(*a);

	return a ? a : ERR_PTR(-ENOMEM);
}
static void my_release(struct a *__own a, struct file *file)
{
	kfree(a);
}
#ifdef BAD
static long my_ioctl(struct a *a, struct file *file, unsigned int cmd, void __user *arg)
{
	struct b *p = file->private_data;

	return p->y[7];
}
#else
static long my_ioctl(struct a *a, struct file *file, unsigned int cmd, void __user *arg)
{
	return a->x;
}
#endif
DEFINE_FILE_OPERATIONS(my_fops, struct a,
	.open = my_open,
	.release = my_release,
	.ioctl = my_ioctl);

/*
 * check:
 * check -DBAD:
 *	21: CL802: a 'void *' is taken for a 'struct b *', which nothing proves
 */
