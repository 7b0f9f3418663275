/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Text files of the tree (debugfs, sysfs, proc): shown from start to end, written as one string.
 * When host_attr_remove() returns, no call into the driver is under way and none will come, even
 * through descriptors that are still open: the object behind the file may go.
 */
#ifndef CLEAT_HOST_ATTR_H
#define CLEAT_HOST_ATTR_H

#include "types.h"

struct file_operations;
struct host_attr;
struct host_entry;
struct seq_file;

/**
 * struct host_attr_ops - what is behind a text file
 * @show: write the text; 0 or an errno. NULL: it cannot be read
 * @store: take a string of @len bytes, NUL after them; @len or an errno. NULL: it cannot be written
 * @max: the longest write: a longer one is cut to it, or refused with -EINVAL (@cut)
 * @gone: what calls get after removal
 * @strict: an open for what the mode has no bit for fails, even for root
 */
struct host_attr_ops {
	int (*show)(struct seq_file *m, void *data);
	ssize_t (*store)(void *data, const char *text, size_t len);
	size_t max;
	bool cut, strict;
	int gone;
};

/** host_attr_add - a text file at @path (see host_entry_add); the entry or an ERR_PTR */
struct host_entry *host_attr_add(const char *path, umode_t mode, const struct host_attr_ops *ops,
				 void *data);

/**
 * host_attr_new - what is behind a text file, for an entry that is made otherwise; NULL without memory
 *
 * It is the data of an entry with host_attr_fops, and ends by host_attr_free.
 */
struct host_attr *host_attr_new(umode_t mode, const struct host_attr_ops *ops, void *data);
void host_attr_free(void *attr);
extern const struct file_operations host_attr_fops;

/** host_attr_remove - take it away and wait for the calls under way */
void host_attr_remove(struct host_entry *entry);

#endif
