/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * What must have a counterpart somewhere in the driver: what is begun and may fail (a device is
 * registered, pages are allocated) is ended, and objects that have an owner, and are put on a list
 * that is not the owner, are taken off it. Where on which path is asked by others (duty.c,
 * own_inside.c); here, whether it is ever done.
 */
#include "check/container.h"
#include "check/driver.h"
#include "check/facts.h"
#include "check/mem.h"
#include "check/walk.h"

#include <string.h>

/* One side of a pair: "registered\tstruct miscdevice", "links\tstruct waiting". */
struct start {
	const char *key, *name;
	struct loc at;
	bool link;
};

struct pairs {
	struct module *m;
	struct start *starts;
	const char **ends;
	int n_starts, n_ends;
	bool strange; /* it calls functions of the driver that nobody has read */
};

static const char *pair_key(const struct module *m, const char *word, const struct type *t)
{
	return mem_format(m->arena, "%s\t%s", word, t->kind == T_PTR ? t->to->name : t->name);
}

/* Does anybody own objects of the type that @t points to? */
static bool has_owners(const struct unit *u, const struct type *t)
{
	for (int i = 0; i < u->n_funcs; i++) {
		const struct func *f = u->funcs[i];

		if (f->result && f->result->kind == T_PTR && f->result->to == t->to && decl_has(f->decl, "own"))
			return true;
		for (int k = 0; k < f->n_params; k++)
			if (f->params[k]->type->kind == T_PTR && f->params[k]->type->to == t->to &&
			    decl_has(f->params[k], "own"))
				return true;
	}
	return false;
}

static void add_start(struct pairs *p, const char *key, const struct func *f, struct loc at, bool link)
{
	struct start s = {.key = key, .name = f->decl->name, .at = at, .link = link};

	MEM_PUSH(p->m->arena, p->starts, p->n_starts, s);
}

static void note_param(struct pairs *p, const struct func *f, const struct decl *param, struct loc at)
{
	const struct contract *begins = decl_contract(param, "begins");
	const struct contract *ends = decl_contract(param, "ends");

	if (param->type->kind != T_PTR)
		return;
	/* What is shown in a file is there until the file goes. */
	if (begins && f->decl->must_check && strcmp(begins->arg, "shown") != 0)
		add_start(p, pair_key(p->m, begins->arg, param->type), f, at, false);
	if (ends)
		MEM_PUSH(p->m->arena, p->ends, p->n_ends, pair_key(p->m, ends->arg, param->type));
	if (decl_has(param, "links") && !decl_has(param, "own") && !f->driver && f->body &&
	    has_owners(p->m->u, param->type))
		add_start(p, pair_key(p->m, "links", f->params[0]->type), f, at, true);
}

static void note_call(const struct expr *e, void *data)
{
	const struct expr *callee = e->kind == E_CALL ? expr_plain(e->a) : NULL;
	struct pairs *p = data;
	struct func *f;

	if (!callee || callee->kind != E_FUNC || !callee->decl->func)
		return;
	f = callee->decl->func;
	for (int i = 0; i < f->n_params; i++)
		note_param(p, f, f->params[i], e->loc);
	if (container_takes_out(f))
		MEM_PUSH(p->m->arena, p->ends, p->n_ends, pair_key(p->m, "links", f->params[0]->type));
	p->strange |= !f->body && !f->decl->trusted &&
		      !report_knows(p->m->report, mem_format(p->m->arena, "func\t%s", f->decl->name));
}

/* What this file itself told in the round before does not count: it may have changed. */
static bool ended_elsewhere(struct module *m, const char *key)
{
	const char *prefix = mem_format(m->arena, "ended\t%s", key);
	const struct facts *known = m->report->known;

	report_asks(m->report, prefix);
	for (int i = known ? facts_from(known, prefix) : 0; known && i < known->n; i++) {
		const char *line = known->lines[i];

		if (strncmp(line, prefix, strlen(prefix)) != 0)
			break;
		if (line[strlen(prefix)] == '\t' && strcmp(line + strlen(prefix) + 1, driver_file(m)) != 0)
			return true;
	}
	return false;
}

static bool is_ended(const struct pairs *p, const char *key)
{
	for (int i = 0; i < p->n_ends; i++)
		if (strcmp(p->ends[i], key) == 0)
			return true;
	return ended_elsewhere(p->m, key);
}

void paired_check(struct module *m, bool exits)
{
	struct pairs p = {.m = m};
	struct walk w = {.expr = note_call, .data = &p};

	for (int i = 0; i < m->u->n_funcs; i++) {
		const struct func *f = m->u->funcs[i];

		if (f->body && (f->driver || m->u->files[f->decl->loc.file].driver))
			walk_stmt(&w, f->body);
	}
	for (int i = 0; i < p.n_ends; i++)
		facts_add(&m->report->taught, m->report->arena,
			  mem_format(m->arena, "ended\t%s\t%s", p.ends[i], driver_file(m)));
	for (int i = 0; i < p.n_starts && exits && !p.strange; i++) {
		const struct start *s = &p.starts[i];

		if (is_ended(&p, s->key))
			continue;
		if (s->link)
			report_add(m->report, m->u, "CL111", s->at,
				   mem_format(m->arena, "'%s' puts on a list what nothing in the driver takes off it", s->name),
				   "take the object off before it is freed");
		else
			report_add(m->report, m->u, "CL113", s->at,
				   mem_format(m->arena, "what '%s' begins here, nothing in the driver ends", s->name),
				   "end it where its object goes, or in exit");
	}
}
