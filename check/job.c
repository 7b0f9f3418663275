/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "check/job.h"

#include "check/frontend.h"
#include "check/mem.h"
#include "check/module.h"
#include "check/pch.h"

#include <stdlib.h>
#include <string.h>

void job_key(const struct job *j, const struct facts *known, char ret_key[HASH_TEXT])
{
	cache_key(j->path, j->args, known, ret_key);
}

/* The folders where the file's includes are looked for, its own first. */
static const char *const *include_dirs(struct mem *a, const struct job *j)
{
	size_t own = (size_t)(strrchr(j->path, '/') - j->path);
	static const char *const options[] = {"-I", "-iquote", "-isystem", "-idirafter", NULL};
	const char **dirs = NULL;
	int n = 0;

	MEM_PUSH(a, dirs, n, mem_strndup(a, j->path, own));
	for (const char *const *arg = j->args; *arg; arg++)
		for (int i = 0; options[i]; i++)
			if (strncmp(*arg, options[i], strlen(options[i])) == 0)
				MEM_PUSH(a, dirs, n, *arg + strlen(options[i]));
	MEM_PUSH(a, dirs, n, NULL);
	return dirs;
}

void job_do(const struct job *j, struct cache *c, const char *key, struct report *r)
{
	struct cache_inputs in = {.dirs = include_dirs(r->arena, j)};
	char *more = j->fo.pch ? pch_inputs(j->fo.pch) : NULL;
	struct unit *u;

	clock_gettime(CLOCK_REALTIME_COARSE, &in.began);
	u = frontend_parse(j->path, &j->fo);
	if (!u) {
		r->unable++;
		free(more);
		return;
	}
	module_check(u, r);
	hidden_check(u, r);
	in.files = u->inputs;
	in.n_files = u->n_inputs;
	in.more = more;
	if (more || !j->fo.pch)
		cache_keep(c, key, r, &in);
	free(more);
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
