/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "check/job.h"

#include "base/paths.h"
#include "check/frontend.h"
#include "check/mem.h"
#include "check/module.h"

#include <stdlib.h>
#include <string.h>

static const char *kit_path(struct mem *a, const char *rel)
{
	char *path = paths_kit(rel);
	const char *copy = mem_strdup(a, path);

	free(path);
	return copy;
}

/* A folder by its true name: the outcome depends on where it is, not on how it is called. */
static const char *absolute(struct mem *a, const char *arg)
{
	char *real;

	if (strncmp(arg, "-I", 2) != 0)
		return arg;
	real = realpath(arg + 2, NULL);
	if (!real)
		return arg;
	arg = mem_format(a, "-I%s", real);
	free(real);
	return arg;
}

const char *const *job_args(struct mem *a, const char *const *more)
{
	const char **args = NULL;
	int n = 0;

	MEM_PUSH(a, args, n, mem_format(a, "-I%s", kit_path(a, "include")));
	MEM_PUSH(a, args, n, "-D__CLEAT_CHECK__");
	MEM_PUSH(a, args, n, "-D__CLEAT_HOST__");
	MEM_PUSH(a, args, n, "-DKBUILD_MODNAME=\"driver\"");
	for (; more && *more; more++)
		MEM_PUSH(a, args, n, absolute(a, *more));
	MEM_PUSH(a, args, n, NULL);
	return args;
}

void job_key(const struct job *j, const struct facts *known, char ret_key[HASH_TEXT])
{
	cache_key(j->path, j->args, known, ret_key);
}

/* The folders where the file's includes are looked for, its own first. */
static const char *const *include_dirs(struct mem *a, const struct job *j)
{
	size_t own = (size_t)(strrchr(j->path, '/') - j->path);
	const char **dirs = NULL;
	int n = 0;

	MEM_PUSH(a, dirs, n, mem_strndup(a, j->path, own));
	for (const char *const *arg = j->args; *arg; arg++)
		if (strncmp(*arg, "-I", 2) == 0)
			MEM_PUSH(a, dirs, n, *arg + 2);
	MEM_PUSH(a, dirs, n, NULL);
	return dirs;
}

void job_do(const struct job *j, struct cache *c, const char *key, struct report *r)
{
	const char *trusted[] = {kit_path(r->arena, "include"), kit_path(r->arena, "host"),
				 kit_path(r->arena, "kernel"), NULL};
	struct frontend_options fo = {.args = j->args, .trusted = trusted};
	struct cache_inputs in = {.dirs = include_dirs(r->arena, j)};
	struct unit *u;

	clock_gettime(CLOCK_REALTIME_COARSE, &in.began);
	u = frontend_parse(j->path, &fo);
	if (!u) {
		r->unable++;
		return;
	}
	module_check(u, r);
	in.files = u->inputs;
	in.n_files = u->n_inputs;
	cache_keep(c, key, r, &in);
	frontend_free(u);
}

void job_failed(const struct job *j, const char *why, struct report *r)
{
	struct finding f = {.code = "CL000", .path = j->path, .line = 1, .col = 1, .text = why};

	f.text = mem_strdup(r->arena, why);
	MEM_PUSH(r->arena, r->findings, r->n_findings, f);
	r->files++;
	r->unable++;
}
