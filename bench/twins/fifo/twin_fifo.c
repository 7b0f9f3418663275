// SPDX-License-Identifier: MIT OR GPL-2.0-only
/*
 * samples/fifo as one writes it in plain kernel C: what the kit's driver is measured against. It
 * behaves the same: a ring of bytes under one mutex, whole small writes, end of file for a reader
 * when no writer is there and one was.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/compat.h>
#include <linux/fs.h>
#include <linux/log2.h>
#include <linux/miscdevice.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/poll.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include <linux/wait.h>

#include "samples/fifo/uapi.h"

#define TWIN_MAX_SIZE (16 << 20)

static unsigned int size = 64 << 10;
module_param(size, uint, 0444);
MODULE_PARM_DESC(size, "bytes of room, a power of two from 4096 to 16777216 (default 65536)");

static struct twin {
	struct mutex lock;
	wait_queue_head_t readable;
	wait_queue_head_t writable;
	u8 *data;
	u32 size;
	u32 head;
	u32 tail;
	u64 bytes_in;
	u64 bytes_out;
	u32 readers;
	u32 writers;
	u32 writers_ever;
} twin;

struct twin_file {
	u32 writers_past;
};

static u32 twin_len(void)
{
	return twin.tail - twin.head;
}

static u32 twin_room(void)
{
	return twin.size - twin_len();
}

static bool twin_at_end(const struct twin_file *ctx)
{
	return twin.writers == 0 && twin.writers_ever != ctx->writers_past;
}

static bool twin_size_ok(u32 bytes)
{
	return bytes >= FIFO_ATOMIC && bytes <= TWIN_MAX_SIZE && is_power_of_2(bytes);
}

static int twin_open(struct inode *inode, struct file *file)
{
	unsigned int mode = file->f_flags & O_ACCMODE;
	struct twin_file *ctx;

	stream_open(inode, file);
	ctx = kzalloc(sizeof(*ctx), GFP_KERNEL);
	if (!ctx)
		return -ENOMEM;
	mutex_lock(&twin.lock);
	if (mode != O_WRONLY)
		twin.readers++;
	if (mode != O_RDONLY) {
		twin.writers++;
		twin.writers_ever++;
	}
	ctx->writers_past = twin.writers_ever - (twin.writers > 0);
	mutex_unlock(&twin.lock);
	file->private_data = ctx;
	return 0;
}

static int twin_release(struct inode *inode, struct file *file)
{
	unsigned int mode = file->f_flags & O_ACCMODE;

	mutex_lock(&twin.lock);
	if (mode != O_WRONLY)
		twin.readers--;
	if (mode != O_RDONLY)
		twin.writers--;
	mutex_unlock(&twin.lock);
	wake_up_interruptible(&twin.readable);
	kfree(file->private_data);
	return 0;
}

/* Called with the lock held, returns with it held unless it fails. */
static int twin_wait_data(struct file *file, struct twin_file *ctx)
{
	while (!twin_len() && !twin_at_end(ctx)) {
		int err;

		mutex_unlock(&twin.lock);
		if (file->f_flags & O_NONBLOCK)
			return -EAGAIN;
		err = wait_event_interruptible(twin.readable, twin_len() || twin_at_end(ctx));
		if (err)
			return err;
		mutex_lock(&twin.lock);
	}
	return 0;
}

static ssize_t twin_read(struct file *file, char __user *buf, size_t count, loff_t *pos)
{
	struct twin_file *ctx = file->private_data;
	ssize_t done = 0;
	int err;

	if (!count)
		return 0;
	mutex_lock(&twin.lock);
	err = twin_wait_data(file, ctx);
	if (err)
		return err;
	count = min_t(size_t, count, twin_len());
	while (done < count) {
		u32 index = twin.head & (twin.size - 1);
		size_t n = min_t(size_t, count - done, twin.size - index);

		if (copy_to_user(buf + done, twin.data + index, n)) {
			if (!done)
				done = -EFAULT;
			break;
		}
		twin.head += n;
		done += n;
	}
	if (done > 0) {
		twin.bytes_out += done;
		ctx->writers_past = twin.writers_ever - 1;
	}
	mutex_unlock(&twin.lock);
	if (done > 0)
		wake_up_interruptible(&twin.writable);
	return done;
}

/* Called with the lock held, returns with it held unless it fails. */
static int twin_wait_room(struct file *file, size_t need)
{
	while (twin_room() < need) {
		int err;

		mutex_unlock(&twin.lock);
		if (file->f_flags & O_NONBLOCK)
			return -EAGAIN;
		err = wait_event_interruptible(twin.writable, twin_room() >= need);
		if (err)
			return err;
		mutex_lock(&twin.lock);
	}
	return 0;
}

static ssize_t twin_write_some(struct file *file, const char __user *buf, size_t count)
{
	size_t need = count <= FIFO_ATOMIC ? count : 1;
	u32 tail;
	ssize_t done = 0;
	int err;

	mutex_lock(&twin.lock);
	err = twin_wait_room(file, need);
	if (err)
		return err;
	count = min_t(size_t, count, twin_room());
	tail = twin.tail;
	while (done < count) {
		u32 index = tail & (twin.size - 1);
		size_t n = min_t(size_t, count - done, twin.size - index);

		if (copy_from_user(twin.data + index, buf + done, n)) {
			mutex_unlock(&twin.lock);
			return -EFAULT;
		}
		tail += n;
		done += n;
	}
	twin.tail = tail;
	twin.bytes_in += done;
	mutex_unlock(&twin.lock);
	wake_up_interruptible(&twin.readable);
	return done;
}

static ssize_t twin_write(struct file *file, const char __user *buf, size_t count, loff_t *pos)
{
	ssize_t done = 0;

	while (done < count) {
		ssize_t n = twin_write_some(file, buf + done, count - done);

		if (n < 0)
			return done ? done : n;
		done += n;
	}
	return done;
}

static __poll_t twin_poll(struct file *file, poll_table *pt)
{
	struct twin_file *ctx = file->private_data;
	__poll_t ready = 0;

	poll_wait(file, &twin.readable, pt);
	poll_wait(file, &twin.writable, pt);
	mutex_lock(&twin.lock);
	if (twin_len())
		ready |= EPOLLIN | EPOLLRDNORM;
	else if (twin_at_end(ctx))
		ready |= EPOLLHUP;
	if (twin_room() >= FIFO_ATOMIC)
		ready |= EPOLLOUT | EPOLLWRNORM;
	mutex_unlock(&twin.lock);
	return ready;
}

static long twin_get_stat(void __user *arg)
{
	struct fifo_stat stat;

	mutex_lock(&twin.lock);
	stat.bytes_in = twin.bytes_in;
	stat.bytes_out = twin.bytes_out;
	stat.len = twin_len();
	stat.size = twin.size;
	stat.readers = twin.readers;
	stat.writers = twin.writers;
	mutex_unlock(&twin.lock);
	return copy_to_user(arg, &stat, sizeof(stat)) ? -EFAULT : 0;
}

static long twin_set_size(void __user *arg)
{
	u32 bytes, len, first;
	u8 *data;

	if (copy_from_user(&bytes, arg, sizeof(bytes)))
		return -EFAULT;
	if (!twin_size_ok(bytes))
		return -EINVAL;
	data = kvmalloc(bytes, GFP_KERNEL);
	if (!data)
		return -ENOMEM;
	mutex_lock(&twin.lock);
	len = twin_len();
	if (len > bytes) {
		mutex_unlock(&twin.lock);
		kvfree(data);
		return -EBUSY;
	}
	first = min(len, twin.size - (twin.head & (twin.size - 1)));
	memcpy(data, twin.data + (twin.head & (twin.size - 1)), first);
	memcpy(data + first, twin.data, len - first);
	swap(twin.data, data);
	twin.size = bytes;
	twin.head = 0;
	twin.tail = len;
	mutex_unlock(&twin.lock);
	kvfree(data);
	wake_up_interruptible(&twin.writable);
	return 0;
}

static long twin_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	switch (cmd) {
	case FIFO_GET_STAT:
		return twin_get_stat((void __user *)arg);
	case FIFO_SET_SIZE:
		return twin_set_size((void __user *)arg);
	default:
		return -ENOTTY;
	}
}

static const struct file_operations twin_fops = {
	.owner = THIS_MODULE,
	.open = twin_open,
	.release = twin_release,
	.read = twin_read,
	.write = twin_write,
	.poll = twin_poll,
	.unlocked_ioctl = twin_ioctl,
	.compat_ioctl = compat_ptr_ioctl,
};

static struct miscdevice twin_misc = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "twin",
	.fops = &twin_fops,
	.mode = 0666,
};

static int __init twin_init(void)
{
	int err;

	if (!twin_size_ok(size)) {
		pr_err("size=%u: not a power of two from %u to %u\n", size, FIFO_ATOMIC,
		       TWIN_MAX_SIZE);
		return -EINVAL;
	}
	twin.data = kvmalloc(size, GFP_KERNEL);
	if (!twin.data)
		return -ENOMEM;
	twin.size = size;
	mutex_init(&twin.lock);
	init_waitqueue_head(&twin.readable);
	init_waitqueue_head(&twin.writable);
	err = misc_register(&twin_misc);
	if (err)
		kvfree(twin.data);
	return err;
}

static void __exit twin_exit(void)
{
	misc_deregister(&twin_misc);
	kvfree(twin.data);
}

module_init(twin_init);
module_exit(twin_exit);
MODULE_LICENSE("Dual MIT/GPL");
MODULE_DESCRIPTION("plain C twin of the kit's fifo");
