/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef CLEAT_KERNEL_DEBUGFS_H
#define CLEAT_KERNEL_DEBUGFS_H

#include <linux/debugfs.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/string.h>

#define cleat_debugfs_create(file, mode, parent, obj, ops)                                         \
	debugfs_create_file(file, mode, parent, obj, ops)

/* debugfs guards each of these calls itself: none is under way when debugfs_remove returns. */
#define CLEAT_DEBUGFS_WORLD(name, T)                                                               \
	static int name##_seq_show(struct seq_file *m, void *unused)                               \
	{                                                                                          \
		return name##_typed.show ? name##_typed.show(m, m->private) : -EINVAL;             \
	}                                                                                          \
	static int name##_seq_open(struct inode *inode, struct file *file)                         \
	{                                                                                          \
		return single_open(file, name##_seq_show, inode->i_private);                       \
	}                                                                                          \
	static ssize_t name##_write(struct file *file, const char __user *buf, size_t len,         \
				    loff_t *pos)                                                   \
	{                                                                                          \
		struct seq_file *m = file->private_data;                                           \
		ssize_t n;                                                                         \
		char *text;                                                                        \
                                                                                                   \
		if (!name##_typed.store || len >= PAGE_SIZE)                                       \
			return -EINVAL;                                                            \
		text = memdup_user_nul(buf, len);                                                  \
		if (IS_ERR(text))                                                                  \
			return PTR_ERR(text);                                                      \
		n = name##_typed.store(m->private, text, len);                                     \
		cleat_debugfs_free(text);                                                          \
		return n;                                                                          \
	}                                                                                          \
	static const struct file_operations name##_ops = {                                         \
		.owner = THIS_MODULE,                                                              \
		.open = name##_seq_open,                                                           \
		.read = seq_read,                                                                  \
		.write = name##_write,                                                             \
		.llseek = seq_lseek,                                                               \
		.release = single_release,                                                         \
	};

/* Not the driver's object: the real kfree, which a test does not count (see kernel/slab.h). */
static inline void cleat_debugfs_free(const char *text)
{
	(kfree)(text);
}

#endif
