/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * A driver's file systems in a test: mounted for the kernel alone, in no namespace, and used by what
 * the system calls use. A remount is the file system's own part of it: the rest is not exported.
 */
#include <linux/file.h>
#include <linux/fs_context.h>
#include <linux/mount.h>
#include <linux/namei.h>
#include <linux/seq_file.h>
#include <linux/slab.h>

#include "kunit.h"
#include <cleat/kunit_mount.h>

struct kunit_mount {
	struct kunit *test;
	struct vfsmount *mnt;
};

static int parse_one(struct fs_context *fc, char *item)
{
	struct fs_parameter param = {.type = fs_value_is_flag};
	char *value = strchr(item, '=');
	int err;

	param.key = item;
	if (value) {
		*value++ = '\0';
		param.type = fs_value_is_string;
		param.size = strlen(value);
		param.string = kstrdup(value, GFP_KERNEL | __GFP_NOFAIL);
	}
	err = vfs_parse_fs_param(fc, &param);
	if (value)
		kfree(param.string);
	return err;
}

static int parse(struct fs_context *fc, const char *options)
{
	char *copy = kstrdup(options ? options : "", GFP_KERNEL | __GFP_NOFAIL), *rest = copy;
	char *item;
	int err = 0;

	while (!err && (item = strsep(&rest, ",")))
		err = *item ? parse_one(fc, item) : 0;
	kfree(copy);
	return err;
}

static struct fs_context *new_context(const char *name)
{
	struct file_system_type *type = get_fs_type(name);
	struct fs_context *fc;

	if (!type)
		return ERR_PTR(-ENODEV);
	fc = fs_context_for_mount(type, SB_KERNMOUNT);
	module_put(type->owner);
	return fc;
}

static void end_mount(void *object)
{
	struct kunit_mount *m = object;

	mntput(m->mnt);
	kfree(m);
}

struct kunit_mount *kunit_try_mount(struct kunit *test, const char *type, const char *options)
{
	struct fs_context *fc = new_context(type);
	struct kunit_mount *m;
	struct vfsmount *mnt;
	int err;

	if (IS_ERR(fc))
		return ERR_CAST(fc);
	err = parse(fc, options);
	mnt = err ? ERR_PTR(err) : fc_mount(fc);
	put_fs_context(fc);
	if (IS_ERR(mnt))
		return ERR_CAST(mnt);
	m = kzalloc(sizeof(*m), GFP_KERNEL | __GFP_NOFAIL);
	*m = (struct kunit_mount){test, mnt};
	return kunit_own(test, m, end_mount);
}

void kunit_umount(struct kunit_mount *m)
{
	kunit_disown(m->test, m);
	end_mount(m);
}

int kunit_remount(struct kunit_mount *m, const char *options)
{
	struct super_block *sb = m->mnt->mnt_sb;
	struct fs_context *fc = new_context(sb->s_type->name);
	int err;

	if (IS_ERR(fc))
		return PTR_ERR(fc);
	fc->purpose = FS_CONTEXT_FOR_RECONFIGURE;
	fc->root = dget(sb->s_root);
	atomic_inc(&sb->s_active);
	err = parse(fc, options);
	if (!err) {
		down_write(&sb->s_umount);
		err = fc->ops->reconfigure(fc);
		up_write(&sb->s_umount);
	}
	put_fs_context(fc);
	return err;
}

struct kunit_file *kunit_mount_open(struct kunit_mount *m, const char *path, unsigned int flags)
{
	return kunit_own_file(m->test, file_open_root_mnt(m->mnt, path, flags, 0));
}

/* A path as a file that only names it, because the look-up itself is not for modules. */
static struct file *look_up(struct kunit_mount *m, const char *path)
{
	return file_open_root_mnt(m->mnt, path, O_PATH, 0);
}

static struct dentry *found(struct file *at)
{
	return at->f_path.dentry;
}

int kunit_mount_unlink(struct kunit_mount *m, const char *path)
{
	struct file *at = look_up(m, path);
	struct dentry *parent;
	int err;

	if (IS_ERR(at))
		return PTR_ERR(at);
	parent = dget_parent(found(at));
	inode_lock_nested(d_inode(parent), I_MUTEX_PARENT);
	err = d_unhashed(found(at))
		      ? -ENOENT
		      : vfs_unlink(cleat_no_idmap, d_inode(parent), found(at), NULL);
	inode_unlock(d_inode(parent));
	dput(parent);
	__fput_sync(at);
	return err;
}

static struct file *look_up_parent(struct kunit_mount *m, const char *path, const char **name)
{
	const char *slash = strrchr(path, '/');
	char *dir = kstrndup(path, slash ? slash - path : 0, GFP_KERNEL | __GFP_NOFAIL);
	struct file *at = look_up(m, *dir ? dir : ".");

	*name = slash ? slash + 1 : path;
	kfree(dir);
	return at;
}

int kunit_mount_rename(struct kunit_mount *m, const char *from, const char *to)
{
	struct file *old = look_up(m, from), *dir;
	const char *name;
	int err;

	if (IS_ERR(old))
		return PTR_ERR(old);
	dir = look_up_parent(m, to, &name);
	err = PTR_ERR_OR_ZERO(dir);
	if (!err) {
		err = cleat_rename(found(old), found(dir), name);
		__fput_sync(dir);
	}
	__fput_sync(old);
	return err;
}

int kunit_mount_stat(struct kunit_mount *m, const char *path, struct kunit_stat *ret)
{
	struct file *at = look_up(m, path);
	struct inode *inode;

	if (IS_ERR(at))
		return PTR_ERR(at);
	inode = d_inode(found(at));
	*ret = (struct kunit_stat){.mode = inode->i_mode,
				   .uid = inode->i_uid,
				   .gid = inode->i_gid,
				   .rdev_major = MAJOR(inode->i_rdev),
				   .rdev_minor = MINOR(inode->i_rdev)};
	__fput_sync(at);
	return 0;
}

void kunit_mount_options(struct kunit_mount *m, char *buf, size_t size)
{
	struct super_block *sb = m->mnt->mnt_sb;
	struct seq_file s = {.buf = buf, .size = size - 1};

	sb->s_op->show_options(&s, sb->s_root);
	buf[s.count] = '\0';
}
