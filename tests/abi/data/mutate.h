/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* The header that tests/abi/mutations.sh edits, one line at a time. */
#ifndef MUTATE_H
#define MUTATE_H

#include <linux/types.h>
#include <linux/ioctl.h>

#define MUT_MAGIC 'M'
#define MUT_NAME "mut0"

enum mut_mode {
	MUT_MODE_OFF,
	MUT_MODE_ON,
	MUT_MODE_AUTO,
	__MUT_MODE_MAX,
	MUT_MODE_MAX = __MUT_MODE_MAX - 1,
};

enum mut_short {
	MUT_RED,
	MUT_BLUE,
};

struct mut_inner {
	__u16 lo;
	__u16 hi;
};

/* in and out through ioctl */
struct mut_config {
	__u32 mode;
	__u32 flags;
	__u64 address;
	struct mut_inner inner;
	__u8 small;
	__u8 reserved[3];
	__u64 end;
};

/* read() gives these */
struct mut_event {
	__u32 type;
	__u64 time;
	__u16 tail;
};

struct mut_bits {
	__u32 a : 3;
	__u32 b : 5;
	__u32 c : 24;
};

struct mut_data {
	__u32 len;
	union {
		__u64 pointer;
		__u8 inline_data[16];
	};
	__u8 data[];
};

struct mut_old_tail {
	__u32 n;
	__u32 items[0];
};

struct mut_args {
	__u32 size;
	__u32 what;
};

struct mut_spare {
	__u32 used;
	__u32 spare;
};

struct mut_packed {
	__u8 a;
	__u32 b;
} __attribute__((packed));

#define MUT_GET	   _IOR(MUT_MAGIC, 1, struct mut_config)
#define MUT_SET	   _IOW(MUT_MAGIC, 2, struct mut_config)
#define MUT_WAIT   _IO(MUT_MAGIC, 3)
#define MUT_ARGS   _IOWR(MUT_MAGIC, 4, struct mut_args)
#define MUT_PTR	   _IOW(MUT_MAGIC, 5, unsigned long)

#define MUT_F_ONE  (1 << 0)
#define MUT_F_TWO  (1 << 1)
#define MUT_F_MASK (MUT_F_ONE | MUT_F_TWO)
#define MUT_LIMIT  64
#define MUT_TWICE  (MUT_LIMIT * 2)
#define MUT_ID(major, minor) (((major) << 8) | (minor))
#define MUT_ABI_VERSION 3
#define MUT_MINUS  (-1)

#endif
