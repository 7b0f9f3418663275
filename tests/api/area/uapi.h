/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef AREA_UAPI_H
#define AREA_UAPI_H

#include <linux/ioctl.h>
#include <linux/types.h>

/* The driver's side of the area: @len bytes at @off, from or to @data, or zeros, or as a range. */
struct area_io {
	__u64 off;
	__u64 len;
	__u8 data[64];
};

struct area_state {
	__u64 addr;
	__u64 size;
	__u32 mapped;
	__u32 used;
	__u32 idle;
	__u32 total;
};

#define AREA_WRITE _IOW('A', 1, struct area_io)
#define AREA_READ _IOWR('A', 2, struct area_io)
#define AREA_ZERO _IOW('A', 3, struct area_io)
#define AREA_POPULATE _IOW('A', 4, struct area_io)
#define AREA_IDLE _IOW('A', 5, struct area_io)
#define AREA_STATE _IOR('A', 6, struct area_state)
/* Memory is short: how many pages were taken. */
#define AREA_SHRINK _IO('A', 7)
/* The area goes, whatever maps it. */
#define AREA_DROP _IO('A', 8)
/* Once an object, a long one, is written in one copy. */
#define AREA_FILL _IOW('A', 9, struct area_io)

enum { AREA_N_PAGES = 8 };

#endif
