/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Binder: calls between processes, with references to each other's objects. This file is the device
 * and its ioctls; binder.h says what there is and who keeps it.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <cleat/ioctl.h>
#include <cleat/miscdevice.h>
#include <cleat/module.h>
#include <cleat/poll.h>
#include <cleat/sched.h>

#include "alloc.h"
#include "binderfs.h"
#include "debug.h"
#include "node.h"
#include "ioctl.h"
#include "proc.h"
#include "report.h"
#include "thread.h"

unsigned int binder_debug_mask = BINDER_DEBUG_USER_ERROR | BINDER_DEBUG_FAILED_TRANSACTION;
module_param_named(debug_mask, binder_debug_mask, uint, 0644);
MODULE_PARM_DESC(debug_mask, "which messages are printed, as bits (default 3)");

static char *devices = "binder,hwbinder,vndbinder";
module_param(devices, charp, 0444);
MODULE_PARM_DESC(devices, "names of the device nodes, by commas (default binder,hwbinder,vndbinder)");

/* ---- the file ---- */

static struct binder_proc *binder_open(struct binder_device *dev, struct file *file)
{
	return binder_proc_open(dev, file);
}

static void binder_release(struct binder_proc *__own proc, struct file *file)
{
	binder_proc_close(proc);
}

static int binder_flush(struct binder_proc *proc, struct file *file)
{
	binder_proc_flush(proc);
	return 0;
}

static struct cleat_area *binder_mmap_area(struct binder_proc *proc, struct file *file)
{
	return &proc->alloc.area;
}

/* Only the process that opened the device may map it. */
static int binder_mmap(struct binder_proc *proc, struct file *file, struct cleat_vma *vma)
{
	struct pid *caller __free(put_pid) = get_task_pid(current, PIDTYPE_TGID);

	return caller == proc->pid ? cleat_area_map(&proc->alloc.area, vma, BINDER_AREA_MAX) : -EINVAL;
}

static __poll_t binder_poll(struct binder_proc *proc, struct file *file, struct poll_table_struct *pt)
{
	struct binder_thread *thread __free(binder_thread_put) = binder_thread_current(proc);
	bool for_proc;

	if (!thread)
		return EPOLLERR;
	scoped_guard(spinlock, &binder_lock) {
		thread->looper |= BINDER_LOOPER_POLL;
		for_proc = binder_thread_for_proc(thread);
	}
	cleat_poll_queue_wait(file, &thread->wait, pt);
	guard(spinlock)(&binder_lock);
	return binder_thread_has_work(thread, for_proc) ? EPOLLIN : 0;
}

DEFINE_DEVICE_FILE_OPERATIONS(binder_fops, struct binder_proc, struct binder_device,
	.open_device = binder_open,
	.release = binder_release,
	.flush = binder_flush,
	.mmap_area = binder_mmap_area,
	.mmap = binder_mmap,
	.poll = binder_poll,
	.ioctl = binder_ioctl);

/* ---- devices ---- */

DEFINE_FS_NODE(binder_device_node, struct binder_device, binder_fops, .gone = binderfs_device_gone,
	       .may_unlink = binderfs_device_may_go, .may_rename = binderfs_device_may_go);

int binder_device_show(struct binder_device *dev,
		       struct cleat_fs_entry *dir)
{
	return binder_device_node_add(dir, dev->name, 0600, dev->minor, dev);
}

const char *binder_device_names(void)
{
	return devices;
}

static struct binder_device_list binder_devices = CLEAT_LIST_INIT(binder_devices);

void binder_device_release(struct binder_device *dev)
{
	cleat_misc_deregister(&dev->misc);
	if (dev->manager)
		binder_node_put(dev->manager);
	if (dev->fs)
		binderfs_put(dev->fs);
	kfree(dev);
}

struct binder_device *binder_device_make(const char *name, struct binderfs *fs, u32 minor)
{
	struct binder_device *dev __free(kfree) = kzalloc_obj(*dev);
	ssize_t len;

	if (!dev)
		return ERR_PTR(-ENOMEM);
	len = strscpy(dev->name, name, sizeof(dev->name));
	if (len <= 0)
		return ERR_PTR(len ? -ENAMETOOLONG : -EINVAL);
	dev->fs = fs ? binderfs_get(fs) : NULL;
	dev->minor = minor;
	return binder_device_new(no_free_ptr(dev));
}

static int binder_add_device(const char *name)
{
	struct binder_device *dev = binder_device_make(name, NULL, 0);
	int err;

	if (IS_ERR(dev))
		return PTR_ERR(dev);
	err = cleat_misc_register(dev, misc, binder_fops, dev->name, 0600);
	if (err) {
		pr_err("device '%s': %d\n", name, err);
		binder_device_put(dev);
		return err;
	}
	binder_device_list_add_tail(&binder_devices, dev);
	return 0;
}

static void binder_remove_devices(void)
{
	for (;;) {
		struct binder_device *dev = binder_device_list_pop(&binder_devices);

		if (!dev)
			return;
		cleat_misc_deregister(&dev->misc);
		binder_device_put(dev);
	}
}

static int binder_add_devices(void)
{
	char *names __free(kfree) = kstrdup(devices, GFP_KERNEL), *rest = names;
	int err = 0;

	if (!names)
		return -ENOMEM;
	while (!err) {
		char *name = strsep(&rest, ",");

		if (!name)
			return 0;
		if (name[0])
			err = binder_add_device(name);
	}
	binder_remove_devices();
	return err;
}

/* ---- the module ---- */

struct workqueue_struct *__own binder_wq;

static int __init binder_init(void)
{
	int err = -ENOMEM;

	binder_wq = alloc_workqueue("binder", WQ_UNBOUND, 0);
	if (!binder_wq)
		return err;
	err = cleat_areas_register(&binder_areas, "cleat-binder");
	if (err)
		goto err_wq;
	err = binder_report_init();
	if (err)
		goto err_areas;
	binder_debug_init();
	err = binder_add_devices();
	if (err)
		goto err_debug;
	err = binderfs_init();
	if (err)
		goto err_devices;
	return 0;

err_devices:
	binder_remove_devices();
err_debug:
	binder_debug_exit();
	binder_report_exit();
err_areas:
	cleat_areas_unregister(&binder_areas);
err_wq:
	destroy_workqueue(binder_wq);
	binder_wq = NULL;
	return err;
}

static void __exit binder_exit(void)
{
	binderfs_exit();
	binder_remove_devices();
	/* Their last handles took them off. */
	scoped_guard(spinlock, &binder_lock)
		binder_dead_list_clear(&binder_dead_nodes);
	binder_debug_exit();
	binder_report_exit();
	destroy_workqueue(binder_wq);
	binder_wq = NULL;
	cleat_areas_unregister(&binder_areas);
}

cleat_module(binder, binder_init, binder_exit);
MODULE_DESCRIPTION("calls between processes, with references to objects");
MODULE_AUTHOR("the Cleat authors");
