/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Objects in a transaction's data: a type, flags, and up to four words, whose meaning is the type's.
 * Numbers of 32 bits stand in the first four bytes of a word.
 */
#ifndef BINDER_OBJECT_H
#define BINDER_OBJECT_H

#include "alloc.h"

/* Any of them, as it lies in memory; a shorter one leaves the last words at 0. */
struct binder_object {
	u32 type;
	u32 flags;
	u64 word[4];
};

static inline u64 binder_first_word(u32 number)
{
	return __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? (u64)number << 32 : number;
}

static inline u32 binder_handle(u64 word)
{
	return __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? word >> 32 : word & U32_MAX;
}

static inline u64 binder_two_words(u32 first, u32 second)
{
	return __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? (u64)first << 32 | second
						      : (u64)second << 32 | first;
}

/** binder_object_size - bytes of an object of @type; 0 when there is none */
static inline size_t binder_object_size(u32 type)
{
	switch (type) {
	case BINDER_TYPE_BINDER:
	case BINDER_TYPE_WEAK_BINDER:
	case BINDER_TYPE_HANDLE:
	case BINDER_TYPE_WEAK_HANDLE:
		return sizeof(struct flat_binder_object);
	case BINDER_TYPE_FD:
		return sizeof(struct binder_fd_object);
	case BINDER_TYPE_FDA:
		return sizeof(struct binder_fd_array_object);
	case BINDER_TYPE_PTR:
		return sizeof(struct binder_buffer_object);
	default:
		return 0;
	}
}

static inline struct flat_binder_object binder_object_flat(const struct binder_object *o)
{
	return (struct flat_binder_object){
		.hdr = {.type = o->type},
		.flags = o->flags,
		.binder = o->word[0],
		.cookie = o->word[1],
	};
}

static inline struct binder_fd_array_object binder_object_fda(const struct binder_object *o)
{
	return (struct binder_fd_array_object){
		.hdr = {.type = o->type},
		.pad = o->flags,
		.num_fds = o->word[0],
		.parent = o->word[1],
		.parent_offset = o->word[2],
	};
}

static inline struct binder_buffer_object binder_object_ptr(const struct binder_object *o)
{
	return (struct binder_buffer_object){
		.hdr = {.type = o->type},
		.flags = o->flags,
		.buffer = o->word[0],
		.length = o->word[1],
		.parent = o->word[2],
		.parent_offset = o->word[3],
	};
}

/*
 * The object at offset @at of @buffer's data. 0; -EINVAL: there is none, or not all of it.
 */
int binder_object_read(struct binder_alloc *alloc, const struct binder_buffer *buffer, u64 at,
				    struct binder_object *o __writes);

/* The same from the sender's data at @from, before it is copied; -EFAULT too. */
int binder_object_fetch(const void __user *__opt from, size_t data_size, u64 at,
				     struct binder_object *o __writes);

#endif
