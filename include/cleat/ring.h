/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * A ring of bytes, first in first out, whose room is a power of two. Head and tail count bytes for
 * ever and wrap as u32 does: tail - head is what waits, and an index is "& (size - 1)", which only
 * the functions here compute. There is no lock in it: the owner guards it.
 *
 * Context: alloc, replace and user copies may sleep; the others may be called anywhere.
 * Source: include/linux/kfifo.h, whose functions are not inline.
 *
 * Wrong: the index is right only while size is a power of two, which nothing says here::
 *
 *	d->buf[d->tail++ & (d->size - 1)] = byte;
 *
 * Right::
 *
 *	guard(mutex)(&d->lock);
 *	if (cleat_ring_room(&d->ring) < len)
 *		return -EAGAIN;
 *	return cleat_ring_put_user(&d->ring, from, len);
 */
#ifndef CLEAT_RING_H
#define CLEAT_RING_H

#include <cleat/slab.h>
#include <cleat/string.h>
#include <cleat/uaccess.h>

enum { CLEAT_RING_MAX = 1 << 30 };

/**
 * struct cleat_ring - the ring
 * @size: its room in bytes, a power of two; 0 when it is not allocated
 * @head, @tail: bytes ever taken; ever put
 */
struct cleat_ring {
	u32 size;
	u32 head;
	u32 tail;
	u8 *__own __opt data;
};

/** cleat_ring_size_ok - can a ring have room for @bytes? */
static inline bool cleat_ring_size_ok(u32 bytes);

/**
 * cleat_ring_alloc - an empty ring with room for @bytes
 * @r: not allocated; from here until cleat_ring_free it has memory
 *
 * Return: 0; -EINVAL when @bytes is no power of two up to CLEAT_RING_MAX; -ENOMEM.
 */
static inline int __must_check __sleeps cleat_ring_alloc(struct cleat_ring *r __begins(ring), u32 bytes);

/** cleat_ring_free - give the memory back; one that is not allocated is fine */
static inline void cleat_ring_free(struct cleat_ring *r __ends(ring));

/** cleat_ring_len - bytes that wait; cleat_ring_room - bytes that fit */
static inline u32 cleat_ring_len(const struct cleat_ring *r);
static inline u32 cleat_ring_room(const struct cleat_ring *r);

/* The place of byte number @count, and how many of @n bytes from there lie in one piece. */
static inline u8 *__cleat_ring_at(const struct cleat_ring *r, u32 count);
static inline size_t __cleat_ring_piece(const struct cleat_ring *r, u32 count, size_t n);

/** cleat_ring_put - @n bytes in; 0, or -ENOSPC and nothing when they do not fit */
static inline int __must_check cleat_ring_put(struct cleat_ring *r, const void *src __sized_by(n), u32 n __length);

/** cleat_ring_get - @n bytes out; 0, or -ENODATA and nothing when fewer wait */
static inline int __must_check cleat_ring_get(struct cleat_ring *r, void *__writes dst __sized_by(n), u32 n __length);

/**
 * cleat_ring_put_user - bytes of @from in, as many as it has left and fit
 *
 * Return: how many; -EFAULT and nothing when the caller's memory cannot be read.
 */
static inline ssize_t __must_check __sleeps cleat_ring_put_user(struct cleat_ring *r, struct cleat_user_reader *from);

/**
 * cleat_ring_get_user - bytes out to @to, as many as wait and it has room for
 *
 * Return: how many; -EFAULT when the caller's memory cannot be written and nothing was taken.
 */
static inline ssize_t __must_check __sleeps cleat_ring_get_user(struct cleat_ring *r, struct cleat_user_writer *to);

/**
 * cleat_ring_replace - put what waits in @r into @other, and exchange the two
 * @other: allocated and empty; afterwards it is the old ring, to be freed
 *
 * Return: 0; -EBUSY, and nothing has changed, when @other has too little room.
 */
static inline int __must_check cleat_ring_replace(struct cleat_ring *r, struct cleat_ring *other);

#ifndef __CLEAT_CHECK__ /* which reads the declarations */
static inline bool cleat_ring_size_ok(u32 bytes)
{
	return bytes && bytes <= CLEAT_RING_MAX && (bytes & (bytes - 1)) == 0;
}

static inline int cleat_ring_alloc(struct cleat_ring *r, u32 bytes)
{
	*r = (struct cleat_ring){};
	if (!cleat_ring_size_ok(bytes))
		return -EINVAL;
	r->data = kvmalloc_objs(u8, bytes);
	if (!r->data)
		return -ENOMEM;
	r->size = bytes;
	return 0;
}

static inline void cleat_ring_free(struct cleat_ring *r)
{
	kvfree(r->data);
	*r = (struct cleat_ring){};
}

static inline u32 cleat_ring_len(const struct cleat_ring *r)
{
	return r->tail - r->head;
}

static inline u32 cleat_ring_room(const struct cleat_ring *r)
{
	return r->size - cleat_ring_len(r);
}

static inline u8 *__cleat_ring_at(const struct cleat_ring *r, u32 count)
{
	return &r->data[count & (r->size - 1)];
}

static inline size_t __cleat_ring_piece(const struct cleat_ring *r, u32 count, size_t n)
{
	return min_t(size_t, n, r->size - (count & (r->size - 1)));
}

static inline int cleat_ring_put(struct cleat_ring *r, const void *src, u32 n)
{
	u32 first;

	if (n > cleat_ring_room(r))
		return -ENOSPC;
	first = __cleat_ring_piece(r, r->tail, n);
	memcpy(__cleat_ring_at(r, r->tail), src, first);
	memcpy(r->data, (const u8 *)src + first, n - first);
	r->tail += n;
	return 0;
}

static inline int cleat_ring_get(struct cleat_ring *r, void *dst, u32 n)
{
	u32 first;

	if (n > cleat_ring_len(r))
		return -ENODATA;
	first = __cleat_ring_piece(r, r->head, n);
	memcpy(dst, __cleat_ring_at(r, r->head), first);
	memcpy((u8 *)dst + first, r->data, n - first);
	r->head += n;
	return 0;
}

static inline ssize_t cleat_ring_put_user(struct cleat_ring *r, struct cleat_user_reader *from)
{
	u32 n = min_t(size_t, from->left, cleat_ring_room(r)), done = 0;

	while (done < n) {
		u32 piece = __cleat_ring_piece(r, r->tail + done, n - done);

		if (cleat_user_read(from, __cleat_ring_at(r, r->tail + done), piece))
			return -EFAULT;
		done += piece;
	}
	r->tail += n;
	return n;
}

static inline ssize_t cleat_ring_get_user(struct cleat_ring *r, struct cleat_user_writer *to)
{
	u32 done = 0;

	if (!to->left || !cleat_ring_len(r))
		return 0;
	/* A second piece comes only where the ring begins anew. */
	do {
		size_t piece = __cleat_ring_piece(r, r->head, cleat_ring_len(r));

		piece = min_t(size_t, to->left, piece);
		if (cleat_user_write(to, __cleat_ring_at(r, r->head), piece))
			return done ? (ssize_t)done : -EFAULT;
		r->head += piece;
		done += piece;
	} while (unlikely(to->left && cleat_ring_len(r)));
	return done;
}

static inline int cleat_ring_replace(struct cleat_ring *r, struct cleat_ring *other)
{
	u32 len = cleat_ring_len(r);

	if (len > other->size)
		return -EBUSY;
	if (len && cleat_ring_get(r, other->data, len))
		return -EBUSY;
	other->head = 0;
	other->tail = len;
	swap(*r, *other);
	return 0;
}
#endif

#endif
