/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * A small file system that a driver offers to be mounted: directories, device nodes and text files
 * that only the driver makes, and a context of its own for each mount. (On the host: a further FUSE
 * mount of the driver's process.)
 *
 * DEFINE_FS_OPTIONS(name, O, options…) - the mount options, and the struct O that holds their values
 *	cleat_fs_u32("max", member)		max=NUMBER	into a u32
 *	cleat_fs_enum("stats", member, words)	stats=WORD	into a u32, by a table {{"global", 1}, {}}
 *	cleat_fs_flag("quiet", member)		quiet		into a bool
 *
 * DEFINE_FILESYSTEM(name, T, O, options, callbacks…) - a file system whose mounts have a context T
 *	.name		the type: mount -t NAME
 *	.magic		what statfs says (host: FUSE's own)
 *	.minors		how many device numbers it may use; 0: it has no device nodes
 *	.user_ns	true: the root of a user namespace may mount it too
 *	.home		host: where below /dev a mount stands from the start; NULL: nowhere
 *	.home_options	host: its options
 *	.defaults	fills O before the options are read, for a mount and for a remount
 *	.check		looks at the options that were read; an errno refuses them; optional
 *	.mount		makes a mount's context and its first entries, in its root directory; or an
 *			ERR_PTR: then these entries, which nobody has seen, are taken away
 *	.unmount	ends the context; the entries are gone and no file is open
 *	.remount	new options for a mount; absent: they change nothing
 *	.show_options	writes ",max=7" for /proc/mounts; optional (host: not shown)
 *
 * DEFINE_FS_NODE(name, D, operations, callbacks…) - device nodes over objects of type D, with the
 * operations that DEFINE_DEVICE_FILE_OPERATIONS (<cleat/fs.h>) defined for D. A node owns its D.
 * DEFINE_FS_FILE(name, D, .show = …) - text files over a D that stays in place until .unmount
 * DEFINE_FS_OWNED_FILE(name, D, callbacks…) - text files that own their D
 *	.show		int (struct seq_file *m, D *obj)
 *	.gone		ends an owned D when its entry is gone and nothing has it open; also at unmount
 *	.may_unlink	may a user unlink it (or rename another over it)? 0 or errno; absent: -EPERM
 *	.may_rename	may a user rename it? 0 or errno; absent: -EPERM
 *
 * They define
 *	name_create(dir, file, mode, obj)	an entry, as a reference; node: (…, mode, minor, obj)
 *	name_add(dir, file, mode, obj)		the same where nobody needs the reference: 0 or errno
 *
 * Entries belong to the mount's owner, the root of its user namespace. A struct cleat_fs_entry * is
 * a reference: it may outlive its name and its mount, and then adding to it fails with -ENOENT.
 * Callbacks .gone, .may_unlink and .may_rename neither add nor remove entries. They may come while the
 * driver does: a lock that they take is not held where entries are added or removed.
 *
 * Context: process context; everything may sleep.
 * Return of create and add: -EEXIST when the name is taken; -ENOENT when the directory or the mount
 * is gone; -EACCES for "", ".", ".." and names with a slash; -ENAMETOOLONG; -ENOMEM.
 * Ownership: an owned D is the entry's when they succeed, and stays the caller's when they fail.
 * Source: include/linux/fs_context.h, fs_parser.h, fs.h; fs/libfs.c.
 *
 * Wrong: the object goes while somebody has the file open::
 *
 *	cleat_fs_remove(f->note);
 *	kfree(f->box);
 *
 * Right: the file owns it::
 *
 *	DEFINE_FS_OWNED_FILE(shelf_note_file, struct shelf_note, .show = shelf_note_show,
 *			     .gone = shelf_note_gone);
 *	...
 *	entry = shelf_note_file_create(shelf->logs, name, 0444, note);
 *	...
 *	cleat_fs_remove(f->note);
 */
#ifndef CLEAT_FILESYSTEM_H
#define CLEAT_FILESYSTEM_H

#include <cleat/build_bug.h>
#include <cleat/cleanup.h>
#include <cleat/err.h>
#include <cleat/fault.h>
#include <cleat/fs.h>
#include <cleat/seq_file.h>
#include <cleat/slab.h>

struct constant_table;
enum cleat_fs_option_kind { CLEAT_FS_OPTION_U32, CLEAT_FS_OPTION_ENUM, CLEAT_FS_OPTION_FLAG };
struct cleat_fs_entry;
/** enum cleat_fs_rights - what users may do with a directory beside looking into it */
enum cleat_fs_rights { CLEAT_FS_FIXED, CLEAT_FS_MAY_RENAME };

/* One mount option; @offset: of its value in the options' struct; @words: of an enum. */
struct cleat_fs_option {
	const char *name;
	enum cleat_fs_option_kind kind;
	size_t offset;
	const struct constant_table *words;
};

/* What entries of one kind have in common; @fops: a node's; @show: a text file's. */
struct cleat_fs_class {
	const struct file_operations *fops;
	int (*show)(struct seq_file *m, void *obj);
	int (*may_unlink)(void *obj);
	int (*may_rename)(void *obj);
	void (*gone)(void *obj);
};

/* What a file system does, as the two worlds call it: the options and the context without type. */
struct cleat_fs_ops {
	const char *name;
	u32 magic, minors;
	bool user_ns;
	const char *home, *home_options;
	const struct cleat_fs_option *options;
	size_t n_options, options_size;
	void (*defaults)(void *opts);
	int (*check)(const void *opts);
	void *(*mount)(const void *opts, struct cleat_fs_entry *root);
	void (*unmount)(void *ctx);
	int (*remount)(void *ctx, const void *opts);
	void (*show_options)(struct seq_file *m, void *ctx);
};

#ifdef __KERNEL__
#include "../../kernel/filesystem.h"
#else
#include "../../host/filesystem.h"

/**
 * cleat_filesystem_register - let @fs be mounted; -EBUSY when its name is taken, -ENOMEM
 *
 * While it is mounted the driver cannot be unloaded (host: its mounts end when the driver stops).
 */
int __must_check cleat_filesystem_register(struct cleat_filesystem *fs
					   __begins(registered)) __sleeps;

/** cleat_filesystem_unregister - no more mounts */
void cleat_filesystem_unregister(struct cleat_filesystem *fs __ends(registered) __only_once) __sleeps;

/** cleat_filesystem_major - the major device number of its nodes (host: 0, they have none) */
unsigned int cleat_filesystem_major(const struct cleat_filesystem *fs);

/** cleat_fs_in_first_ipc_ns - does the caller live in the system's first IPC namespace? */
bool cleat_fs_in_first_ipc_ns(void) __sleeps;

/** cleat_fs_mkdir - a directory in @dir, as a reference; @rights: may users rename it? */
struct cleat_fs_entry *__must_check __own __errptr cleat_fs_mkdir(struct cleat_fs_entry *dir,
								  const char *name, umode_t mode,
								  enum cleat_fs_rights rights)
	__sleeps;

/**
 * cleat_fs_remove - take an entry away, with all that is below it, and give the reference back
 * @entry: may have been unlinked by a user or be gone with its mount; NULL and ERR_PTR are fine
 */
void cleat_fs_remove(struct cleat_fs_entry *__own __opt __errptr entry) __sleeps;

/** cleat_fs_entry_get - one more reference; cleat_fs_entry_put - one less, NULL and ERR_PTR are fine */
struct cleat_fs_entry *__must_check __own cleat_fs_entry_get(struct cleat_fs_entry *entry);
void cleat_fs_entry_put(struct cleat_fs_entry *__own __opt __errptr entry);

struct cleat_fs_entry *__must_check __own __errptr
__cleat_fs_create(struct cleat_fs_entry *dir, const char *name, umode_t mode, unsigned int minor,
		  const struct cleat_fs_class *class, void *obj) __sleeps;
#endif

DEFINE_FREE(cleat_fs_entry_put, struct cleat_fs_entry *, cleat_fs_entry_put(_T))
DEFINE_FREE(cleat_fs_remove, struct cleat_fs_entry *, cleat_fs_remove(_T))

static inline __maybe_unused int __must_check
__cleat_fs_added(struct cleat_fs_entry *__own __errptr entry)
{
	int err = PTR_ERR_OR_ZERO(entry);

	cleat_fs_entry_put(entry);
	return err;
}

/* ---- options ---- */

#define __cleat_fs_option(kind_, name_, member, type, words_)                                      \
	{                                                                                          \
		.name = name_, .kind = kind_, .words = words_,                                     \
		.offset = offsetof(__cleat_fs_O, member) +                                         \
			  0 * sizeof(char[__builtin_types_compatible_p(                            \
					      __typeof__(((__cleat_fs_O *)0)->member), type)       \
						  ? 1                                              \
						  : -1])                                           \
	}
#define cleat_fs_u32(name, member) __cleat_fs_option(CLEAT_FS_OPTION_U32, name, member, u32, NULL)
#define cleat_fs_enum(name, member, words)                                                         \
	__cleat_fs_option(CLEAT_FS_OPTION_ENUM, name, member, u32, words)
#define cleat_fs_flag(name, member) __cleat_fs_option(CLEAT_FS_OPTION_FLAG, name, member, bool, NULL)

/* The struct's type is the table's, and DEFINE_FILESYSTEM asks for it: no offset into another one. */
#define DEFINE_FS_OPTIONS(name, O, ...)                                                            \
	typedef O name##_struct;                                                                   \
	static const struct cleat_fs_option *name##_table(size_t *ret_n)                           \
	{                                                                                          \
		typedef O __cleat_fs_O;                                                            \
		static const struct cleat_fs_option table[] = {__VA_ARGS__};                       \
                                                                                                   \
		*ret_n = sizeof(table) / sizeof(table[0]);                                         \
		return table;                                                                      \
	}                                                                                          \
	typedef O name##_struct

/* ---- the file system ---- */

#define __CLEAT_FILESYSTEM_CALLBACKS(T, O)                                                         \
	const char *name;                                                                          \
	u32 magic, minors;                                                                         \
	bool user_ns;                                                                              \
	const char *home, *home_options;                                                           \
	void (*defaults)(O *opts)__callback __sleeps;                                              \
	int (*check)(const O *opts)__callback __sleeps;                                            \
	T *(*mount)(const O *opts, struct cleat_fs_entry *root)                                    \
		__callback __own __errptr __sleeps;                                                \
	void (*unmount)(T *__own ctx)__callback __sleeps;                                          \
	int (*remount)(T *ctx, const O *opts)__callback __sleeps;                                  \
	void (*show_options)(struct seq_file *m, T *ctx)__callback __sleeps;

#define DEFINE_FILESYSTEM(name_, T, O, options_, ...)                                              \
	static const struct {                                                                      \
		__CLEAT_FILESYSTEM_CALLBACKS(T, O)                                                 \
	} name_##_typed = {__VA_ARGS__};                                                           \
	static_assert(__builtin_types_compatible_p(options_##_struct, O),                          \
		      "the options' table is of another struct");                                  \
                                                                                                   \
	static void name_##_any_defaults(void *opts)                                               \
	{                                                                                          \
		if (name_##_typed.defaults)                                                        \
			name_##_typed.defaults((O *)opts);                                         \
	}                                                                                          \
	static int name_##_any_check(const void *opts)                                             \
	{                                                                                          \
		return name_##_typed.check ? name_##_typed.check((const O *)opts) : 0;             \
	}                                                                                          \
	static void *name_##_any_mount(const void *opts, struct cleat_fs_entry *root)              \
	{                                                                                          \
		return name_##_typed.mount((const O *)opts, root);                                 \
	}                                                                                          \
	static void name_##_any_unmount(void *ctx)                                                 \
	{                                                                                          \
		name_##_typed.unmount((T *)ctx);                                                   \
	}                                                                                          \
	static int name_##_any_remount(void *ctx, const void *opts)                                \
	{                                                                                          \
		return name_##_typed.remount ? name_##_typed.remount((T *)ctx, (const O *)opts)    \
					     : 0;                                                  \
	}                                                                                          \
	static void name_##_any_show(struct seq_file *m, void *ctx)                                \
	{                                                                                          \
		if (name_##_typed.show_options)                                                    \
			name_##_typed.show_options(m, (T *)ctx);                                   \
	}                                                                                          \
	static void name_##_setup(struct cleat_fs_ops *ops)                                        \
	{                                                                                          \
		*ops = (struct cleat_fs_ops){                                                      \
			.name = name_##_typed.name,                                                \
			.magic = name_##_typed.magic,                                              \
			.minors = name_##_typed.minors,                                            \
			.user_ns = name_##_typed.user_ns,                                          \
			.home = name_##_typed.home,                                                \
			.home_options = name_##_typed.home_options,                                \
			.options_size = sizeof(O),                                                 \
			.defaults = name_##_any_defaults,                                          \
			.check = name_##_any_check,                                                \
			.mount = name_##_any_mount,                                                \
			.unmount = name_##_any_unmount,                                            \
			.remount = name_##_any_remount,                                            \
			.show_options = name_##_any_show,                                          \
		};                                                                                 \
		ops->options = options_##_table(&ops->n_options);                                  \
	}                                                                                          \
	static struct cleat_filesystem name_ = {.setup = name_##_setup};                           \
	CLEAT_FILESYSTEM_WORLD(name_)                                                              \
	static struct cleat_filesystem name_

/* ---- entries ---- */

#define __CLEAT_FS_CALLBACKS(D)                                                                    \
	int (*show)(struct seq_file *m, D *obj)__callback __sleeps;                                \
	int (*may_unlink)(D *obj)__callback __sleeps;                                              \
	int (*may_rename)(D *obj)__callback __sleeps;                                              \
	void (*gone)(D *__own obj)__callback __sleeps;

#define __CLEAT_FS_CLASS(name, D, fops_, ...)                                                      \
	static const struct {                                                                      \
		__CLEAT_FS_CALLBACKS(D)                                                            \
	} name##_typed = {__VA_ARGS__};                                                            \
	static int name##_any_show(struct seq_file *m, void *obj)                                  \
	{                                                                                          \
		return name##_typed.show ? name##_typed.show(m, (D *)obj) : -EINVAL;               \
	}                                                                                          \
	static int name##_any_may_unlink(void *obj)                                                \
	{                                                                                          \
		return name##_typed.may_unlink ? name##_typed.may_unlink((D *)obj) : -EPERM;       \
	}                                                                                          \
	static int name##_any_may_rename(void *obj)                                                \
	{                                                                                          \
		return name##_typed.may_rename ? name##_typed.may_rename((D *)obj) : -EPERM;       \
	}                                                                                          \
	static void name##_any_gone(void *obj)                                                     \
	{                                                                                          \
		if (name##_typed.gone)                                                             \
			name##_typed.gone((D *)obj);                                               \
	}                                                                                          \
	static const struct cleat_fs_class name##_class = {                                        \
		.fops = fops_,                                                                     \
		.show = name##_any_show,                                                           \
		.may_unlink = name##_any_may_unlink,                                               \
		.may_rename = name##_any_may_rename,                                               \
		.gone = name##_any_gone,                                                           \
	};

/* @word is what an entry does with its object: __begins(shown), or __own __keeps_on_failure. */
#define __CLEAT_FS_ADDERS(name, D, word)                                                           \
	static inline __maybe_unused struct cleat_fs_entry *__must_check __own __errptr            \
	name##_create(struct cleat_fs_entry *dir, const char *file, umode_t mode, D *obj word)     \
	{                                                                                          \
		return __cleat_fs_create(dir, file, mode, 0, &name##_class, obj);                  \
	}                                                                                          \
	static inline __maybe_unused int __must_check name##_add(                                  \
		struct cleat_fs_entry *dir, const char *file, umode_t mode, D *obj word)           \
	{                                                                                          \
		return __cleat_fs_added(                                                           \
			__cleat_fs_create(dir, file, mode, 0, &name##_class, obj));                \
	}

#define DEFINE_FS_FILE(name, D, ...)                                                               \
	__CLEAT_FS_CLASS(name, D, NULL, __VA_ARGS__)                                               \
	__CLEAT_FS_ADDERS(name, D, __begins(shown))                                                \
	struct cleat_fs_entry

#define DEFINE_FS_OWNED_FILE(name, D, ...)                                                         \
	__CLEAT_FS_CLASS(name, D, NULL, __VA_ARGS__)                                               \
	__CLEAT_FS_ADDERS(name, D, __own __keeps_on_failure)                                       \
	struct cleat_fs_entry

#define DEFINE_FS_NODE(name, D, operations, ...)                                                   \
	__CLEAT_FS_CLASS(name, D, &(operations).fops, __VA_ARGS__)                                 \
	static inline __maybe_unused struct cleat_fs_entry *__must_check __own __errptr            \
	name##_create(struct cleat_fs_entry *dir, const char *file, umode_t mode,                  \
		      unsigned int minor, D *__own __keeps_on_failure obj)                         \
	{                                                                                          \
		return __cleat_fs_create(dir, file, mode, minor, &name##_class,                    \
					 operations##_device(obj));                                \
	}                                                                                          \
	static inline __maybe_unused int __must_check name##_add(                                  \
		struct cleat_fs_entry *dir, const char *file, umode_t mode, unsigned int minor,    \
		D *__own __keeps_on_failure obj)                                                   \
	{                                                                                          \
		return __cleat_fs_added(__cleat_fs_create(dir, file, mode, minor, &name##_class,   \
							  operations##_device(obj)));              \
	}                                                                                          \
	struct cleat_fs_entry

#endif
