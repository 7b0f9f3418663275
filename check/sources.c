/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#define _GNU_SOURCE
#include "check/sources.h"

#include "base/diag.h"
#include "base/paths.h"
#include "check/mem.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

static bool ends_in(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);

	return n > m && strcmp(s + n - m, end) == 0;
}

bool sources_is_test(const char *name)
{
	return ends_in(name, "_test.c") || ends_in(name, ".mod.c");
}

static int is_source(const struct dirent *d)
{
	return ends_in(d->d_name, ".c") && d->d_name[0] != '.' && !sources_is_test(d->d_name);
}

struct sources {
	struct mem *arena;
	const char *dir;
	const char **list;
	int n;
};

static void add(struct sources *s, const char *path)
{
	char *real = realpath(path, NULL);

	for (int i = 0; real && i < s->n; i++)
		if (strcmp(s->list[i], real) == 0) {
			free(real);
			return;
		}
	MEM_PUSH(s->arena, s->list, s->n, mem_strdup(s->arena, real ? real : path));
	free(real);
}

/* Is "NAME-y", "NAME-m" or "NAME-objs" in the text: is NAME.o made of others? */
static bool is_composite(const char *text, const char *name, size_t n)
{
	for (const char *at = text; (at = memmem(at, strlen(at), name, n)); at++)
		if ((at == text || strchr(" \t\n", at[-1])) &&
		    (strncmp(at + n, "-y", 2) == 0 || strncmp(at + n, "-m", 2) == 0 ||
		     strncmp(at + n, "-objs", 5) == 0))
			return true;
	return false;
}

/* One word of the Kbuild that ends in ".o". */
static bool take_object(struct sources *s, const char *text, const char *word)
{
	int n = (int)strlen(word) - 2;
	char *file;
	bool good = true;

	if (strchr(word, '$') && !strchr(word, '/'))
		return true; /* whatever it is, it lies in the folder */
	if (is_composite(text, word, (size_t)n))
		return true;
	file = paths_format("%s/%.*s.c", s->dir, n, word);
	if (!strchr(word, '$') && paths_exists(file)) {
		add(s, file);
	} else {
		diag_error("only C can be checked: correct the Kbuild, or add the file",
			   "%s/Kbuild: %s: there is no %.*s.c", s->dir, word, n, word);
		good = false;
	}
	free(file);
	return good;
}

static bool take_kbuild(struct sources *s)
{
	char *path = paths_format("%s/Kbuild", s->dir), *text = paths_read(path, NULL);
	char *words = text ? mem_strdup(s->arena, text) : NULL, *save = NULL;
	bool good = true;

	for (char *at = words; at && (at = strchr(at, '#'));)
		while (*at && *at != '\n')
			*at++ = ' ';
	for (char *w = words ? strtok_r(words, " \t\n=:+\\", &save) : NULL; w;
	     w = strtok_r(NULL, " \t\n=:+\\", &save))
		if (ends_in(w, ".o"))
			good &= take_object(s, text, w);
	free(text);
	free(path);
	return good;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

int sources_of(struct mem *a, const char *dir, const char ***ret_list)
{
	struct sources s = {.arena = a, .dir = dir};
	struct dirent **list = NULL;
	int n = scandir(dir, &list, is_source, alphasort);

	for (int i = 0; i < n; i++) {
		char *path = paths_format("%s/%s", dir, list[i]->d_name);

		add(&s, path);
		free(path);
		free(list[i]);
	}
	free(list);
	if (!take_kbuild(&s))
		return -1;
	if (s.n)
		qsort(s.list, (size_t)s.n, sizeof(*s.list), by_name);
	else
		diag_error("name a C file or a driver's folder", "%s: no C file in it", dir);
	*ret_list = s.list;
	return s.n;
}

bool sources_is_driver(const char *dir)
{
	char *kbuild = paths_format("%s/Kbuild", dir);
	bool is_driver = paths_exists(kbuild);

	free(kbuild);
	return is_driver;
}

const char *sources_driver(struct mem *a, const char *path)
{
	const char *dir = mem_strndup(a, path, (size_t)(strrchr(path, '/') - path));

	return sources_is_driver(dir) ? dir : path;
}
