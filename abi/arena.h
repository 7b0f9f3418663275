/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Memory that is given out piece by piece and freed at once, and strings that are stored once.
 * Running out of memory ends the process with a message (exit state 2): a gate that cannot
 * hold the facts has not checked them.
 */
#ifndef ABI_ARENA_H
#define ABI_ARENA_H

#include <stddef.h>

struct arena_block;

/** struct arena - zero-initialised is empty */
struct arena {
	struct arena_block *blocks;
	size_t used, room, n_blocks;
	const char **strings; /* open hash of what arena_intern() gave out */
	size_t n_strings, n_slots;
};

/** arena_alloc - @size zeroed bytes, aligned for any type */
void *arena_alloc(struct arena *a, size_t size);

/** arena_copy - a copy of @n bytes and a NUL after them */
char *arena_copy(struct arena *a, const char *s, size_t n);

/** arena_intern - the one stored string that equals the @n bytes at @s */
const char *arena_intern(struct arena *a, const char *s, size_t n);

/** arena_format - printf into the arena */
char *arena_format(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/** arena_array - room for one more item of @size in an array of @n; doubles at powers of two */
void *arena_array(struct arena *a, void *items, size_t n, size_t size);

/** arena_pages - @size zeroed bytes outside of an arena, in huge pages when large; free() frees
 * them */
void *arena_pages(size_t size);

void arena_deinit(struct arena *a);

/** arena_oom - end the process: memory is out */
_Noreturn void arena_oom(void);

#endif
