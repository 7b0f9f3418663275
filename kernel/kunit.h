/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * What the parts of the kernel's test runner share: kunit.c (cases, threads), kunit_file.c,
 * kunit_user.c (memory, descriptors), kunit_mount.c.
 */
#ifndef CLEAT_KERNEL_KUNIT_H
#define CLEAT_KERNEL_KUNIT_H

#include <linux/completion.h>
#include <linux/sched.h>

/* The runner's own allocations and copies are not the driver's: no faults, not counted. */
#undef CLEAT_TEST
#include "compat.h"
#include "../kunit/world.h"
#define CLEAT_TEST 1

/* A thread of a case: the case itself, or one that it started. */
struct kunit_thread {
	struct task_struct *task;
	struct mm_struct *mm;
	struct kunit *test;
	void (*body)(struct kunit *test);
	void (*fn)(struct kunit *test, void *arg);
	void *arg;
	const struct cred *own_cred;
	struct completion done;
};

struct kunit_file {
	struct kunit *test;
	struct file *file;
	char __user *scratch;
};

/** kunit_own - @free(@object) at the end of the case, unless kunit_disown takes it out before */
void *kunit_own(struct kunit *test, void *object, void (*free)(void *));
void kunit_disown(struct kunit *test, void *object);
/** kunit_find - what is owned with @free and begins with the word @key, or NULL */
void *kunit_find(struct kunit *test, void (*free)(void *), unsigned long key);

/**
 * kunit_call_over - the case's call is over: do what a system call does on its way out
 *
 * Task work of the caller runs, and files whose last reference went are closed. A program has seen
 * both done when its call returns; a kernel thread runs its task work only when it ends, and its
 * files are closed some time.
 */
void kunit_call_over(void);

/** kunit_own_file - an open file, or an ERR_PTR, becomes the case's */
struct kunit_file *kunit_own_file(struct kunit *test, struct file *file);

#endif
