/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef CLEAT_KERNEL_FS_H
#define CLEAT_KERNEL_FS_H

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

#define CLEAT_FILE_WORLD(name)                                                                     \
	.owner = THIS_MODULE, .compat_ioctl = compat_ptr_ioctl, .mmap = name##_mmap,

#endif
