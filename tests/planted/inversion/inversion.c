/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Wrong on purpose: two locks taken in both orders. Nothing hangs in a test with one thread;
 * ThreadSanitizer and lockdep must say that it can.
 */
#include <cleat/ioctl.h>
#include <cleat/miscdevice.h>
#include <cleat/module.h>
#include <cleat/mutex.h>

static DEFINE_MUTEX(lock_a);
static DEFINE_MUTEX(lock_b);

struct inversion {
	int unused;
};

static struct inversion inversion;

static long inversion_ioctl(struct inversion *dev, struct file *file, unsigned int cmd, void __user *arg)
{
	if (cmd == _IO('|', 1)) {
		guard(mutex)(&lock_a);
		guard(mutex)(&lock_b);
	} else {
		guard(mutex)(&lock_b);
		guard(mutex)(&lock_a);
	}
	return 0;
}

DEFINE_FILE_OPERATIONS(inversion_fops, struct inversion,
	.shared = &inversion,
	.ioctl = inversion_ioctl);

static struct miscdevice inversion_misc = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "inversion",
	.fops = &inversion_fops,
};

static int __init inversion_init(void)
{
	return misc_register(&inversion_misc);
}

static void __exit inversion_exit(void)
{
	misc_deregister(&inversion_misc);
}

cleat_module(inversion, inversion_init, inversion_exit);
MODULE_DESCRIPTION("a planted lock inversion");
