/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What a program that uses /dev/fifo needs to know beyond read, write and poll. */
#ifndef FIFO_UAPI_H
#define FIFO_UAPI_H

#include <linux/ioctl.h>
#include <linux/types.h>

/* A write of at most this many bytes is never mixed with another's. */
#define FIFO_ATOMIC 4096

/**
 * struct fifo_stat - the device at one moment
 * @bytes_in, @bytes_out: written and read since the driver was loaded
 * @len: bytes waiting; @size: room for so many
 * @readers, @writers: open files that can read; that can write
 */
struct fifo_stat {
	__u64 bytes_in;
	__u64 bytes_out;
	__u32 len;
	__u32 size;
	__u32 readers;
	__u32 writers;
};

#define FIFO_GET_STAT _IOR('F', 0x80, struct fifo_stat)
/* A power of two from FIFO_ATOMIC to 16 MiB; -EBUSY when less than what waits. */
#define FIFO_SET_SIZE _IOW('F', 0x81, __u32)

#endif
