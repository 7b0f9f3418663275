/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The file system type "binder". What stands in a mount: "binder-control", a node for each device,
 * and what binderfs_files.c has.
 */
#include "binderfs.h"

#include <cleat/cred.h>
#include <cleat/idr.h>
#include <cleat/ioctl.h>
#include <cleat/kref.h>
#include <cleat/seq_file.h>

#include "uapi_binderfs.h"

enum {
	BINDERFS_MAGIC = 0x6c6f6f70,
	BINDERFS_MINORS = 1 << 20,
	/* The first IPC namespace always finds some left. */
	BINDERFS_RESERVED = 4,
};

static struct cleat_filesystem binder_filesystem;
static DEFINE_IDA(binderfs_minors);

/* ---- numbers ---- */

static int __own binderfs_take_minor(bool reserve)
{
	return ida_alloc_max(&binderfs_minors,
			     BINDERFS_MINORS - 1 - (reserve ? 0 : BINDERFS_RESERVED), GFP_KERNEL);
}

/* A place among the mount's devices, with a number; -ENOSPC, -ENOMEM. */
static int __own binderfs_take_place(struct binderfs *fs)
{
	int minor;

	guard(mutex)(&fs->lock);
	if (fs->devices >= fs->max)
		return -ENOSPC;
	minor = binderfs_take_minor(fs->reserve);
	if (minor >= 0)
		fs->devices++;
	return minor;
}

static void binderfs_give_place(struct binderfs *fs, u32 __own minor)
{
	ida_free(&binderfs_minors, minor);
	guard(mutex)(&fs->lock);
	fs->devices--;
}

/* ---- devices ---- */

void binderfs_device_gone(struct binder_device *dev)
{
	if (dev->fs)
		binderfs_give_place(dev->fs, dev->minor);
	binder_device_put(dev);
}

int binderfs_device_may_go(struct binder_device *dev)
{
	return 0;
}

static int binderfs_make(struct binderfs *fs, const char *name,
			 u32 __own __keeps_on_failure minor)
{
	struct binder_device *dev = binder_device_make(name, fs, minor);
	int err;

	if (IS_ERR(dev))
		return PTR_ERR(dev);
	err = binder_device_show(dev, fs->root);
	if (err)
		binder_device_put(dev);
	return err;
}

/* A device of one of the module's names. */
static int binderfs_add_named(struct binderfs *fs, const char *name)
{
	int minor = binderfs_take_place(fs), err;

	if (minor < 0)
		return minor;
	err = binderfs_make(fs, name, (u32)minor);
	if (err)
		binderfs_give_place(fs, (u32)minor);
	return err;
}

static int binderfs_add_all_named(struct binderfs *fs)
{
	char *names __free(kfree) = kstrdup(binder_device_names(), GFP_KERNEL), *rest = names;
	int err = 0;

	if (!names)
		return -ENOMEM;
	while (!err) {
		char *name = strsep(&rest, ",");

		if (!name || !name[0])
			return 0;
		err = binderfs_add_named(fs, name);
	}
	return err;
}

/* ---- binder-control ---- */

/* The answer goes out before the name is looked at, so a name that is refused got its numbers too. */
static int binderfs_answer(struct binderfs *fs, struct binderfs_device *req,
			   u32 __own __keeps_on_failure minor, void __user *arg)
{
	int err;

	req->name[BINDERFS_MAX_NAME] = '\0';
	req->major = cleat_filesystem_major(&binder_filesystem);
	req->minor = minor;
	err = cleat_put_user_obj(arg, req);
	if (err)
		return err;
	return req->name[0] ? binderfs_make(fs, req->name, minor) : -EACCES;
}

static long binderfs_control_add(struct binderfs *fs, void __user *arg)
{
	struct binderfs_device req;
	int err = cleat_get_user_obj(&req, arg), minor;

	if (err)
		return err;
	minor = binderfs_take_place(fs);
	if (minor < 0)
		return minor;
	err = binderfs_answer(fs, &req, (u32)minor, arg);
	if (err)
		binderfs_give_place(fs, (u32)minor);
	return err;
}

static struct binderfs *binderfs_control_open(struct binderfs *fs, struct file *file)
{
	return binderfs_get(fs);
}

static void binderfs_control_release(struct binderfs *__own fs, struct file *file)
{
	binderfs_put(fs);
}

static long binderfs_control_ioctl(struct binderfs *fs, struct file *file, unsigned int cmd,
				   void __user *arg)
{
	return cmd == BINDER_CTL_ADD ? binderfs_control_add(fs, arg) : -EINVAL;
}

DEFINE_DEVICE_FILE_OPERATIONS(binderfs_control_fops, struct binderfs, struct binderfs,
			      .open_device = binderfs_control_open,
			      .release = binderfs_control_release,
			      .ioctl = binderfs_control_ioctl);

static void binderfs_control_gone(struct binderfs *__own fs)
{
	ida_free(&binderfs_minors, fs->control_minor);
	binderfs_put(fs);
}

DEFINE_FS_NODE(binderfs_control_node, struct binderfs, binderfs_control_fops,
	       .gone = binderfs_control_gone);

static int binderfs_control_fill(struct binderfs *fs)
{
	int minor = binderfs_take_minor(fs->reserve), err;
	struct binderfs *held;

	if (minor < 0)
		return minor;
	fs->control_minor = (u32)minor;
	held = binderfs_get(fs);
	err = binderfs_control_node_add(fs->root, "binder-control", 0600, fs->control_minor, held);
	if (err)
		binderfs_control_gone(held);
	return err;
}

/* ---- mounts ---- */

struct binderfs_options {
	u32 max;
	u32 stats;
};

static const struct constant_table binderfs_stats_words[] = {{"global", 1}, {}};

DEFINE_FS_OPTIONS(binderfs_options, struct binderfs_options,
		  cleat_fs_u32("max", max),
		  cleat_fs_enum("stats", stats, binderfs_stats_words));

static void binderfs_defaults(struct binderfs_options *o)
{
	o->max = BINDERFS_MINORS;
}

static int binderfs_check(const struct binderfs_options *o)
{
	if (o->max > BINDERFS_MINORS)
		return -EINVAL;
	return o->stats && !capable(CAP_SYS_ADMIN) ? -EPERM : 0;
}

void binderfs_release(struct binderfs *fs)
{
	cleat_fs_entry_put(fs->proc_logs);
	cleat_fs_entry_put(fs->root);
	mutex_destroy(&fs->lock);
	kfree(fs);
}

static struct binderfs *__own __errptr binderfs_make_mount(const struct binderfs_options *o,
							   struct cleat_fs_entry *root)
{
	struct cleat_fs_entry *logs = o->stats ? binderfs_logs_fill(root) : NULL;
	struct binderfs *fs;

	if (IS_ERR(logs))
		return ERR_CAST(logs);
	fs = kzalloc_obj(*fs);
	if (!fs) {
		cleat_fs_entry_put(logs);
		return ERR_PTR(-ENOMEM);
	}
	mutex_init(&fs->lock);
	fs->max = o->max;
	fs->stats = o->stats != 0;
	fs->reserve = cleat_fs_in_first_ipc_ns();
	fs->proc_logs = logs;
	fs->root = cleat_fs_entry_get(root);
	return binderfs_new(fs);
}

static struct binderfs *binderfs_mount(const struct binderfs_options *o,
				       struct cleat_fs_entry *root)
{
	struct binderfs *fs = binderfs_make_mount(o, root);
	int err;

	if (IS_ERR(fs))
		return fs;
	err = binderfs_control_fill(fs);
	if (!err)
		err = binderfs_add_all_named(fs);
	if (!err)
		err = binderfs_features_fill(root);
	if (!err)
		return fs;
	binderfs_put(fs);
	return ERR_PTR(err);
}

static int binderfs_remount(struct binderfs *fs, const struct binderfs_options *o)
{
	guard(mutex)(&fs->lock);
	if (fs->stats != (o->stats != 0))
		return -EINVAL;
	fs->max = o->max;
	return 0;
}

static void binderfs_show_options(struct seq_file *m, struct binderfs *fs)
{
	guard(mutex)(&fs->lock);
	seq_printf(m, ",max=%u", fs->max);
	if (fs->stats)
		seq_puts(m, ",stats=global");
}

DEFINE_FILESYSTEM(binder_filesystem, struct binderfs, struct binderfs_options, binderfs_options,
		  .name = "binder",
		  .magic = BINDERFS_MAGIC,
		  .minors = BINDERFS_MINORS,
		  .user_ns = true,
		  .home = "binderfs",
		  .home_options = "stats=global",
		  .defaults = binderfs_defaults,
		  .check = binderfs_check,
		  .mount = binderfs_mount,
		  .unmount = binderfs_put,
		  .remount = binderfs_remount,
		  .show_options = binderfs_show_options);

int binderfs_init(void)
{
	binderfs_features_init();
	return cleat_filesystem_register(&binder_filesystem);
}

void binderfs_exit(void)
{
	cleat_filesystem_unregister(&binder_filesystem);
	ida_destroy(&binderfs_minors);
}
