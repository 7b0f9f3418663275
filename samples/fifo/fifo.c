/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * A first-in first-out device: what one program writes, another reads. A ring of bytes under one
 * mutex. End of file comes to a reader when the ring is empty, no writer is there, and one was:
 * since it opened the file, or whose bytes it has read.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <cleat/build_bug.h>
#include <cleat/ioctl.h>
#include <cleat/miscdevice.h>
#include <cleat/module.h>
#include <cleat/mutex.h>
#include <cleat/poll.h>
#include <cleat/ring.h>
#include <cleat/slab.h>

#include "uapi.h"

enum { FIFO_MAX_SIZE = 16 << 20 };

static unsigned int size = 64 << 10;
module_param(size, uint, 0444);
MODULE_PARM_DESC(size, "bytes of room, a power of two from 4096 to 16777216 (default 65536)");

struct fifo {
	struct mutex lock;
	struct wait_queue_head readable;
	struct wait_queue_head writable;
	struct cleat_ring ring __guarded_by(&lock);
	u64 bytes_in __guarded_by(&lock);
	u64 bytes_out __guarded_by(&lock);
	u32 readers __guarded_by(&lock);
	u32 writers __guarded_by(&lock);
	u32 writers_ever __guarded_by(&lock);
};

static struct fifo fifo;

/* One open file: how many writers had come and gone for it. */
struct fifo_file {
	u32 writers_past __guarded_by(&fifo.lock);
};

static bool fifo_size_ok(u32 bytes)
{
	return bytes >= FIFO_ATOMIC && bytes <= FIFO_MAX_SIZE && cleat_ring_size_ok(bytes);
}

static bool fifo_can_read(void) __must_hold(&fifo.lock)
{
	return cleat_ring_len(&fifo.ring) > 0;
}

static bool fifo_at_end(const struct fifo_file *ctx) __must_hold(&fifo.lock)
{
	return fifo.writers == 0 && fifo.writers_ever != ctx->writers_past;
}

/* ---- open and close ---- */

static struct fifo_file *fifo_open(struct file *file)
{
	unsigned int mode = file->f_flags & O_ACCMODE;
	struct fifo_file *ctx = kzalloc_obj(*ctx);

	if (!ctx)
		return ERR_PTR(-ENOMEM);
	guard(mutex)(&fifo.lock);
	fifo.readers += mode != O_WRONLY;
	if (mode != O_RDONLY) {
		fifo.writers++;
		fifo.writers_ever++;
	}
	/* A writer that is there now is one whose end is to be seen. */
	ctx->writers_past = fifo.writers_ever - (fifo.writers > 0);
	return ctx;
}

static void fifo_release(struct fifo_file *__own ctx, struct file *file)
{
	unsigned int mode = file->f_flags & O_ACCMODE;

	scoped_guard(mutex, &fifo.lock) {
		fifo.readers -= mode != O_WRONLY;
		fifo.writers -= mode != O_RDONLY;
	}
	wake_up_interruptible(&fifo.readable);
	kfree(ctx);
}

/* ---- data ---- */

static ssize_t fifo_read(struct fifo_file *ctx, struct file *file, struct cleat_user_writer *to)
{
	ssize_t n;
	int err;

	if (to->left == 0)
		return 0;
	scoped_guard(mutex, &fifo.lock) {
		if (!fifo_can_read() && !fifo_at_end(ctx) && (file->f_flags & O_NONBLOCK))
			return -EAGAIN;
		err = cleat_wait_event_interruptible(fifo.readable, &fifo.lock,
						     fifo_can_read() || fifo_at_end(ctx));
		if (err)
			return err;
		n = cleat_ring_get_user(&fifo.ring, to);
		if (n < 0)
			return n;
		fifo.bytes_out += n;
		ctx->writers_past = fifo.writers_ever - 1;
	}
	wake_up_interruptible(&fifo.writable);
	return n;
}

/* One step of a write: wait for room, then put what fits; a small write waits for all its room. */
static ssize_t fifo_write_some(struct file *file, struct cleat_user_reader *from)
{
	size_t need = from->left <= FIFO_ATOMIC ? from->left : 1;
	ssize_t n;
	int err;

	scoped_guard(mutex, &fifo.lock) {
		if (cleat_ring_room(&fifo.ring) < need && (file->f_flags & O_NONBLOCK))
			return -EAGAIN;
		err = cleat_wait_event_interruptible(fifo.writable, &fifo.lock,
						     cleat_ring_room(&fifo.ring) >= need);
		if (err)
			return err;
		n = cleat_ring_put_user(&fifo.ring, from);
		if (n < 0)
			return n;
		fifo.bytes_in += n;
	}
	wake_up_interruptible(&fifo.readable);
	return n;
}

static ssize_t fifo_write(struct fifo_file *ctx, struct file *file, struct cleat_user_reader *from)
{
	ssize_t done = 0;

	while (from->left) {
		ssize_t n = fifo_write_some(file, from);

		if (n < 0)
			return done ? done : n;
		done += n;
	}
	return done;
}

static __poll_t fifo_poll(struct fifo_file *ctx, struct file *file, struct poll_table_struct *pt)
{
	__poll_t ready = 0;

	poll_wait(file, &fifo.readable, pt);
	poll_wait(file, &fifo.writable, pt);
	guard(mutex)(&fifo.lock);
	if (fifo_can_read())
		ready |= EPOLLIN | EPOLLRDNORM;
	else if (fifo_at_end(ctx))
		ready |= EPOLLHUP;
	if (cleat_ring_room(&fifo.ring) >= FIFO_ATOMIC)
		ready |= EPOLLOUT | EPOLLWRNORM;
	return ready;
}

/* ---- ioctl ---- */

static long fifo_get_stat(void __user *arg)
{
	struct fifo_stat stat;

	static_assert(sizeof(stat) == 32, "no padding: all of it is shown");
	scoped_guard(mutex, &fifo.lock)
		stat = (struct fifo_stat){
			.bytes_in = fifo.bytes_in,
			.bytes_out = fifo.bytes_out,
			.len = cleat_ring_len(&fifo.ring),
			.size = fifo.ring.size,
			.readers = fifo.readers,
			.writers = fifo.writers,
		};
	return cleat_put_user_obj(arg, &stat);
}

static int fifo_resize(u32 bytes)
{
	struct cleat_ring other;
	int err = cleat_ring_alloc(&other, bytes);

	if (err)
		return err;
	scoped_guard(mutex, &fifo.lock)
		err = cleat_ring_replace(&fifo.ring, &other);
	cleat_ring_free(&other);
	return err;
}

static long fifo_set_size(void __user *arg)
{
	u32 bytes;
	int err = cleat_get_user_obj(&bytes, arg);

	if (err)
		return err;
	if (!fifo_size_ok(bytes))
		return -EINVAL;
	err = fifo_resize(bytes);
	if (!err)
		wake_up_interruptible(&fifo.writable);
	return err;
}

static long fifo_ioctl(struct fifo_file *ctx, struct file *file, unsigned int cmd, void __user *arg)
{
	switch (cmd) {
	case FIFO_GET_STAT:
		return fifo_get_stat(arg);
	case FIFO_SET_SIZE:
		return fifo_set_size(arg);
	default:
		return -ENOTTY;
	}
}

/* ---- the driver ---- */

DEFINE_FILE_OPERATIONS(fifo_fops, struct fifo_file,
	.open = fifo_open,
	.release = fifo_release,
	.read = fifo_read,
	.write = fifo_write,
	.poll = fifo_poll,
	.ioctl = fifo_ioctl);

static struct miscdevice fifo_misc = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "fifo",
	.fops = &fifo_fops,
	.mode = 0666,
};

static int __init fifo_init(void)
{
	int err;

	if (!fifo_size_ok(size)) {
		pr_err("size=%u: not a power of two from %u to %u\n", size, FIFO_ATOMIC, FIFO_MAX_SIZE);
		return -EINVAL;
	}
	mutex_init(&fifo.lock);
	init_waitqueue_head(&fifo.readable);
	init_waitqueue_head(&fifo.writable);
	err = cleat_ring_alloc(&fifo.ring, size);
	if (err)
		return err;
	err = misc_register(&fifo_misc);
	if (err)
		cleat_ring_free(&fifo.ring);
	return err;
}

static void __exit fifo_exit(void)
{
	misc_deregister(&fifo_misc);
	cleat_ring_free(&fifo.ring);
	mutex_destroy(&fifo.lock);
}

cleat_module(fifo, fifo_init, fifo_exit);
MODULE_DESCRIPTION("a first-in first-out device");
MODULE_AUTHOR("the Cleat authors");
