/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* /sys/kernel/debug/binder: the files of binder_logs, for devices that are in no mounted binderfs. */
#include "debug.h"

#include <cleat/debugfs.h>

#include "logs.h"

/* @procs: a file for each process, in @dir. */
struct binder_debugfs {
	struct dentry *__own __errptr __opt dir;
	struct dentry *__errptr __opt procs;
};

static struct binder_debugfs binder_debugfs;

#define DEFINE_BINDER_FILE(name)                                                                   \
	static int name##_text(struct seq_file *m, struct binder_debugfs *root)                    \
	{                                                                                          \
		return binder_##name##_show(m);                                                    \
	}                                                                                          \
	DEFINE_DEBUGFS_FILE(name, struct binder_debugfs, .show = name##_text)

DEFINE_BINDER_FILE(state);
DEFINE_BINDER_FILE(state_hashed);
DEFINE_BINDER_FILE(stats);
DEFINE_BINDER_FILE(transactions);
DEFINE_BINDER_FILE(transactions_hashed);
DEFINE_BINDER_FILE(transaction_log);
DEFINE_BINDER_FILE(failed_transaction_log);

static int proc_text(struct seq_file *m, struct binder_proc *proc)
{
	return binder_proc_show(m, proc->tgid);
}
DEFINE_DEBUGFS_FILE(one_proc, struct binder_proc, .show = proc_text);

void binder_debug_add(struct binder_proc *proc)
{
	struct dentry *file;
	char name[12];

	scnprintf(name, sizeof(name), "%d", proc->tgid);
	file = one_proc_create_single(name, 0444, binder_debugfs.procs, proc);
	if (proc->debug)
		debugfs_remove(file);
	else
		proc->debug = file;
}

void binder_debug_remove(struct binder_proc *proc)
{
	struct dentry *file = proc->debug;

	proc->debug = NULL;
	debugfs_remove(file);
}

void binder_debug_init(void)
{
	struct dentry *dir;

	if (binder_debugfs.dir)
		return;
	dir = debugfs_create_dir("binder", NULL);
	binder_debugfs.dir = dir;
	binder_debugfs.procs = cleat_debugfs_subdir("proc", dir);
	state_create("state", 0444, dir, &binder_debugfs);
	state_hashed_create("state_hashed", 0444, dir, &binder_debugfs);
	stats_create("stats", 0444, dir, &binder_debugfs);
	transactions_create("transactions", 0444, dir, &binder_debugfs);
	transactions_hashed_create("transactions_hashed", 0444, dir, &binder_debugfs);
	transaction_log_create("transaction_log", 0444, dir, &binder_debugfs);
	failed_transaction_log_create("failed_transaction_log", 0444, dir, &binder_debugfs);
}

void binder_debug_exit(void)
{
	struct dentry *dir = binder_debugfs.dir;

	binder_debugfs.dir = NULL;
	debugfs_remove(dir);
}
