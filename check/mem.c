/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#define _GNU_SOURCE
#include "check/mem.h"

#include <malloc.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { CHUNK = 1 << 16 };

/* @copy: of the @marked bytes that it had at the mark, or NULL */
struct chunk {
	struct chunk *next;
	size_t used, room, marked;
	char *copy;
	char data[] __attribute__((aligned(16)));
};

struct mem {
	struct chunk *chunks;
};

static void *must(void *p)
{
	if (!p) {
		fputs("cleat: out of memory\n", stderr);
		exit(2);
	}
	return p;
}

/* A file's parse touches megabytes for the first time, which in small pages is a fault for each. */
void mem_prepare(void)
{
	enum { ROOM = 256 << 20, LARGE_PAGE = 2 << 20 };
	static bool prepared;
	void *room;

	if (prepared)
		return;
	prepared = true;
	mallopt(M_MMAP_THRESHOLD, 2 * ROOM); /* it is the heap that grows */
	mallopt(M_TRIM_THRESHOLD, 2 * ROOM);
	room = malloc(ROOM);
	if (room)
		madvise((void *)(((uintptr_t)room + LARGE_PAGE - 1) & -(uintptr_t)LARGE_PAGE),
			ROOM - LARGE_PAGE, MADV_HUGEPAGE);
	free(room);
}

struct mem *mem_new(void)
{
	return must(calloc(1, sizeof(struct mem)));
}

static void drop_chunk(struct mem *a)
{
	struct chunk *c = a->chunks;

	a->chunks = c->next;
	free(c->copy);
	free(c);
}

struct mem *mem_free(struct mem *a)
{
	while (a && a->chunks)
		drop_chunk(a);
	free(a);
	return NULL;
}

void mem_mark(struct mem *a)
{
	for (struct chunk *c = a->chunks; c; c = c->next) {
		free(c->copy);
		c->copy = must(malloc(c->used + 1));
		c->marked = c->used;
		memcpy(c->copy, c->data, c->used);
	}
}

void mem_rewind(struct mem *a)
{
	while (a->chunks && !a->chunks->copy)
		drop_chunk(a);
	for (struct chunk *c = a->chunks; c; c = c->next) {
		c->used = c->marked;
		memcpy(c->data, c->copy, c->marked);
	}
}

size_t mem_size(const struct mem *a)
{
	size_t n = 0;

	for (const struct chunk *c = a->chunks; c; c = c->next)
		n += c->room + c->marked;
	return n;
}

/* @n bytes of any content. */
static void *take(struct mem *a, size_t n)
{
	struct chunk *c = a->chunks;
	void *p;

	n = (n + 15) & ~(size_t)15;
	if (!c || c->room - c->used < n) {
		size_t room = n > CHUNK ? n : CHUNK;

		c = must(malloc(sizeof(*c) + room));
		c->used = 0;
		c->marked = 0;
		c->copy = NULL;
		c->room = room;
		c->next = a->chunks;
		a->chunks = c;
	}
	p = c->data + c->used;
	c->used += n;
	return p;
}

void *mem_alloc(struct mem *a, size_t n)
{
	return memset(take(a, n), 0, n);
}

void *mem_copy(struct mem *a, const void *from, size_t n, size_t room)
{
	char *copy = take(a, room);

	if (n)
		memcpy(copy, from, n);
	return copy;
}

char *mem_strndup(struct mem *a, const char *s, size_t n)
{
	char *copy = mem_alloc(a, n + 1);

	memcpy(copy, s, n);
	return copy;
}

char *mem_strdup(struct mem *a, const char *s)
{
	return mem_strndup(a, s, strlen(s));
}

char *mem_format(struct mem *a, const char *fmt, ...)
{
	char *s = NULL;
	char *copy;
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vasprintf(&s, fmt, ap);
	va_end(ap);
	if (n < 0)
		must(NULL);
	copy = mem_strndup(a, s, (size_t)n);
	free(s);
	return copy;
}

void *mem_grow(struct mem *a, void *list, int n, size_t size)
{
	if (n & (n - 1) || (n == 0 && list))
		return list;
	return mem_copy(a, list, size * (size_t)n, size * (size_t)(n ? 2 * n : 1));
}
