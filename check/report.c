/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "check/mem.h"
#include "check/report.h"

#include <stdlib.h>
#include <string.h>

void report_asks(struct report *r, const char *what)
{
	facts_add(&r->asked, r->arena, what);
}

bool report_knows(struct report *r, const char *line)
{
	report_asks(r, line);
	return facts_have(r->known, line);
}

struct finding *report_add(struct report *r, const struct unit *u, const char *code, struct loc at,
			   const char *text, const char *fix)
{
	const char *path = u->files[at.file].path;
	struct finding f = {.code = code, .line = at.line, .col = at.col};

	for (int i = 0; i < r->n_findings; i++) {
		const struct finding *g = &r->findings[i];

		if (g->line == at.line && strcmp(g->code, code) == 0 && path &&
		    strcmp(g->path, path) == 0 && (g->col == at.col || strcmp(g->text, text) == 0))
			return NULL;
	}
	f.path = mem_strdup(r->arena, path ? path : "?");
	f.text = mem_strdup(r->arena, text);
	f.fix = fix ? mem_strdup(r->arena, fix) : NULL;
	MEM_PUSH(r->arena, r->findings, r->n_findings, f);
	return &r->findings[r->n_findings - 1];
}

void report_step(struct report *r, const struct unit *u, struct finding *f, struct loc at,
		 const char *text)
{
	if (at.file)
		report_step_at(r, f, u->files[at.file].path, at, text);
}

void report_step_at(struct report *r, struct finding *f, const char *path, struct loc at,
		    const char *text)
{
	if (!f || f->n_steps == (int)(sizeof(f->steps) / sizeof(f->steps[0])))
		return;
	f->steps[f->n_steps++] = (struct step){.path = mem_strdup(r->arena, path ? path : "?"),
					       .line = at.line,
					       .col = at.col,
					       .text = mem_strdup(r->arena, text)};
}

static bool has_finding(const struct report *r, const struct finding *f)
{
	for (int i = 0; i < r->n_findings; i++) {
		const struct finding *g = &r->findings[i];

		if (g->line == f->line && g->col == f->col && strcmp(g->code, f->code) == 0 &&
		    strcmp(g->path, f->path) == 0)
			return true;
	}
	return false;
}

static bool has_region(const struct report *r, const struct unsafe_region *u)
{
	for (int i = 0; i < r->n_regions; i++)
		if (r->regions[i].line == u->line && r->regions[i].driver == u->driver &&
		    strcmp(r->regions[i].path, u->path) == 0)
			return true;
	return false;
}

/* A region within another has no lines of its own. */
static bool inside_another(const struct report *r, const struct unsafe_region *u)
{
	for (int i = 0; i < r->n_regions; i++) {
		const struct unsafe_region *o = &r->regions[i];

		if (o->driver == u->driver && strcmp(o->path, u->path) == 0 && o->line < u->line &&
		    o->line + o->lines >= u->line + u->lines)
			return true;
	}
	return false;
}

static int driver_index(struct report *r, const char *path)
{
	struct driver_count d = {.path = path};

	for (int i = 0; i < r->n_drivers; i++)
		if (strcmp(r->drivers[i].path, path) == 0)
			return i;
	d.path = mem_strdup(r->arena, path);
	MEM_PUSH(r->arena, r->drivers, r->n_drivers, d);
	return r->n_drivers - 1;
}

static void merge_regions(struct report *to, const struct report *from, int driver)
{
	struct driver_count *d = &to->drivers[driver];

	for (int i = 0; i < from->n_regions; i++) {
		struct unsafe_region u = from->regions[i];

		u.driver = driver;
		if (!has_region(to, &u))
			MEM_PUSH(to->arena, to->regions, to->n_regions, u);
	}
	d->regions = d->unsafe_lines = 0;
	for (int i = 0; i < to->n_regions; i++) {
		if (to->regions[i].driver != driver)
			continue;
		d->regions++;
		if (!inside_another(to, &to->regions[i]))
			d->unsafe_lines += (int)to->regions[i].lines;
	}
}

void report_merge(struct report *to, const struct report *from, const char *driver)
{
	int at = driver_index(to, driver);
	struct driver_count *d = &to->drivers[at];

	for (int i = 0; i < from->n_findings; i++)
		if (!has_finding(to, &from->findings[i]))
			MEM_PUSH(to->arena, to->findings, to->n_findings, from->findings[i]);
	d->files += from->files;
	d->lines += from->lines;
	d->functions += from->functions;
	merge_regions(to, from, at);
	to->files += from->files;
	to->lines += from->lines;
	to->functions += from->functions;
	to->unable += from->unable;
	to->cached += from->cached;
	to->parse_ms += from->parse_ms;
	to->check_ms += from->check_ms;
}

int report_unsafe_lines(const struct report *r)
{
	int lines = 0;

	for (int i = 0; i < r->n_drivers; i++)
		lines += r->drivers[i].unsafe_lines;
	return lines;
}

static int compare(const void *va, const void *vb)
{
	const struct finding *a = va, *b = vb;
	int c = strcmp(a->path, b->path);

	if (c == 0)
		c = a->line != b->line ? (a->line < b->line ? -1 : 1) : 0;
	if (c == 0)
		c = a->col != b->col ? (a->col < b->col ? -1 : 1) : 0;
	return c ? c : strcmp(a->code, b->code);
}

void report_sort(struct report *r)
{
	if (r->n_findings)
		qsort(r->findings, (size_t)r->n_findings, sizeof(*r->findings), compare);
}
