/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "check/job.h"

#include "check/frontend.h"
#include "check/mem.h"
#include "check/module.h"
#include "check/pch.h"

#include <stdlib.h>
#include <string.h>

/* Bytes of files that this process has read and keeps; what is beyond it is read again. */
static const size_t MAX_HELD = (size_t)512 << 20;
static size_t held;

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

/* Read the file. What is read now is what later rounds are about, whatever becomes of it. */
static void read_file(struct job *j, struct cache *c)
{
	struct mem *a = mem_new();
	char *more = j->fo.pch ? pch_inputs(j->fo.pch) : NULL;
	struct cache_inputs in = {.dirs = include_dirs(a, j), .more = more};

	clock_gettime(CLOCK_REALTIME_COARSE, &in.began);
	j->u = frontend_parse(j->path, &j->fo);
	if (j->u && (more || !j->fo.pch)) {
		in.files = j->u->inputs;
		in.n_files = j->u->n_inputs;
		j->inputs = cache_inputs_text(c, &in);
	}
	free(more);
	mem_free(a);
}

static void forget(struct job *j)
{
	held -= j->held;
	j->held = 0;
	j->u = frontend_free(j->u);
	free(j->inputs);
	j->inputs = NULL;
}

static void hold(struct job *j)
{
	mem_mark(j->u->arena);
	j->held = mem_size(j->u->arena);
	held += j->held;
}

void job_do(struct job *j, struct cache *c, bool again, struct report *r)
{
	if (j->u)
		mem_rewind(j->u->arena);
	else
		read_file(j, c);
	if (!j->u) {
		r->unable++;
		return;
	}
	if (again && !j->held)
		hold(j);
	module_check(j->u, r);
	hidden_check(j->u, r);
	cache_keep(c, j->key, r, j->inputs);
	if (!again || held > MAX_HELD)
		forget(j);
}

void job_failed(const struct job *j, const char *why, struct report *r)
{
	struct finding f = {.code = "CL000", .path = j->path, .line = 1, .col = 1, .text = why};

	f.text = mem_strdup(r->arena, why);
	MEM_PUSH(r->arena, r->findings, r->n_findings, f);
	r->files++;
	r->unable++;
}
