/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef CLEAT_HOST_PROC_FS_H
#define CLEAT_HOST_PROC_FS_H

#include "attr.h"

struct proc_dir_entry;

extern struct proc_dir_entry *cleat_proc_add(const char *file, umode_t mode,
					     struct proc_dir_entry *parent, void *obj,
					     const struct host_attr_ops *ops);

#define CLEAT_PROC_WORLD(name, T, show_fn)                                                         \
	static int name##_show_any(struct seq_file *m, void *obj)                                  \
	{                                                                                          \
		return show_fn(m, (T *)obj);                                                       \
	}                                                                                          \
	static const struct host_attr_ops name##_ops = {.show = name##_show_any, .gone = -EIO};
#define cleat_proc_create(name, file, mode, parent, obj)                                           \
	cleat_proc_add(file, mode, parent, obj, &name##_ops)

#endif
