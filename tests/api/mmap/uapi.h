/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef MMAP_UAPI_H
#define MMAP_UAPI_H

#include <linux/ioctl.h>
#include <linux/types.h>

/* The driver's side of the pages: @len bytes at @off, from or to @data, or zeros. */
struct mmap_io {
	__u64 off;
	__u64 len;
	__u8 data[16];
};

#define MMAP_WRITE _IOW('M', 1, struct mmap_io)
#define MMAP_READ _IOWR('M', 2, struct mmap_io)
#define MMAP_ZERO _IOW('M', 3, struct mmap_io)
/* Open files map read-only until this. */
#define MMAP_ALLOW_WRITE _IO('M', 4)
/* The pages go; mappings stay. */
#define MMAP_DROP _IO('M', 5)

enum { MMAP_N_PAGES = 3 };

#endif
