/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "check/mem.h"
#include "check/container.h"
#include "check/counterpart.h"
#include "check/doubts.h"
#include "check/driver.h"
#include "check/walk.h"

#include <string.h>
#include <time.h>

enum { MAX_ROUNDS = 5 };

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
	r.path = mem_strdup(m->report->arena, m->u->files[s->loc.file].path);
	r.reason = *s->why ? mem_strndup(m->report->arena, s->why + 1, strlen(s->why) - 2)
			   : mem_strdup(m->report->arena, "");
	r.lines = s->end.line >= s->loc.line ? s->end.line - s->loc.line + 1 : 1;
	MEM_PUSH(m->report->arena, m->report->regions, m->report->n_regions, r);
	if (!*s->why || s->why[1] == '"')
		report_add(m->report, m->u, "CL901", s->loc, "an unsafe region without a reason",
			   "say why the rules hold although they cannot be proven here");
}

/*
 * The fact that some file of the driver leaves the field @d NULL, by a name that all files share;
 * NULL for what is one file's own business.
 */
const char *field_name(const struct module *m, const struct decl *d)
{
	return d && d->kind == D_FIELD && *d->record->name && !strchr(d->record->name, '(') && *d->name
		       ? mem_format(m->arena, "%s.%s", d->record->type->name, d->name)
		       : NULL;
}

static const char *nullable_fact(const struct module *m, const struct decl *d)
{
	if (d->kind == D_FUNC && !d->func->is_static)
		return mem_format(m->arena, "nullable\t%s()", d->name);
	if (d->kind == D_VAR && d->global)
		return mem_format(m->arena, "nullable\t%s", driver_public(m, NULL, d->name));
	return field_name(m, d) ? mem_format(m->arena, "nullable\t%s", field_name(m, d)) : NULL;
}

static bool known_nullable(const struct module *m, const struct decl *d)
{
	const char *fact = m->report->known ? nullable_fact(m, d) : NULL;

	return fact && report_knows(m->report, fact);
}

const struct decl *module_foreign(struct module *m, const char *name)
{
	static struct type type = {.kind = T_OTHER, .size = -1, .name = "lock"};
	struct decl *d;

	for (int i = 0; i < m->n_foreign; i++)
		if (strcmp(m->foreign[i]->name, name) == 0)
			return m->foreign[i];
	d = mem_new_object(m->arena, struct decl);
	d->kind = D_VAR;
	d->name = mem_strdup(m->arena, name);
	d->type = &type;
	d->global = true;
	MEM_PUSH(m->arena, m->foreign, m->n_foreign, (const struct decl *)d);
	return d;
}

bool module_nullable(const struct module *m, const struct decl *d)
{
	if (decl_has(d, "opt"))
		return true;
	if (d->kind == D_VAR && d->global && !d->init && !d->trusted && !life_claims(d))
		return true;
	for (int i = 0; i < m->n_nullable; i++)
		if (m->nullable[i] == d)
			return true;
	return known_nullable(m, d);
}

void module_note_nullable(struct module *m, const struct decl *d)
{
	const char *fact;

	if (decl_has(d, "opt") || d->trusted)
		return;
	fact = nullable_fact(m, d);
	if (fact)
		facts_add(&m->report->taught, m->report->arena, fact);
	if (module_nullable(m, d))
		return;
	MEM_PUSH(m->arena, m->nullable, m->n_nullable, d);
	m->learned = true;
}

static bool is_noted(const struct module *m, const char *fact)
{
	for (int i = 0; i < m->n_noted; i++)
		if (strcmp(m->noted[i], fact) == 0)
			return true;
	return false;
}

bool module_knows(const struct module *m, const char *what, const char *name)
{
	const char *fact = name ? mem_format(m->arena, "%s\t%s", what, name) : NULL;

	return fact && (is_noted(m, fact) || report_knows(m->report, fact));
}

void module_note(struct module *m, const char *what, const char *name)
{
	const char *fact = name ? mem_format(m->arena, "%s\t%s", what, name) : NULL;

	if (!fact || is_noted(m, fact))
		return;
	facts_add(&m->report->taught, m->report->arena, fact);
	MEM_PUSH(m->arena, m->noted, m->n_noted, fact);
	m->learned = true;
}

static void say_errors(const struct unit *u, struct report *report)
{
	for (int i = 0; i < u->n_complaints; i++)
		if (!u->complaints[i].doubt &&
		    (i == 0 || u->complaints[i].loc.line)) /* there may be "too many" */
			report_add(report, u, "CL000", u->complaints[i].loc,
				   counterpart_text(report->arena, u->complaints[i].text),
				   counterpart_fix(report->arena, u->complaints[i].text));
}

static void say_doubts(const struct unit *u, struct report *report)
{
	for (int i = 0; i < u->n_complaints; i++)
		report_add(report, u, "CL006", u->complaints[i].loc, u->complaints[i].text,
			   u->complaints[i].doubt->fix);
}

/* What is looked at once, however often the function is executed. */
static void check_once(struct module *m, struct func *f)
{
	struct walk w = {.stmt = note_region, .data = m};

	if (f->driver) {
		m->report->functions++;
		m->report->lines += (int)(f->body->end.line - f->decl->loc.line + 1);
	}
	walk_stmt(&w, f->body);
	subset_check(m, f);
}

static void look_deeper(const struct expr *e, void *data);

/* Callees come before their callers, which want to know what they do. */
struct order {
	struct func **list;
	int n;
	struct mem *arena;
};

static void enter(struct order *o, struct func *f)
{
	struct walk w = {.expr = look_deeper, .data = o};

	if (f->ordered)
		return;
	f->ordered = true;
	walk_stmt(&w, f->body);
	if (f->driver && f->body)
		MEM_PUSH(o->arena, o->list, o->n, f);
}

static void look_deeper(const struct expr *e, void *data)
{
	if (e->kind == E_FUNC)
		enter(data, e->decl->func);
}

static void exec_all(struct module *m, const struct order *o, bool exit)
{
	for (int i = 0; i < o->n; i++)
		if (decl_has(o->list[i]->decl, "exit") == exit)
			exec_function(m, o->list[i]);
}

void module_check(const struct unit *u, struct report *report)
{
	struct order order = {.arena = u->arena};
	struct module m = {.arena = u->arena, .u = u, .report = report};
	double began = now_ms();
	int found;

	report->files++;
	report->parse_ms += u->parse_ms;
	if (u->n_errors) {
		say_errors(u, report);
		report->unable++;
		return;
	}
	say_doubts(u, report);
	bind_callbacks(&m);
	container_bind(u);
	driver_learn(&m);
	bind_shown(&m);
	subset_check_globals(&m);
	bind_deferred(u);
	summary_settle(&m);
	life_begin(&m);
	tables_begin(&m);
	for (int i = 0; i < u->n_funcs; i++) {
		struct func *f = u->funcs[i];

		/* What a macro of the kit makes here may have the driver's words in it. */
		if (f->body && (f->driver || u->files[f->decl->loc.file].driver))
			check_once(&m, f);
	}
	for (int i = 0; i < u->n_funcs; i++)
		enter(&order, u->funcs[i]);
	found = report->n_findings;
	for (int round = 0; round == 0 || (m.learned && round < MAX_ROUNDS); round++) {
		report->n_findings = found;
		m.n_orders = m.n_open = m.n_closed = m.n_shown = m.n_files = 0;
		m.learned = false;
		for (int i = 0; i < order.n; i++)
			summary_edit(&m, order.list[i])->bounded = false;
		exec_all(&m, &order, false); /* what init begins is known before exit is seen */
		exec_all(&m, &order, true);
	}
	driver_teach(&m);
	driver_learn_orders(&m);
	order_check(&m);
	duty_check(&m);
	report->check_ms += now_ms() - began;
}
