/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#define _GNU_SOURCE
#include "check/arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CHUNK = 1 << 16 };

struct chunk {
	struct chunk *next;
	size_t used, room;
	char data[] __attribute__((aligned(16)));
};

struct arena {
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

struct arena *arena_new(void)
{
	return must(calloc(1, sizeof(struct arena)));
}

struct arena *arena_free(struct arena *a)
{
	while (a && a->chunks) {
		struct chunk *c = a->chunks;

		a->chunks = c->next;
		free(c);
	}
	free(a);
	return NULL;
}

void *arena_alloc(struct arena *a, size_t n)
{
	struct chunk *c = a->chunks;
	void *p;

	n = (n + 15) & ~(size_t)15;
	if (!c || c->room - c->used < n) {
		size_t room = n > CHUNK ? n : CHUNK;

		c = must(malloc(sizeof(*c) + room));
		c->used = 0;
		c->room = room;
		c->next = a->chunks;
		a->chunks = c;
	}
	p = c->data + c->used;
	c->used += n;
	return memset(p, 0, n);
}

char *arena_strndup(struct arena *a, const char *s, size_t n)
{
	char *copy = arena_alloc(a, n + 1);

	memcpy(copy, s, n);
	return copy;
}

char *arena_strdup(struct arena *a, const char *s)
{
	return arena_strndup(a, s, strlen(s));
}

char *arena_format(struct arena *a, const char *fmt, ...)
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
	copy = arena_strndup(a, s, (size_t)n);
	free(s);
	return copy;
}

void *arena_grow(struct arena *a, void *list, int n, size_t size)
{
	void *bigger;

	if (n & (n - 1) || (n == 0 && list))
		return list;
	bigger = arena_alloc(a, size * (size_t)(n ? 2 * n : 1));
	if (n)
		memcpy(bigger, list, size * (size_t)n);
	return bigger;
}
