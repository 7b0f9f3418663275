/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Text files below /proc (on the host: proc/… of the mount). For a new driver debugfs or sysfs is
 * the place; proc is for what programs already look for there.
 *
 *	proc_mkdir(name, parent)	a directory, or NULL
 *	proc_remove(entry)		a file, or a directory with all that is in it; NULL is fine
 *
 * DEFINE_PROC_FILE(name, T, show) - a text file over an object of type T
 * @show: int (struct seq_file *m, T *obj)
 *
 * It defines
 *	name_create(file, mode, obj)		shows @obj as /proc/@file; the entry, to be ended by
 *						proc_remove, or NULL
 *	name_create_in(dir, file, mode, obj)	in a directory, with which it goes; 0 or -ENOMEM
 *
 * From then on @obj must stay in place until proc_remove, which waits for calls under way; files
 * that are still open then fail with -EIO.
 *
 * Context: process context; may sleep; show may sleep.
 * Source: include/linux/proc_fs.h.
 *
 * Example::
 *
 *	DEFINE_PROC_FILE(fifo_proc, struct fifo, fifo_stats_show);
 *
 *	entry = fifo_proc_create("cleat-fifo-example", 0444, f);
 *	if (!entry)
 *		return -ENOMEM;
 */
#ifndef CLEAT_PROC_FS_H
#define CLEAT_PROC_FS_H

#include <cleat/cleanup.h>
#include <cleat/fault.h>
#include <cleat/seq_file.h>

#ifdef __KERNEL__
#include <linux/proc_fs.h>

#ifdef CLEAT_TEST
#define proc_mkdir(name, parent) (cleat_fault(CLEAT_FAULT_ALLOC) ? NULL : proc_mkdir(name, parent))
#endif

#define CLEAT_PROC_WORLD(name, T, show)                                                            \
	static int name##_seq_show(struct seq_file *m, void *unused)                               \
	{                                                                                          \
		return show(m, (T *)m->private);                                                   \
	}
#define cleat_proc_create(name, file, mode, parent, obj)                                           \
	proc_create_single_data(file, mode, parent, name##_seq_show, obj)
#else
#include "../../host/proc_fs.h"

/** proc_mkdir - a directory in @parent (NULL: /proc); ended by proc_remove, or with its parent */
struct proc_dir_entry *__must_check __own __opt
proc_mkdir(const char *name, struct proc_dir_entry *__opt parent) __sleeps;

/** proc_remove - take @entry and all below it away; NULL is fine */
void proc_remove(struct proc_dir_entry *__own __opt entry __ends(shown)) __sleeps;
#endif

DEFINE_FREE(proc_remove, struct proc_dir_entry *, proc_remove(_T))

#define DEFINE_PROC_FILE(name, T, show)                                                            \
	CLEAT_PROC_WORLD(name, T, show)                                                            \
	static inline __maybe_unused struct proc_dir_entry *__must_check __own __opt               \
	name##_create(const char *file, umode_t mode, T *obj __begins(shown))                      \
	{                                                                                          \
		if (cleat_fault(CLEAT_FAULT_ALLOC))                                                \
			return NULL;                                                               \
		return cleat_proc_create(name, file, mode, NULL, obj);                             \
	}                                                                                          \
	static inline __maybe_unused int __must_check name##_create_in(                            \
		struct proc_dir_entry *dir, const char *file, umode_t mode,                        \
		T *obj __begins(shown))                                                            \
	{                                                                                          \
		if (cleat_fault(CLEAT_FAULT_ALLOC))                                                \
			return -ENOMEM;                                                            \
		return cleat_proc_create(name, file, mode, dir, obj) ? 0 : -ENOMEM;                \
	}                                                                                          \
	struct proc_dir_entry

#endif
