/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Every open file has an area of at most eight pages; ioctls are the driver's side of it. */
#include <cleat/area.h>
#include <cleat/ioctl.h>
#include <cleat/miscdevice.h>
#include <cleat/module.h>
#include <cleat/string.h>

#include "uapi.h"

struct areatest_file {
	struct cleat_area area;
};

static DEFINE_CLEAT_AREAS(areas);

static struct areatest_file *areatest_open(struct file *file)
{
	struct areatest_file *f = kzalloc_obj(*f);

	if (!f)
		return ERR_PTR(-ENOMEM);
	cleat_area_init(&f->area, &areas);
	return f;
}

static void areatest_release(struct areatest_file *__own f, struct file *file)
{
	cleat_area_destroy(&f->area);
	kfree(f);
}

static ssize_t areatest_write(struct areatest_file *f, struct file *file,
			      struct cleat_user_reader *from)
{
	size_t n = from->left;
	int err = cleat_area_write_user(&f->area, 0, from, n);

	return err ? err : (ssize_t)n;
}

static long areatest_fill(struct areatest_file *f, const struct area_io *io)
{
	u8 *bytes __free(kfree) = NULL;

	if (io->len > AREA_N_PAGES * PAGE_SIZE)
		return -EMSGSIZE;
	bytes = kmalloc(io->len, GFP_KERNEL);
	if (!bytes)
		return -ENOMEM;
	memset(bytes, io->data[0], io->len);
	return cleat_area_write(&f->area, io->off, bytes, io->len);
}

static long areatest_io(struct areatest_file *f, unsigned int cmd, void __user *arg)
{
	struct area_io io;
	int err = cleat_get_user_obj(&io, arg);

	if (err)
		return err;
	switch (cmd) {
	case AREA_ZERO:
		return cleat_area_zero(&f->area, io.off, io.len);
	case AREA_FILL:
		return areatest_fill(f, &io);
	case AREA_POPULATE: {
		guard(mutex)(&f->area.lock);
		return cleat_area_populate(&f->area, io.off, io.len);
	}
	case AREA_IDLE: {
		guard(mutex)(&f->area.lock);
		cleat_area_idle(&f->area, io.off, io.len);
		return 0;
	}
	default:
		break;
	}
	if (io.len > sizeof(io.data))
		return -EMSGSIZE;
	if (cmd == AREA_WRITE)
		return cleat_area_write(&f->area, io.off, io.data, io.len);
	err = cleat_area_read(&f->area, io.off, io.data, io.len);
	return err ? err : cleat_put_user_obj(arg, &io);
}

static long areatest_state(struct areatest_file *f, void __user *arg)
{
	struct area_state s;

	memset(&s, 0, sizeof(s));
	s.addr = cleat_area_addr(&f->area);
	s.size = cleat_area_size(&f->area);
	s.mapped = cleat_area_mapped(&f->area);
	cleat_area_pages(&f->area, &s.used, &s.idle, &s.total);
	return cleat_put_user_obj(arg, &s);
}

static long areatest_ioctl(struct areatest_file *f, struct file *file, unsigned int cmd,
			   void __user *arg)
{
	switch (cmd) {
	case AREA_WRITE:
	case AREA_READ:
	case AREA_ZERO:
	case AREA_FILL:
	case AREA_POPULATE:
	case AREA_IDLE:
		return areatest_io(f, cmd, arg);
	case AREA_STATE:
		return areatest_state(f, arg);
	case AREA_SHRINK:
		return cleat_area_shrink(&areas);
	case AREA_DROP:
		cleat_area_destroy(&f->area);
		memset(&f->area, 0, sizeof(f->area));
		cleat_area_init(&f->area, &areas);
		return 0;
	default:
		return -ENOTTY;
	}
}

static struct cleat_area *areatest_area(struct areatest_file *f, struct file *file)
{
	return &f->area;
}

static int areatest_mmap(struct areatest_file *f, struct file *file, struct cleat_vma *vma)
{
	return cleat_area_map(&f->area, vma, AREA_N_PAGES * PAGE_SIZE);
}

DEFINE_FILE_OPERATIONS(areatest_fops, struct areatest_file,
	.open = areatest_open,
	.release = areatest_release,
	.write = areatest_write,
	.ioctl = areatest_ioctl,
	.mmap_area = areatest_area,
	.mmap = areatest_mmap);

static struct miscdevice areatest_misc = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "cleat-area",
	.fops = &areatest_fops,
	.mode = 0666,
};

static int __init areatest_init(void)
{
	int err = cleat_areas_register(&areas, "cleat-area-test");

	if (err)
		return err;
	err = misc_register(&areatest_misc);
	if (err)
		cleat_areas_unregister(&areas);
	return err;
}

static void __exit areatest_exit(void)
{
	misc_deregister(&areatest_misc);
	cleat_areas_unregister(&areas);
}

cleat_module(area, areatest_init, areatest_exit);
MODULE_DESCRIPTION("an area that its client maps");
MODULE_AUTHOR("the Cleat authors");
