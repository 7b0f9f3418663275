/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#define _GNU_SOURCE
#include "check/facts.h"

#include "base/paths.h"
#include "check/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Where @line is among the sorted lines, or would be. */
static int find(const struct facts *f, const char *line, bool *ret_there)
{
	int lo = 0, hi = f->n;

	*ret_there = false;
	while (lo < hi && !*ret_there) {
		int mid = lo + (hi - lo) / 2;
		int c = strcmp(f->lines[mid], line);

		if (c == 0) {
			*ret_there = true;
			lo = mid;
		} else if (c < 0) {
			lo = mid + 1;
		} else {
			hi = mid;
		}
	}
	return lo;
}

bool facts_add(struct facts *f, struct mem *a, const char *line)
{
	bool there;
	int at = find(f, line, &there);

	if (there)
		return false;
	MEM_PUSH(a, f->lines, f->n, NULL);
	memmove(f->lines + at + 1, f->lines + at, sizeof(*f->lines) * (size_t)(f->n - 1 - at));
	f->lines[at] = mem_strdup(a, line);
	return true;
}

bool facts_have(const struct facts *f, const char *line)
{
	bool there = false;

	if (f)
		find(f, line, &there);
	return there;
}

bool facts_merge(struct facts *f, struct mem *a, const struct facts *from)
{
	bool news = false;

	for (int i = 0; i < from->n; i++)
		news |= facts_add(f, a, from->lines[i]);
	return news;
}

int facts_from(const struct facts *f, const char *prefix)
{
	bool there;

	return find(f, prefix, &there);
}

bool facts_equal(const struct facts *a, const struct facts *b)
{
	if (a->n != b->n)
		return false;
	for (int i = 0; i < a->n; i++)
		if (strcmp(a->lines[i], b->lines[i]) != 0)
			return false;
	return true;
}

static bool was_asked(const struct facts *asked, const char *line)
{
	char start[1024];
	size_t n = 0;

	do {
		n += strcspn(line + n, "\t");
		if (n >= sizeof(start))
			return true;
		memcpy(start, line, n);
		start[n] = '\0';
		if (facts_have(asked, start))
			return true;
	} while (line[n++]);
	return false;
}

bool facts_touch(const struct facts *a, const struct facts *b, const struct facts *asked)
{
	int i = 0, k = 0;

	while (i < a->n || k < b->n) {
		int c = i == a->n ? 1 : k == b->n ? -1 : strcmp(a->lines[i], b->lines[k]);

		if (c && was_asked(asked, c < 0 ? a->lines[i] : b->lines[k]))
			return true;
		i += c <= 0;
		k += c >= 0;
	}
	return false;
}

void facts_hash(const struct facts *f, char ret[HASH_TEXT])
{
	struct hash h;

	hash_init(&h);
	for (int i = 0; i < f->n; i++)
		hash_add_string(&h, f->lines[i]);
	hash_end(&h, ret);
}

void facts_dump(const struct facts *f)
{
	for (int i = 0; i < f->n; i++)
		fprintf(stderr, "%s\n", f->lines[i]);
}

bool facts_load(struct facts *f, struct mem *a, const char *path)
{
	char *text = paths_read(path, NULL), *rest = NULL;

	if (!text)
		return false;
	for (char *line = strtok_r(text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest))
		facts_add(f, a, line);
	free(text);
	return true;
}

void facts_save(const struct facts *f, const char *path)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	for (int i = 0; out && i < f->n; i++)
		fprintf(out, "%s\n", f->lines[i]);
	if (out && fclose(out) == 0)
		paths_write(path, text);
	free(text);
}
