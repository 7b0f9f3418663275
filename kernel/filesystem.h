/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * A file system of the driver's own: everything in it is in the dentry cache, pinned by its name,
 * as in ramfs. Here is what the driver does in it; filesystem_inode.h has inodes and what users do,
 * filesystem_mount.h options and mounts.
 *
 * Three lives. A struct cleat_fs_mount is the super block's private data, and outlives it with the
 * driver's references; its @sb is NULL once the mount ends. A struct cleat_fs_inode ends when its
 * name is gone and nobody has it open: then the object behind it ends. A struct cleat_fs_entry is
 * what the driver's references count; its @dentry is NULL from the moment at which the name goes,
 * so it pins neither.
 *
 * Locks: s_umount, mount->lock, s_vfs_rename_mutex, the directories' own, entry->lock. Adding and
 * removing are done under mount->lock, which the end of the mount takes once before anything goes.
 * What VFS calls with a directory locked (unlink, rename) takes entry->lock alone.
 */
#ifndef CLEAT_KERNEL_FILESYSTEM_H
#define CLEAT_KERNEL_FILESYSTEM_H

#include <linux/fs_context.h>
#include <linux/fs_parser.h>
#include <linux/fsnotify.h>
#include <linux/ipc_namespace.h>
#include <linux/namei.h>
#include <linux/nsproxy.h>
#include <linux/rcupdate.h>
#include <linux/refcount.h>

#include "compat.h"
#include "fs.h"

struct cleat_filesystem {
	void (*setup)(struct cleat_fs_ops *ops);
	struct cleat_fs_ops ops;
	struct file_system_type type;
	struct kmem_cache *inodes;
	dev_t first;
};

#define CLEAT_FILESYSTEM_WORLD(name)

struct cleat_fs_mount {
	refcount_t refs;
	struct mutex lock;
	struct super_block *sb;
	const struct cleat_filesystem *fs;
	kuid_t uid;
	kgid_t gid;
	void *ctx;
};

struct cleat_fs_entry {
	refcount_t refs;
	spinlock_t lock;
	struct dentry *dentry;
	struct cleat_fs_mount *mount;
};

/* @cache is where it goes back to, when the super block may be gone already. */
struct cleat_fs_inode {
	const struct cleat_fs_class *class;
	enum cleat_fs_rights rights;
	struct cleat_fs_entry *entry;
	struct kmem_cache *cache;
	struct inode vfs;
};

static inline struct cleat_fs_inode *cleat_fs_i(struct inode *inode)
{
	return container_of(inode, struct cleat_fs_inode, vfs);
}

static inline bool cleat_fs_in_first_ipc_ns(void)
{
	/* The first namespace's own name is not exported on 6.1; the first task lives in it. */
	return current->nsproxy->ipc_ns == init_task.nsproxy->ipc_ns;
}

static inline unsigned int cleat_filesystem_major(const struct cleat_filesystem *fs)
{
	return MAJOR(fs->first);
}

/* ---- references: off the fast paths, so not inlined into each of their users ---- */

static noinline __maybe_unused void cleat_fs_mount_put(struct cleat_fs_mount *m)
{
	if (refcount_dec_and_test(&m->refs)) {
		mutex_destroy(&m->lock);
		kfree(m);
	}
}

static inline struct cleat_fs_entry *__must_check cleat_fs_entry_get(struct cleat_fs_entry *e)
{
	refcount_inc(&e->refs);
	return e;
}

static noinline __maybe_unused void cleat_fs_entry_put(struct cleat_fs_entry *e)
{
	if (IS_ERR_OR_NULL(e) || !refcount_dec_and_test(&e->refs))
		return;
	cleat_fs_mount_put(e->mount);
	kfree(e);
}

static noinline __maybe_unused struct cleat_fs_entry *cleat_fs_entry_new(struct cleat_fs_mount *m)
{
	struct cleat_fs_entry *e = kzalloc(sizeof(*e), GFP_KERNEL);

	if (!e)
		return NULL;
	refcount_set(&e->refs, 1);
	spin_lock_init(&e->lock);
	refcount_inc(&m->refs);
	e->mount = m;
	return e;
}

/* The name goes: nobody finds the dentry through the entry any more. */
static noinline __maybe_unused void cleat_fs_forget(struct inode *inode)
{
	struct cleat_fs_entry *e = cleat_fs_i(inode)->entry;

	if (!e)
		return;
	spin_lock(&e->lock);
	e->dentry = NULL;
	spin_unlock(&e->lock);
}

static inline void cleat_fs_forget_dentry(struct dentry *dentry)
{
	cleat_fs_forget(d_inode(dentry));
}

/* Under mount->lock; the dentry with a reference, or NULL when the name or the mount is gone. */
static inline struct dentry *cleat_fs_dentry(struct cleat_fs_entry *e, bool take)
{
	struct dentry *dentry = NULL;

	lockdep_assert_held(&e->mount->lock);
	if (!e->mount->sb)
		return NULL;
	spin_lock(&e->lock);
	if (e->dentry)
		dentry = dget(e->dentry);
	if (take)
		e->dentry = NULL;
	spin_unlock(&e->lock);
	return dentry;
}

#include "filesystem_inode.h"

/* ---- what the driver does ---- */

/* @dentry is the name to be, locked; the inode is @m's and belongs to the name afterwards. */
static noinline __maybe_unused struct cleat_fs_entry *
cleat_fs_name(struct cleat_fs_entry *dir, const char *name, struct inode *inode)
{
	struct cleat_fs_entry *e = cleat_fs_i(inode)->entry;
	struct dentry *parent = cleat_fs_dentry(dir, false), *dentry;

	if (!parent)
		return ERR_PTR(-ENOENT);
	dentry = cleat_start_creating(parent, name);
	if (IS_ERR(dentry)) {
		dput(parent);
		return ERR_CAST(dentry);
	}
	e->dentry = dentry;
	if (S_ISDIR(inode->i_mode))
		inc_nlink(d_inode(parent));
	cleat_make_persistent(dentry, inode);
	if (S_ISDIR(inode->i_mode))
		fsnotify_mkdir(d_inode(parent), dentry);
	else
		fsnotify_create(d_inode(parent), dentry);
	cleat_done_creating(parent, dentry);
	dput(parent);
	return cleat_fs_entry_get(e);
}

/* An object that was not taken over stays the caller's: its inode ends without class. */
static noinline __maybe_unused struct cleat_fs_entry *
cleat_fs_add(struct cleat_fs_entry *dir, const char *name, umode_t mode, dev_t dev,
	     const struct cleat_fs_class *class, void *obj, enum cleat_fs_rights rights)
{
	struct cleat_fs_mount *m = dir->mount;
	struct cleat_fs_entry *e;
	struct inode *inode;

	if (cleat_fault(CLEAT_FAULT_ALLOC))
		return ERR_PTR(-ENOMEM);
	guard(mutex)(&m->lock);
	if (!m->sb)
		return ERR_PTR(-ENOENT);
	inode = cleat_fs_new_inode(m, mode);
	if (!inode)
		return ERR_PTR(-ENOMEM);
	cleat_fs_i(inode)->rights = rights;
	if (S_ISDIR(mode)) {
		inode->i_op = &cleat_fs_dir_ops;
		inode->i_fop = &simple_dir_operations;
		set_nlink(inode, 2);
	} else {
		if (S_ISCHR(mode))
			init_special_inode(inode, mode, dev);
		inode->i_fop = class->fops ? class->fops : &cleat_fs_text_fops;
		inode->i_private = obj;
		cleat_fs_i(inode)->class = class;
	}
	e = cleat_fs_name(dir, name, inode);
	if (IS_ERR(e)) {
		cleat_fs_i(inode)->class = NULL;
		iput(inode);
	}
	return e;
}

static inline struct cleat_fs_entry *__must_check
__cleat_fs_create(struct cleat_fs_entry *dir, const char *name, umode_t mode, unsigned int minor,
		  const struct cleat_fs_class *class, void *obj)
{
	umode_t type = class->fops ? S_IFCHR : S_IFREG;
	dev_t dev = dir->mount->fs->first + minor;

	return cleat_fs_add(dir, name, type | (mode & 07777), dev, class, obj, CLEAT_FS_FIXED);
}

static inline struct cleat_fs_entry *__must_check
cleat_fs_mkdir(struct cleat_fs_entry *dir, const char *name, umode_t mode,
	       enum cleat_fs_rights rights)
{
	return cleat_fs_add(dir, name, S_IFDIR | (mode & 07777), 0, NULL, NULL, rights);
}

static noinline __maybe_unused void cleat_fs_remove(struct cleat_fs_entry *e)
{
	struct cleat_fs_mount *m;
	struct dentry *dentry;

	if (IS_ERR_OR_NULL(e))
		return;
	m = e->mount;
	mutex_lock(&m->lock);
	dentry = cleat_fs_dentry(e, true);
	if (dentry) {
		/* A user's rename to another directory waits: d_parent stays what it is. */
		mutex_lock(&m->sb->s_vfs_rename_mutex);
		simple_recursive_removal(dentry, cleat_fs_forget_dentry);
		mutex_unlock(&m->sb->s_vfs_rename_mutex);
		dput(dentry);
	}
	mutex_unlock(&m->lock);
	cleat_fs_entry_put(e);
}

#include "filesystem_mount.h"

#endif
