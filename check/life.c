/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Owners that live as long as the module: "static struct workqueue_struct *__own wq;". Init sets
 * them before it lets anybody in, or it fails. Where that is not so they may be NULL, and all that
 * use them have to ask.
 */
#include "check/driver.h"
#include "check/exec.h"
#include "check/facts.h"
#include "check/mem.h"
#include "check/own_private.h"

#include <string.h>

bool life_owns(const struct decl *d)
{
	return d->kind == D_VAR && d->global && !d->trusted && d->type->kind == T_PTR &&
	       decl_has(d, "own");
}

bool life_claims(const struct decl *d)
{
	return life_owns(d) && !decl_has(d, "opt") && !decl_has(d, "errptr");
}

static bool is_full(const struct exec *x, const struct state *s, const struct decl *d)
{
	const struct cell *c = state_cell(s, place_var(x->r, d));
	const struct fact *f = c && c->val.kind == V_PTR ? state_known(s, c->val.sym) : NULL;

	return c && (c->val.kind == V_ADDR || c->val.kind == V_UNKNOWN ||
		     (f && f->mask == M_VALID && !f->death));
}

/* The variables of other files: their init functions were seen to set them, or were not called yet.
 */
static void shown_elsewhere(struct exec *x, struct state *s)
{
	const struct facts *known = x->report->known;

	report_asks(x->report, "claims");
	for (int i = known ? facts_from(known, "claims\t") : 0; known && i < known->n; i++) {
		const char *name = known->lines[i] + strlen("claims\t");

		if (strncmp(known->lines[i], "claims\t", strlen("claims\t")) != 0)
			return;
		name = driver_local(x->m, NULL, name);
		if (driver_foreign(name) && !is_full(x, s, module_foreign(x->m, name)))
			facts_add(&x->report->taught, x->report->arena,
				  mem_format(x->r->arena, "nullable\t%s", name));
	}
}

void life_shown(struct exec *x, struct state *s)
{
	if (!decl_has(x->f->decl, "init") || !x->f->is_static || x->f->called)
		return; /* another one calls it, where this is asked */
	for (int i = 0; i < x->u->n_globals; i++)
		if (life_claims(x->u->globals[i]) && !is_full(x, s, x->u->globals[i]))
			module_note_nullable(x->m, x->u->globals[i]);
	shown_elsewhere(x, s);
}

static bool may_own(const struct exec *x, const struct state *s, const struct cell *c)
{
	const struct fact *f = c->val.kind == V_PTR && c->val.sym ? state_known(s, c->val.sym) : NULL;

	if (c->val.kind == V_INT)
		return own_number_full(x->r, s, &c->val);
	if (c->val.kind == V_CONTENT)
		return c->val.content == C_EXTERN;
	return f && !f->death && (f->mask & M_VALID);
}

/*
 * Exit is not called when init fails: what lies in the module's owners is lost. Of the elements of an
 * array that a loop filled, another may have emptied all.
 */
static void check_failed(struct exec *x, const struct state *s, struct loc at)
{
	for (int i = 0; i < s->n_cells; i++) {
		const struct cell *c = &s->cells[i];
		struct finding *found;

		if (!c->at.file || !place_global(x->r, c->place) || !place_contract(x->r, c->place, "own") ||
		    place_has_any(x->r, c->place) || !may_own(x, s, c))
			continue;
		found = say(x, at, "CL101", "release it before this return",
			    "init fails here, and '%s' still owns something", place_name(x->r, c->place));
		say_step(x, found, c->at, "it got it here");
	}
}

void life_exit(struct exec *x, struct state *s, struct loc at)
{
	bool init = decl_has(x->f->decl, "init");

	if (init && own_fails(s) && x->f->is_static && !x->f->called)
		check_failed(x, s, at);

	for (int i = 0; i < x->u->n_globals && !decl_has(x->f->decl, "exit"); i++) {
		const struct decl *d = x->u->globals[i];
		const struct cell *c = life_claims(d) ? state_cell(s, place_var(x->r, d)) : NULL;

		/* One that fails in init leaves no module behind. */
		if (c && c->at.file && !is_full(x, s, d) && !(init && own_fails(s)) &&
		    !(c->val.kind == V_PTR && place_found(x->r, c->val.sym, d)))
			module_note_nullable(x->m, d);
	}
}

void life_begin(struct module *m)
{
	for (int i = 0; i < m->u->n_globals; i++) {
		const struct decl *d = m->u->globals[i];
		bool set = !d->internal; /* another file may */

		for (int k = 0; k < m->u->n_funcs && !set && life_claims(d); k++)
			set = m->u->funcs[k]->body && decl_has(m->u->funcs[k]->decl, "init") &&
			      summary_writes(m, m->u->funcs[k], d);
		if (!set && life_claims(d))
			module_note_nullable(m, d);
	}
}
