/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Memory that is freed at once. The checker's trees and states are many small things with one
 * common end; nothing in them is freed singly.
 */
#ifndef CHECK_ARENA_H
#define CHECK_ARENA_H

#include <stddef.h>

struct arena;

struct arena *arena_new(void);
/** arena_free - free everything that came from @a, and @a; NULL is fine */
struct arena *arena_free(struct arena *a);

/** arena_alloc - @n zeroed bytes; never NULL */
void *arena_alloc(struct arena *a, size_t n);
char *arena_strdup(struct arena *a, const char *s);
char *arena_strndup(struct arena *a, const char *s, size_t n);
char *arena_format(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#define arena_new_object(a, T) ((T *)arena_alloc(a, sizeof(T)))

/**
 * ARENA_PUSH - append @item to the array (@list, @n) in arena @a
 *
 * The array grows at powers of two, so that no capacity need be kept.
 */
#define ARENA_PUSH(a, list, n, item)                                                               \
	do {                                                                                       \
		(list) = arena_grow(a, list, n, sizeof(*(list)));                                  \
		(list)[(n)++] = (item);                                                            \
	} while (0)
void *arena_grow(struct arena *a, void *list, int n, size_t size);

#endif
