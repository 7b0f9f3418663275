/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * A file system of boxes. A mount is a shelf: "control" puts boxes on it, each a device node that
 * users may take away again, and "logs", when it has them, shows a note for each open box file.
 */
#include <cleat/cred.h>
#include <cleat/filesystem.h>
#include <cleat/idr.h>
#include <cleat/ioctl.h>
#include <cleat/kref.h>
#include <cleat/miscdevice.h>
#include <cleat/module.h>
#include <cleat/mutex.h>
#include <cleat/string.h>

#include "uapi.h"

enum { SHELF_MINORS = 64, SHELF_MAX = 32, SHELF_MAGIC = 0x5e1f };

struct shelf_options {
	u32 max;
	u32 logs;
	bool quiet;
};

/* A mount: it ends when its file system has gone and no file of it is open. */
struct shelf {
	struct kref refs;
	struct mutex lock;
	struct shelf_options options __guarded_by(&lock);
	u32 boxes __guarded_by(&lock);
	u32 opened __guarded_by(&lock);
	struct cleat_fs_entry *__own __opt root __guarded_by(&lock);
	struct cleat_fs_entry *__own __opt logs __guarded_by(&lock);
};

struct shelf_box {
	struct kref refs;
	struct shelf *__own shelf;
	u32 __own number;
};

/* What "logs/N" shows; it stays for who has that file open. */
struct shelf_note {
	u32 box;
};

struct shelf_box_file {
	struct shelf_box *__own box;
	struct cleat_fs_entry *__own __opt note;
};

static DEFINE_IDA(shelf_numbers);
static DEFINE_MUTEX(shelf_counts_lock);
static struct shelf_counts shelf_counts __guarded_by(&shelf_counts_lock);

/* ---- shelves ---- */

static void shelf_release(struct shelf *__own shelf)
{
	scoped_guard(mutex, &shelf_counts_lock)
		shelf_counts.shelves--;
	cleat_fs_entry_put(shelf->logs);
	cleat_fs_entry_put(shelf->root);
	mutex_destroy(&shelf->lock);
	kfree(shelf);
}

DEFINE_REFCOUNTED(shelf, struct shelf, refs, shelf_release);

/* ---- notes ---- */

static int shelf_note_show(struct seq_file *m, struct shelf_note *note)
{
	seq_printf(m, "box %u\n", note->box);
	return 0;
}

static void shelf_note_gone(struct shelf_note *__own note)
{
	scoped_guard(mutex, &shelf_counts_lock)
		shelf_counts.notes--;
	kfree(note);
}

DEFINE_FS_OWNED_FILE(shelf_note_file, struct shelf_note, .show = shelf_note_show,
		     .gone = shelf_note_gone);

static struct shelf_note *__own __opt shelf_note_new(u32 box)
{
	struct shelf_note *note = kzalloc_obj(*note);

	if (!note)
		return NULL;
	note->box = box;
	guard(mutex)(&shelf_counts_lock);
	shelf_counts.notes++;
	return note;
}

/* NULL where the mount shows no logs. */
static struct cleat_fs_entry *__own __opt __errptr shelf_log_open(struct shelf *shelf, u32 box)
{
	struct cleat_fs_entry *entry;
	struct shelf_note *note;
	char name[16];

	guard(mutex)(&shelf->lock);
	if (!shelf->logs)
		return NULL;
	note = shelf_note_new(box);
	if (!note)
		return ERR_PTR(-ENOMEM);
	scnprintf(name, sizeof(name), "%u", ++shelf->opened);
	entry = shelf_note_file_create(shelf->logs, name, 0444, note);
	if (!IS_ERR(entry))
		return entry;
	shelf_note_gone(note);
	return ERR_CAST(entry);
}

/* ---- boxes ---- */

static void shelf_box_release(struct shelf_box *__own box)
{
	ida_free(&shelf_numbers, box->number);
	scoped_guard(mutex, &box->shelf->lock)
		box->shelf->boxes--;
	scoped_guard(mutex, &shelf_counts_lock)
		shelf_counts.boxes--;
	shelf_put(box->shelf);
	kfree(box);
}

DEFINE_REFCOUNTED(shelf_box, struct shelf_box, refs, shelf_box_release);

static struct shelf_box_file *shelf_box_open(struct shelf_box *box, struct file *file)
{
	struct shelf_box_file *f __free(kfree) = kzalloc_obj(*f);
	struct cleat_fs_entry *note;

	if (!f)
		return ERR_PTR(-ENOMEM);
	note = shelf_log_open(box->shelf, box->number);
	if (IS_ERR(note))
		return ERR_CAST(note);
	f->note = note;
	f->box = shelf_box_get(box);
	return no_free_ptr(f);
}

static void shelf_box_close(struct shelf_box_file *__own f, struct file *file)
{
	cleat_fs_remove(f->note);
	shelf_box_put(f->box);
	kfree(f);
}

static long shelf_box_ioctl(struct shelf_box_file *f, struct file *file, unsigned int cmd,
			    void __user *arg)
{
	u32 number = f->box->number;

	return cmd == SHELF_NUMBER ? cleat_put_user_obj(arg, &number) : -ENOTTY;
}

DEFINE_DEVICE_FILE_OPERATIONS(shelf_box_fops, struct shelf_box_file, struct shelf_box,
			      .open_device = shelf_box_open,
			      .release = shelf_box_close,
			      .ioctl = shelf_box_ioctl);

static int shelf_box_may(struct shelf_box *box)
{
	return 0;
}

DEFINE_FS_NODE(shelf_box_node, struct shelf_box, shelf_box_fops, .gone = shelf_box_put,
	       .may_unlink = shelf_box_may, .may_rename = shelf_box_may);

static int shelf_take_place(struct shelf *shelf)
{
	int number;

	guard(mutex)(&shelf->lock);
	if (shelf->boxes >= shelf->options.max)
		return -ENOSPC;
	number = ida_alloc_max(&shelf_numbers, SHELF_MINORS - 2, GFP_KERNEL);
	if (number >= 0)
		shelf->boxes++;
	return number;
}

static struct shelf_box *__own __errptr shelf_box_make(struct shelf *shelf)
{
	struct shelf_box *box __free(kfree) = kzalloc_obj(*box);
	int number;

	if (!box)
		return ERR_PTR(-ENOMEM);
	number = shelf_take_place(shelf);
	if (number < 0)
		return ERR_PTR(number);
	box->number = (u32)number;
	box->shelf = shelf_get(shelf);
	scoped_guard(mutex, &shelf_counts_lock)
		shelf_counts.boxes++;
	return shelf_box_new(no_free_ptr(box));
}

static struct cleat_fs_entry *__own __opt shelf_root(struct shelf *shelf)
{
	guard(mutex)(&shelf->lock);
	return shelf->root ? cleat_fs_entry_get(shelf->root) : NULL;
}

static long shelf_add(struct shelf *shelf, struct shelf_box_request *req)
{
	struct cleat_fs_entry *root __free(cleat_fs_entry_put) = shelf_root(shelf);
	struct shelf_box *box;
	int err;

	if (!root)
		return -ENODEV;
	req->name[SHELF_NAME_MAX] = '\0';
	box = shelf_box_make(shelf);
	if (IS_ERR(box))
		return PTR_ERR(box);
	req->number = box->number;
	err = shelf_box_node_add(root, req->name, 0600, box->number, box);
	if (err)
		shelf_box_put(box);
	return err;
}

/* ---- control ---- */

static struct shelf *shelf_control_open(struct shelf *shelf, struct file *file)
{
	return shelf_get(shelf);
}

static void shelf_control_close(struct shelf *__own shelf, struct file *file)
{
	shelf_put(shelf);
}

static long shelf_control_add(struct shelf *shelf, void __user *arg)
{
	struct shelf_box_request req;
	long err = cleat_get_user_obj(&req, arg);

	if (!err)
		err = shelf_add(shelf, &req);
	return err ? err : cleat_put_user_obj(arg, &req);
}

static long shelf_remove_logs(struct shelf *shelf)
{
	struct cleat_fs_entry *logs;

	scoped_guard(mutex, &shelf->lock)
		logs = no_free_ptr(shelf->logs);
	cleat_fs_remove(logs);
	return 0;
}

/* A reference outlives the directory, in which nothing can be made then. */
static long shelf_late_note(struct shelf *shelf)
{
	struct cleat_fs_entry *logs __free(cleat_fs_entry_put) = NULL;
	struct shelf_note *note;
	int err;

	scoped_guard(mutex, &shelf->lock) {
		if (shelf->logs)
			logs = cleat_fs_entry_get(shelf->logs);
	}
	if (!logs)
		return -ENODEV;
	shelf_remove_logs(shelf);
	note = shelf_note_new(0);
	if (!note)
		return -ENOMEM;
	err = shelf_note_file_add(logs, "late", 0444, note);
	if (err)
		shelf_note_gone(note);
	return err;
}

static long shelf_control_ioctl(struct shelf *shelf, struct file *file, unsigned int cmd,
				void __user *arg)
{
	switch (cmd) {
	case SHELF_ADD:
		return shelf_control_add(shelf, arg);
	case SHELF_REMOVE_LOGS:
		return shelf_remove_logs(shelf);
	case SHELF_LATE_NOTE:
		return shelf_late_note(shelf);
	case SHELF_FIRST_IPC:
		return cleat_fs_in_first_ipc_ns();
	default:
		return -ENOTTY;
	}
}

DEFINE_DEVICE_FILE_OPERATIONS(shelf_control_fops, struct shelf, struct shelf,
			      .open_device = shelf_control_open,
			      .release = shelf_control_close,
			      .ioctl = shelf_control_ioctl);
DEFINE_FS_NODE(shelf_control_node, struct shelf, shelf_control_fops, .gone = shelf_put);

/* ---- what a mount shows ---- */

static int shelf_boxes_show(struct seq_file *m, struct shelf *shelf)
{
	guard(mutex)(&shelf->lock);
	seq_printf(m, "%u\n", shelf->boxes);
	return 0;
}

DEFINE_FS_FILE(shelf_boxes_file, struct shelf, .show = shelf_boxes_show);

static bool shelf_feature = true;

static int shelf_feature_show(struct seq_file *m, bool *feature)
{
	seq_printf(m, "%d\n", *feature);
	return 0;
}

DEFINE_FS_FILE(shelf_feature_file, bool, .show = shelf_feature_show);

static int shelf_features_fill(struct cleat_fs_entry *root)
{
	struct cleat_fs_entry *dir __free(cleat_fs_entry_put) =
		cleat_fs_mkdir(root, "features", 0755, CLEAT_FS_MAY_RENAME);

	if (IS_ERR(dir))
		return PTR_ERR(dir);
	return shelf_feature_file_add(dir, "numbers", 0444, &shelf_feature);
}

static int shelf_control_fill(struct shelf *shelf, struct cleat_fs_entry *root)
{
	struct shelf *held = shelf_get(shelf);
	int err = shelf_control_node_add(root, "control", 0600, SHELF_MINORS - 1, held);

	if (err)
		shelf_put(held);
	return err;
}

/* ---- mounts ---- */

static const struct constant_table shelf_logs_words[] = {{"each", 1}, {}};

DEFINE_FS_OPTIONS(shelf_options, struct shelf_options,
		  cleat_fs_u32("max", max),
		  cleat_fs_enum("logs", logs, shelf_logs_words),
		  cleat_fs_flag("quiet", quiet));

static void shelf_defaults(struct shelf_options *o)
{
	o->max = SHELF_MAX;
}

static int shelf_check(const struct shelf_options *o)
{
	if (o->max > SHELF_MAX)
		return -EINVAL;
	return o->logs && !capable(CAP_SYS_ADMIN) ? -EPERM : 0;
}

static struct cleat_fs_entry *__own __opt __errptr shelf_logs_make(const struct shelf_options *o,
								    struct cleat_fs_entry *root)
{
	return o->logs ? cleat_fs_mkdir(root, "logs", 0755, CLEAT_FS_FIXED) : NULL;
}

static struct shelf *__own __errptr shelf_make(const struct shelf_options *o,
					       struct cleat_fs_entry *root)
{
	struct cleat_fs_entry *logs = shelf_logs_make(o, root);
	struct shelf *shelf;

	if (IS_ERR(logs))
		return ERR_CAST(logs);
	shelf = kzalloc_obj(*shelf);
	if (!shelf) {
		cleat_fs_entry_put(logs);
		return ERR_PTR(-ENOMEM);
	}
	mutex_init(&shelf->lock);
	shelf->options = *o;
	shelf->logs = logs;
	shelf->root = cleat_fs_entry_get(root);
	scoped_guard(mutex, &shelf_counts_lock)
		shelf_counts.shelves++;
	return shelf_new(shelf);
}

static struct shelf *shelf_mount(const struct shelf_options *o, struct cleat_fs_entry *root)
{
	struct shelf *shelf = shelf_make(o, root);
	int err;

	if (IS_ERR(shelf))
		return shelf;
	err = shelf_control_fill(shelf, root);
	if (!err)
		err = shelf_boxes_file_add(root, "boxes", 0444, shelf);
	if (!err)
		err = shelf_features_fill(root);
	if (!err)
		return shelf;
	shelf_put(shelf);
	return ERR_PTR(err);
}

static int shelf_remount(struct shelf *shelf, const struct shelf_options *o)
{
	guard(mutex)(&shelf->lock);
	if (shelf->options.logs != o->logs)
		return -EINVAL;
	shelf->options = *o;
	return 0;
}

static void shelf_show_options(struct seq_file *m, struct shelf *shelf)
{
	guard(mutex)(&shelf->lock);
	seq_printf(m, ",max=%u", shelf->options.max);
	if (shelf->options.logs)
		seq_puts(m, ",logs=each");
	if (shelf->options.quiet)
		seq_puts(m, ",quiet");
}

DEFINE_FILESYSTEM(shelf_filesystem, struct shelf, struct shelf_options, shelf_options,
		  .name = "cleat-shelf",
		  .magic = SHELF_MAGIC,
		  .minors = SHELF_MINORS,
		  .user_ns = true,
		  .home = "cleat-shelf",
		  .defaults = shelf_defaults,
		  .check = shelf_check,
		  .mount = shelf_mount,
		  .unmount = shelf_put,
		  .remount = shelf_remount,
		  .show_options = shelf_show_options);

/* ---- the driver ---- */

static struct miscdevice shelf_misc;

static long shelves_ioctl(struct miscdevice *misc, struct file *file, unsigned int cmd,
			  void __user *arg)
{
	struct shelf_counts counts;
	u32 major = cleat_filesystem_major(&shelf_filesystem);

	if (cmd == SHELF_MAJOR)
		return cleat_put_user_obj(arg, &major);
	if (cmd != SHELF_COUNTS)
		return -ENOTTY;
	scoped_guard(mutex, &shelf_counts_lock)
		counts = shelf_counts;
	return cleat_put_user_obj(arg, &counts);
}

DEFINE_FILE_OPERATIONS(shelves_fops, struct miscdevice, .shared = &shelf_misc,
		       .ioctl = shelves_ioctl);

static struct miscdevice shelf_misc = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "cleat-shelves",
	.fops = &shelves_fops,
	.mode = 0666,
};

static int __init shelf_init(void)
{
	int err = misc_register(&shelf_misc);

	if (err)
		return err;
	err = cleat_filesystem_register(&shelf_filesystem);
	if (err)
		misc_deregister(&shelf_misc);
	return err;
}

static void __exit shelf_exit(void)
{
	cleat_filesystem_unregister(&shelf_filesystem);
	misc_deregister(&shelf_misc);
	ida_destroy(&shelf_numbers);
}

cleat_module(filesystem, shelf_init, shelf_exit);
MODULE_DESCRIPTION("a file system of boxes");
MODULE_AUTHOR("the Cleat authors");
