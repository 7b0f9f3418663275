/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * An entry is text: "input HASH PATH" and "absent PATH" lines, an empty line, and the result
 * (check/result.h).
 */
#define _GNU_SOURCE
#include "check/cache.h"

#include "base/paths.h"
#include "check/buildid.h"
#include "check/mem.h"
#include "check/result.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { N_PARTS = 64, DEFAULT_MB = 256, MEMO = 4096 };

/* The hash of a file that this process has looked at. */
struct memo {
	struct memo *next;
	const char *path;
	char hash[HASH_TEXT];
};

struct cache {
	struct mem *arena;
	char *dir;
	long long part_bytes;
	struct memo *memos[MEMO];
};

struct cache *cache_open(void)
{
	const char *env = getenv("CLEAT_CHECK_CACHE");
	long long mb = env && *env ? strtoll(env, NULL, 10) : DEFAULT_MB;
	char *dir = mb > 0 ? paths_cache("check/any") : NULL;
	struct mem *a;
	struct cache *c;

	if (!dir)
		return NULL;
	a = mem_new();
	c = mem_new_object(a, struct cache);
	c->arena = a;
	*strrchr(dir, '/') = '\0';
	c->dir = dir;
	c->part_bytes = mb * 1024 * 1024 / N_PARTS;
	return c;
}

struct cache *cache_close(struct cache *c)
{
	if (c) {
		free(c->dir);
		mem_free(c->arena);
	}
	return NULL;
}

void cache_key(const char *path, const char *const *args, bool whole, const char *known,
	       char ret_key[HASH_TEXT])
{
	struct hash h;

	hash_init(&h);
	hash_add_string(&h, build_id());
	hash_add_string(&h, path);
	for (; *args; args++)
		hash_add_string(&h, *args);
	hash_add_string(&h, whole ? "" : "alone");
	hash_add_string(&h, known);
	hash_end(&h, ret_key);
}

static char *entry_path(const struct cache *c, const char *key)
{
	char part[3] = {key[0], key[1], '\0'};

	return paths_format("%s/%02lx/%s", c->dir, strtoul(part, NULL, 16) % N_PARTS, key + 2);
}

/* NULL when it cannot be read. */
static const char *content_hash(struct cache *c, const char *path)
{
	unsigned int at = text_hash(path) % MEMO;
	struct memo *m;
	char hash[HASH_TEXT];

	for (m = c->memos[at]; m; m = m->next)
		if (strcmp(m->path, path) == 0)
			return m->hash;
	if (!hash_file(path, hash))
		return NULL;
	m = mem_new_object(c->arena, struct memo);
	m->path = mem_strdup(c->arena, path);
	memcpy(m->hash, hash, sizeof(hash));
	m->next = c->memos[at];
	c->memos[at] = m;
	return m->hash;
}

static bool still_holds(struct cache *c, const char *line)
{
	const char *hash;

	if (strncmp(line, "absent ", 7) == 0)
		return !paths_exists(line + 7);
	if (strncmp(line, "input ", 6) != 0 || strlen(line) < 6 + HASH_TEXT)
		return false;
	hash = content_hash(c, line + 6 + HASH_TEXT);
	return hash && strncmp(line + 6, hash, HASH_TEXT - 1) == 0;
}

/* The end of the lines that hold, at an empty line; NULL when one does not. */
static char *holding(struct cache *c, char *line)
{
	while (line && *line != '\n') {
		char *end = strchr(line, '\n');

		if (!end)
			return NULL;
		*end = '\0';
		line = still_holds(c, line) ? end + 1 : NULL;
	}
	return line;
}

bool cache_inputs_hold(struct cache *c, char *text)
{
	return c && holding(c, text);
}

bool cache_find(struct cache *c, const char *key, struct report *r)
{
	char *path, *text, *end;
	size_t size;
	bool found;

	if (!c)
		return false;
	path = entry_path(c, key);
	text = paths_read(path, &size);
	end = text ? holding(c, mem_strndup(r->arena, text, size)) : NULL;
	found = end && result_read(r, end + 1);
	if (found) {
		r->cached = 1;
		utimensat(AT_FDCWD, path, NULL, 0); /* the oldest go first */
	}
	free(text);
	free(path);
	return found;
}

/* ---- keeping ---- */

static bool older(const struct timespec *a, const struct timespec *b)
{
	return a->tv_sec < b->tv_sec || (a->tv_sec == b->tv_sec && a->tv_nsec < b->tv_nsec);
}

/* What asks for files in ways that are not followed is not kept. */
static bool asks_for_files(const char *path)
{
	char *text = paths_read(path, NULL);
	bool asks = !text || strstr(text, "__has_include") || strstr(text, "__has_embed");

	for (const char *at = text; at && !asks && (at = strchr(at, '#')); at++)
		asks = strncmp(at + 1 + strspn(at + 1, " \t"), "embed", 5) == 0;
	free(text);
	return asks;
}

static bool write_input(struct cache *c, FILE *out, const struct cache_inputs *in, const char *path)
{
	const char *hash = content_hash(c, path);
	struct stat st;

	if (!hash || strchr(path, '\n') || stat(path, &st) != 0 ||
	    !older(&st.st_mtim, &in->began) || !older(&st.st_ctim, &in->began))
		return false;
	fprintf(out, "input %s %s\n", hash, path);
	return true;
}

/* Where else a file of that name would have been taken instead. */
static void write_absent(FILE *out, const struct cache_inputs *in, const char *file)
{
	for (const char *const *d = in->dirs; *d; d++) {
		size_t n = strlen(*d);

		if (strncmp(file, *d, n) != 0 || file[n] != '/')
			continue;
		for (const char *const *other = in->dirs; *other; other++) {
			char *there = paths_format("%s%s", *other, file + n);

			if (strcmp(there, file) != 0 && !paths_exists(there))
				fprintf(out, "absent %s\n", there);
			free(there);
		}
	}
}

char *cache_inputs_text(struct cache *c, const struct cache_inputs *in)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);
	bool good = c && out;

	for (int i = 0; good && i < in->n_files; i++) {
		const struct input *f = &in->files[i];

		good = write_input(c, out, in, f->path);
		good = good && !(f->driver && asks_for_files(f->path));
		if (good && f->driver)
			write_absent(out, in, f->path);
	}
	if (good && in->more)
		fputs(in->more, out); /* with its empty line */
	else if (good)
		fputc('\n', out);
	if (out && (fclose(out) != 0 || !good)) {
		free(text);
		text = NULL;
	}
	return text;
}

static char *entry_text(const struct report *r, const char *inputs)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (out) {
		fputs(inputs, out);
		result_write(r, out);
		fclose(out);
	}
	return text;
}

struct aged {
	char *path;
	struct timespec used;
	long long size;
};

static int by_age(const void *va, const void *vb)
{
	const struct aged *a = va, *b = vb;

	return older(&a->used, &b->used) ? -1 : older(&b->used, &a->used);
}

/* Keep a part of the cache within its share: the entries that were not used for longest go. */
static void trim(const struct cache *c, const char *dir)
{
	struct mem *a = mem_new();
	struct aged *list = NULL;
	long long total = 0;
	int n = 0;
	DIR *d = opendir(dir);

	for (struct dirent *e = d ? readdir(d) : NULL; e; e = readdir(d)) {
		struct aged one = {.path = mem_format(a, "%s/%s", dir, e->d_name)};
		struct stat st;

		if (stat(one.path, &st) != 0 || !S_ISREG(st.st_mode))
			continue;
		one.used = st.st_mtim;
		one.size = st.st_size + 512;
		total += one.size;
		MEM_PUSH(a, list, n, one);
	}
	if (d)
		closedir(d);
	if (total > c->part_bytes)
		qsort(list, (size_t)n, sizeof(*list), by_age);
	for (int i = 0; i < n && total > c->part_bytes; i++) {
		unlink(list[i].path);
		total -= list[i].size;
	}
	mem_free(a);
}

void cache_keep(struct cache *c, const char *key, const struct report *r, const char *inputs)
{
	char *text = c && !r->unable && inputs ? entry_text(r, inputs) : NULL;
	char *path, *slash;

	if (!text)
		return;
	path = entry_path(c, key);
	slash = strrchr(path, '/');
	*slash = '\0';
	if (mkdir(path, 0777) == 0 || errno == EEXIST) {
		*slash = '/';
		paths_write(path, text);
		*slash = '\0';
		trim(c, path);
	}
	free(path);
	free(text);
}
