/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Tests of a driver's file systems (<cleat/filesystem.h>): mount one, look into it, and do to it what
 * users do. A mount stands in no directory; paths begin at its root ("binder-control").
 *
 * Context: process context; may sleep. Errors are those of the system calls.
 *
 * Example::
 *
 *	struct kunit_mount *m = kunit_mount(test, "cleat-shelf", "max=3");
 *	struct kunit_file *f = kunit_mount_open(m, "control", O_RDWR);
 *
 *	KUNIT_EXPECT_EQ(test, kunit_mount_unlink(m, "control"), -EPERM);
 */
#ifndef CLEAT_KUNIT_MOUNT_H
#define CLEAT_KUNIT_MOUNT_H

#include <cleat/kunit.h>
#include <cleat/uidgid.h>

struct kunit_mount;

/** struct kunit_stat - what stat(2) says of an entry; on the host a node is a regular file, rdev 0 */
struct kunit_stat {
	umode_t mode;
	kuid_t uid;
	kgid_t gid;
	unsigned int rdev_major, rdev_minor;
};

/**
 * kunit_try_mount - mount(2) of the file system @type
 * @options: "max=3,quiet", or NULL
 *
 * Return: the mount, or ERR_PTR(-errno). It ends with the case if it is not ended before.
 */
struct kunit_mount *__must_check kunit_try_mount(struct kunit *test, const char *type,
						 const char *options);

/** kunit_mount - the same; ends the case when it cannot be mounted */
struct kunit_mount *kunit_mount(struct kunit *test, const char *type, const char *options);

/** kunit_umount - take it away; it stays for the files that are open in it */
void kunit_umount(struct kunit_mount *m);

/** kunit_remount - mount(2) with MS_REMOUNT */
int kunit_remount(struct kunit_mount *m, const char *options);

/** kunit_mount_open - open @path in it, as kunit_try_open */
struct kunit_file *__must_check kunit_mount_open(struct kunit_mount *m, const char *path,
						 unsigned int flags);

int kunit_mount_unlink(struct kunit_mount *m, const char *path);
int kunit_mount_rename(struct kunit_mount *m, const char *from, const char *to);
int kunit_mount_stat(struct kunit_mount *m, const char *path, struct kunit_stat *ret);

/** kunit_mount_options - what /proc/mounts would show of its options, as a string of less than @size */
void kunit_mount_options(struct kunit_mount *m, char *buf, size_t size);

#endif
