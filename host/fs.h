/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * An open file and its operations in a process. The table has the kernel's members and signatures,
 * so that one macro in <cleat/fs.h> fills both; f_flags are the O_ flags of the UAPI.
 */
#ifndef CLEAT_HOST_FS_H
#define CLEAT_HOST_FS_H

#include "types.h"

/* The UAPI's values for x86, arm64 and riscv; its headers and libc's cannot be read together. */
#ifndef O_ACCMODE
#define O_ACCMODE 00000003
#define O_RDONLY 00000000
#define O_WRONLY 00000001
#define O_RDWR 00000002
#define O_APPEND 00002000
#define O_NONBLOCK 00004000
#endif
#ifndef SEEK_SET
#define SEEK_SET 0
#define SEEK_CUR 1
#define SEEK_END 2
#endif

#define EPOLLIN ((__poll_t)0x00000001)
#define EPOLLPRI ((__poll_t)0x00000002)
#define EPOLLOUT ((__poll_t)0x00000004)
#define EPOLLERR ((__poll_t)0x00000008)
#define EPOLLHUP ((__poll_t)0x00000010)
#define EPOLLRDNORM ((__poll_t)0x00000040)
#define EPOLLWRNORM ((__poll_t)0x00000100)
#define EPOLLRDHUP ((__poll_t)0x00002000)

#define DEFAULT_POLLMASK (EPOLLIN | EPOLLOUT | EPOLLRDNORM | EPOLLWRNORM)

struct inode;
struct cleat_area;
struct cleat_vma;
struct cred;
struct host_entry;
struct poll_table_struct;
typedef void *fl_owner_t;
typedef unsigned int fmode_t;

#define FMODE_READ 1u
#define FMODE_WRITE 2u

/**
 * struct file - an open file
 * @f_flags: O_NONBLOCK, O_APPEND and the access mode
 * @f_mode: FMODE_READ, FMODE_WRITE: what it was opened for
 * @f_pos: the position of a seekable file
 * @f_cred: who opened it (<cleat/cred.h>)
 *
 * The rest is the runtime's.
 */
struct file {
	unsigned int f_flags;
	fmode_t f_mode;
	loff_t f_pos;
	void *private_data;
	const struct file_operations *f_op;
	const struct cred *f_cred;
	struct host_entry *entry;
	bool stream;
};

struct file_operations {
	int (*open)(struct inode *inode, struct file *file);
	int (*release)(struct inode *inode, struct file *file);
	ssize_t (*read)(struct file *file, char __user *buf, size_t len, loff_t *pos);
	ssize_t (*write)(struct file *file, const char __user *buf, size_t len, loff_t *pos);
	long (*unlocked_ioctl)(struct file *file, unsigned int cmd, unsigned long arg);
	__poll_t (*poll)(struct file *file, struct poll_table_struct *pt);
	int (*flush)(struct file *file, fl_owner_t id);
	loff_t (*llseek)(struct file *file, loff_t off, int whence);
	struct cleat_pages *(*mmap_pages)(struct file *file);
	struct cleat_area *(*mmap_area)(struct file *file);
	int (*mmap)(struct file *file, struct cleat_vma *vma);
	bool (*moves_bytes)(void);
	bool (*maps_area)(void);
};

static inline int stream_open(struct inode *inode, struct file *file)
{
	(void)inode;
	file->stream = true;
	return 0;
}

/* The device object of the node that @file is an open of, or NULL. */
void *cleat_file_device(struct inode *inode, struct file *file);

loff_t fixed_size_llseek(struct file *file, loff_t off, int whence, loff_t size);

/* A node is a regular file, whose position the kernel would move for a driver that has none. */
#define CLEAT_FILE_STREAMS(name) true

#define CLEAT_FILE_MMAP(name, T)                                                                   \
	static struct cleat_pages *name##_mmap(struct file *file)                                  \
	{                                                                                          \
		return name##_typed.mmap_pages ? name##_typed.mmap_pages(name##_ctx(file), file)   \
					       : NULL;                                             \
	}                                                                                          \
	static struct cleat_area *name##_mmap_area(struct file *file)                              \
	{                                                                                          \
		return name##_typed.mmap_area(name##_ctx(file), file);                             \
	}                                                                                          \
	static int name##_map(struct file *file, struct cleat_vma *vma)                            \
	{                                                                                          \
		return name##_typed.mmap(name##_ctx(file), file, vma);                             \
	}                                                                                          \
	static bool name##_moves_bytes(void)                                                       \
	{                                                                                          \
		return name##_typed.read || name##_typed.write || name##_typed.read_at ||          \
		       name##_typed.write_at;                                                      \
	}                                                                                          \
	static bool name##_maps_area(void)                                                         \
	{                                                                                          \
		return name##_typed.mmap_area && name##_typed.mmap;                                \
	}

/*
 * moves_bytes: has it a read or a write of its own? maps_area: .mmap_area and .mmap? (The members
 * themselves are always set.)
 */
#define CLEAT_FILE_WORLD(name, ...)                                                                \
	.mmap_pages = name##_mmap, .mmap_area = name##_mmap_area, .mmap = name##_map,              \
	.moves_bytes = name##_moves_bytes, .maps_area = name##_maps_area,

#endif
