/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * One set of file operations, several nodes made at run time, each with a device of its own. A
 * device lives while its node is there or a file of it is open.
 */
#include <cleat/ioctl.h>
#include <cleat/kref.h>
#include <cleat/list.h>
#include <cleat/miscdevice.h>
#include <cleat/module.h>
#include <cleat/mutex.h>
#include <cleat/string.h>

#include "uapi.h"

static unsigned int nodes = 3;
module_param(nodes, uint, 0444);
MODULE_PARM_DESC(nodes, "how many nodes there are");

struct devtest_device {
	struct cleat_misc node;
	struct kref refs;
	struct cleat_list_link link;
	u32 number;
	struct mutex lock;
	u32 opens __guarded_by(&lock);
};

struct devtest_file {
	struct devtest_device *__own dev;
};

static void devtest_device_release(struct devtest_device *__own dev)
{
	cleat_misc_deregister(&dev->node);
	mutex_destroy(&dev->lock);
	kfree(dev);
}

DEFINE_REFCOUNTED(devtest_device, struct devtest_device, refs, devtest_device_release);
DEFINE_OWNED_LIST(devtest_list, struct devtest_device, link, devtest_device_put);

static struct devtest_list devices = CLEAT_LIST_INIT(devices);

static struct devtest_file *devtest_open(struct devtest_device *dev, struct file *file)
{
	struct devtest_file *f = kzalloc_obj(*f);

	if (!f)
		return ERR_PTR(-ENOMEM);
	f->dev = devtest_device_get(dev);
	guard(mutex)(&dev->lock);
	dev->opens++;
	return f;
}

static void devtest_release(struct devtest_file *__own f, struct file *file)
{
	devtest_device_put(f->dev);
	kfree(f);
}

static long devtest_ioctl(struct devtest_file *f, struct file *file, unsigned int cmd,
			  void __user *arg)
{
	struct devtest_device *dev = f->dev;
	struct devices_who who = {.number = dev->number};

	switch (cmd) {
	case DEVICES_WHO:
		scoped_guard(mutex, &dev->lock)
			who.opens = dev->opens;
		return cleat_put_user_obj(arg, &who);
	case DEVICES_LEAVE:
		cleat_misc_deregister(&dev->node);
		return 0;
	default:
		return -ENOTTY;
	}
}

DEFINE_DEVICE_FILE_OPERATIONS(devtest_fops, struct devtest_file, struct devtest_device,
	.open_device = devtest_open,
	.release = devtest_release,
	.ioctl = devtest_ioctl);

static int __init devtest_add(u32 number)
{
	struct devtest_device *dev __free(devtest_device_put) =
		devtest_device_new(kzalloc_obj(*dev));
	char name[CLEAT_MISC_NAME];
	int err;

	if (!dev)
		return -ENOMEM;
	mutex_init(&dev->lock);
	dev->number = number;
	scnprintf(name, sizeof(name), "cleat-device%u", number);
	err = cleat_misc_register(dev, node, devtest_fops, name, 0666);
	if (err)
		return err;
	devtest_list_add_tail(&devices, no_free_ptr(dev));
	return 0;
}

static void devtest_exit(void)
{
	struct devtest_device *dev;

	while ((dev = devtest_list_pop(&devices))) {
		cleat_misc_deregister(&dev->node);
		devtest_device_put(dev);
	}
}

static int __init devtest_init(void)
{
	for (u32 i = 0; i < nodes; i++) {
		int err = devtest_add(i);

		if (err) {
			devtest_exit();
			return err;
		}
	}
	return 0;
}

cleat_module(devices, devtest_init, devtest_exit);
MODULE_DESCRIPTION("nodes with devices of their own");
MODULE_AUTHOR("the Cleat authors");
