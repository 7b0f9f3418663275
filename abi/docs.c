/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "abi/docs.h"

#include "abi/arena.h"
#include "abi/model.h"
#include "base/diag.h"
#include "base/json.h"
#include "base/paths.h"

#include <ctype.h>
#include <errno.h>
#include <fts.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct entry {
	const char *what, *file;
	enum abi_level level;
};

struct docs {
	struct arena arena;
	struct entry *entries;
	size_t n;
};

struct outcome {
	struct json *j;
	unsigned long breaks, notes, same;
	bool verbose;
};

bool docs_is_tree(const char *path)
{
	bool any = false;

	for (int l = 0; l < ABI_N_LEVELS; l++) {
		char *dir = paths_format("%s/%s", path, abi_level_word((enum abi_level)l));

		any |= paths_exists(dir);
		free(dir);
	}
	return any;
}

static void add(struct docs *d, const char *s, size_t n, const char *file, enum abi_level level)
{
	while (n && isspace((unsigned char)*s)) {
		s++;
		n--;
	}
	while (n && isspace((unsigned char)s[n - 1]))
		n--;
	if (!n)
		return;
	d->entries = arena_array(&d->arena, d->entries, d->n, sizeof(*d->entries));
	d->entries[d->n++] = (struct entry){arena_intern(&d->arena, s, n), file, level};
}

/* "What:  /sys/a" and the indented lines after it, which name more of the same. */
static bool read_file(struct docs *d, const char *path, const char *file, enum abi_level level)
{
	char *text = paths_read(path, NULL), *next;
	bool on = false;

	if (!text)
		return false;
	file = arena_format(&d->arena, "%s", file);
	for (char *s = text; s && *s; s = next) {
		size_t n = strcspn(s, "\n");

		next = s[n] ? s + n + 1 : NULL;
		if (n > 5 && strncmp(s, "What:", 5) == 0) {
			on = true;
			add(d, s + 5, n - 5, file, level);
		} else if (on && n > 1 && isspace((unsigned char)s[0])) {
			add(d, s, n, file, level);
		} else {
			on = false;
		}
	}
	free(text);
	return true;
}

static bool read_level(struct docs *d, const char *root, enum abi_level level)
{
	char *dir = paths_format("%s/%s", root, abi_level_word(level)), *paths[] = {dir, NULL};
	FTS *fts = paths_exists(dir) ? fts_open(paths, FTS_LOGICAL | FTS_NOCHDIR, NULL) : NULL;
	bool fine = true;

	for (FTSENT *e; fts && (e = fts_read(fts));) {
		if (e->fts_info == FTS_F &&
		    !read_file(d, e->fts_path, e->fts_path + strlen(root) + 1, level)) {
			diag_error(NULL, "%s: %s", e->fts_path, strerror(errno));
			fine = false;
		}
	}
	if (fts)
		fts_close(fts);
	free(dir);
	return fine;
}

static int by_what(const void *pa, const void *pb)
{
	const struct entry *a = pa, *b = pb;
	int d = strcmp(a->what, b->what);

	return d ? d : (int)a->level - (int)b->level;
}

static bool read_tree(struct docs *d, const char *root)
{
	bool fine = true;

	*d = (struct docs){0};
	for (int l = 0; l < ABI_N_LEVELS; l++)
		fine &= read_level(d, root, (enum abi_level)l);
	if (fine && !d->n) {
		diag_error("name a kernel's Documentation/ABI", "%s: no \"What:\" line in it",
			   root);
		fine = false;
	}
	if (d->n)
		qsort(d->entries, d->n, sizeof(*d->entries), by_what);
	return fine;
}

static const struct entry *find(const struct docs *d, const char *what)
{
	size_t lo = 0, hi = d->n;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;

		if (strcmp(what, d->entries[mid].what) <= 0)
			hi = mid;
		else
			lo = mid + 1;
	}
	return lo < d->n && strcmp(d->entries[lo].what, what) == 0 ? &d->entries[lo] : NULL;
}

static void tell(struct outcome *o, bool is_break, const struct entry *e, const char *what)
{
	o->breaks += is_break;
	o->notes += !is_break;
	if (o->j) {
		json_object_begin(o->j);
		json_kv_string(o->j, "verdict", is_break ? "break" : "note");
		json_kv_string(o->j, "what", e->what);
		json_kv_string(o->j, "file", e->file);
		json_kv_string(o->j, "finding", what);
		json_object_end(o->j);
	} else if (is_break || o->verbose) {
		printf("%-6s %s: %s: %s\n", is_break ? "break" : "note", e->file, e->what, what);
	}
}

static void compare(struct outcome *o, const struct entry *a, const struct entry *b)
{
	if (!b && a->level != ABI_REMOVED)
		tell(o, true, a, "it is gone without having passed through removed/");
	else if (!b || b->level == a->level)
		o->same++;
	else if (a->level == ABI_STABLE && b->level == ABI_TESTING)
		tell(o, true, a, "it was stable and is testing: what was promised stays");
	else if (a->level == ABI_STABLE && b->level == ABI_REMOVED)
		tell(o, true, a, "it was stable and is removed, without having been obsolete");
	else
		tell(o, false, a,
		     b->level == ABI_STABLE	? "it is stable now"
		     : b->level == ABI_OBSOLETE ? "it is obsolete now"
		     : b->level == ABI_REMOVED	? "it is removed now"
						: "it is testing now");
}

int docs_verify(const char *older, const char *newer, bool as_json, bool verbose)
{
	struct docs a = {0}, b = {0};
	struct json j;
	struct outcome o = {.j = as_json ? &j : NULL, .verbose = verbose};
	int state = EXIT_UNABLE;

	if (read_tree(&a, older) && read_tree(&b, newer)) {
		json_init(&j, stdout);
		if (as_json)
			json_array_begin(&j);
		for (size_t i = 0; i < a.n; i++)
			if (i == 0 || strcmp(a.entries[i].what, a.entries[i - 1].what) != 0)
				compare(&o, &a.entries[i], find(&b, a.entries[i].what));
		if (as_json) {
			json_array_end(&j);
			json_end_document(&j);
		} else {
			printf("%s: %lu breaks, %lu notes, %lu unchanged; %zu entries, now %zu\n",
			       o.breaks ? "BREAK" : "compatible", o.breaks, o.notes, o.same, a.n,
			       b.n);
		}
		state = o.breaks ? EXIT_FINDING : EXIT_FINE;
	}
	arena_deinit(&a.arena);
	arena_deinit(&b.arena);
	return state;
}
