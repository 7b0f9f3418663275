/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * A driver's file systems in a process: entries of the tree (core.h), in a part of it that each
 * mount has for itself.
 */
#ifndef CLEAT_HOST_FILESYSTEM_H
#define CLEAT_HOST_FILESYSTEM_H

#include "module.h"
#include "types.h"

/* A word that an option may be, and its value; a table of them ends with {}. */
struct constant_table {
	const char *name;
	int value;
};

struct cleat_filesystem {
	void (*setup)(struct cleat_fs_ops *ops);
	struct cleat_fs_ops ops;
	struct cleat_filesystem *next;
	int n_mounts;
};

/* Found in the driver's file before the driver runs. */
#define CLEAT_FILESYSTEM_WORLD(name)                                                               \
	static struct cleat_filesystem *const __cleat_filesystem_##name                            \
		__cleat_section("cleat_filesystems") = &name;

#endif
