/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#define _GNU_SOURCE
#include "abi/arena.h"

#include "base/diag.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { ARENA_BLOCK = 256 * 1024, ARENA_HUGE = 4 << 20, ARENA_ALIGN = 16 };

struct arena_block {
	struct arena_block *next;
	_Alignas(ARENA_ALIGN) char bytes[];
};

void arena_oom(void)
{
	exit(diag_error("check fewer headers at once", "abi: out of memory"));
}

/* The facts of a whole tree take tens of megabytes: huge pages spare thousands of faults. */
void *arena_pages(size_t size)
{
	size_t huge = 2 << 20;
	void *p;

	if (size < huge) {
		p = calloc(1, size);
	} else {
		size = (size + huge - 1) & ~(huge - 1);
		p = aligned_alloc(huge, size);
		if (p) {
			madvise(p, size, MADV_HUGEPAGE);
			memset(p, 0, size);
		}
	}
	if (!p)
		arena_oom();
	return p;
}

void *arena_alloc(struct arena *a, size_t size)
{
	char *p;

	size = (size + ARENA_ALIGN - 1) & ~(size_t)(ARENA_ALIGN - 1);
	if (!a->blocks || a->room - a->used < size) {
		size_t open = a->n_blocks++ < 4 ? ARENA_BLOCK : ARENA_HUGE - 64,
		       room = size > open / 4 ? size : open;
		struct arena_block *b = arena_pages(sizeof(*b) + room);

		if (room == size && a->blocks) {
			/* A large piece gets a block of its own; the open block stays open. */
			b->next = a->blocks->next;
			a->blocks->next = b;
			return b->bytes;
		}
		b->next = a->blocks;
		a->blocks = b;
		a->used = 0;
		a->room = room;
	}
	p = a->blocks->bytes + a->used;
	a->used += size;
	return p;
}

char *arena_copy(struct arena *a, const char *s, size_t n)
{
	char *p = arena_alloc(a, n + 1);

	memcpy(p, s, n);
	return p;
}

static size_t hash(const char *s, size_t n)
{
	uint64_t h = 0xcbf29ce484222325u;

	for (size_t i = 0; i < n; i++)
		h = (h ^ (unsigned char)s[i]) * 0x100000001b3u;
	return (size_t)(h ^ (h >> 29));
}

static void grow_strings(struct arena *a)
{
	size_t n = a->n_slots ? a->n_slots * 2 : 1024;
	const char **slots = calloc(n, sizeof(*slots));

	if (!slots)
		arena_oom();
	for (size_t i = 0; i < a->n_slots; i++) {
		const char *s = a->strings[i];
		size_t at;

		if (!s)
			continue;
		for (at = hash(s, strlen(s)) & (n - 1); slots[at]; at = (at + 1) & (n - 1))
			;
		slots[at] = s;
	}
	free(a->strings);
	a->strings = slots;
	a->n_slots = n;
}

const char *arena_intern(struct arena *a, const char *s, size_t n)
{
	size_t at;

	if (a->n_strings * 2 >= a->n_slots)
		grow_strings(a);
	for (at = hash(s, n) & (a->n_slots - 1); a->strings[at]; at = (at + 1) & (a->n_slots - 1))
		if (strncmp(a->strings[at], s, n) == 0 && !a->strings[at][n])
			return a->strings[at];
	a->n_strings++;
	a->strings[at] = arena_copy(a, s, n);
	return a->strings[at];
}

char *arena_format(struct arena *a, const char *fmt, ...)
{
	va_list ap;
	char *s, *kept;
	int n;

	va_start(ap, fmt);
	n = vasprintf(&s, fmt, ap);
	va_end(ap);
	if (n < 0)
		arena_oom();
	kept = arena_copy(a, s, (size_t)n);
	free(s);
	return kept;
}

void *arena_array(struct arena *a, void *items, size_t n, size_t size)
{
	void *more;

	if (n && (n & (n - 1)))
		return items;
	more = arena_alloc(a, (n ? n * 2 : 1) * size);
	if (n)
		memcpy(more, items, n * size);
	return more;
}

void arena_deinit(struct arena *a)
{
	for (struct arena_block *b = a->blocks, *next; b; b = next) {
		next = b->next;
		free(b);
	}
	free(a->strings);
	*a = (struct arena){0};
}
