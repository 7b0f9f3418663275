/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * A driver's file systems, for the transports and the tests: mount one, change its options, let
 * users unlink and rename in it, and end it.
 */
#ifndef CLEAT_HOST_MOUNTS_H
#define CLEAT_HOST_MOUNTS_H

#include "core.h"

struct cleat_fs_entry;
struct host_super;
struct seq_file;

/* The values of renameat2's flags. */
enum { HOST_RENAME_NOREPLACE = 1, HOST_RENAME_EXCHANGE = 2 };

/**
 * struct host_mount_request - what is to be mounted
 * @type: the file system's name
 * @options: "max=7,stats=global" as for mount(2); NULL or "": none
 * @place: "dev/NAME" of the driver's tree, where it is to stand; NULL: in no tree of names
 * @uid, @gid: who owns its entries
 */
struct host_mount_request {
	const char *type, *options, *place;
	uid_t uid;
	gid_t gid;
};

/**
 * host_super_mount - make a mount; ended by host_super_put
 * @call: who mounts: what the driver asks of "current" is asked of it
 * @ret: the mount, on success
 *
 * Return: 0; -ENODEV when the driver has no such file system; -EINVAL for its options; -EPERM and what
 * else the driver says.
 */
int host_super_mount(const struct host_mount_request *r, struct host_call *call,
		     struct host_super **ret);

/** host_super_put - unmount: it ends when its last file is closed, or now */
void host_super_put(struct host_super *super);

/** host_super_remount - other options, as host_super_mount; those not named get their defaults */
int host_super_remount(struct host_super *super, const char *options, struct host_call *call);

/** host_super_show - write its options as /proc/mounts would show them (",max=7") */
void host_super_show(struct host_super *super, struct seq_file *m);

/** host_super_root - its root directory; valid until host_super_put */
struct host_entry *host_super_root(struct host_super *super);

/**
 * host_super_offered - has the driver a file system @type? host_super_for_users - which the roots of
 * user namespaces may mount? host_super_any - has it one at all, as far as its file says?
 */
bool host_super_offered(const char *type);
bool host_super_for_users(const char *type);
bool host_super_any(void);
/** host_super_only - the driver's one file system; NULL when it has none or several */
const char *host_super_only(void);

/**
 * host_super_homes - mount each file system that has a home in the driver's tree; end these mounts
 *
 * Return: 0 or the first errno.
 */
int host_super_homes(void);
void host_super_leave_homes(void);

/**
 * host_name_unlink - what unlink(2) of @name in @dir does: asks the driver, then takes the name away
 *
 * Return: 0, -ENOENT, -EISDIR, -EPERM, what the driver says.
 */
int host_name_unlink(struct host_entry *dir, const char *name, struct host_call *call);

struct host_rename {
	struct host_entry *old_dir, *new_dir;
	const char *old_name, *new_name;
	unsigned int flags;
};

/** host_name_rename - renameat2(2) */
int host_name_rename(struct host_rename *r, struct host_call *call);

/** host_name_handle - what the driver calls an entry of the tree: the same, under another type */
static inline struct cleat_fs_entry *host_name_handle(struct host_entry *e)
{
	return (struct cleat_fs_entry *)e;
}

/** host_name_remove - take @e and all below it away; false: somebody else does */
bool host_name_remove(struct host_entry *e);

#endif
