/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * A first-in first-out device: what one program writes, another reads. A ring of bytes under one
 * mutex; head and tail count bytes for ever and wrap as u32 does, so that tail - head is what
 * waits and an index is "& (size - 1)". End of file comes to a reader when the ring is empty, no
 * writer is there, and one was: since it opened the file, or whose bytes it has read.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <cleat/build_bug.h>
#include <cleat/ioctl.h>
#include <cleat/miscdevice.h>
#include <cleat/module.h>
#include <cleat/mutex.h>
#include <cleat/poll.h>
#include <cleat/slab.h>
#include <cleat/string.h>

#include "uapi.h"

enum { FIFO_MAX_SIZE = 16 << 20 };

static unsigned int size = 64 << 10;
module_param(size, uint, 0444);
MODULE_PARM_DESC(size, "bytes of room, a power of two from 4096 to 16777216 (default 65536)");

/* The bytes; data has size of them. */
struct fifo_ring {
	u32 size;
	u32 head;
	u32 tail;
	u8 *__own data __counted_by(size);
};

struct fifo {
	struct mutex lock;
	struct wait_queue_head readable;
	struct wait_queue_head writable;
	struct fifo_ring ring __guarded_by(&lock);
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

static u32 fifo_ring_len(const struct fifo_ring *ring)
{
	return ring->tail - ring->head;
}

static u32 fifo_ring_room(const struct fifo_ring *ring)
{
	return ring->size - fifo_ring_len(ring);
}

/* The bytes from @count on that lie in one piece, at most @n of them. */
static size_t fifo_ring_piece(const struct fifo_ring *ring, u32 count, size_t n)
{
	u32 index = count & (ring->size - 1);

	return min_t(size_t, n, ring->size - index);
}

static bool fifo_size_ok(u32 bytes)
{
	return bytes >= FIFO_ATOMIC && bytes <= FIFO_MAX_SIZE && (bytes & (bytes - 1)) == 0;
}

static bool fifo_can_read(void) __must_hold(&fifo.lock)
{
	return fifo_ring_len(&fifo.ring) > 0;
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

/* Move up to what waits to @to; the bytes moved, or -EFAULT when none could be. */
static ssize_t fifo_take(struct cleat_user_writer *to) __must_hold(&fifo.lock)
{
	struct fifo_ring *ring = &fifo.ring;
	ssize_t done = 0;

	while (to->left && fifo_ring_len(ring)) {
		size_t n = fifo_ring_piece(ring, ring->head, min_t(size_t, to->left, fifo_ring_len(ring)));

		if (cleat_user_write(to, &ring->data[ring->head & (ring->size - 1)], n))
			return done ? done : -EFAULT;
		ring->head += n;
		done += n;
	}
	fifo.bytes_out += done;
	return done;
}

static ssize_t fifo_read(struct fifo_file *ctx, struct file *file, struct cleat_user_writer *to)
{
	ssize_t n;
	int err;

	if (to->left == 0)
		return 0;
	scoped_guard(mutex, &fifo.lock) {
		if ((file->f_flags & O_NONBLOCK) && !fifo_can_read() && !fifo_at_end(ctx))
			return -EAGAIN;
		err = cleat_wait_event_interruptible(fifo.readable, &fifo.lock,
						     fifo_can_read() || fifo_at_end(ctx));
		if (err)
			return err;
		n = fifo_take(to);
		if (n > 0)
			ctx->writers_past = fifo.writers_ever - 1;
	}
	if (n > 0)
		wake_up_interruptible(&fifo.writable);
	return n;
}

/* Move up to @n bytes into the ring, which has room for them; a failed piece is not put. */
static ssize_t fifo_put(struct cleat_user_reader *from, size_t n) __must_hold(&fifo.lock)
{
	struct fifo_ring *ring = &fifo.ring;
	u32 tail = ring->tail;

	while (n) {
		size_t piece = fifo_ring_piece(ring, tail, n);

		if (cleat_user_read(from, &ring->data[tail & (ring->size - 1)], piece))
			return -EFAULT;
		tail += piece;
		n -= piece;
	}
	n = tail - ring->tail;
	ring->tail = tail;
	fifo.bytes_in += n;
	return n;
}

/* One step of a write: wait for room, then put what fits; a small write waits for all its room. */
static ssize_t fifo_write_some(struct file *file, struct cleat_user_reader *from)
{
	size_t need = from->left <= FIFO_ATOMIC ? from->left : 1;
	ssize_t n;
	int err;

	scoped_guard(mutex, &fifo.lock) {
		if ((file->f_flags & O_NONBLOCK) && fifo_ring_room(&fifo.ring) < need)
			return -EAGAIN;
		err = cleat_wait_event_interruptible(fifo.writable, &fifo.lock,
						     fifo_ring_room(&fifo.ring) >= need);
		if (err)
			return err;
		n = fifo_put(from, min_t(size_t, from->left, fifo_ring_room(&fifo.ring)));
	}
	if (n > 0)
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
	if (fifo_ring_room(&fifo.ring) >= FIFO_ATOMIC)
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
			.len = fifo_ring_len(&fifo.ring),
			.size = fifo.ring.size,
			.readers = fifo.readers,
			.writers = fifo.writers,
		};
	return cleat_put_user_obj(arg, &stat);
}

/* The bytes that wait, at the start of a new ring. */
static int fifo_resize(u32 bytes)
{
	u8 *data __free(kvfree) = kvmalloc_objs(u8, bytes);
	struct fifo_ring *ring = &fifo.ring;
	u32 len, first;

	if (!data)
		return -ENOMEM;
	guard(mutex)(&fifo.lock);
	len = fifo_ring_len(ring);
	if (len > bytes)
		return -EBUSY;
	first = fifo_ring_piece(ring, ring->head, len);
	memcpy(data, &ring->data[ring->head & (ring->size - 1)], first);
	memcpy(data + first, ring->data, len - first);
	swap(ring->data, data);
	ring->size = bytes;
	ring->head = 0;
	ring->tail = len;
	return 0;
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

static int __init fifo_start(void)
{
	u8 *data __free(kvfree) = kvmalloc_objs(u8, size);
	int err;

	if (!data)
		return -ENOMEM;
	mutex_init(&fifo.lock);
	init_waitqueue_head(&fifo.readable);
	init_waitqueue_head(&fifo.writable);
	fifo.ring = (struct fifo_ring){.size = size, .data = data};
	err = misc_register(&fifo_misc);
	if (err)
		return err;
	retain_and_null_ptr(data);
	return 0;
}

static int __init fifo_init(void)
{
	if (!fifo_size_ok(size)) {
		pr_err("size=%u: not a power of two from %u to %u\n", size, FIFO_ATOMIC, FIFO_MAX_SIZE);
		return -EINVAL;
	}
	return fifo_start();
}

static void __exit fifo_exit(void)
{
	misc_deregister(&fifo_misc);
	kvfree(fifo.ring.data);
	fifo.ring.data = NULL;
	mutex_destroy(&fifo.lock);
}

cleat_module(fifo, fifo_init, fifo_exit);
MODULE_DESCRIPTION("a first-in first-out device");
MODULE_AUTHOR("the Cleat authors");
