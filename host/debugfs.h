/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef CLEAT_HOST_DEBUGFS_H
#define CLEAT_HOST_DEBUGFS_H

#include "attr.h"

struct dentry;

extern struct dentry *cleat_debugfs_create(const char *file, umode_t mode, struct dentry *parent,
					   void *obj, const struct host_attr_ops *ops);

#define CLEAT_DEBUGFS_WORLD(name, T)                                                               \
	static int name##_show_any(struct seq_file *m, void *obj)                                  \
	{                                                                                          \
		return name##_typed.show ? name##_typed.show(m, (T *)obj) : -EINVAL;               \
	}                                                                                          \
	static ssize_t name##_store_any(void *obj, const char *text, size_t len)                   \
	{                                                                                          \
		return name##_typed.store ? name##_typed.store((T *)obj, text, len) : -EINVAL;     \
	}                                                                                          \
	static const struct host_attr_ops name##_ops = {                                           \
		.show = name##_show_any,                                                           \
		.store = name##_store_any,                                                         \
		.max = PAGE_SIZE - 1,                                                              \
		.gone = -EIO,                                                                      \
	};

#endif
