/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What a mount shows besides devices: "features", and "binder_logs" with stats=global. */
#include <cleat/seq_file.h>

#include "binderfs.h"
#include "logs.h"
#include "report.h"

/* ---- features ---- */

struct binderfs_feature {
	const char *name;
	bool on;
};

enum { BINDERFS_TRANSACTION_REPORT = 3 };

static struct binderfs_feature binderfs_features[] = {
	{"oneway_spam_detection", true},
	{"extended_error", true},
	{"freeze_notification", true},
	[BINDERFS_TRANSACTION_REPORT] = {"transaction_report", false},
};

static int binderfs_feature_show(struct seq_file *m, struct binderfs_feature *feature)
{
	seq_printf(m, "%d\n", feature->on);
	return 0;
}

DEFINE_FS_FILE(binderfs_feature_file, struct binderfs_feature, .show = binderfs_feature_show);

void binderfs_features_init(void)
{
	binderfs_features[BINDERFS_TRANSACTION_REPORT].on = binder_report_offered();
}

int binderfs_features_fill(struct cleat_fs_entry *root)
{
	struct cleat_fs_entry *dir __free(cleat_fs_entry_put) =
		cleat_fs_mkdir(root, "features", 0755, CLEAT_FS_MAY_RENAME);
	int err = PTR_ERR_OR_ZERO(dir);

	for (size_t i = 0; i < ARRAY_SIZE(binderfs_features) && !err; i++)
		err = binderfs_feature_file_add(dir, binderfs_features[i].name, 0444,
						&binderfs_features[i]);
	return err;
}

/* ---- logs ---- */

struct binderfs_log {
	const char *name;
	int (*show)(struct seq_file *m);
};

static struct binderfs_log binderfs_logs[] = {
	{"state", binder_state_show},
	{"state_hashed", binder_state_hashed_show},
	{"stats", binder_stats_show},
	{"transactions", binder_transactions_show},
	{"transactions_hashed", binder_transactions_hashed_show},
	{"transaction_log", binder_transaction_log_show},
	{"failed_transaction_log", binder_failed_transaction_log_show},
};

static int binderfs_log_show(struct seq_file *m, struct binderfs_log *log)
{
	return log->show(m);
}

DEFINE_FS_FILE(binderfs_log_file, struct binderfs_log, .show = binderfs_log_show);

struct cleat_fs_entry *binderfs_logs_fill(struct cleat_fs_entry *root)
{
	struct cleat_fs_entry *dir __free(cleat_fs_entry_put) =
		cleat_fs_mkdir(root, "binder_logs", 0755, CLEAT_FS_MAY_RENAME);

	if (IS_ERR(dir))
		return ERR_CAST(dir);
	for (size_t i = 0; i < ARRAY_SIZE(binderfs_logs); i++) {
		int err = binderfs_log_file_add(dir, binderfs_logs[i].name, 0444, &binderfs_logs[i]);

		if (err)
			return ERR_PTR(err);
	}
	return cleat_fs_mkdir(dir, "proc", 0755, CLEAT_FS_FIXED);
}

/* What "binder_logs/proc/PID" is about; it may be read when the process is gone. */
struct binderfs_process {
	pid_t pid;
};

static int binderfs_process_show(struct seq_file *m, struct binderfs_process *process)
{
	return binder_proc_show(m, process->pid);
}

static void binderfs_process_free(struct binderfs_process *__own process)
{
	kfree(process);
}

DEFINE_FS_OWNED_FILE(binderfs_process_file, struct binderfs_process,
		     .show = binderfs_process_show, .gone = binderfs_process_free);

/* A process that opens several devices has one file, as long as the first of them is open. */
struct cleat_fs_entry *binderfs_log_open(struct binder_device *dev, pid_t pid)
{
	struct cleat_fs_entry *entry;
	struct binderfs_process *p;
	char name[16];

	if (!dev->fs || !dev->fs->proc_logs)
		return NULL;
	p = kzalloc_obj(*p);
	if (!p)
		return NULL;
	p->pid = pid;
	scnprintf(name, sizeof(name), "%d", pid);
	entry = binderfs_process_file_create(dev->fs->proc_logs, name, 0444, p);
	if (!IS_ERR(entry))
		return entry;
	binderfs_process_free(p);
	return NULL;
}
