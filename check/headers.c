/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "check/headers.h"

#include "check/pch.h"
#include "check/pool.h"

#include <stdlib.h>
#include <string.h>

/* @path: where it lies; @of: a job that reads it; @files: how many do; @holds: it is made, of what
 * its headers are now */
struct header {
	const char *path;
	const struct job *of;
	int files;
	bool holds;
};

struct headers {
	struct cache *cache;
	struct header *list;
	int n;
	int *made; /* of the list, those that are to be made */
};

static struct header *find(const struct headers *h, const char *path)
{
	for (int i = 0; i < h->n; i++)
		if (strcmp(h->list[i].path, path) == 0)
			return &h->list[i];
	return NULL;
}

static void add_file(struct mem *a, struct headers *h, const struct job *j)
{
	struct header *known = find(h, j->fo.pch);

	if (known)
		known->files++;
	else
		MEM_PUSH(a, h->list, h->n,
			 ((struct header){.path = j->fo.pch, .of = j, .files = 1}));
}

static void make_one(int i, char *told, size_t size, FILE *out, void *arg)
{
	struct headers *h = arg;
	const struct header *one = &h->list[h->made[i]];

	(void)told;
	(void)size;
	fputs(pch_make(h->cache, one->path, &one->of->fo) ? "made" : "not made", out);
}

/* Without it the files are read the long way, and say what is wrong. */
static void one_made(int i, char *text, const char *died, void *arg)
{
	struct headers *h = arg;
	struct header *one = &h->list[h->made[i]];

	(void)died;
	free(text);
	one->holds = pch_holds(h->cache, one->path);
}

static void make_all(struct mem *a, struct headers *h, int width, unsigned int limit_ms)
{
	struct pool p = {
		.width = width, .limit_ms = limit_ms, .work = make_one, .done = one_made, .arg = h};

	for (int i = 0; i < h->n; i++) {
		struct header *one = &h->list[i];

		one->holds = pch_holds(h->cache, one->path);
		if (!one->holds && pch_pays(one->path, one->files))
			MEM_PUSH(a, h->made, p.jobs, i);
	}
	pool_run(&p);
}

void headers_prepare(struct mem *a, struct cache *c, struct job *jobs, const int *todo, int n,
		     int width, unsigned int limit_ms)
{
	struct headers h = {.cache = c};
	bool all = c != NULL;

	for (int i = 0; all && i < n; i++) {
		struct job *j = &jobs[todo[i]];

		j->fo.pch = j->fo.header ? pch_path(a, &j->fo) : NULL;
		all = j->fo.pch != NULL;
	}
	for (int i = 0; all && i < n; i++)
		add_file(a, &h, &jobs[todo[i]]);
	if (all)
		make_all(a, &h, width, limit_ms);
	for (int i = 0; i < n; i++)
		if (!all || !find(&h, jobs[todo[i]].fo.pch)->holds)
			jobs[todo[i]].fo.pch = NULL;
}
