/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What is to be checked: the jobs, and the drivers that they belong to. */
#define _GNU_SOURCE
#include "base/diag.h"
#include "base/paths.h"
#include "check/check_private.h"
#include "check/mem.h"
#include "check/sources.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static int add_driver(struct check *c, const char *path)
{
	struct driver d = {
		.path = mem_strdup(c->arena, path), .whole = sources_is_driver(path), .open = true};

	MEM_PUSH(c->arena, c->drivers, c->n_drivers, d);
	return c->n_drivers - 1;
}

/* Of files that come one by one nobody knows the others. */
static const char *includes_of(struct check *c, struct driver *d, const char *path)
{
	const char **list;
	int n;

	if (!c->world->names || d->includes)
		return d->includes;
	if (d->shared || strcmp(sources_driver(c->arena, path), d->path) != 0 ||
	    strcmp(path, d->path) == 0)
		return world_includes(c->arena, &path, 1);
	n = sources_of(c->arena, d->path, &list);
	d->includes = world_includes(c->arena, list, n);
	return d->includes;
}

/* A job that is @silent is there for what it teaches. */
static void add_job(struct check *c, int driver, const char *path, const char *const *args, bool silent)
{
	struct job j = {
		.path = mem_strdup(c->arena, path), .driver = driver, .stale = true, .silent = silent};
	const char **all = NULL;
	int n = 0;

	for (; args && *args; args++)
		MEM_PUSH(c->arena, all, n, mem_strdup(c->arena, *args));
	for (const char *const *more = c->opt->args; more && *more; more++)
		MEM_PUSH(c->arena, all, n, *more);
	MEM_PUSH(c->arena, all, n, NULL);
	j.args = world_args(c->arena, c->world, all);
	j.fo = world_options(c->arena, c->world, includes_of(c, &c->drivers[driver], path), j.args);
	MEM_PUSH(c->arena, c->jobs, c->n_jobs, j);
	c->drivers[driver].files++;
}

static bool add_folder(struct check *c, const char *path)
{
	const char **list;
	int n = sources_of(c->arena, path, &list), driver;

	if (n <= 0)
		return false;
	driver = add_driver(c, path);
	for (int i = 0; i < n; i++)
		add_job(c, driver, list[i], NULL, false);
	return true;
}

static struct job *find_job(struct check *c, int driver, const char *path)
{
	for (int i = 0; i < c->n_jobs; i++)
		if (c->jobs[i].driver == driver && strcmp(c->jobs[i].path, path) == 0)
			return &c->jobs[i];
	return NULL;
}

static int find_driver(struct check *c, const char *path, bool shared)
{
	int i = 0;

	while (i < c->n_drivers &&
	       (c->drivers[i].shared != shared || strcmp(c->drivers[i].path, path) != 0))
		i++;
	return i;
}

/* A file, and silently the others of its driver. */
static void add_file(struct check *c, const char *path, const char *const *args)
{
	const char *dir = sources_driver(c->arena, path), **list;
	int driver = find_driver(c, dir, false), n = 0;
	struct job *known;

	if (driver == c->n_drivers) {
		add_driver(c, dir);
		n = dir == path ? 0 : sources_of(c->arena, dir, &list);
	}
	for (int i = 0; i < n; i++)
		add_job(c, driver, list[i], args, true);
	known = find_job(c, driver, path);
	if (known)
		known->silent = false;
	else
		add_job(c, driver, path, args, false);
}

bool check_add(struct check *c, const char *path)
{
	char *real = realpath(path, NULL);
	struct stat st;
	bool ok = true;

	if (!real || stat(real, &st) != 0) {
		diag_error("name a C file or a driver's folder", "%s: no such file or folder",
			   path);
		free(real);
		return false;
	}
	if (S_ISDIR(st.st_mode))
		ok = add_folder(c, real);
	else
		add_file(c, real, NULL);
	free(real);
	return ok;
}

bool check_add_file(struct check *c, const char *path, const char *const *args)
{
	const char *dir = mem_strndup(c->arena, path, (size_t)(strrchr(path, '/') - path));
	int driver = find_driver(c, dir, true);

	if (driver == c->n_drivers) {
		add_driver(c, dir);
		c->drivers[driver].shared = true;
		c->drivers[driver].whole = false;
	}
	if (find_job(c, driver, path))
		return false;
	add_job(c, driver, path, args, false);
	return true;
}

static void ring(int sig)
{
	(void)sig;
}

/*
 * Held until the process ends: who comes later finds in the cache what was found. Who has waited
 * for too long does the work again.
 */
static void take_turn(const char *dir)
{
	struct sigaction on_alarm = {.sa_handler = ring}, before;
	char name[HASH_TEXT], *rel, *path;
	struct hash h;
	int fd;

	hash_init(&h);
	hash_add_string(&h, dir);
	hash_end(&h, name);
	rel = paths_format("check/turn.%.16s", name);
	path = paths_cache(rel);
	fd = path ? open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666) : -1;
	sigaction(SIGALRM, &on_alarm, &before);
	alarm(CHECK_LIMIT_MS / 1000);
	if (fd >= 0)
		flock(fd, LOCK_EX);
	alarm(0);
	sigaction(SIGALRM, &before, NULL);
	free(path);
	free(rel);
}

void check_add_compiled(struct check *c, const char *path, const char *const *args)
{
	int before = c->n_drivers;

	add_file(c, path, args);
	if (c->cache && c->n_drivers > before && c->drivers[before].files > 1)
		take_turn(c->drivers[before].path);
}
