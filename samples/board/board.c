/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * One page that all programs share: written at any offset by write, read by read, and shown
 * read-only by mmap, where a change is seen at once and without a system call.
 */
#include <cleat/ioctl.h>
#include <cleat/miscdevice.h>
#include <cleat/mm.h>
#include <cleat/module.h>
#include <cleat/mutex.h>

#include "uapi.h"

/* The lock is between those who write and read; who maps the page looks on without it. */
struct board {
	struct mutex lock;
	struct cleat_pages pages;
};

static struct board board = {
	.lock = __MUTEX_INITIALIZER(board.lock),
};

/* The bytes of [pos, pos + len) that lie in the page. */
static size_t board_clip(loff_t pos, size_t len)
{
	if (pos < 0 || pos >= BOARD_SIZE)
		return 0;
	return min_t(size_t, len, BOARD_SIZE - pos);
}

static ssize_t board_read_at(struct board *dev, struct file *file, struct cleat_user_writer *to, loff_t *pos)
{
	size_t len = board_clip(*pos, to->left), done = 0;
	u8 buf[256];

	guard(mutex)(&dev->lock);
	while (done < len) {
		size_t n = min_t(size_t, sizeof(buf), len - done);
		int err = cleat_pages_read(&dev->pages, *pos + done, buf, n);

		if (!err)
			err = cleat_user_write(to, buf, n);
		if (err)
			return err;
		done += n;
	}
	*pos += done;
	return done;
}

static ssize_t board_write_at(struct board *dev, struct file *file, struct cleat_user_reader *from, loff_t *pos)
{
	size_t len = board_clip(*pos, from->left);
	int err;

	if (len == 0)
		return from->left ? -ENOSPC : 0;
	guard(mutex)(&dev->lock);
	err = cleat_pages_write_user(&dev->pages, *pos, from, len);
	if (err)
		return err;
	*pos += len;
	return len;
}

static long board_ioctl(struct board *dev, struct file *file, unsigned int cmd, void __user *arg)
{
	switch (cmd) {
	case BOARD_CLEAR: {
		guard(mutex)(&dev->lock);
		return cleat_pages_zero(&dev->pages, 0, BOARD_SIZE);
	}
	default:
		return -ENOTTY;
	}
}

static struct cleat_pages *board_mmap_pages(struct board *dev, struct file *file)
{
	return &dev->pages;
}

static loff_t board_size(struct board *dev, struct file *file)
{
	return BOARD_SIZE;
}

DEFINE_FILE_OPERATIONS(board_fops, struct board,
	.shared = &board,
	.read_at = board_read_at,
	.write_at = board_write_at,
	.ioctl = board_ioctl,
	.mmap_pages = board_mmap_pages,
	.size = board_size);

static struct miscdevice board_misc = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "board",
	.fops = &board_fops,
	.mode = 0666,
};

static int __init board_init(void)
{
	int err = cleat_pages_alloc(&board.pages, 1);

	if (err)
		return err;
	err = misc_register(&board_misc);
	if (err)
		cleat_pages_free(&board.pages);
	return err;
}

static void __exit board_exit(void)
{
	misc_deregister(&board_misc);
	cleat_pages_free(&board.pages);
}

cleat_module(board, board_init, board_exit);
MODULE_DESCRIPTION("a page that programs read, write and map");
MODULE_AUTHOR("the Cleat authors");
