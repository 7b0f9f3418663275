/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* A device that looks at its caller's memory, and a file of a fixed size. */
#include <cleat/ioctl.h>
#include <cleat/miscdevice.h>
#include <cleat/module.h>
#include <cleat/slab.h>
#include <cleat/string.h>

#include "uapi.h"

enum { USERMEM_MAX = 1 << 20 };

struct usermem {
	struct miscdevice misc;
};

static long usermem_clear(const struct usermem_range *r)
{
	return r->len - clear_user(u64_to_user_ptr(r->addr), r->len);
}

static long usermem_sum(const struct usermem_range *r)
{
	u8 *bytes __free(kfree) = memdup_user(u64_to_user_ptr(r->addr), r->len);
	long sum = 0;

	if (IS_ERR(bytes))
		return PTR_ERR(bytes);
	for (u32 i = 0; i < r->len; i++)
		sum += bytes[i];
	return sum;
}

static long usermem_sum_string(const struct usermem_range *r)
{
	char *text __free(kfree) = strndup_user(u64_to_user_ptr(r->addr), (long)r->len);
	long sum = 0;

	if (IS_ERR(text))
		return PTR_ERR(text);
	for (size_t i = 0; i < strlen(text); i++)
		sum += text[i];
	return sum;
}

/* What is fetched is as wide as what is there, whatever it is put in. */
static long usermem_widths(const struct usermem_range *r)
{
	s8 __user *at = u64_to_user_ptr(r->addr);
	u64 wide = ~0ull;
	int err = get_user(wide, at);

	if (err)
		return wide ? -EIO : err;
	if (wide > S64_MAX)
		wide = 0x1ff;
	return put_user(wide, at) ? -EFAULT : (long)wide;
}

static long usermem_ioctl(struct usermem *u, struct file *file, unsigned int cmd, void __user *arg)
{
	struct usermem_range r;
	int err;

	if (cmd == USERMEM_MODE)
		return (file->f_mode & FMODE_READ ? 1 : 0) | (file->f_mode & FMODE_WRITE ? 2 : 0);
	err = cleat_get_user_obj(&r, arg);
	if (err)
		return err;
	if (r.len > USERMEM_MAX)
		return -EINVAL;
	switch (cmd) {
	case USERMEM_CLEAR:
		return usermem_clear(&r);
	case USERMEM_SUM:
		return usermem_sum(&r);
	case USERMEM_WIDTHS:
		return usermem_widths(&r);
	case USERMEM_SUM_STRING:
		return usermem_sum_string(&r);
	default:
		return -ENOTTY;
	}
}

/* Each byte is its place. */
static ssize_t usermem_read_at(struct usermem *u, struct file *file, struct cleat_user_writer *to, loff_t *pos)
{
	u8 place = (u8)*pos;
	int err;

	if (*pos < 0 || *pos >= USERMEM_SIZE || to->left == 0)
		return 0;
	err = cleat_user_write(to, &place, 1);
	if (err)
		return err;
	*pos += 1;
	return 1;
}

static loff_t usermem_size(struct usermem *u, struct file *file)
{
	return USERMEM_SIZE;
}

static struct usermem usermem;

DEFINE_FILE_OPERATIONS(usermem_fops, struct usermem,
	.shared = &usermem,
	.read_at = usermem_read_at,
	.ioctl = usermem_ioctl,
	.size = usermem_size);

static struct usermem usermem = {
	.misc = {
		.minor = MISC_DYNAMIC_MINOR,
		.name = "cleat-usermem",
		.fops = &usermem_fops,
		.mode = 0666,
	},
};

static int __init usermem_init(void)
{
	return misc_register(&usermem.misc);
}

static void __exit usermem_exit(void)
{
	misc_deregister(&usermem.misc);
}

cleat_module(usermem, usermem_init, usermem_exit);
MODULE_DESCRIPTION("test of the caller's memory");
MODULE_AUTHOR("the Cleat authors");
