/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The FUSE protocol as we speak it: the system's <linux/fuse.h>, which may be as old as Linux 6.1,
 * and what later kernels added to it (7.36 … 7.40). Values are those of the kernel's UAPI.
 */
#ifndef CLEAT_HOST_FUSE_ABI_H
#define CLEAT_HOST_FUSE_ABI_H

#include <linux/fuse.h>
#include <linux/ioctl.h>

enum {
	FUSE_ABI_MAJOR = 7,
	FUSE_ABI_MINOR = 40,  /* the newest whose structures we know */
	FUSE_ABI_OLDEST = 31, /* the oldest that we serve: Linux 5.4 */
};

/* Flags of FUSE_INIT; those above bit 31 travel in flags2. */
#define FUSE_ABI_DIRECT_IO_ALLOW_MMAP (1ULL << 36) /* Linux 6.6 */
#define FUSE_ABI_PASSTHROUGH	      (1ULL << 37) /* Linux 6.9 */

/* Flags of an open. */
#define FUSE_ABI_FOPEN_PASSTHROUGH (1U << 7)

/* struct fuse_init_out with what followed flags2. */
struct fuse_abi_init_out {
	uint32_t major, minor, max_readahead, flags;
	uint16_t max_background, congestion_threshold;
	uint32_t max_write, time_gran;
	uint16_t max_pages, map_alignment;
	uint32_t flags2, max_stack_depth;
	uint32_t unused[6];
};
_Static_assert(sizeof(struct fuse_abi_init_out) == sizeof(struct fuse_init_out),
	       "the kernel's size");

/* struct fuse_open_out, whose padding became the backing id. */
struct fuse_abi_open_out {
	uint64_t fh;
	uint32_t open_flags;
	int32_t backing_id;
};

struct fuse_abi_backing_map {
	int32_t fd;
	uint32_t flags;
	uint64_t padding;
};

#define FUSE_ABI_BACKING_OPEN  _IOW(FUSE_DEV_IOC_MAGIC, 1, struct fuse_abi_backing_map)
#define FUSE_ABI_BACKING_CLOSE _IOW(FUSE_DEV_IOC_MAGIC, 2, uint32_t)

#endif
