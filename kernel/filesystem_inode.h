/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* A part of filesystem.h: inodes, from the first to the last moment, and what users do to names. */
#ifndef CLEAT_KERNEL_FILESYSTEM_INODE_H
#define CLEAT_KERNEL_FILESYSTEM_INODE_H

/* ---- inodes ---- */

static inline void cleat_fs_inode_init(void *p)
{
	struct cleat_fs_inode *ci = p;

	inode_init_once(&ci->vfs);
}

static inline struct inode *cleat_fs_alloc_inode(struct super_block *sb)
{
	struct cleat_filesystem *fs = container_of(sb->s_type, struct cleat_filesystem, type);
	struct cleat_fs_inode *ci = alloc_inode_sb(sb, fs->inodes, GFP_KERNEL);

	if (!ci)
		return NULL;
	ci->class = NULL;
	ci->entry = NULL;
	ci->rights = CLEAT_FS_FIXED;
	ci->cache = fs->inodes;
	return &ci->vfs;
}

static inline void cleat_fs_free_inode(struct inode *inode)
{
	struct cleat_fs_inode *ci = cleat_fs_i(inode);

	kmem_cache_free(ci->cache, ci);
}

static inline void cleat_fs_evict_inode(struct inode *inode)
{
	struct cleat_fs_inode *ci = cleat_fs_i(inode);

	clear_inode(inode);
	cleat_fs_forget(inode);
	cleat_fs_entry_put(ci->entry);
	if (ci->class)
		ci->class->gone(inode->i_private);
}

static inline struct inode *cleat_fs_new_inode(struct cleat_fs_mount *m, umode_t mode)
{
	struct inode *inode = new_inode(m->sb);

	if (!inode)
		return NULL;
	cleat_fs_i(inode)->entry = cleat_fs_entry_new(m);
	if (!cleat_fs_i(inode)->entry) {
		iput(inode);
		return NULL;
	}
	inode->i_ino = get_next_ino();
	inode->i_mode = mode;
	inode->i_uid = m->uid;
	inode->i_gid = m->gid;
	simple_inode_init_ts(inode);
	return inode;
}

/* ---- what users do ---- */

static inline int cleat_fs_may_unlink(struct inode *inode)
{
	const struct cleat_fs_class *class = cleat_fs_i(inode)->class;

	return class ? class->may_unlink(inode->i_private) : -EPERM;
}

static inline int cleat_fs_may_rename(struct inode *inode)
{
	struct cleat_fs_inode *ci = cleat_fs_i(inode);

	if (ci->class)
		return ci->class->may_rename(inode->i_private);
	return ci->rights == CLEAT_FS_MAY_RENAME ? 0 : -EPERM;
}

static inline int cleat_fs_unlink(struct inode *dir, struct dentry *dentry)
{
	int err = cleat_fs_may_unlink(d_inode(dentry));

	if (err)
		return err;
	cleat_fs_forget(d_inode(dentry));
	return simple_unlink(dir, dentry);
}

static inline int cleat_fs_rename(cleat_idmap *idmap, struct inode *old_dir, struct dentry *old,
				  struct inode *new_dir, struct dentry *new, unsigned int flags)
{
	struct inode *target = d_inode(new);
	int err = cleat_fs_may_rename(d_inode(old));

	if (flags & ~(RENAME_NOREPLACE | RENAME_EXCHANGE))
		return -EINVAL;
	if (!err && target)
		err = flags & RENAME_EXCHANGE ? cleat_fs_may_rename(target)
					      : cleat_fs_may_unlink(target);
	if (err)
		return err;
	if (target && !(flags & RENAME_EXCHANGE))
		cleat_fs_forget(target);
	return simple_rename(idmap, old_dir, old, new_dir, new, flags);
}

static const struct inode_operations cleat_fs_dir_ops = {
	.lookup = simple_lookup,
	.unlink = cleat_fs_unlink,
	.rename = cleat_fs_rename,
};

static inline int cleat_fs_seq_show(struct seq_file *m, void *unused)
{
	struct inode *inode = m->private;

	return cleat_fs_i(inode)->class->show(m, inode->i_private);
}

static inline int cleat_fs_seq_open(struct inode *inode, struct file *file)
{
	return single_open(file, cleat_fs_seq_show, inode);
}

static const struct file_operations cleat_fs_text_fops = {
	.owner = THIS_MODULE,
	.open = cleat_fs_seq_open,
	.read = seq_read,
	.llseek = seq_lseek,
	.release = single_release,
};

#endif
