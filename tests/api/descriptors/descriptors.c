/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* A shelf on which one program puts an open file, and from which another one takes it. */
#include <cleat/file.h>
#include <cleat/ioctl.h>
#include <cleat/miscdevice.h>
#include <cleat/module.h>
#include <cleat/mutex.h>
#include <cleat/wait.h>

#include "uapi.h"

struct shelf {
	struct mutex lock;
	struct file *__own __opt file __guarded_by(&lock);
	int opens __guarded_by(&lock);
};

static struct shelf shelf = {
	.lock = __MUTEX_INITIALIZER(shelf.lock),
};

static DECLARE_WAIT_QUEUE_HEAD(filled);

static long shelf_put(struct shelf *s, void __user *arg)
{
	struct file *file, *old;
	u32 fd;
	int err = cleat_get_user_obj(&fd, arg);

	if (err)
		return err;
	file = fget(fd);
	if (!file)
		return -EBADF;
	scoped_guard(mutex, &s->lock) {
		old = no_free_ptr(s->file);
		s->file = no_free_ptr(file);
	}
	if (old)
		fput(old);
	wake_up_all(&filled);
	return 0;
}

static struct file *__own __opt shelf_get(struct shelf *s)
{
	guard(mutex)(&s->lock);
	return s->file ? get_file(s->file) : NULL;
}

static long shelf_give(struct file *__own given, void __user *arg)
{
	struct file *file __free(fput) = given;
	u32 number;

	CLASS(get_unused_fd, fd)(O_CLOEXEC);
	if (fd < 0)
		return fd;
	number = fd;
	if (cleat_put_user_obj((u32 __user *)arg, &number))
		return -EFAULT;
	fd_install(take_fd(fd), no_free_ptr(file));
	return 0;
}

static long shelf_take(struct shelf *s, void __user *arg)
{
	struct file *file = shelf_get(s);

	return file ? shelf_give(file, arg) : -ENOENT;
}

static long shelf_take_two(struct shelf *s, void __user *arg)
{
	struct file *file __free(fput) = shelf_get(s);

	if (!file)
		return -ENOENT;
	CLASS(get_unused_fd, a)(O_CLOEXEC);
	if (a < 0)
		return a;
	CLASS(get_unused_fd, b)(0);
	if (b < 0)
		return b;
	u32 number[2] = {a, b};
	if (copy_to_user(arg, number, sizeof(number)))
		return -EFAULT;
	fd_install(take_fd(a), get_file(file));
	fd_install(take_fd(b), no_free_ptr(file));
	return 0;
}

static long shelf_try(void __user *arg)
{
	CLASS(get_unused_fd, fd)(O_CLOEXEC);
	u32 number;

	if (fd < 0)
		return fd;
	number = fd;
	return cleat_put_user_obj((u32 __user *)arg, &number);
}

static long shelf_close(void __user *arg)
{
	u32 fd;
	int err = cleat_get_user_obj(&fd, arg);

	return err ? err : cleat_close_fd_later(fd);
}

/* Unlike the others it leaves the shelf empty, so that the next one waits. */
static long shelf_await(struct shelf *s, void __user *arg)
{
	struct file *file = NULL;
	int err;

	scoped_guard(mutex, &s->lock) {
		err = cleat_wait_event_interruptible(filled, &s->lock, s->file != NULL);
		if (!err)
			file = no_free_ptr(s->file);
	}
	return file ? shelf_give(file, arg) : err;
}

static long shelf_ioctl(struct shelf *s, struct file *file, unsigned int cmd, void __user *arg)
{
	switch (cmd) {
	case SHELF_PUT:
		return shelf_put(s, arg);
	case SHELF_TAKE:
		return shelf_take(s, arg);
	case SHELF_TAKE_TWO:
		return shelf_take_two(s, arg);
	case SHELF_TRY:
		return shelf_try(arg);
	case SHELF_CLOSE:
		return shelf_close(arg);
	case SHELF_AWAIT:
		return shelf_await(s, arg);
	default:
		return -ENOTTY;
	}
}

static int shelf_open(struct shelf *s, struct file *file)
{
	guard(mutex)(&s->lock);
	s->opens++;
	return 0;
}

/* What one program has put there stays when another one ends. */
static void shelf_release(struct shelf *s, struct file *file)
{
	struct file *old = NULL;

	scoped_guard(mutex, &s->lock) {
		if (--s->opens == 0)
			old = no_free_ptr(s->file);
	}
	if (old)
		fput(old);
}

DEFINE_FILE_OPERATIONS(shelf_fops, struct shelf,
	.shared = &shelf,
	.open_shared = shelf_open,
	.release_shared = shelf_release,
	.ioctl = shelf_ioctl);

static struct miscdevice shelf_misc = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "cleat-shelf",
	.fops = &shelf_fops,
	.mode = 0666,
};

static int __init shelf_init(void)
{
	return misc_register(&shelf_misc);
}

static void __exit shelf_exit(void)
{
	misc_deregister(&shelf_misc);
}

cleat_module(descriptors, shelf_init, shelf_exit);
MODULE_DESCRIPTION("open files that go from one program to another");
MODULE_AUTHOR("the Cleat authors");
