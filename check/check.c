/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * What one file of a driver teaches (a field that is left NULL) the others must know: a driver's
 * files are checked again until nothing new is learned. A file knows what was taught in the rounds
 * before its own, so that neither their order nor the number of processes matters.
 */
#define _GNU_SOURCE
#include "check/check_private.h"

#include "base/diag.h"
#include "check/codes.h"
#include "check/headers.h"
#include "check/mem.h"
#include "check/result.h"

#include <sched.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_ROUNDS = 20 };

static struct report *report_new(struct mem *a)
{
	struct report *r = mem_new_object(a, struct report);

	r->arena = a;
	return r;
}

struct check *check_begin(const struct check_options *opt)
{
	struct mem *a = mem_new();
	struct check *c = mem_new_object(a, struct check);

	c->arena = a;
	c->opt = opt;
	c->report = report_new(a);
	c->world = opt->kernel ? world_kernel(a, opt->kernel) : world_kit(a);
	if (!c->world)
		return check_end(c);
	c->cache = opt->no_cache ? NULL : cache_open();
	return c;
}

struct check *check_end(struct check *c)
{
	if (c) {
		pool_close(c->crew);
		free(c->told);
		cache_close(c->cache);
		mem_free(c->arena);
	}
	return NULL;
}

/* The compiled header, if there is one, the key, and what is known by now: strings. */
static const char *ask(int i, size_t *ret_size, void *arg)
{
	struct check *c = arg;
	const struct job *j = &c->jobs[i];
	const struct facts *known = &c->drivers[j->driver].known;
	const char *pch = j->fo.pch ? j->fo.pch : "";
	size_t size = strlen(pch) + 1 + strlen(j->key) + 1;
	char *to;

	for (int k = 0; k < known->n; k++)
		size += strlen(known->lines[k]) + 1;
	if (size > c->told_room) {
		free(c->told);
		c->told = malloc(2 * size);
		c->told_room = c->told ? 2 * size : 0;
	}
	*ret_size = c->told ? size : 0;
	if (!c->told)
		return NULL;
	to = stpcpy(c->told, pch) + 1;
	to = stpcpy(to, j->key) + 1;
	for (int k = 0; k < known->n; k++)
		to = stpcpy(to, known->lines[k]) + 1;
	return c->told;
}

static void work(int i, char *told, size_t size, FILE *out, void *arg)
{
	struct check *c = arg;
	struct job *j = &c->jobs[i];
	struct mem *a = mem_new();
	struct report *r = report_new(a);
	struct facts known = {.n = 0};
	const char *key = told + strlen(told) + 1;

	j->fo.pch = *told ? mem_strdup(c->arena, told) : NULL;
	strcpy(j->key, key);
	for (const char *at = key + strlen(key) + 1; at < told + size; at += strlen(at) + 1)
		MEM_PUSH(a, known.lines, known.n, at);
	r->known = &known;
	r->whole = c->drivers[j->driver].whole;
	job_do(j, c->cache, c->drivers[j->driver].files > 1, r);
	result_write(r, out);
	mem_free(a);
}

static void done(int i, char *text, const char *died, void *arg)
{
	struct check *c = arg;
	struct job *j = &c->jobs[i];
	char *copy = text ? mem_strdup(c->arena, text) : NULL;

	free(text);
	j->r = report_new(c->arena);
	if (copy && result_read(j->r, copy))
		return;
	j->r = report_new(c->arena);
	job_failed(j, died ? died : "the checker gave no whole answer", j->r);
}

static int processors(void)
{
	cpu_set_t set;

	return sched_getaffinity(0, sizeof(set), &set) == 0 ? CPU_COUNT(&set) : 1;
}

static void run_round(struct check *c)
{
	c->n_todo = 0;
	for (int i = 0; c->cache && i < c->n_drivers; i++)
		if (c->drivers[i].open)
			facts_hash(&c->drivers[i].known, c->drivers[i].known_name);
	for (int i = 0; i < c->n_jobs; i++) {
		struct job *j = &c->jobs[i];
		const struct driver *d = &c->drivers[j->driver];

		if (!d->open || !j->stale)
			continue;
		j->r = report_new(c->arena);
		if (c->cache)
			cache_key(j->path, j->args, d->whole, d->known_name, j->key);
		if (!c->cache || !cache_find(c->cache, j->key, j->r))
			MEM_PUSH(c->arena, c->todo, c->n_todo, i);
	}
	if (!c->n_todo)
		return;
	frontend_prepare();
	headers_prepare(c->arena, c->cache, c->jobs, c->todo, c->n_todo, c->pool.width, CHECK_LIMIT_MS);
	if (!c->crew)
		c->crew = pool_open(&c->pool);
	pool_do(c->crew, c->todo, c->n_todo);
}

/* What could not be checked may be once more is known. */
static void mark_stale(struct check *c, int driver, const struct facts *taught)
{
	for (int i = 0; i < c->n_jobs; i++) {
		struct job *j = &c->jobs[i];

		if (j->driver == driver)
			j->stale = j->r->unable ||
				   facts_touch(&c->drivers[driver].known, taught, &j->r->asked);
	}
}

/*
 * Which drivers have files that must know what this round taught? What a round no longer teaches is
 * forgotten: it followed from what was not known yet.
 */
static bool learn(struct check *c)
{
	bool more = false;

	for (int i = 0; i < c->n_drivers; i++) {
		struct driver *d = &c->drivers[i];
		struct facts taught = {0};

		for (int k = 0; d->open && k < c->n_jobs; k++)
			if (c->jobs[k].driver == i)
				facts_merge(&taught, c->arena, &c->jobs[k].r->taught);
		d->open = d->open && d->files > 1 && !facts_equal(&d->known, &taught);
		if (d->open)
			mark_stale(c, i, &taught);
		d->known = d->open ? taught : d->known;
		if (getenv("CLEAT_CHECK_FACTS") && fprintf(stderr, "---- round\n"))
			facts_dump(&taught);
		more |= d->open;
	}
	return more;
}

/*
 * CLEAT_CHECK_START, for whoever checks one driver in many forms (tests/mutate): the rounds begin
 * with what was known at the end of the run that made the file, and end with the first finding.
 */
static const char *start_file(const struct check *c)
{
	return c->n_drivers == 1 ? getenv("CLEAT_CHECK_START") : NULL;
}

static bool found_something(struct check *c)
{
	for (int i = 0; i < c->n_jobs; i++)
		if (c->jobs[i].r->n_findings) {
			c->drivers[0].open = false;
			return true;
		}
	return false;
}

struct report *check_run(struct check *c)
{
	bool more = c->n_jobs > 0;
	const char *start = start_file(c);
	bool warm = start && facts_load(&c->drivers[0].known, c->arena, start);

	c->pool = (struct pool){.jobs = c->n_jobs,
				.width = c->opt->width ? c->opt->width : processors(),
				.limit_ms = CHECK_LIMIT_MS,
				.ask = ask,
				.work = work,
				.done = done,
				.arg = c};
	for (int round = 0; more && round < MAX_ROUNDS; round++) {
		run_round(c);
		more = learn(c) && !(warm && found_something(c));
	}
	if (start && !warm && !more)
		facts_save(&c->drivers[0].known, start);
	for (int i = 0; i < c->n_jobs; i++) {
		struct job *j = &c->jobs[i];

		if (c->drivers[j->driver].open)
			job_failed(j, "the driver's files teach each other without end", j->r);
		if (!j->silent)
			report_merge(c->report, j->r, c->drivers[j->driver].path);
	}
	return c->report;
}

int check_status(const struct report *r)
{
	bool outside = r->unable > 0;

	for (int i = 0; i < r->n_findings; i++)
		outside |= code_not_checked(r->findings[i].code);
	if (outside)
		return EXIT_UNABLE;
	return r->n_findings ? EXIT_FINDING : EXIT_FINE;
}

int check_driver(const char *dir, struct check_summary *ret)
{
	static const struct check_options plain = {.args = NULL};
	struct check *c = check_begin(&plain);
	bool found = check_add(c, dir);
	struct report *r = check_run(c);
	int status = found ? check_status(r) : EXIT_UNABLE;

	report_sort(r);
	if (status != EXIT_FINE)
		findings_text(r, stderr);
	*ret = (struct check_summary){.findings = r->n_findings,
				      .unable = r->unable + !found,
				      .files = r->files,
				      .functions = r->functions,
				      .lines = r->lines,
				      .unsafe_regions = r->n_regions,
				      .ms = r->parse_ms + r->check_ms};
	ret->unsafe_lines = report_unsafe_lines(r);
	check_end(c);
	return status;
}
