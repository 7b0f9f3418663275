/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Fault injection. In a test, the N-th allocation, user copy or interruptible wait of the driver
 * fails, for N = 1, 2, … until none is left to fail (kunit_fault_sweep in <cleat/kunit.h>). A
 * driver that is not built for tests carries no trace of this in the kernel; in a process the
 * question costs one load.
 *
 * Source: the idea is SQLite's ("the N-th malloc fails"); the kernel's own is
 * CONFIG_FAULT_INJECTION, which Debian's kernels do not have.
 */
#ifndef CLEAT_FAULT_H
#define CLEAT_FAULT_H

#include <cleat/types.h>

enum cleat_fault_kind {
	CLEAT_FAULT_ALLOC,     /* an allocation returns NULL */
	CLEAT_FAULT_USER_COPY, /* a user copy fails with -EFAULT */
	CLEAT_FAULT_WAIT,      /* an interruptible wait ends with -ERESTARTSYS */
	CLEAT_FAULT_KINDS,
};

#ifdef __KERNEL__
#ifdef CLEAT_TEST
#include <linux/atomic.h>
extern atomic_long_t cleat_live_objects;
bool cleat_fault(enum cleat_fault_kind kind);
#else
#define cleat_fault(kind) false
#endif
#else
/** cleat_fault - does this operation fail? Counts it when a sweep is under way on this thread. */
bool cleat_fault(enum cleat_fault_kind kind);
#endif

#endif
