/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * What Linux 6.1, 6.12 and 7.2 do not have alike. Everything else in kernel/ is written for the
 * newest of them (unaligned.h knows where a header was).
 */
#ifndef CLEAT_KERNEL_COMPAT_H
#define CLEAT_KERNEL_COMPAT_H

#include <linux/cred.h>
#include <linux/fdtable.h>
#include <linux/fs.h>
#include <linux/hrtimer.h>
#include <linux/mm.h>
#include <linux/mount.h>
#include <linux/namei.h>
#include <linux/shrinker.h>
#include <linux/version.h>

/* 6.3 made vm_flags constant and gave it setters. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 3, 0)
static inline void vm_flags_mod(struct vm_area_struct *vma, unsigned long set, unsigned long clear)
{
	vma->vm_flags |= set;
	vma->vm_flags &= ~clear;
}
#endif

/* 6.3 and 7.1 each gave the function that unmaps pages of one mapping another name. */
static inline void cleat_zap_pages(struct vm_area_struct *vma, unsigned long addr, size_t size)
{
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 3, 0)
	zap_page_range(vma, addr, size);
#elif LINUX_VERSION_CODE < KERNEL_VERSION(7, 1, 0)
	zap_page_range_single(vma, addr, size, NULL);
#else
	zap_vma_range(vma, addr, size);
#endif
}

/* 6.7 allocates shrinkers, which then know their owner. */
typedef unsigned long (*cleat_shrink_fn)(struct shrinker *, struct shrink_control *);
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 7, 0)
typedef struct shrinker cleat_shrinker_t;
#define cleat_shrinker_owner(s, T, member) container_of(s, T, member)

static inline int cleat_shrinker_register(cleat_shrinker_t *s, void *owner, cleat_shrink_fn count,
					  cleat_shrink_fn scan, const char *name)
{
	*s = (struct shrinker){
		.count_objects = count, .scan_objects = scan, .seeks = DEFAULT_SEEKS};
	return register_shrinker(s, "%s", name);
}

static inline void cleat_shrinker_unregister(cleat_shrinker_t *s)
{
	unregister_shrinker(s);
}
#else
typedef struct shrinker *cleat_shrinker_t;
#define cleat_shrinker_owner(s, T, member) ((T *)(s)->private_data)

static inline int cleat_shrinker_register(cleat_shrinker_t *s, void *owner, cleat_shrink_fn count,
					  cleat_shrink_fn scan, const char *name)
{
	*s = shrinker_alloc(0, "%s", name);
	if (!*s)
		return -ENOMEM;
	(*s)->count_objects = count;
	(*s)->scan_objects = scan;
	(*s)->private_data = owner;
	shrinker_register(*s);
	return 0;
}

static inline void cleat_shrinker_unregister(cleat_shrinker_t *s)
{
	shrinker_free(*s);
}
#endif

/* 6.8 gave the function that takes a file out of its descriptor another name. */
static inline struct file *cleat_file_close_fd(unsigned int fd)
{
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 8, 0)
	return close_fd_get_file(fd);
#else
	return file_close_fd(fd);
#endif
}

/* 6.13 joined initialisation and function. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 13, 0)
static inline void hrtimer_setup(struct hrtimer *timer,
				 enum hrtimer_restart (*fn)(struct hrtimer *timer), clockid_t clock,
				 enum hrtimer_mode mode)
{
	hrtimer_init(timer, clock, mode);
	timer->function = fn;
}
#endif

/* 6.17 gave the shared workqueue a name that says what it is. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 17, 0)
#define cleat_system_wq system_wq
#else
#define cleat_system_wq system_percpu_wq
#endif

/* 6.19 can put credentials at the end of a scope. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 19, 0)
DEFINE_FREE(put_cred, const struct cred *, if (!IS_ERR_OR_NULL(_T)) put_cred(_T))
#endif

/*
 * 6.13 stopped counting the credentials that a task has put on for a while: here they always
 * belong to it.
 */
static inline const struct cred *cleat_override_creds(const struct cred *cred)
{
	const struct cred *old = override_creds(cred);

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 13, 0)
	put_cred(cred);
#endif
	return old;
}

static inline void cleat_revert_creds(const struct cred *old)
{
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 13, 0)
	revert_creds(old);
#else
	put_cred(revert_creds(old));
#endif
}

/* 6.3 gave a mount's mapping of ids a type of its own. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 3, 0)
typedef struct user_namespace cleat_idmap;
#define cleat_no_idmap (&init_user_ns)
#else
typedef struct mnt_idmap cleat_idmap;
#define cleat_no_idmap (&nop_mnt_idmap)
#endif

/* 6.7 hid an inode's times behind functions. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 7, 0)
static inline void simple_inode_init_ts(struct inode *inode)
{
	inode->i_atime = inode->i_mtime = inode->i_ctime = current_time(inode);
}
#endif

/*
 * A name in a file system that has nothing but names: looked up with its directory locked, given to
 * an inode, unlocked. 6.19 says by a flag of the name what a reference too many said before.
 */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 19, 0)
static inline struct dentry *cleat_start_creating(struct dentry *parent, const char *name)
{
	struct dentry *dentry;

	inode_lock_nested(d_inode(parent), I_MUTEX_PARENT);
	dentry = lookup_one_len(name, parent, strlen(name));
	if (!IS_ERR(dentry) && d_really_is_positive(dentry)) {
		dput(dentry);
		dentry = ERR_PTR(-EEXIST);
	}
	if (IS_ERR(dentry))
		inode_unlock(d_inode(parent));
	return dentry;
}

static inline void cleat_make_persistent(struct dentry *dentry, struct inode *inode)
{
	d_instantiate(dget(dentry), inode);
}

static inline void cleat_done_creating(struct dentry *parent, struct dentry *dentry)
{
	dput(dentry);
	inode_unlock(d_inode(parent));
}

static inline void cleat_kill_tree(struct super_block *sb)
{
	kill_litter_super(sb);
}
#else
static inline struct dentry *cleat_start_creating(struct dentry *parent, const char *name)
{
	return simple_start_creating(parent, name);
}

static inline void cleat_make_persistent(struct dentry *dentry, struct inode *inode)
{
	d_make_persistent(dentry, inode);
}

static inline void cleat_done_creating(struct dentry *parent, struct dentry *dentry)
{
	simple_done_creating(dentry);
}

static inline void cleat_kill_tree(struct super_block *sb)
{
	kill_anon_super(sb);
}
#endif

/* What renameat does of @old to @name in @dir; the locks of it are not exported everywhere alike. */
static inline int cleat_rename(struct dentry *old, struct dentry *dir, const char *name)
{
	struct renamedata rd = {.old_dentry = old};
	int err;

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 19, 0)
	struct dentry *parent = dget_parent(old);

	lock_rename(parent, dir);
	rd.new_dentry = d_unhashed(old) || old->d_parent != parent
				? ERR_PTR(-ENOENT)
				: lookup_one_len(name, dir, strlen(name));
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 3, 0)
	rd.old_mnt_userns = rd.new_mnt_userns = cleat_no_idmap;
#else
	rd.old_mnt_idmap = rd.new_mnt_idmap = cleat_no_idmap;
#endif
	rd.old_dir = d_inode(parent);
	rd.new_dir = d_inode(dir);
	err = PTR_ERR_OR_ZERO(rd.new_dentry);
	if (!err) {
		err = vfs_rename(&rd);
		dput(rd.new_dentry);
	}
	unlock_rename(parent, dir);
	dput(parent);
#else
	rd.mnt_idmap = cleat_no_idmap;
	rd.new_parent = dir;
	err = start_renaming_dentry(&rd, 0, old, &QSTR(name));
	if (!err) {
		err = vfs_rename(&rd);
		end_renaming(&rd);
	}
#endif
	return err;
}

#endif
