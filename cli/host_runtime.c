/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#define _GNU_SOURCE
#include "cli/host_runtime.h"

#include "base/diag.h"
#include "base/paths.h"
#include "base/run.h"

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* What the library is made of, and what only decides whether it is still the same. */
static const char *const source_globs[] = {"host/*.c",	  "host/fuse/*.c", "base/diag.c",
					   "base/json.c", "base/paths.c",  "kunit/*.c"};
static const char *const header_globs[] = {"host/*.h", "host/fuse/*.h", "base/*.h",
					   "include/cleat/*.h", "kunit/*.h", "host/preload/*"};

enum { PRUNE_KEEP = 12, PRUNE_AGE_S = 24 * 3600 };
enum { N_SOURCES = sizeof(source_globs) / sizeof(source_globs[0]) };
enum { N_HEADERS = sizeof(header_globs) / sizeof(header_globs[0]) };

static const char runtime_flags[] =
	"-std=gnu11 -D__CLEAT_HOST__ -Ikit -Ikit/include -Wall -fmacro-prefix-map=kit/=";

const char *host_runtime_flags(enum host_flavour flavour)
{
	switch (flavour) {
	case HOST_ASAN:
		return "-g -O1 -fno-omit-frame-pointer -fsanitize=address,undefined "
		       "-fno-sanitize-recover=undefined";
	case HOST_TSAN:
		return "-g -O1 -fno-omit-frame-pointer -fsanitize=thread";
	case HOST_PLAIN:
		break;
	}
	return "-g -O2 -fno-omit-frame-pointer";
}

unsigned long long host_hash(const void *data, size_t n, unsigned long long seed)
{
	const unsigned char *p = data;
	unsigned long long h = seed ? seed : 0xcbf29ce484222325ull;

	for (size_t i = 0; i < n; i++)
		h = (h ^ p[i]) * 0x100000001b3ull;
	return h;
}

int host_lock(const char *path)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);

	if (fd >= 0 && flock(fd, LOCK_EX) == 0)
		return fd;
	diag_error("set CLEAT_CACHE to a folder that can be written", "%s: %s", path,
		   strerror(errno));
	if (fd >= 0)
		close(fd);
	return -1;
}

/* One line of make's or the compiler's output, in the user's own terms. */
static void show_line(const char *line, const char *source)
{
	const char *at;

	if (strncmp(line, "make: ", 6) == 0 || strncmp(line, "make[", 5) == 0)
		return;
	at = strstr(line, "src/");
	if (at && (at == line || at[-1] == ' '))
		fprintf(stderr, "%.*s%s/%s\n", (int)(at - line), line, source, at + 4);
	else
		fprintf(stderr, "%s\n", line);
}

int host_make(const char *build, const char *source)
{
	char jobs[16];
	const char *argv[] = {"make", "-s", "--no-print-directory", jobs, NULL};
	const char *env[] = {"MAKEFLAGS=", "MAKELEVEL=", NULL, NULL};
	struct run r = {.argv = argv, .env = env, .cwd = build, .capture = true, .merge = true};
	char *save = NULL;

	snprintf(jobs, sizeof(jobs), "-j%ld", sysconf(_SC_NPROCESSORS_ONLN));
	if (!getenv("CC"))
		env[2] = "CC=gcc";
	run_wait(&r);
	for (char *l = r.out ? strtok_r(r.out, "\n", &save) : NULL; l;
	     l = strtok_r(NULL, "\n", &save))
		show_line(l, source);
	free(r.out);
	if (r.status == 127)
		return diag_error("install the packages gcc and make", "make: not found");
	return r.status ? EXIT_FINDING : 0;
}

/* All files of the given patterns, sorted, relative to the kit. */
static void find_files(const char *const *patterns, int n, glob_t *ret)
{
	for (int i = 0; i < n; i++) {
		char *pattern = paths_kit(patterns[i]);

		glob(pattern, i ? GLOB_APPEND : 0, NULL, ret);
		free(pattern);
	}
}

static bool hash_files(const glob_t *files, unsigned long long *h)
{
	for (size_t i = 0; i < files->gl_pathc; i++) {
		size_t size;
		char *text = paths_read(files->gl_pathv[i], &size);

		if (!text) {
			diag_error("restore the kit's files", "%s: %s", files->gl_pathv[i],
				   strerror(errno));
			return false;
		}
		*h = host_hash(paths_base(files->gl_pathv[i]),
			       strlen(paths_base(files->gl_pathv[i])), *h);
		*h = host_hash(text, size, *h);
		free(text);
	}
	return true;
}

static unsigned long long hash_compiler(unsigned long long h)
{
	const char *cc = getenv("CC") ? getenv("CC") : "gcc";
	const char *argv[] = {cc, "--version", NULL};
	char *version = run_output(argv);

	h = host_hash(cc, strlen(cc), h);
	if (version)
		h = host_hash(version, strlen(version), h);
	free(version);
	return h;
}

static bool object_of(const char *path, const char *name)
{
	return strcmp(paths_base(path), name) == 0;
}

/* Paths below "kit", so that neither the kit's nor the cache's place matters to make. */
static void write_rules(FILE *f, const glob_t *sources, enum host_flavour flavour, size_t kit_len)
{
	fprintf(f, "F := %s %s\nall: libhost.a main.o kunit.o libcleat-preload.so\nO :=", host_runtime_flags(flavour),
		runtime_flags);
	for (size_t i = 0; i < sources->gl_pathc; i++) {
		const char *p = sources->gl_pathv[i];

		if (!object_of(p, "main.c") && !object_of(p, "kunit.c"))
			fprintf(f, " o%.*s.o", (int)(strlen(p) - kit_len) - 2, p + kit_len);
	}
	fprintf(f, "\nlibhost.a: $(O)\n\tar rcs $@ $(O)\n");
	/* See host/fuse/quiet.h. */
	if (flavour == HOST_TSAN)
		fprintf(f, "o/host/fuse/%%.o: F := $(filter-out -fsanitize=thread,$(F)) "
			   "-DCLEAT_TSAN\n");
	fprintf(f, "o/%%.o: kit/%%.c\n\t@mkdir -p $(@D)\n\t$(CC) $(F) -c -o $@ $<\n");
	fprintf(f, "%%.o: kit/host/%%.c\n\t$(CC) $(F) -c -o $@ $<\n");
	/* It goes into programs that know nothing of sanitizers, and shows them one symbol. */
	fprintf(f, "libcleat-preload.so: $(wildcard kit/host/preload/*.c)\n\t$(CC) %s %s "
		   "-fPIC -fvisibility=hidden -shared -pthread -o $@ $^\n",
		host_runtime_flags(HOST_PLAIN), runtime_flags);
}

static int compile(const char *dir, const glob_t *sources, enum host_flavour flavour)
{
	char *kit = paths_kit(""), *link = paths_format("%s/kit", dir),
	     *path = paths_format("%s/Makefile", dir);
	FILE *f = NULL;
	int err = paths_mkdirs(dir);

	if (!err && symlink(kit, link) == 0)
		f = fopen(path, "we");
	if (f)
		write_rules(f, sources, flavour, strlen(kit));
	if (!f || fclose(f) != 0)
		err = diag_error("free some space, or set CLEAT_CACHE", "%s: cannot be written",
				 path);
	else
		err = host_make(dir, "src");
	free(kit);
	free(link);
	free(path);
	if (err == EXIT_FINDING)
		err = diag_error("free some space, or report it with the lines above",
				 "the host runtime does not build");
	return err;
}

/* Build beside the final place and rename: what is there under its final name is complete. */
static int build_at(const char *dir, const glob_t *sources, enum host_flavour flavour)
{
	char *tmp = paths_format("%s.new", dir);
	int err;

	paths_remove_tree(tmp);
	diag_note("building the host runtime (once)");
	err = compile(tmp, sources, flavour);
	if (!err && rename(tmp, dir) < 0)
		err = diag_error("set CLEAT_CACHE to another folder", "%s: %s", dir,
				 strerror(errno));
	if (err)
		paths_remove_tree(tmp);
	free(tmp);
	return err;
}

/* A folder of the cache and when it was last used. */
struct kept {
	char *path;
	time_t used;
};

static int newest_first(const void *a, const void *b)
{
	const struct kept *x = a, *y = b;

	return x->used < y->used ? 1 : x->used > y->used ? -1 : 0;
}

/* Old versions go: all but the newest few, and none that somebody may be linking just now. */
static void prune(const char *dir)
{
	char *pattern = paths_format("%.*s/????????????????", (int)(strrchr(dir, '/') - dir), dir);
	time_t recent = time(NULL) - PRUNE_AGE_S;
	struct kept *kept = NULL;
	glob_t found = {0};

	glob(pattern, 0, NULL, &found);
	free(pattern);
	if (found.gl_pathc > PRUNE_KEEP)
		kept = calloc(found.gl_pathc, sizeof(*kept));
	for (size_t i = 0; kept && i < found.gl_pathc; i++) {
		struct stat st;

		kept[i].path = found.gl_pathv[i];
		kept[i].used = stat(kept[i].path, &st) == 0 ? st.st_mtime : 0;
	}
	if (kept)
		qsort(kept, found.gl_pathc, sizeof(*kept), newest_first);
	for (size_t i = PRUNE_KEEP; kept && i < found.gl_pathc; i++) {
		if (kept[i].used < recent)
			paths_remove_tree(kept[i].path);
	}
	free(kept);
	globfree(&found);
}

int host_runtime(enum host_flavour flavour, char **ret_dir)
{
	const char *flags = host_runtime_flags(flavour);
	unsigned long long h = hash_compiler(host_hash(flags, strlen(flags), 0));
	glob_t sources = {0}, headers = {0};
	char *rel = NULL, *dir = NULL, *lock_path;
	int err = EXIT_UNABLE, lock = -1;

	find_files(source_globs, N_SOURCES, &sources);
	find_files(header_globs, N_HEADERS, &headers);
	h = host_hash(runtime_flags, strlen(runtime_flags), h);
	if (hash_files(&sources, &h) && hash_files(&headers, &h)) {
		rel = paths_format("runtime/%016llx", h);
		dir = paths_cache(rel);
	}
	if (dir) {
		lock_path = paths_format("%s.lock", dir);
		lock = host_lock(lock_path);
		free(lock_path);
	}
	if (lock >= 0) {
		if (!paths_exists(dir)) {
			err = build_at(dir, &sources, flavour);
			prune(dir);
		} else {
			err = 0;
			utimensat(AT_FDCWD, dir, NULL, 0);
		}
		close(lock);
	}
	globfree(&sources);
	globfree(&headers);
	free(rel);
	if (err)
		free(dir);
	else
		*ret_dir = dir;
	return err;
}
