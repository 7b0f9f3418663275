/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "check/arena.h"
#include "check/exec.h"
#include "check/walk.h"

#include <time.h>

static double now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void note_region(const struct stmt *s, void *data)
{
	struct module *m = data;
	struct unsafe_region r = {.line = s->loc.line};

	if (s->kind != S_UNSAFE)
		return;
	r.path = arena_strdup(m->report->arena, m->u->files[s->loc.file].path);
	r.reason = arena_strdup(m->report->arena, s->why);
	r.lines = s->end.line >= s->loc.line ? s->end.line - s->loc.line + 1 : 1;
	ARENA_PUSH(m->report->arena, m->report->regions, m->report->n_regions, r);
	if (!*s->why || s->why[1] == '"')
		report_add(m->report, m->u, "CL901", s->loc, "an unsafe region without a reason",
			   "say why the rules hold although they cannot be proven here");
}

static void say_complaints(const struct unit *u, struct report *report)
{
	for (int i = 0; i < u->n_complaints; i++)
		if (u->complaints[i].error)
			report_add(report, u, "CL000", u->complaints[i].loc, u->complaints[i].text, NULL);
}

void module_check(const struct unit *u, struct report *report)
{
	struct module m = {.arena = u->arena, .u = u, .report = report};
	double began = now_ms();

	report->files++;
	report->parse_ms += u->parse_ms;
	if (u->n_errors) {
		say_complaints(u, report);
		report->unable++;
		return;
	}
	bind_callbacks(&m);
	for (int i = 0; i < u->n_funcs; i++) {
		struct func *f = u->funcs[i];
		struct walk w = {.stmt = note_region, .data = &m};

		if (!f->driver || !f->body)
			continue;
		report->functions++;
		report->lines += (int)(f->body->end.line - f->decl->loc.line + 1);
		walk_stmt(&w, f->body);
		subset_check(&m, f);
		exec_function(&m, f);
	}
	order_check(&m);
	report->check_ms += now_ms() - began;
}
