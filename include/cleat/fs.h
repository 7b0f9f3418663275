/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * File operations with a typed context: what open returns is what every other operation gets, with
 * its own type, and no void * appears in a driver. The macro makes the kernel's struct
 * file_operations; the typed table is constant, so the compiler calls the driver's functions
 * directly and drops what is absent.
 *
 * DEFINE_FILE_OPERATIONS(name, T, callbacks…) - define "static const struct file_operations name"
 * @T: type of the context
 *
 * Either each open file has a context of its own:
 *	.open		makes it: returns the new object, or an ERR_PTR; the file owns it
 *	.release	ends it: called once, after the last close
 * or all opens share the device's:
 *	.shared		its address
 *	.open_shared	may refuse an open (negative errno); optional
 *	.release_shared	after the last close of one open; optional
 *
 * A driver with several nodes, each of a device object of type D, has
 *
 * DEFINE_DEVICE_FILE_OPERATIONS(name, T, D, callbacks…)
 *	.open_device	is .open, and gets the D * of the node that was opened
 *
 * The D is borrowed for the open: it is there to the end of it, whoever removes the node meanwhile.
 * A context that keeps it takes a reference (<cleat/kref.h>), or every D outlives the open files.
 * A node gets its D where it is made, and with it these operations: cleat_misc_register in
 * <cleat/miscdevice.h>.
 *
 * All may sleep. Absent ones answer as the kernel does:
 *	.read, .write		a stream: bytes moved, 0 for end of file, or errno       (-EINVAL)
 *	.read_at, .write_at	a seekable file of .llseek size; *pos is theirs to move  (-EINVAL)
 *	.ioctl			0 or positive, or errno; unknown command: -ENOTTY        (-ENOTTY)
 *	.poll			what is ready, after poll_wait on each wait queue        (always ready)
 *	.flush			at each close of a descriptor; its errno is close's
 *	.mmap_pages		the pages that mmap shows (see <cleat/mm.h>)             (-ENODEV)
 *	.mmap_area, .mmap	the area that mmap fills, and the mapping of it (see
 *				<cleat/area.h>); both, or neither                        (-ENODEV)
 *	.size			makes the file seekable: its size in bytes now           (-ESPIPE)
 *
 * file->f_flags & O_NONBLOCK says whether the caller wants -EAGAIN instead of sleep; file->f_mode &
 * FMODE_WRITE (FMODE_READ) whether it may write (read): for an ioctl that does.
 *
 * Source: include/linux/fs.h; rust/kernel/miscdevice.rs.
 *
 * Example::
 *
 *	DEFINE_FILE_OPERATIONS(hello_fops, struct hello,
 *		.open = hello_open,
 *		.release = hello_release,
 *		.ioctl = hello_ioctl);
 */
#ifndef CLEAT_FS_H
#define CLEAT_FS_H

#include <cleat/err.h>
#include <cleat/slab.h>
#include <cleat/uaccess.h>

/* Room for the name of a struct cleat_misc (<cleat/miscdevice.h>), its end included. */
#define CLEAT_MISC_NAME 64

#ifdef __KERNEL__
#include "../../kernel/fs.h"
#else
#include "../../host/fs.h"
#endif

struct cleat_area;
struct cleat_pages;
struct cleat_vma;
/* The D of nodes without one: nothing has this type. */
struct cleat_no_device;

/* The typed callbacks of a context T: the contract that binds the driver's functions. */
#define CLEAT_FILE_CALLBACKS(T, D)                                                                  \
	T *shared;                                                                                 \
	T *(*open)(struct file *file)__callback __own __errptr __sleeps;                           \
	T *(*open_device)(D *dev, struct file *file)__callback __own __errptr __sleeps;            \
	void (*release)(T *__own ctx, struct file *file)__callback __sleeps;                       \
	int (*open_shared)(T *dev, struct file *file)__callback __sleeps;                          \
	void (*release_shared)(T *dev, struct file *file)__callback __sleeps;                      \
	ssize_t (*read)(T *ctx, struct file *file, struct cleat_user_writer *to)                   \
		__callback __sleeps;                                                               \
	ssize_t (*write)(T *ctx, struct file *file, struct cleat_user_reader *from)                \
		__callback __sleeps;                                                               \
	ssize_t (*read_at)(T *ctx, struct file *file, struct cleat_user_writer *to, loff_t *pos)   \
		__callback __sleeps;                                                               \
	ssize_t (*write_at)(T *ctx, struct file *file, struct cleat_user_reader *from,             \
			    loff_t *pos) __callback __sleeps;                                      \
	long (*ioctl)(T *ctx, struct file *file, unsigned int cmd, void __user *arg)               \
		__callback __sleeps;                                                               \
	__poll_t (*poll)(T *ctx, struct file *file, struct poll_table_struct *pt)                  \
		__callback __sleeps;                                                               \
	int (*flush)(T *ctx, struct file *file)__callback __sleeps;                                \
	struct cleat_pages *(*mmap_pages)(T *ctx, struct file *file)__callback __opt __sleeps;     \
	struct cleat_area *(*mmap_area)(T *ctx, struct file *file)__callback __sleeps;             \
	int (*mmap)(T *ctx, struct file *file, struct cleat_vma *vma)__callback __sleeps;          \
	loff_t (*size)(T *ctx, struct file *file)__callback __sleeps;

/* Is a function in the table at all, when the driver has no callback for it? */
#ifndef CLEAT_FILE_OP
#define CLEAT_FILE_OP(fn, word, ...) fn
#define CLEAT_FILE_CHECK(name, ...)
#endif

/*
 * The functions that the kernel calls. Everything that tests a callback for presence folds at
 * compile time, because the table is a constant.
 */
#define DEFINE_FILE_OPERATIONS(name, T, ...)                                                       \
	__CLEAT_FILE_FUNCTIONS(name, T, struct cleat_no_device, __VA_ARGS__)                       \
	static const struct file_operations name = {__CLEAT_FILE_TABLE(name, __VA_ARGS__)}

/* Another type, so that no node without a device can have these operations. */
struct cleat_device_operations {
	struct file_operations fops;
};

#define DEFINE_DEVICE_FILE_OPERATIONS(name, T, D, ...)                                             \
	__CLEAT_FILE_FUNCTIONS(name, T, D, __VA_ARGS__)                                            \
	/* Whoever makes a node for a device asks this for it: so it has the right type. */        \
	static __always_inline __maybe_unused D *name##_device(D *dev)                             \
	{                                                                                          \
		return dev;                                                                        \
	}                                                                                          \
	static const struct cleat_device_operations name = {                                       \
		.fops = {__CLEAT_FILE_TABLE(name, __VA_ARGS__)}}

/* What has no size has no position either. */
#define __CLEAT_FILE_STREAMS(name) (!name##_typed.size && CLEAT_FILE_STREAMS(name))

#define __CLEAT_FILE_FUNCTIONS(name, T, D, ...)                                                    \
	static const struct {                                                                      \
		CLEAT_FILE_CALLBACKS(T, D)                                                         \
	} name##_typed = {__VA_ARGS__};                                                            \
	__CLEAT_FILE_CALLERS(name, T, D, __VA_ARGS__)

#ifdef __CLEAT_CHECK__ /* for which a function in name##_typed is called by somebody, whoever it is */
#define __CLEAT_FILE_CALLERS(name, T, D, ...)
#define __CLEAT_FILE_TABLE(name, ...)
#else
#define __CLEAT_FILE_CALLERS(name, T, D, ...)                                                      \
	static __always_inline T *name##_ctx(struct file *file)                                    \
	{                                                                                          \
		return name##_typed.shared ? name##_typed.shared : (T *)file->private_data;        \
	}                                                                                          \
	static int name##_open(struct inode *inode, struct file *file)                             \
	{                                                                                          \
		int err = __CLEAT_FILE_STREAMS(name) ? stream_open(inode, file) : 0;                        \
                                                                                                   \
		CLEAT_FILE_CHECK(name, __VA_ARGS__);                                               \
		if (name##_typed.open || name##_typed.open_device) {                               \
			T *ctx = name##_typed.open_device                                          \
					 ? name##_typed.open_device(                               \
						   (D *)cleat_file_device(inode, file), file)      \
					 : name##_typed.open(file);                                \
                                                                                                   \
			if (IS_ERR(ctx))                                                           \
				return PTR_ERR(ctx);                                               \
			file->private_data = ctx;                                                  \
			return 0;                                                                  \
		}                                                                                  \
		if (name##_typed.open_shared)                                                      \
			return name##_typed.open_shared(name##_typed.shared, file);                \
		return err;                                                                        \
	}                                                                                          \
	static int name##_release(struct inode *inode, struct file *file)                          \
	{                                                                                          \
		if (name##_typed.release)                                                          \
			name##_typed.release(name##_ctx(file), file);                              \
		else if (name##_typed.release_shared)                                              \
			name##_typed.release_shared(name##_ctx(file), file);                       \
		return 0;                                                                          \
	}                                                                                          \
	static ssize_t name##_read(struct file *file, char __user *buf, size_t len, loff_t *pos)   \
	{                                                                                          \
		struct cleat_user_writer to = {buf, len};                                          \
                                                                                                   \
		if (name##_typed.read)                                                             \
			return name##_typed.read(name##_ctx(file), file, &to);                     \
		if (name##_typed.read_at)                                                          \
			return name##_typed.read_at(name##_ctx(file), file, &to, pos);             \
		return -EINVAL;                                                                    \
	}                                                                                          \
	static ssize_t name##_write(struct file *file, const char __user *buf, size_t len,         \
				    loff_t *pos)                                                   \
	{                                                                                          \
		struct cleat_user_reader from = {buf, len};                                        \
                                                                                                   \
		if (name##_typed.write)                                                            \
			return name##_typed.write(name##_ctx(file), file, &from);                  \
		if (name##_typed.write_at)                                                         \
			return name##_typed.write_at(name##_ctx(file), file, &from, pos);          \
		return -EINVAL;                                                                    \
	}                                                                                          \
	static long name##_ioctl(struct file *file, unsigned int cmd, unsigned long arg)           \
	{                                                                                          \
		if (name##_typed.ioctl)                                                            \
			return name##_typed.ioctl(name##_ctx(file), file, cmd,                     \
						  (void __user *)arg);                             \
		return -ENOTTY;                                                                    \
	}                                                                                          \
	static __poll_t name##_poll(struct file *file, struct poll_table_struct *pt)               \
	{                                                                                          \
		if (name##_typed.poll)                                                             \
			return name##_typed.poll(name##_ctx(file), file, pt);                      \
		return DEFAULT_POLLMASK;                                                           \
	}                                                                                          \
	static int name##_flush(struct file *file, fl_owner_t id)                                  \
	{                                                                                          \
		return name##_typed.flush ? name##_typed.flush(name##_ctx(file), file) : 0;        \
	}                                                                                          \
	static loff_t name##_llseek(struct file *file, loff_t off, int whence)                     \
	{                                                                                          \
		if (name##_typed.size)                                                             \
			return fixed_size_llseek(file, off, whence,                                \
						 name##_typed.size(name##_ctx(file), file));       \
		return -ESPIPE;                                                                    \
	}                                                                                          \
	CLEAT_FILE_MMAP(name, T)

#define __CLEAT_FILE_TABLE(name, ...)                                                              \
	CLEAT_FILE_WORLD(name, __VA_ARGS__)                                                        \
	.open = name##_open, .release = CLEAT_FILE_OP(name##_release, ".release", __VA_ARGS__),    \
	.read = CLEAT_FILE_OP(name##_read, ".read", __VA_ARGS__),                                  \
	.write = CLEAT_FILE_OP(name##_write, ".write", __VA_ARGS__),                               \
	.unlocked_ioctl = CLEAT_FILE_OP(name##_ioctl, ".ioctl", __VA_ARGS__),                      \
	.poll = CLEAT_FILE_OP(name##_poll, ".poll", __VA_ARGS__),                                  \
	.flush = CLEAT_FILE_OP(name##_flush, ".flush", __VA_ARGS__),                               \
	.llseek = CLEAT_FILE_OP(name##_llseek, ".size", __VA_ARGS__)
#endif

#endif
