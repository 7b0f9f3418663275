/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#define _GNU_SOURCE
#include "check/mem.h"

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

struct mem *mem_new(void)
{
	return must(calloc(1, sizeof(struct mem)));
}

struct mem *mem_free(struct mem *a)
{
	while (a && a->chunks) {
		struct chunk *c = a->chunks;

		a->chunks = c->next;
		free(c);
	}
	free(a);
	return NULL;
}

void *mem_alloc(struct mem *a, size_t n)
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
	void *bigger;

	if (n & (n - 1) || (n == 0 && list))
		return list;
	bigger = mem_alloc(a, size * (size_t)(n ? 2 * n : 1));
	if (n)
		memcpy(bigger, list, size * (size_t)n);
	return bigger;
}
