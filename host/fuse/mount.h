/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Putting a FUSE file system into place, and taking it away, with and without privilege. */
#ifndef CLEAT_HOST_FUSE_MOUNT_H
#define CLEAT_HOST_FUSE_MOUNT_H

#include <stdbool.h>
#include <stddef.h>

/** enum fuse_mount_state - what is mounted on a directory */
enum fuse_mount_state {
	FUSE_MOUNT_FREE,    /* nothing of its own */
	FUSE_MOUNT_SERVED,  /* a live driver of ours */
	FUSE_MOUNT_STALE,   /* what a driver that died left behind */
	FUSE_MOUNT_FOREIGN, /* something else */
};

enum fuse_mount_state fuse_mount_probe(const char *dir);

/**
 * fuse_mount_direct - open /dev/fuse and mount it on @dir by mount(2)
 * @source: what the mount table shows
 *
 * Return: the descriptor, or a negative errno: -EPERM, -EACCES without privilege; -ENOENT, -ENODEV,
 * -ENXIO when there is no FUSE.
 */
int fuse_mount_direct(const char *dir, const char *source);

/**
 * fuse_mount_helper - the same through fusermount3, for those who may not mount; it says what is
 * wrong
 */
int fuse_mount_helper(const char *dir, const char *source);

/** fuse_unmount - take the mount away, also while it is in use; @helper: it was fusermount3's */
void fuse_unmount(const char *dir, bool helper);

/**
 * fuse_unmount_all - take away what the driver's process @name, @pid has mounted beside its own folder,
 * which it marks by their source; it is gone, and with it who would answer there
 */
void fuse_unmount_all(const char *name, int pid);

/** fuse_mount_source - that mark, into @to */
void fuse_mount_source(char *to, size_t size, const char *name, int pid);

/** fuse_device_error - one clear sentence for an errno of fuse_mount_direct; returns 2 */
int fuse_device_error(int err);

#endif
