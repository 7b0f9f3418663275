/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Whose a place is: the declaration whose words describe what is there, and who else can reach it.
 */
#include "check/exec.h"
#include "check/mem.h"

#include <string.h>

/* The declaration whose words describe the value in @p: its field or variable, also for elements.
 */
const struct decl *place_decl(const struct run *r, place_t p)
{
	while (p && (r->places[p].kind == P_INDEX || r->places[p].kind == P_ANY))
		p = r->places[p].parent;
	if (p && r->places[p].kind == P_SYM) {
		const struct sym *s = &r->syms[r->places[p].sym];
		const struct decl *d = s->origin == SYM_PARAM ? r->func->params[s->key1] : NULL;

		/* "T *__own *__writes out": the words are those of *out. */
		return d && d->type->to->kind == T_PTR && decl_has(d, "writes") ? d : NULL;
	}
	return p ? r->places[p].decl : NULL;
}

bool place_found(const struct run *r, sym_t sym, const struct decl *field)
{
	return sym && r->syms[sym].origin == SYM_LOAD && place_decl(r, r->syms[sym].key1) == field;
}

const struct contract *place_contract(const struct run *r, place_t p, const char *word)
{
	const struct decl *d = place_decl(r, p);

	return d ? decl_contract(d, word) : NULL;
}

static bool any_mark(const struct state *s, enum mark_kind k)
{
	for (int i = 0; i < s->n_marks; i++)
		if (s->marks[i].kind == k && s->marks[i].shows)
			return true;
	return false;
}

static bool has_ended(const struct run *r, const struct state *s, const struct decl *d,
		      const char *name)
{
	for (int i = 0; i < s->n_marks; i++)
		if (s->marks[i].kind == MARK_ENDED &&
		    (d ? r->places[s->marks[i].place].decl == d
		       : strcmp(place_name(r, s->marks[i].place), name) == 0))
			return true;
	return false;
}

bool file_gone(const struct run *r, const struct state *s, const char *name)
{
	for (int i = 0; i < s->n_cells; i++) {
		const struct cell *c = &s->cells[i];
		const struct fact *f = c->val.kind == V_PTR ? state_known(s, c->val.sym) : NULL;

		if (c->val.kind == V_PTR && (!c->val.sym || (f && f->death)) &&
		    strcmp(place_name(r, c->place), name) == 0)
			return true;
	}
	return false;
}

/* Before init has let others in, and after exit has shut them out, nobody else runs in the module.
 */
static bool module_is_quiet(const struct run *r, const struct state *s)
{
	const struct decl *f = r->func->decl;
	const struct module *m = r->module;

	if (decl_has(f, "init"))
		return !any_mark(s, MARK_BEGUN);
	if (!decl_has(f, "exit") || any_mark(s, MARK_BEGUN))
		return false;
	for (int i = 0; i < m->n_shown; i++)
		if (!has_ended(r, s, NULL, m->shown[i]))
			return false;
	for (int i = 0; i < m->n_callers; i++)
		if (!has_ended(r, s, m->callers[i], NULL))
			return false;
	for (int i = 0; i < m->n_files; i++)
		if (!file_gone(r, s, m->files[i]))
			return false;
	return true;
}

bool place_private(const struct run *r, const struct state *s, place_t p)
{
	const struct place *root = &r->places[place_root(r, p)];
	const struct fact *f;

	if (root->kind == P_VAR)
		return !root->decl->global;
	if (r->syms[root->sym].origin == SYM_OUTER && r->syms[root->sym].key2 >= 2)
		return true; /* a value on its way */
	f = state_known(s, root->sym);
	return f && f->fresh;
}

/* Do others come to the object by a work item, a timer, a registration that has not ended? */
static bool others_call(const struct run *r, const struct state *s, const struct record *record)
{
	const struct module *m = r->module;

	for (int i = 0; i < m->n_callers; i++)
		if (m->callers[i]->record == record && !has_ended(r, s, m->callers[i], NULL))
			return true;
	return false;
}

/*
 * Who owns an object, not through a place where others find it too, is alone with it; of an object
 * that counts its references, who has the last one.
 */
static bool exclusive(const struct run *r, const struct state *s, sym_t sym)
{
	const struct fact *f = state_known(s, sym);
	const struct type *t = r->syms[sym].type;
	int elsewhere = 0;

	if (!f || !f->own || f->death || t->kind != T_PTR || t->to->kind != T_RECORD ||
	    (type_counted(t) && !(r->func->last && r->syms[sym].origin == SYM_PARAM)) ||
	    others_call(r, s, t->to->record))
		return false;
	for (int i = 0; i < s->n_cells; i++)
		elsewhere += s->cells[i].val.kind == V_PTR && s->cells[i].val.sym == sym &&
			     place_contract(r, s->cells[i].place, "own") &&
			     !place_private(r, s, s->cells[i].place);
	return f->own > elsewhere;
}

bool place_unshared(const struct run *r, const struct state *s, place_t p)
{
	const struct place *root = &r->places[place_root(r, p)];

	if (root->kind == P_VAR && root->decl->global)
		return module_is_quiet(r, s);
	return place_private(r, s, p) || (root->kind == P_SYM && exclusive(r, s, root->sym));
}
