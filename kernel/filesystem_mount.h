/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* The other half of filesystem.h: options, mounts, and the file system's own registration. */
#ifndef CLEAT_KERNEL_FILESYSTEM_MOUNT_H
#define CLEAT_KERNEL_FILESYSTEM_MOUNT_H

/* ---- options ---- */

static inline void cleat_fs_set(void *opts, const struct cleat_fs_option *o,
				const struct fs_parse_result *result)
{
	void *at = opts + o->offset;

	if (o->kind == CLEAT_FS_OPTION_FLAG)
		*(bool *)at = true;
	else
		*(u32 *)at = result->uint_32;
}

/* The kernel's parser asks for a table of its own kind: one line of it at a time. */
static inline int cleat_fs_parse_param(struct fs_context *fc, struct fs_parameter *param)
{
	static const struct fs_parameter_spec none[] = {{}};
	struct cleat_filesystem *fs = container_of(fc->fs_type, struct cleat_filesystem, type);
	struct fs_parse_result result;

	for (size_t i = 0; i < fs->ops.n_options; i++) {
		const struct cleat_fs_option *o = &fs->ops.options[i];
		struct fs_parameter_spec spec[2] = {{.name = o->name, .data = o->words}};
		int err;

		if (strcmp(o->name, param->key) != 0)
			continue;
		if (o->kind == CLEAT_FS_OPTION_U32)
			spec[0].type = fs_param_is_u32;
		else if (o->kind == CLEAT_FS_OPTION_ENUM)
			spec[0].type = fs_param_is_enum;
		err = fs_parse(fc, spec, param, &result);
		if (err < 0)
			return err;
		cleat_fs_set(fc->fs_private, o, &result);
		return 0;
	}
	return fs_parse(fc, none, param, &result);
}

/* ---- mounts ---- */

static inline int cleat_fs_show_options(struct seq_file *m, struct dentry *root)
{
	struct cleat_fs_mount *mount = root->d_sb->s_fs_info;

	mount->fs->ops.show_options(m, mount->ctx);
	return 0;
}

static const struct super_operations cleat_fs_super_ops = {
	.alloc_inode = cleat_fs_alloc_inode,
	.free_inode = cleat_fs_free_inode,
	.evict_inode = cleat_fs_evict_inode,
	.show_options = cleat_fs_show_options,
	.statfs = simple_statfs,
};

/* Who owns what is in the mount: the root of the namespace that mounts, or the first one. */
static inline void cleat_fs_owner(struct cleat_fs_mount *m, struct user_namespace *ns)
{
	m->uid = make_kuid(ns, 0);
	m->gid = make_kgid(ns, 0);
	if (!uid_valid(m->uid))
		m->uid = GLOBAL_ROOT_UID;
	if (!gid_valid(m->gid))
		m->gid = GLOBAL_ROOT_GID;
}

static inline struct cleat_fs_mount *cleat_fs_mount_new(struct super_block *sb)
{
	struct cleat_fs_mount *m = kzalloc(sizeof(*m), GFP_KERNEL);

	if (!m)
		return NULL;
	refcount_set(&m->refs, 1);
	mutex_init(&m->lock);
	m->sb = sb;
	m->fs = container_of(sb->s_type, struct cleat_filesystem, type);
	cleat_fs_owner(m, sb->s_user_ns);
	return m;
}

static inline int cleat_fs_make_root(struct cleat_fs_mount *m)
{
	struct inode *inode = cleat_fs_new_inode(m, S_IFDIR | 0755);

	if (!inode)
		return -ENOMEM;
	inode->i_op = &cleat_fs_dir_ops;
	inode->i_fop = &simple_dir_operations;
	set_nlink(inode, 2);
	m->sb->s_root = d_make_root(inode);
	if (!m->sb->s_root)
		return -ENOMEM;
	cleat_fs_i(inode)->entry->dentry = m->sb->s_root;
	return 0;
}

/*
 * Without SB_I_NODEV although a user may mount it: no node is made but by the driver. What fails
 * here is undone by cleat_fs_kill_sb.
 */
static inline int cleat_fs_fill_super(struct super_block *sb, struct fs_context *fc)
{
	struct cleat_fs_mount *m = cleat_fs_mount_new(sb);
	void *ctx;
	int err;

	sb->s_fs_info = m;
	if (!m)
		return -ENOMEM;
	sb->s_blocksize = PAGE_SIZE;
	sb->s_blocksize_bits = PAGE_SHIFT;
	sb->s_iflags &= ~SB_I_NODEV;
	sb->s_iflags |= SB_I_NOEXEC;
	sb->s_magic = m->fs->ops.magic;
	sb->s_op = &cleat_fs_super_ops;
	sb->s_time_gran = 1;
	err = cleat_fs_make_root(m);
	if (err)
		return err;
	ctx = m->fs->ops.mount(fc->fs_private, cleat_fs_i(d_inode(sb->s_root))->entry);
	if (IS_ERR(ctx))
		return PTR_ERR(ctx);
	m->ctx = ctx;
	return 0;
}

static inline int cleat_fs_get_tree(struct fs_context *fc)
{
	struct cleat_filesystem *fs = container_of(fc->fs_type, struct cleat_filesystem, type);
	int err = fs->ops.check(fc->fs_private);

	return err ? err : get_tree_nodev(fc, cleat_fs_fill_super);
}

static inline int cleat_fs_reconfigure(struct fs_context *fc)
{
	struct cleat_fs_mount *m = fc->root->d_sb->s_fs_info;
	int err = m->fs->ops.check(fc->fs_private);

	return err ? err : m->fs->ops.remount(m->ctx, fc->fs_private);
}

static inline void cleat_fs_free_context(struct fs_context *fc)
{
	kfree(fc->fs_private);
}

static const struct fs_context_operations cleat_fs_context_ops = {
	.free = cleat_fs_free_context,
	.parse_param = cleat_fs_parse_param,
	.get_tree = cleat_fs_get_tree,
	.reconfigure = cleat_fs_reconfigure,
};

static inline int cleat_fs_init_context(struct fs_context *fc)
{
	struct cleat_filesystem *fs = container_of(fc->fs_type, struct cleat_filesystem, type);

	fc->fs_private = kzalloc(fs->ops.options_size, GFP_KERNEL);
	if (!fc->fs_private)
		return -ENOMEM;
	fs->ops.defaults(fc->fs_private);
	fc->ops = &cleat_fs_context_ops;
	return 0;
}

/* No entry is added or removed from the first unlock on; the context ends after the last inode. */
static inline void cleat_fs_kill_sb(struct super_block *sb)
{
	struct cleat_fs_mount *m = sb->s_fs_info;

	if (m) {
		mutex_lock(&m->lock);
		m->sb = NULL;
		mutex_unlock(&m->lock);
	}
	cleat_kill_tree(sb);
	if (!m)
		return;
	if (m->ctx)
		m->fs->ops.unmount(m->ctx);
	cleat_fs_mount_put(m);
}

/* ---- the file system ---- */

static inline int cleat_fs_register_type(struct cleat_filesystem *fs)
{
	fs->type = (struct file_system_type){
		.owner = THIS_MODULE,
		.name = fs->ops.name,
		.init_fs_context = cleat_fs_init_context,
		.kill_sb = cleat_fs_kill_sb,
		.fs_flags = fs->ops.user_ns ? FS_USERNS_MOUNT : 0,
	};
	return register_filesystem(&fs->type);
}

static inline int __must_check cleat_filesystem_register(struct cleat_filesystem *fs)
{
	int err = 0;

	if (cleat_fault(CLEAT_FAULT_ALLOC))
		return -ENOMEM;
	fs->setup(&fs->ops);
	fs->inodes = kmem_cache_create(fs->ops.name, sizeof(struct cleat_fs_inode), 0,
				       SLAB_RECLAIM_ACCOUNT | SLAB_ACCOUNT, cleat_fs_inode_init);
	if (!fs->inodes)
		return -ENOMEM;
	if (fs->ops.minors)
		err = alloc_chrdev_region(&fs->first, 0, fs->ops.minors, fs->ops.name);
	if (err)
		goto no_numbers;
	err = cleat_fs_register_type(fs);
	if (err)
		goto no_type;
	return 0;
no_type:
	if (fs->ops.minors)
		unregister_chrdev_region(fs->first, fs->ops.minors);
no_numbers:
	kmem_cache_destroy(fs->inodes);
	return err;
}

static inline void cleat_filesystem_unregister(struct cleat_filesystem *fs)
{
	unregister_filesystem(&fs->type);
	if (fs->ops.minors)
		unregister_chrdev_region(fs->first, fs->ops.minors);
	/* The last inodes go back after a grace period. */
	rcu_barrier();
	kmem_cache_destroy(fs->inodes);
}

#endif
