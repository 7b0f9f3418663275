/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * What the parts of a process's test runner share: kunit.c (cases, threads), kunit_file.c,
 * kunit_user.c (memory, descriptors), kunit_mount.c.
 */
#ifndef CLEAT_HOST_KUNIT_H
#define CLEAT_HOST_KUNIT_H

struct host_call;
struct host_entry;
struct file;
struct kunit;

struct kunit_file {
	struct kunit *test;
	struct file *file;
};

/** host_kunit_own - @free_object(@object) at the end of the case, unless host_kunit_disown comes first */
void *host_kunit_own(struct kunit *test, void *object, void (*free_object)(void *));
void host_kunit_disown(struct kunit *test, const void *object);
/** host_kunit_find - what is owned with @free_object and begins with the pointer @key, or NULL */
void *host_kunit_find(struct kunit *test, void (*free_object)(void *), const void *key);

/** host_kunit_call - the calling thread's call into the driver */
struct host_call *host_kunit_call(void);

/** host_kunit_open - open @entry, whose reference is given away; NULL is -ENOENT */
struct kunit_file *host_kunit_open(struct kunit *test, struct host_entry *entry,
				   unsigned int flags);

#endif
