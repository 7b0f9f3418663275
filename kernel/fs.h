/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef CLEAT_KERNEL_FS_H
#define CLEAT_KERNEL_FS_H

#include <linux/build_bug.h>
#include <linux/compat.h>
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/poll.h>

#include "mm.h"

#define CLEAT_FILE_MMAP(name, T)                                                                   \
	static int name##_mmap(struct file *file, struct vm_area_struct *vma)                      \
	{                                                                                          \
		struct cleat_pages *pages;                                                         \
                                                                                                   \
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
	__CLEAT_FILE_CHECK(name##_typed.mmap_pages, ".mmap_pages", __VA_ARGS__)

#define CLEAT_FILE_WORLD(name, ...)                                                                \
	.owner = THIS_MODULE,                                                                      \
	.compat_ioctl = CLEAT_FILE_OP(compat_ptr_ioctl, ".ioctl", __VA_ARGS__),                    \
	.mmap = CLEAT_FILE_OP(name##_mmap, ".mmap_pages", __VA_ARGS__),

#endif
