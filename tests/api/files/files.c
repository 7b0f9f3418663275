/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* A device with a file of each kind: debugfs, sysfs, proc. */
#include <cleat/debugfs.h>
#include <cleat/ioctl.h>
#include <cleat/miscdevice.h>
#include <cleat/module.h>
#include <cleat/mutex.h>
#include <cleat/proc_fs.h>
#include <cleat/slab.h>
#include <cleat/sysfs.h>
#include <cleat/wait.h>

#include "uapi.h"

enum { TEXT_SIZE = 16 };

/* Shown in debugfs and proc, and made anew each time they are. */
struct files_item {
	struct mutex lock;
	char text[TEXT_SIZE] __guarded_by(&lock);
	u32 number;
	u64 big;
	bool on;
};

struct files {
	struct miscdevice misc;
	struct mutex lock;
	u32 slots __guarded_by(&lock);
	u32 lines __guarded_by(&lock);
	bool go __guarded_by(&lock);
	struct wait_queue_head slow;
	struct dentry *__own __opt __errptr dir __guarded_by(&lock);
	struct files_item *__own __opt item __guarded_by(&lock);
	struct proc_dir_entry *__own __opt proc __guarded_by(&lock);
};

/* ---- debugfs ---- */

static int files_text_show(struct seq_file *m, struct files_item *item)
{
	guard(mutex)(&item->lock);
	seq_printf(m, "%s\n", item->text);
	return 0;
}

static ssize_t files_text_store(struct files_item *item, const char *text, size_t len)
{
	guard(mutex)(&item->lock);
	return strscpy(item->text, text, sizeof(item->text)) < 0 ? -E2BIG : (ssize_t)len;
}

DEFINE_DEBUGFS_FILE(files_text, struct files_item, .show = files_text_show,
		    .store = files_text_store);

/* Longer than any first buffer. */
static int files_lines_show(struct seq_file *m, struct files *f)
{
	u32 n;

	scoped_guard(mutex, &f->lock)
		n = f->lines;
	for (u32 i = 0; i < n && !seq_has_overflowed(m); i++)
		seq_printf(m, "line %05u\n", i);
	return n ? 0 : -ENODATA;
}

DEFINE_DEBUGFS_FILE(files_lines, struct files, .show = files_lines_show);

/* Bytes, whatever they are; what does not fit is said at once. */
static int files_bytes_show(struct seq_file *m, struct files *f)
{
	static const char piece[4] = {'a', 0, '\n', 'b'};
	u32 n;

	scoped_guard(mutex, &f->lock)
		n = f->lines;
	for (u32 i = 0; i < n; i++)
		if (seq_write(m, piece, sizeof(piece)))
			return seq_has_overflowed(m) ? 0 : -EIO;
	return 0;
}

DEFINE_DEBUGFS_FILE(files_bytes, struct files, .show = files_bytes_show);

/* Every kind of conversion; the last two are addresses, of which nobody is to learn where they are. */
static int files_formats_show(struct seq_file *m, struct files *f)
{
	seq_printf(m, "%d|%-5s|%*u|%.3s|%llx|%zu|%%|%c|%08lx|%+lld|%#x|%.*s\n", -7, "ab", 4, 12u, "abcdef",
		   0x123456789abcdefull, (size_t)99, 'c', 0xbeeful, -1ll, 255u, 2, "xyz");
	seq_printf(m, "%p\n%pK\n", f, &f->lock);
	return 0;
}

DEFINE_DEBUGFS_FILE(files_formats, struct files, .show = files_formats_show);

static ssize_t files_only_store(struct files *f, const char *text, size_t len)
{
	guard(mutex)(&f->lock);
	return kstrtouint(text, 10, &f->slots) ? -EINVAL : (ssize_t)len;
}

DEFINE_DEBUGFS_FILE(files_only, struct files, .store = files_only_store);

/* A show that takes long: it keeps the object in use while the directory is removed. */
static int files_slow_show(struct seq_file *m, struct files_item *item);

static struct files files;

DEFINE_DEBUGFS_FILE(files_slow, struct files_item, .show = files_slow_show);

static int files_slow_show(struct seq_file *m, struct files_item *item)
{
	scoped_guard(mutex, &files.lock)
		cleat_wait_event(files.slow, &files.lock, files.go);
	seq_printf(m, "%u\n", item->number);
	return 0;
}

/* ---- proc ---- */

static int files_proc_show(struct seq_file *m, struct files_item *item)
{
	seq_puts(m, "number ");
	seq_printf(m, "%u", item->number);
	seq_putc(m, '\n');
	return 0;
}

DEFINE_PROC_FILE(files_proc, struct files_item, files_proc_show);

/* ---- sysfs ---- */

static ssize_t files_slots_show(struct files *f, char *buf)
{
	guard(mutex)(&f->lock);
	return sysfs_emit(buf, "%u\n", f->slots);
}

static ssize_t files_slots_store(struct files *f, const char *text, size_t len)
{
	unsigned int slots;
	int err = kstrtouint(text, 0, &slots);

	if (err)
		return err;
	guard(mutex)(&f->lock);
	f->slots = slots;
	return (ssize_t)len;
}

static ssize_t files_pair_show(struct files *f, char *buf)
{
	int at = sysfs_emit(buf, "%s ", "one");

	return at + sysfs_emit_at(buf, at, "%s\n", "two");
}

DEFINE_DEVICE_ATTR(files_slots, struct files, misc, "slots", 0644, .show = files_slots_show,
		   .store = files_slots_store);
DEFINE_DEVICE_ATTR(files_pair, struct files, misc, "pair", 0444, .show = files_pair_show);

static struct attribute *files_attrs[] = {&files_slots.attr, &files_pair.attr, NULL};
ATTRIBUTE_GROUPS(files);

/* ---- the device ---- */

static struct files_item *__own __opt files_item_new(void)
{
	struct files_item *item = kzalloc_obj(*item);

	if (!item)
		return NULL;
	mutex_init(&item->lock);
	item->number = 7;
	return item;
}

static struct dentry *__own __errptr files_debug_new(struct files *f, struct files_item *item)
{
	struct dentry *dir = debugfs_create_dir("cleat-files", NULL),
		      *inner = cleat_debugfs_subdir("inner", dir);

	files_text_create("text", 0600, dir, item);
	files_slow_create("slow", 0400, dir, item);
	files_lines_create("lines", 0400, inner, f);
	files_bytes_create("bytes", 0400, inner, f);
	files_formats_create("formats", 0400, inner, f);
	files_only_create("only", 0200, inner, f);
	debugfs_create_u32("number", 0600, dir, &item->number);
	debugfs_create_u64("big", 0600, inner, &item->big);
	debugfs_create_bool("on", 0600, inner, &item->on);
	return dir;
}

static struct proc_dir_entry *__own __opt files_proc_new(struct files_item *item)
{
	struct proc_dir_entry *dir __free(proc_remove) = proc_mkdir("cleat-files", NULL);


	if (!dir || files_proc_create_in(dir, "number", 0444, item))
		return NULL;
	return_ptr(dir);
}

static int files_show(struct files *f)
{
	struct files_item *item __free(kfree) = files_item_new();

	if (!item)
		return -ENOMEM;
	guard(mutex)(&f->lock);
	if (f->item || f->proc || f->dir)
		return -EEXIST;
	f->proc = files_proc_new(item);
	if (!f->proc)
		return -ENOMEM;
	f->dir = files_debug_new(f, item);
	f->item = no_free_ptr(item);
	return 0;
}

/* The object goes after the last of its files. */
static void files_drop(struct files *f, bool debug, bool proc)
{
	struct files_item *item __free(kfree) = NULL;
	struct proc_dir_entry *entry __free(proc_remove) = NULL;
	struct dentry *dir __free(debugfs_remove) = NULL;

	guard(mutex)(&f->lock);
	if (debug)
		dir = no_free_ptr(f->dir);
	if (proc)
		entry = no_free_ptr(f->proc);
	if (!f->dir && !f->proc)
		item = no_free_ptr(f->item);
}

static long files_set_lines(struct files *f, void __user *arg)
{
	u32 lines;
	int err = cleat_get_user_obj(&lines, arg);

	if (err)
		return err;
	guard(mutex)(&f->lock);
	f->lines = lines;
	return 0;
}

static long files_ioctl(struct files *f, struct file *file, unsigned int cmd, void __user *arg)
{
	switch (cmd) {
	case FILES_DROP_DEBUG:
		files_drop(f, true, false);
		return 0;
	case FILES_DROP_PROC:
		files_drop(f, false, true);
		return 0;
	case FILES_SHOW:
		return files_show(f);
	case FILES_LINES:
		return files_set_lines(f, arg);
	case FILES_GO:
		scoped_guard(mutex, &f->lock)
			f->go = true;
		wake_up_all(&f->slow);
		return 0;
	default:
		return -ENOTTY;
	}
}

DEFINE_FILE_OPERATIONS(files_fops, struct files, .shared = &files, .ioctl = files_ioctl);

static struct files files = {
	.misc = {
		.minor = MISC_DYNAMIC_MINOR,
		.name = "cleat-files",
		.fops = &files_fops,
		.groups = files_groups,
		.mode = 0666,
	},
};

static int __init files_module_init(void)
{
	int err;

	mutex_init(&files.lock);
	init_waitqueue_head(&files.slow);
	files.slots = 3;
	files.lines = 0;
	files.go = false;
	err = misc_register(&files.misc);
	if (err)
		return err;
	err = files_show(&files);
	if (err) {
		misc_deregister(&files.misc);
		files_drop(&files, true, true); /* what an ioctl has shown meanwhile */
	}
	return err;
}

static void __exit files_module_exit(void)
{
	misc_deregister(&files.misc);
	files_drop(&files, true, true);
}

cleat_module(files, files_module_init, files_module_exit);
MODULE_DESCRIPTION("files in debugfs, sysfs and proc");
MODULE_AUTHOR("the Cleat authors");
