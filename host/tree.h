/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The inside of the tree of entries (tree.c), for the file systems in it (filesystem.c, names.c):
 * what is called with its lock held, and the mounts that entries belong to.
 */
#ifndef CLEAT_HOST_TREE_H
#define CLEAT_HOST_TREE_H

#include "core.h"
#include <cleat/filesystem.h>

/**
 * struct host_super - one mount of a file system
 * @refs: the mount itself, and each file that is open in it; under the tree's lock
 * @ctx: the driver's context
 * @root: its root directory, with a reference
 *
 * It ends with the last reference, as in a kernel: an unmounted file system stays for its files.
 */
struct host_super {
	unsigned int refs;
	struct cleat_filesystem *fs;
	void *ctx;
	struct host_entry *root;
	struct host_super *next;
};

void host_tree_lock(void);
void host_tree_unlock(void);

/* Under the lock. */
struct host_entry *host_tree_child(struct host_entry *dir, const char *name, size_t len);
struct host_entry *host_tree_add(struct host_entry *dir, const char *name, size_t len,
				 enum host_entry_kind kind, umode_t mode);
void host_tree_unlink(struct host_entry *e);
void host_tree_put(struct host_entry *e);

/**
 * host_tree_root - the root of a mount, with two references: the tree's and the caller's
 * @place: where it stands ("dev/NAME"), or NULL: nowhere, so that only @super leads to it
 *
 * Return: the entry or an ERR_PTR, as host_entry_add.
 */
struct host_entry *host_tree_root(const char *place, struct host_super *super, uid_t uid, gid_t gid);

/** host_tree_gone - under the lock: is @e's object to be ended now? Once true, by its class->gone */
bool host_tree_gone(struct host_entry *e);

/** host_tree_drop - after host_tree_unlink, without the lock: wait for opens, drop the tree's reference */
void host_tree_drop(struct host_entry *entry);

/** host_super_end - the last reference to a mount is gone (filesystem.c) */
void host_super_end(struct host_super *super);

#endif
