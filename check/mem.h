/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Memory that is freed at once. The checker's trees and states are many small things with one
 * common end; nothing in them is freed singly.
 */
#ifndef CHECK_MEM_H
#define CHECK_MEM_H

#include <stddef.h>

struct mem;

/** mem_prepare - have malloc() take memory in large pieces of large pages; it goes with the process */
void mem_prepare(void);
struct mem *mem_new(void);
/** mem_free - free everything that came from @a, and @a; NULL is fine */
struct mem *mem_free(struct mem *a);

/**
 * mem_mark - keep what @a has now; mem_rewind gives it that content back, as often as wanted
 *
 * Nothing moves; what came from @a after the mark is gone.
 */
void mem_mark(struct mem *a);
void mem_rewind(struct mem *a);
/** mem_size - the bytes that @a takes, with what is kept */
size_t mem_size(const struct mem *a);

/** mem_alloc - @n zeroed bytes; never NULL */
void *mem_alloc(struct mem *a, size_t n);
/** mem_copy - @room bytes: the @n of @from, then any */
void *mem_copy(struct mem *a, const void *from, size_t n, size_t room);
char *mem_strdup(struct mem *a, const char *s);
char *mem_strndup(struct mem *a, const char *s, size_t n);
char *mem_format(struct mem *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#define mem_new_object(a, T) ((T *)mem_alloc(a, sizeof(T)))

/** text_hash - a number for @s, by which it is looked for in a table */
static inline unsigned int text_hash(const char *s)
{
	unsigned int h = 5381;

	while (*s)
		h = h * 33 + (unsigned char)*s++;
	return h;
}

/**
 * MEM_PUSH - append @item to the array (@list, @n) in arena @a
 *
 * The array grows at powers of two, so that no capacity need be kept.
 */
#define MEM_PUSH(a, list, n, item)                              \
	do {                                                    \
		(list) = mem_grow(a, list, n, sizeof(*(list))); \
		(list)[(n)++] = (item);                         \
	} while (0)
void *mem_grow(struct mem *a, void *list, int n, size_t size);

#endif
