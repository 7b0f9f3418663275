/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Mounted Binder: each mount has devices of its own, made through its file "binder-control", and
 * with the option stats=global the driver's logs.
 *
 * A mount is counted by its file system, by "binder-control" and by each of its devices, which may
 * live on in processes when it is unmounted; what it then still holds are names of directories that
 * are gone. Lock: binderfs.lock, the innermost.
 */
#ifndef BINDERFS_H
#define BINDERFS_H

#include <cleat/filesystem.h>
#include <cleat/mutex.h>

#include "binder.h"

/**
 * struct binderfs - a mount
 * @reserve: it may take the last device numbers, which are kept for the first IPC namespace
 * @max: devices it may have; @devices: that it has
 * @control_minor: of "binder-control"
 * @root, @proc_logs: directories; the second is NULL without stats=global
 */
struct binderfs {
	struct kref refs;
	bool reserve;
	u32 control_minor;
	struct cleat_fs_entry *__own root;
	struct cleat_fs_entry *__own __opt proc_logs;
	struct mutex lock;
	u32 max __guarded_by(&lock);
	bool stats __guarded_by(&lock);
	u32 devices __guarded_by(&lock);
};

void binderfs_release(struct binderfs *__own fs);
DEFINE_REFCOUNTED(binderfs, struct binderfs, refs, binderfs_release);

/** binderfs_init - let it be mounted */
int binderfs_init(void);
void binderfs_exit(void);

/* ---- binderfs_files.c ---- */

/** binderfs_features_init - what can be had is known; binderfs_features_fill - the directory "features" */
void binderfs_features_init(void);
int binderfs_features_fill(struct cleat_fs_entry *root);

/** binderfs_logs_fill - the directory "binder_logs"; its directory "proc" */
struct cleat_fs_entry *__own __errptr binderfs_logs_fill(struct cleat_fs_entry *root);

/** binderfs_log_open - "binder_logs/proc/PID" where @dev's mount has logs; NULL where there is none */
struct cleat_fs_entry *__own __opt binderfs_log_open(struct binder_device *dev, pid_t pid);

/* ---- devices ---- */

/** binderfs_device_gone - the node of @dev is gone, and nobody has it open */
void binderfs_device_gone(struct binder_device *__own dev);

/* Users may unlink and rename all devices. */
int binderfs_device_may_go(struct binder_device *dev);

/** binder_device_names - of the devices that each mount has from its start, by commas (main.c) */
const char *binder_device_names(void);

/** binder_device_show - a node for @dev in a mount (main.c, where the operations are) */
int binder_device_show(struct binder_device *__own __keeps_on_failure dev,
				    struct cleat_fs_entry *dir);

#endif
