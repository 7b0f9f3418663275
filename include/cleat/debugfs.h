/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Files for those who debug the driver: /sys/kernel/debug/NAME/… (on the host: debug/NAME/… of the
 * mount). Nothing depends on them: no function here reports a failure that a driver has to look at,
 * and an ERR_PTR is a good parent, whose files are not made.
 *
 *	debugfs_create_dir(name, NULL)		a directory of the driver's own
 *	cleat_debugfs_subdir(name, dir)		one in it, which goes with it
 *	debugfs_create_u32(name, mode, dir, &v)	a number (u64, bool) to read and write
 *	debugfs_remove(dir)			the directory with all that is in it
 *	struct dentry *d __free(debugfs_remove)	the same at the end of the scope
 *
 * DEFINE_DEBUGFS_FILE(name, T, .show = …, .store = …) - a text file over an object of type T
 * @show: int (struct seq_file *m, T *obj); absent: reading fails with -EINVAL
 * @store: ssize_t (T *obj, const char *text, size_t len); gets one write as a string that ends in
 *	NUL, less than a page; returns @len or an errno; absent: writing fails with -EINVAL
 *
 * It defines void name_create(file, mode, dir, obj), which shows @obj as @file in @dir. From then
 * on @obj must stay in place until the directory is removed; debugfs_remove waits for calls under
 * way, and files that are still open then fail with -EIO.
 *
 * name_create_single is the same for a file that comes and goes by itself: the dentry that it returns
 * is ended by debugfs_remove, before the directory.
 *
 * Context: process context; may sleep; show and store may sleep.
 * Source: include/linux/debugfs.h; rust/kernel/debugfs.rs (Dir, File, Scope).
 *
 * Wrong: the object goes first, and an open file shows freed memory::
 *
 *	kfree(d);
 *	debugfs_remove(dir);
 *
 * Example::
 *
 *	static int fifo_stats_show(struct seq_file *m, struct fifo *f)
 *	{
 *		guard(mutex)(&f->lock);
 *		seq_printf(m, "%u of %u\n", f->len, f->room);
 *		return 0;
 *	}
 *	DEFINE_DEBUGFS_FILE(fifo_stats, struct fifo, .show = fifo_stats_show);
 *
 *	dir = debugfs_create_dir("cleat-fifo-example", NULL);
 *	fifo_stats_create("stats", 0400, dir, f);
 */
#ifndef CLEAT_DEBUGFS_H
#define CLEAT_DEBUGFS_H

#include <cleat/cleanup.h>
#include <cleat/seq_file.h>

#ifdef __KERNEL__
#include "../../kernel/debugfs.h"
#else
#include "../../host/debugfs.h"

/**
 * debugfs_create_dir - a directory, ended by debugfs_remove; @parent is NULL (else
 * cleat_debugfs_subdir)
 */
struct dentry *__own __errptr debugfs_create_dir(const char *name,
						 struct dentry *__opt parent) __sleeps;

/** debugfs_remove - take @dentry and all below it away; NULL and ERR_PTR are fine */
void debugfs_remove(struct dentry *__own __opt __errptr dentry __ends(shown)) __sleeps;

/** debugfs_create_u32 - *@value as a decimal number; u64 and bool (Y, N) likewise */
void debugfs_create_u32(const char *name, umode_t mode, struct dentry *__opt __errptr parent,
			u32 *value __begins(shown)) __sleeps;
void debugfs_create_u64(const char *name, umode_t mode, struct dentry *__opt __errptr parent,
			u64 *value __begins(shown)) __sleeps;
void debugfs_create_bool(const char *name, umode_t mode, struct dentry *__opt __errptr parent,
			 bool *value __begins(shown)) __sleeps;
#endif

/** cleat_debugfs_subdir - a directory in @dir, which goes with it: it is not removed by itself */
static inline struct dentry *__errptr __borrows(dir)
	cleat_debugfs_subdir(const char *name, struct dentry *__errptr dir)
{
	return debugfs_create_dir(name, dir);
}

DEFINE_FREE(debugfs_remove, struct dentry *, debugfs_remove(_T))

/* The typed callbacks of an object T; the macros below them belong to each world. */
#define CLEAT_DEBUGFS_CALLBACKS(T)                                                                 \
	int (*show)(struct seq_file *m, T *obj)__callback __sleeps;                                \
	ssize_t (*store)(T *obj, const char *text, size_t len) __callback __sleeps;

#define DEFINE_DEBUGFS_FILE(name, T, ...)                                                          \
	static const struct {                                                                      \
		CLEAT_DEBUGFS_CALLBACKS(T)                                                         \
	} name##_typed = {__VA_ARGS__};                                                            \
	CLEAT_DEBUGFS_WORLD(name, T)                                                               \
	static inline __maybe_unused void name##_create(const char *file, umode_t mode,            \
							struct dentry *__opt __errptr dir,         \
							T *obj __begins(shown))                    \
	{                                                                                          \
		cleat_debugfs_create(file, mode, dir, obj, &name##_ops);                           \
	}                                                                                          \
	static inline __maybe_unused struct dentry *__own __errptr name##_create_single(           \
		const char *file, umode_t mode, struct dentry *__opt __errptr dir,                 \
		T *obj __begins(shown))                                                            \
	{                                                                                          \
		return cleat_debugfs_create(file, mode, dir, obj, &name##_ops);                    \
	}

#endif
