/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The area of a process: divided into buffers by best fit, and the copies that reach into them. A
 * buffer's parts (data, offsets, further buffers) begin at multiples of 8; an offset counts from
 * the buffer's begin and is a multiple of 4, or the copy is refused.
 */
#ifndef BINDER_ALLOC_H
#define BINDER_ALLOC_H

#include <cleat/uaccess.h>

#include "binder.h"

/* The areas of all processes, from which memory is taken back when it is short. */
extern struct cleat_areas binder_areas;

void binder_alloc_init(struct binder_alloc *alloc);
void binder_alloc_destroy(struct binder_alloc *alloc);

/**
 * binder_buffer_new - room for a transaction
 * @data, @offsets, @extra: bytes of its parts; @async: of the half that one-way ones may take
 * @id: the transaction's; @pid: of the sender
 *
 * Return: the buffer; -ESRCH: no area; -EINVAL: the sizes wrap; -ENOSPC; -ENOMEM.
 */
struct binder_buffer *__own __errptr binder_buffer_new(struct binder_alloc *alloc,
								    size_t data, size_t offsets,
								    size_t extra, bool async, int id,
								    pid_t pid);

/** binder_buffer_free - its room is free again; its node was let go of before */
void binder_buffer_free(struct binder_alloc *alloc, struct binder_buffer *__own buffer);

/** binder_buffer_discard - the same in any context; the room is free when it is next looked for */
void binder_buffer_discard(struct binder_alloc *alloc, struct binder_buffer *__own buffer);

static inline size_t binder_align(size_t n)
{
	return round_up(n, sizeof(u64));
}

/* Where the parts begin. */
static inline size_t binder_buffer_offsets(const struct binder_buffer *buffer)
{
	return binder_align(buffer->data_size);
}

static inline size_t binder_buffer_extra(const struct binder_buffer *buffer)
{
	return binder_align(buffer->data_size) + binder_align(buffer->offsets_size);
}

/* Its address in the process that has it. */
static inline binder_uintptr_t binder_buffer_addr(struct binder_alloc *alloc,
						  const struct binder_buffer *buffer)
{
	return cleat_area_addr(&alloc->area) + buffer->place;
}

static inline bool binder_buffer_inside(const struct binder_buffer *buffer, u64 off, u64 len)
{
	return len <= buffer->room && off <= buffer->room - len && off % sizeof(u32) == 0;
}

static inline int binder_buffer_read(struct binder_alloc *alloc,
						  const struct binder_buffer *buffer, u64 off,
						  void *__writes to __sized_by(len),
						  size_t len __length)
{
	if (!binder_buffer_inside(buffer, off, len))
		return -EINVAL;
	return cleat_area_read(&alloc->area, buffer->place + off, to, len);
}

static inline int binder_buffer_write(struct binder_alloc *alloc,
						   const struct binder_buffer *buffer, u64 off,
						   const void *__to_user from __sized_by(len),
						   size_t len __length)
{
	if (!binder_buffer_inside(buffer, off, len))
		return -EINVAL;
	return cleat_area_write(&alloc->area, buffer->place + off, from, len);
}

/* @len bytes of the caller's at @from. */
static inline int binder_buffer_write_user(struct binder_alloc *alloc,
							const struct binder_buffer *buffer, u64 off,
							const void __user *__opt from,
							size_t len __length)
{
	struct cleat_user_reader r = cleat_user_reader_init(from, len);

	if (!binder_buffer_inside(buffer, off, len))
		return -EINVAL;
	return cleat_area_write_user(&alloc->area, buffer->place + off, &r, len);
}

#endif
