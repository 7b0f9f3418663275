/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Every open file has three pages; ioctls are the driver's side of them, mmap the program's. */
#include <cleat/ioctl.h>
#include <cleat/miscdevice.h>
#include <cleat/mm.h>
#include <cleat/module.h>

#include "uapi.h"

struct maptest_file {
	struct cleat_pages pages;
};

static struct maptest_file *maptest_open(struct file *file)
{
	struct maptest_file *f __free(kfree) = kzalloc_obj(*f);
	int err;

	if (!f)
		return ERR_PTR(-ENOMEM);
	err = cleat_pages_alloc(&f->pages, MMAP_N_PAGES);
	if (err)
		return ERR_PTR(err);
	return_ptr(f);
}

static void maptest_release(struct maptest_file *__own f, struct file *file)
{
	cleat_pages_free(&f->pages);
	kfree(f);
}

static ssize_t maptest_write(struct maptest_file *f, struct file *file,
			     struct cleat_user_reader *from)
{
	size_t n = from->left;
	int err = cleat_pages_write_user(&f->pages, 0, from, n);

	return err ? err : (ssize_t)n;
}

static long maptest_io(struct maptest_file *f, unsigned int cmd, void __user *arg)
{
	struct mmap_io io;
	int err = cleat_get_user_obj(&io, arg);

	if (err)
		return err;
	if (cmd == MMAP_ZERO)
		return cleat_pages_zero(&f->pages, io.off, io.len);
	if (io.len > sizeof(io.data))
		return -EMSGSIZE;
	if (cmd == MMAP_WRITE)
		return cleat_pages_write(&f->pages, io.off, io.data, io.len);
	err = cleat_pages_read(&f->pages, io.off, io.data, io.len);
	return err ? err : cleat_put_user_obj(arg, &io);
}

static long maptest_ioctl(struct maptest_file *f, struct file *file, unsigned int cmd,
			  void __user *arg)
{
	switch (cmd) {
	case MMAP_WRITE:
	case MMAP_READ:
	case MMAP_ZERO:
		return maptest_io(f, cmd, arg);
	case MMAP_ALLOW_WRITE:
		cleat_pages_allow_write(&f->pages);
		return 0;
	case MMAP_DROP:
		cleat_pages_free(&f->pages);
		return 0;
	default:
		return -ENOTTY;
	}
}

static struct cleat_pages *maptest_pages(struct maptest_file *f, struct file *file)
{
	return cleat_pages_size(&f->pages) ? &f->pages : NULL;
}

DEFINE_FILE_OPERATIONS(maptest_fops, struct maptest_file,
	.open = maptest_open,
	.release = maptest_release,
	.write = maptest_write,
	.ioctl = maptest_ioctl,
	.mmap_pages = maptest_pages);

static struct miscdevice maptest_misc = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "cleat-mmap",
	.fops = &maptest_fops,
	.mode = 0666,
};

static int __init maptest_init(void)
{
	return misc_register(&maptest_misc);
}

static void __exit maptest_exit(void)
{
	misc_deregister(&maptest_misc);
}

cleat_module(mmap, maptest_init, maptest_exit);
MODULE_DESCRIPTION("pages that mmap shows");
MODULE_AUTHOR("the Cleat authors");
