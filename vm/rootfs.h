/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Root folders made of Debian packages: unpacked, not installed, so no package's scripts have run.
 * They are kept in the cache, where they appear as a whole or not at all.
 */
#ifndef VM_ROOTFS_H
#define VM_ROOTFS_H

/**
 * struct rootfs - what is in a root folder
 * @suite: "forky"
 * @wanted: NULL-terminated packages, which come with all that they depend on
 * @alone: NULL-terminated packages that come without, or NULL
 */
struct rootfs {
	const char *suite;
	const char *const *wanted, *const *alone;
};

/**
 * rootfs_get - fetch and unpack into @root, unless it is there
 * @root: a path in the cache, which names what is in it
 *
 * Return: 0, or EXIT_UNABLE after a message.
 */
int rootfs_get(const struct rootfs *fs, const char *root);

#endif
