/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef CLEAT_KERNEL_FS_H
#define CLEAT_KERNEL_FS_H

#include <linux/build_bug.h>
#include <linux/compat.h>
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/poll.h>

#include "mm.h"

/* A misc device's node carries its device; any other node's is its inode's. */
struct cleat_misc {
	struct miscdevice misc;
	void *device;
	unsigned int shown;
	char name[CLEAT_MISC_NAME];
};

static __always_inline void *cleat_file_device(struct inode *inode, struct file *file)
{
	struct miscdevice *misc = file->private_data;

	return misc ? container_of(misc, struct cleat_misc, misc)->device : inode->i_private;
}

/* The kernel knows by itself what it means that there are no bytes to read or write (-EINVAL). */
#define CLEAT_FILE_STREAMS(name) (name##_typed.read || name##_typed.write)

#define CLEAT_FILE_MMAP(name, T)                                                                   \
	static int name##_mmap(struct file *file, struct vm_area_struct *vma)                      \
	{                                                                                          \
		struct cleat_pages *pages;                                                         \
                                                                                                   \
		if (name##_typed.mmap)                                                             \
			return name##_typed.mmap(name##_ctx(file), file,                           \
						 container_of(vma, struct cleat_vma, vma));        \
		if (!name##_typed.mmap_pages)                                                      \
			return -ENODEV;                                                            \
		pages = name##_typed.mmap_pages(name##_ctx(file), file);                           \
		return pages ? cleat_pages_mmap(pages, vma) : -ENODEV;                             \
	}

/*
 * An operation that the driver does not have stays out of the kernel's table: the kernel asks the
 * table, and an empty flush would cost a call at each close. A static table can be filled by the
 * text of the driver's initializer, not by its values; should the two ever differ, the driver does
 * not compile. Clang takes no string function there; with it, the empty functions stay.
 */
#ifdef __clang__
#define CLEAT_FILE_HAS(word, ...) true
#else
#define __CLEAT_FILE_TEXT(...) #__VA_ARGS__
#define CLEAT_FILE_HAS(word, ...) (__builtin_strstr(__CLEAT_FILE_TEXT(__VA_ARGS__), word) != NULL)
#endif
#define CLEAT_FILE_OP(fn, word, ...) (CLEAT_FILE_HAS(word, __VA_ARGS__) ? fn : NULL)
#define __CLEAT_FILE_CHECK(present, word, ...)                                                     \
	BUILD_BUG_ON_MSG((present) && !CLEAT_FILE_HAS(word, __VA_ARGS__),                          \
			 "file operations: write the callback's initializer as " word " = ...")
#define CLEAT_FILE_CHECK(name, ...)                                                                \
	__CLEAT_FILE_CHECK(name##_typed.release || name##_typed.release_shared, ".release",        \
			   __VA_ARGS__);                                                           \
	__CLEAT_FILE_CHECK(name##_typed.read || name##_typed.read_at, ".read", __VA_ARGS__);       \
	__CLEAT_FILE_CHECK(name##_typed.write || name##_typed.write_at, ".write", __VA_ARGS__);    \
	__CLEAT_FILE_CHECK(name##_typed.ioctl, ".ioctl", __VA_ARGS__);                             \
	__CLEAT_FILE_CHECK(name##_typed.poll, ".poll", __VA_ARGS__);                               \
	__CLEAT_FILE_CHECK(name##_typed.flush, ".flush", __VA_ARGS__);                             \
	__CLEAT_FILE_CHECK(name##_typed.size, ".size", __VA_ARGS__);                               \
	BUILD_BUG_ON_MSG(!name##_typed.mmap != !name##_typed.mmap_area,                            \
			 "file operations: .mmap and .mmap_area are a pair");                      \
	__CLEAT_FILE_CHECK(name##_typed.mmap || name##_typed.mmap_pages, ".mmap", __VA_ARGS__)

#define CLEAT_FILE_WORLD(name, ...)                                                                \
	.owner = THIS_MODULE,                                                                      \
	.compat_ioctl = CLEAT_FILE_OP(compat_ptr_ioctl, ".ioctl", __VA_ARGS__),                    \
	.mmap = CLEAT_FILE_OP(name##_mmap, ".mmap", __VA_ARGS__),

#endif
