/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef CLEAT_KERNEL_FILE_H
#define CLEAT_KERNEL_FILE_H

#include <linux/fdtable.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/task_work.h>

#include "compat.h"

#if !__has_include(<linux/cleanup.h>)
DEFINE_FREE(fput, struct file *, if (!IS_ERR_OR_NULL(_T)) fput(_T))
DEFINE_CLASS(get_unused_fd, int, if (_T >= 0) put_unused_fd(_T), get_unused_fd_flags(flags),
	     unsigned int flags)
#endif

#ifdef CLEAT_TEST
/* In a test files count as allocations do, and a number may not be had. */
static __always_inline struct file *cleat_fget(unsigned int fd)
{
	return cleat_counted(fget(fd));
}

static __always_inline void cleat_fput(struct file *file)
{
	__cleat_uncount(file);
	fput(file);
}

static __always_inline void cleat_fd_install(unsigned int fd, struct file *file)
{
	__cleat_uncount(file);
	fd_install(fd, file);
}

static __always_inline struct file *cleat_get_file(struct file *file)
{
	return cleat_counted(get_file(file));
}

static __always_inline int __must_check cleat_get_unused_fd_flags(unsigned int flags)
{
	return cleat_fault(CLEAT_FAULT_ALLOC) ? -ENOMEM : get_unused_fd_flags(flags);
}

static __always_inline void __free_cleat_fput(void *p)
{
	struct file *file = *(struct file **)p;

	if (!IS_ERR_OR_NULL(file))
		cleat_fput(file);
}

static __always_inline int class_cleat_get_unused_fd_constructor(unsigned int flags)
{
	return cleat_get_unused_fd_flags(flags);
}
#define fget(fd) cleat_fget(fd)
#define fput(file) cleat_fput(file)
#define get_file(file) cleat_get_file(file)
#define fd_install(fd, file) cleat_fd_install(fd, file)
#define get_unused_fd_flags(flags) cleat_get_unused_fd_flags(flags)
#define __free_fput __free_cleat_fput
#define class_get_unused_fd_constructor class_cleat_get_unused_fd_constructor
#endif

struct cleat_late_close {
	struct callback_head work;
	struct file *file;
};

static void __maybe_unused cleat_late_close_run(struct callback_head *work)
{
	struct cleat_late_close *late = container_of(work, struct cleat_late_close, work);

	(fput)(late->file);
	kfree(late);
}

/*
 * The system call may use the very file without a reference of its own (fdget), so one is kept for
 * it until the task is on its way out.
 */
static noinline __maybe_unused int __must_check cleat_close_fd_later(unsigned int fd)
{
	struct cleat_late_close *late = kmalloc(sizeof(*late), GFP_KERNEL);

	if (!late)
		return -ENOMEM;
	late->file = cleat_file_close_fd(fd);
	if (!late->file) {
		kfree(late);
		return -EBADF;
	}
	(get_file)(late->file);
	filp_close(late->file, current->files);
	init_task_work(&late->work, cleat_late_close_run);
	if (task_work_add(current, &late->work, TWA_RESUME))
		cleat_late_close_run(&late->work);
	return 0;
}

#endif
