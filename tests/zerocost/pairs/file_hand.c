// SPDX-License-Identifier: MIT OR GPL-2.0-only
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/ioctl.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/poll.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <linux/wait.h>

#include "file.h"

struct note_file {
	struct mutex lock;
	u32 len;
	char text[NOTE_MAX];
};

static int note_open(struct inode *inode, struct file *file)
{
	struct note_file *n;

	stream_open(inode, file);
	n = kzalloc(sizeof(*n), GFP_KERNEL);
	if (!n)
		return -ENOMEM;
	mutex_init(&n->lock);
	file->private_data = n;
	return 0;
}

static int note_release(struct inode *inode, struct file *file)
{
	struct note_file *n = file->private_data;

	mutex_destroy(&n->lock);
	kfree(n);
	return 0;
}

static ssize_t note_read(struct file *file, char __user *buf, size_t len, loff_t *pos)
{
	struct note_file *n = file->private_data;
	ssize_t ret;

	mutex_lock(&n->lock);
	ret = min_t(size_t, len, n->len);
	if (copy_to_user(buf, n->text, ret)) {
		ret = -EFAULT;
		goto unlock;
	}
	n->len = 0;
unlock:
	mutex_unlock(&n->lock);
	return ret;
}

static ssize_t note_write(struct file *file, const char __user *buf, size_t len, loff_t *pos)
{
	struct note_file *n = file->private_data;
	ssize_t ret = len;

	if (len > NOTE_MAX)
		return -EMSGSIZE;
	mutex_lock(&n->lock);
	if (copy_from_user(n->text, buf, len))
		ret = -EFAULT;
	else
		n->len = len;
	mutex_unlock(&n->lock);
	return ret;
}

static long note_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct note_file *n = file->private_data;
	u32 len;

	switch (cmd) {
	case NOTE_CLEAR:
		mutex_lock(&n->lock);
		n->len = 0;
		mutex_unlock(&n->lock);
		return 0;
	case NOTE_LEN:
		mutex_lock(&n->lock);
		len = n->len;
		mutex_unlock(&n->lock);
		if (copy_to_user((void __user *)arg, &len, sizeof(len)))
			return -EFAULT;
		return 0;
	default:
		return -ENOTTY;
	}
}

static const struct file_operations note = {
	.owner = THIS_MODULE,
	.open = note_open,
	.release = note_release,
	.read = note_read,
	.write = note_write,
	.unlocked_ioctl = note_ioctl,
	.compat_ioctl = compat_ptr_ioctl,
};

static struct bell {
	struct mutex lock;
	u32 rings;
	struct wait_queue_head rung;
} bell_device;

static int bell_open(struct inode *inode, struct file *file)
{
	return stream_open(inode, file);
}

static ssize_t bell_read(struct file *file, char __user *buf, size_t len, loff_t *pos)
{
	u32 rings;

	if (len < sizeof(rings))
		return -EFAULT;
	mutex_lock(&bell_device.lock);
	rings = bell_device.rings;
	bell_device.rings = 0;
	mutex_unlock(&bell_device.lock);
	if (copy_to_user(buf, &rings, sizeof(rings)))
		return -EFAULT;
	return sizeof(rings);
}

static ssize_t bell_write(struct file *file, const char __user *buf, size_t len, loff_t *pos)
{
	mutex_lock(&bell_device.lock);
	bell_device.rings++;
	mutex_unlock(&bell_device.lock);
	wake_up_interruptible(&bell_device.rung);
	return len;
}

static __poll_t bell_poll(struct file *file, struct poll_table_struct *pt)
{
	__poll_t ready = EPOLLOUT | EPOLLWRNORM;

	poll_wait(file, &bell_device.rung, pt);
	mutex_lock(&bell_device.lock);
	if (bell_device.rings)
		ready |= EPOLLIN | EPOLLRDNORM;
	mutex_unlock(&bell_device.lock);
	return ready;
}

static const struct file_operations bell = {
	.owner = THIS_MODULE,
	.open = bell_open,
	.read = bell_read,
	.write = bell_write,
	.poll = bell_poll,
};

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

module_init(pair_init);
module_exit(pair_exit);
MODULE_LICENSE("Dual MIT/GPL");
MODULE_DESCRIPTION("the zero-cost pairs, by hand");
