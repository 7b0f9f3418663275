/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#define _GNU_SOURCE
#include "check/pch.h"

#include "base/hash.h"
#include "base/paths.h"
#include "check/buildid.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Some 12 MB each, with the names of its headers, and the note that it was of use once. */
enum { KEPT = 3 * 8 };

const char *pch_path(struct mem *a, const struct frontend_options *fo)
{
	char name[HASH_TEXT], *rel, *path;
	const char *copy;
	struct hash h;

	hash_init(&h);
	hash_add_string(&h, build_id());
	hash_add_string(&h, fo->header);
	for (const char *const *arg = fo->args; *arg; arg++)
		hash_add_string(&h, *arg);
	for (int i = 0; i < fo->n_made; i++)
		hash_add_string(&h, fo->made[i].text);
	hash_end(&h, name);
	rel = paths_format("check/pch/%s.pch", name);
	path = paths_cache(rel);
	free(rel);
	if (!path)
		return NULL;
	copy = mem_strdup(a, path);
	free(path);
	utimensat(AT_FDCWD, copy, NULL, 0); /* the longest unused go first */
	return copy;
}

/* The one that was not used for longest, when there are too many. */
static char *oldest(const char *dir)
{
	struct timespec least = {0};
	char *found = NULL;
	int n = 0;
	DIR *d = opendir(dir);

	for (struct dirent *e = d ? readdir(d) : NULL; e; e = readdir(d)) {
		char *path = paths_format("%s/%s", dir, e->d_name);
		struct stat st;
		bool older = false;

		if (stat(path, &st) == 0 && S_ISREG(st.st_mode)) {
			n++;
			older = !found || st.st_mtim.tv_sec < least.tv_sec ||
				(st.st_mtim.tv_sec == least.tv_sec &&
				 st.st_mtim.tv_nsec < least.tv_nsec);
		}
		if (older) {
			free(found);
			found = path;
			least = st.st_mtim;
		} else {
			free(path);
		}
	}
	if (d)
		closedir(d);
	if (n > KEPT)
		return found;
	free(found);
	return NULL;
}

bool pch_pays(const char *path, int files)
{
	char *note = paths_format("%s.once", path);
	bool pays = files > 1 || paths_exists(note);
	int fd = pays ? -1 : open(note, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);

	if (fd >= 0)
		close(fd);
	free(note);
	return pays;
}

char *pch_inputs(const char *path)
{
	char *list = paths_format("%s.inputs", path), *text = paths_read(list, NULL);

	free(list);
	return text;
}

bool pch_holds(struct cache *c, const char *path)
{
	char *text = pch_inputs(path);
	bool holds = text && paths_exists(path) && cache_inputs_hold(c, text);

	free(text);
	return holds;
}

/* The names first: a compiled form without them is of no use. */
static bool save(struct cache *c, const char *path, const char *tmp, const struct frontend_options *fo)
{
	struct mem *a = mem_new();
	char *list = paths_format("%s.inputs", path), *text = NULL;
	struct cache_inputs in = {.n_files = 0};
	struct input *files;
	bool good;

	clock_gettime(CLOCK_REALTIME_COARSE, &in.began);
	good = frontend_save(a, tmp, fo, &files, &in.n_files);
	in.files = files;
	if (good)
		text = cache_inputs_text(c, &in);
	good = text && paths_write(list, text) == 0 && rename(tmp, path) == 0;
	if (!good)
		unlink(tmp);
	free(text);
	free(list);
	mem_free(a);
	return good;
}

bool pch_make(struct cache *c, const char *path, const struct frontend_options *fo)
{
	char *tmp = paths_format("%s.%d", path, getpid());
	char *dir = paths_format("%.*s", (int)(strrchr(path, '/') - path), path), *old;
	bool made = save(c, path, tmp, fo), trimmed = true;

	while (trimmed && (old = oldest(dir))) {
		trimmed = unlink(old) == 0;
		free(old);
	}
	free(dir);
	free(tmp);
	return made;
}
