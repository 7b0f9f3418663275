// SPDX-License-Identifier: MIT OR GPL-2.0-only
/*
 * The tables are called as their twins by hand are, so that the functions that the kernel calls
 * have the same names: note_open is the one that DEFINE_FILE_OPERATIONS makes.
 */
#include <cleat/ioctl.h>
#include <cleat/miscdevice.h>
#include <cleat/module.h>
#include <cleat/mutex.h>
#include <cleat/poll.h>
#include <cleat/slab.h>
#include <cleat/string.h>

#include "file.h"

struct note_file {
	struct mutex lock;
	u32 len __guarded_by(&lock);
	char text[NOTE_MAX] __guarded_by(&lock);
};

static struct note_file *note_file_open(struct file *file)
{
	struct note_file *n = kzalloc_obj(*n);

	if (!n)
		return ERR_PTR(-ENOMEM);
	mutex_init(&n->lock);
	return n;
}

static void note_file_release(struct note_file *__own n, struct file *file)
{
	mutex_destroy(&n->lock);
	kfree(n);
}

static ssize_t note_file_read(struct note_file *n, struct file *file, struct cleat_user_writer *to)
{
	size_t len;
	int err;

	guard(mutex)(&n->lock);
	len = min_t(size_t, to->left, n->len);
	err = cleat_user_write(to, n->text, len);
	if (err)
		return err;
	n->len = 0;
	return len;
}

static ssize_t note_file_write(struct note_file *n, struct file *file,
			       struct cleat_user_reader *from)
{
	size_t len = from->left;
	int err;

	if (len > NOTE_MAX)
		return -EMSGSIZE;
	guard(mutex)(&n->lock);
	err = cleat_user_read(from, n->text, len);
	if (err)
		return err;
	n->len = len;
	return len;
}

static long note_file_ioctl(struct note_file *n, struct file *file, unsigned int cmd,
			    void __user *arg)
{
	u32 len;

	switch (cmd) {
	case NOTE_CLEAR:
		scoped_guard(mutex, &n->lock)
			n->len = 0;
		return 0;
	case NOTE_LEN:
		scoped_guard(mutex, &n->lock)
			len = n->len;
		return cleat_put_user_obj(arg, &len);
	default:
		return -ENOTTY;
	}
}

DEFINE_FILE_OPERATIONS(note, struct note_file,
	.open = note_file_open,
	.release = note_file_release,
	.read = note_file_read,
	.write = note_file_write,
	.ioctl = note_file_ioctl);

static struct bell {
	struct mutex lock;
	u32 rings __guarded_by(&lock);
	struct wait_queue_head rung;
} bell_device;

static ssize_t bell_device_read(struct bell *b, struct file *file, struct cleat_user_writer *to)
{
	u32 rings;
	int err;

	if (to->left < sizeof(rings))
		return -EFAULT;
	scoped_guard(mutex, &b->lock) {
		rings = b->rings;
		b->rings = 0;
	}
	err = cleat_user_write_obj(to, &rings);
	return err ? err : sizeof(rings);
}

static ssize_t bell_device_write(struct bell *b, struct file *file, struct cleat_user_reader *from)
{
	scoped_guard(mutex, &b->lock)
		b->rings++;
	wake_up_interruptible(&b->rung);
	return from->left;
}

static __poll_t bell_device_poll(struct bell *b, struct file *file, struct poll_table_struct *pt)
{
	poll_wait(file, &b->rung, pt);
	guard(mutex)(&b->lock);
	return EPOLLOUT | EPOLLWRNORM | (b->rings ? EPOLLIN | EPOLLRDNORM : 0);
}

DEFINE_FILE_OPERATIONS(bell, struct bell,
	.shared = &bell_device,
	.read = bell_device_read,
	.write = bell_device_write,
	.poll = bell_device_poll);

static struct miscdevice note_misc = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "zerocost-note",
	.fops = &note,
};

static struct miscdevice bell_misc = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "zerocost-bell",
	.fops = &bell,
};

static int __init pair_init(void)
{
	int err;

	mutex_init(&bell_device.lock);
	init_waitqueue_head(&bell_device.rung);
	err = misc_register(&note_misc);
	if (err)
		return err;
	err = misc_register(&bell_misc);
	if (err)
		misc_deregister(&note_misc);
	return err;
}

static void __exit pair_exit(void)
{
	misc_deregister(&bell_misc);
	misc_deregister(&note_misc);
}

cleat_module(pair, pair_init, pair_exit);
MODULE_DESCRIPTION("the zero-cost pairs, by kit");
