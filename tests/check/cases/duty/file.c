/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What a file shows stays in place until the file, or the directory that it is in, is gone. */
#include <cleat/debugfs.h>
#include <cleat/proc_fs.h>
#include <cleat/slab.h>

struct stats { u32 n; };

static int stats_show(struct seq_file *m, struct stats *s)
{
	seq_printf(m, "%u\n", s->n);
	return 0;
}
DEFINE_DEBUGFS_FILE(stats_file, struct stats, .show = stats_show);
DEFINE_PROC_FILE(stats_proc, struct stats, stats_show);

/* good */
int in_directory(void)
{
	struct stats *s = kzalloc_obj(*s);
	struct dentry *dir;

	if (!s)
		return -ENOMEM;
	dir = debugfs_create_dir("stats", NULL);
	stats_file_create("n", 0400, dir, s);
	debugfs_remove(dir);
	kfree(s);
	return 0;
}
/* bad */
int in_directory_first(void)
{
	struct stats *s = kzalloc_obj(*s);
	struct dentry *dir;

	if (!s)
		return -ENOMEM;
	dir = debugfs_create_dir("stats", NULL);
	stats_file_create("n", 0400, dir, s);
	kfree(s);
	debugfs_remove(dir);
	return 0;
}
/* bad: in a directory of the directory */
int in_subdirectory(void)
{
	struct stats *s = kzalloc_obj(*s);
	struct dentry *dir;

	if (!s)
		return -ENOMEM;
	dir = debugfs_create_dir("stats", NULL);
	stats_file_create("n", 0400, cleat_debugfs_subdir("more", dir), s);
	kfree(s);
	debugfs_remove(dir);
	return 0;
}
/* bad: the file itself */
int in_proc(void)
{
	struct stats *s = kzalloc_obj(*s);
	struct proc_dir_entry *entry;

	if (!s)
		return -ENOMEM;
	entry = stats_proc_create("stats", 0444, s);
	kfree(s);
	proc_remove(entry);
	return 0;
}
/* good: it was never shown */
int in_proc_failed(void)
{
	struct stats *s = kzalloc_obj(*s);
	struct proc_dir_entry *entry;

	if (!s)
		return -ENOMEM;
	entry = stats_proc_create("stats", 0444, s);
	if (!entry) {
		kfree(s);
		return -ENOMEM;
	}
	proc_remove(entry);
	kfree(s);
	return 0;
}

/*
 * check:
 *	41: CL112: 's' is freed while it may still be in use by others
 *	55: CL112: 's' is freed while it may still be in use by others
 *	68: CL112: 's' is freed while it may still be in use by others
 */
