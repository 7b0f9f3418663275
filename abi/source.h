/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Where an ABI is read from. A user names a lock file, a header, a driver's folder, a tree of
 * headers, a folder at a git revision, or a Debian package; all but the first become a folder with
 * a list of headers in it.
 */
#ifndef ABI_SOURCE_H
#define ABI_SOURCE_H

#include "abi/profile.h"

#include <stdbool.h>
#include <stddef.h>

/**
 * struct abi_source_how - what of a tree counts
 * @skips: space separated globs of headers to leave out, or NULL
 * @profiles: machines whose asm headers belong to it
 */
struct abi_source_how {
	const char *skips;
	const struct abi_profile *const *profiles;
	unsigned int n_profiles;
};

/**
 * struct abi_source - one input
 * @label: what the user typed
 * @lock: the lock file, when it is one; the rest is unused then
 * @table: the syscall table (*.tbl), when it is one
 * @root: folder below which headers count, and from which they are included
 * @temp: folder that is removed in the end, or NULL
 * @headers: the headers to look at, relative to @root, sorted
 * @tree: @root is a whole tree (many headers that know each other), not one driver
 * @linux_types: it has a <linux/types.h> of its own: a Linux UAPI tree
 * @kernel: @root is a kernel's include/uapi, not installed; @arch_root is the kernel tree
 */
struct abi_source {
	char *label, *lock, *table, *root, *temp, *arch_root;
	char **headers;
	size_t n_headers;
	bool tree, kernel, linux_types;
};

/**
 * abi_source_open - find out what @arg is and make it readable
 * @how: what to leave out, and whose asm headers to take
 *
 * Return: false after a message.
 */
bool abi_source_open(struct abi_source *s, const char *arg, const struct abi_source_how *how);

void abi_source_close(struct abi_source *s);

/** abi_source_lock_path - where the lock file of a driver's folder or header is (malloc'ed) */
char *abi_source_lock_path(const char *arg);

/** abi_source_inner - is this header of a tree only meant to be included by others? */
bool abi_source_inner(const char *header);

/** abi_glob_any - does one of the space separated globs match @path? */
bool abi_glob_any(const char *globs, const char *path);

#endif
