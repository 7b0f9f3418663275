/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Walks along a chain of objects of one type (next, parent): each step finds a new object, so a
 * loop would make new ones for ever. Objects that the walk has passed, and that nobody speaks of
 * any more, are forgotten; those that variables point to are called by the variable. So the head
 * of the loop comes to say "p is some object of the chain, and q the next one after it".
 */
#include "check/mem.h"
#include "check/module.h"
#include "check/state.h"

enum { GEN_PASSED = 101, GEN_MOVING = 102, MAX_CURSORS = 8 };

static bool is_object(const struct run *r, sym_t sym)
{
	const struct type *t = sym ? r->syms[sym].type : NULL;

	return t && t->kind == T_PTR && t->to->kind == T_RECORD;
}

static sym_t root_sym(const struct run *r, place_t p)
{
	const struct place *root = p ? &r->places[place_root(r, p)] : NULL;

	return root && root->kind == P_SYM ? root->sym : 0;
}

/* Does a field of an object of the same type lead to or from @sym? */
static bool in_chain(const struct run *r, const struct state *s, sym_t sym)
{
	const struct sym *me = &r->syms[sym];
	sym_t from = me->origin == SYM_LOAD ? root_sym(r, me->key1) : 0;

	if (from && r->syms[from].type == me->type)
		return true;
	for (int i = 0; i < s->n_cells; i++) {
		const struct cell *c = &s->cells[i];

		if (c->val.kind == V_PTR && c->val.sym && root_sym(r, c->place) == sym &&
		    r->syms[c->val.sym].type == me->type)
			return true;
	}
	return false;
}

/* A cell that only says what was found there, or that an owner is where it belongs. */
static bool as_found(const struct run *r, const struct state *s, const struct cell *c)
{
	const struct fact *f = c->val.kind == V_PTR ? state_known(s, c->val.sym) : NULL;

	return !c->at.file ||
	       (c->val.kind == V_PTR && r->places[c->place].kind == P_FIELD &&
		decl_has(r->places[c->place].decl, "own") &&
		(!c->val.sym || (f && f->own && !f->death))) ||
	       (c->val.kind == V_INT && !c->val.wrapped && !c->val.cut) ||
	       (c->val.kind == V_CONTENT && r->places[c->place].type->kind != T_PTR);
}

/* Was the object put where it belongs, in an owner of somebody else's? */
static bool keeps(const struct run *r, const struct state *s, const struct cell *c)
{
	const struct fact *f = state_known(s, root_sym(r, c->place));

	return decl_has(r->places[c->place].decl, "own") && (!f || !(f->fresh || f->death)) &&
	       state_content(r, s, c->place) == C_EXTERN;
}

/*
 * Nobody speaks of the object of @f but the field that it was found in, and nothing in it is to
 * be judged at an exit: then what is known of it can be found again.
 */
static bool passed(const struct run *r, const struct state *s, const struct fact *f)
{
	int refs = 0;

	if (!is_object(r, f->sym) || f->death || f->pending || f->fresh || !(f->mask & M_VALID) ||
	    r->syms[f->sym].origin == SYM_PARAM || r->syms[f->sym].origin == SYM_CALL ||
	    !in_chain(r, s, f->sym))
		return false;
	for (int i = 0; i < s->n_cells; i++) {
		const struct cell *c = &s->cells[i];
		bool inside = root_sym(r, c->place) == f->sym;

		if (inside && !as_found(r, s, c))
			return false;
		if (inside || !val_mentions(r, &c->val, f->sym))
			continue;
		if (c->val.kind != V_PTR || r->places[c->place].kind != P_FIELD ||
		    (c->at.file && !keeps(r, s, c)))
			return false;
		refs++;
	}
	if (refs != (f->own ? 1 : 0) && refs > 1)
		return false;
	if (f->own > refs)
		return false;
	for (int i = 0; i < s->n_facts; i++)
		for (int k = 0; k < MAX_DEPS; k++)
			if (s->facts[i].deps[k] == f->sym)
				return false;
	for (int i = 0; i < s->n_held; i++)
		if (place_mentions(r, s->held[i].lock, f->sym))
			return false;
	for (int i = 0; i < s->n_marks; i++)
		if (place_mentions(r, s->marks[i].place, f->sym))
			return false;
	return !s->has_result || !val_mentions(r, &s->result, f->sym);
}

void state_pass(struct run *r, struct state *s, sym_t sym)
{
	const struct fact *me = state_known(s, sym);
	bool dead = me && me->death;
	int n = 0;

	for (int i = 0; i < s->n_cells; i++) {
		const struct cell c = s->cells[i];
		bool inside = root_sym(r, c.place) == sym;
		struct fact *in = inside && c.val.kind == V_PTR && c.val.sym
					  ? state_fact(r, s, c.val.sym)
					  : NULL;

		if (inside && !dead && c.val.kind == V_PTR && r->places[c.place].kind == P_FIELD &&
		    (!c.val.sym || (in->mask & M_NULL)) &&
		    !place_found(r, c.val.sym, r->places[c.place].decl))
			module_note_nullable(r->module, r->places[c.place].decl);
		if (in && in->own && !dead && r->places[c.place].decl &&
		    decl_has(r->places[c.place].decl, "own")) {
			in->own--;
			in->borrowed = true;
		}
		if (!inside && !val_mentions(r, &c.val, sym))
			s->cells[n++] = c;
	}
	s->n_cells = n;
	state_clear(r, s, place_sym(r, sym));
	state_forget(r, s, sym);
}

static void forget_passed(struct run *r, struct state *s)
{
	for (int i = 0; i < s->n_facts; i++)
		if (passed(r, s, &s->facts[i])) {
			state_pass(r, s, s->facts[i].sym);
			i = -1;
		}
}

struct cursor {
	place_t var;
	sym_t now, name;
};

/* A variable, or a field from which the chain hangs. */
static bool is_cursor(const struct run *r, const struct cell *c)
{
	const struct place *p = &r->places[c->place];
	sym_t root = root_sym(r, c->place);

	return p->kind == P_VAR || (p->kind == P_FIELD && c->at.file &&
				    (!root || r->syms[root].type != r->syms[c->val.sym].type));
}

static int find_cursors(struct run *r, struct state *s, int point, struct cursor *list)
{
	int n = 0;

	for (int i = 0; i < s->n_cells && n < MAX_CURSORS; i++) {
		const struct cell *c = &s->cells[i];
		const struct sym *sym = &r->syms[c->val.kind == V_PTR ? c->val.sym : 0];
		const struct fact *f = c->val.kind == V_PTR ? state_known(s, c->val.sym) : NULL;
		sym_t name;
		bool twice = false;

		if (!f || c->val.lin.n || c->val.lin.k || !is_object(r, c->val.sym) ||
		    !is_cursor(r, c) ||
		    (sym->origin != SYM_LOAD && sym->origin != SYM_JOIN &&
		     sym->origin != SYM_OLD) ||
		    (!f->death && !in_chain(r, s, c->val.sym)))
			continue;
		name = sym_intern(r, SYM_JOIN, point, c->place, sym->type, place_name(r, c->place));
		for (int k = 0; k < n; k++)
			twice |= list[k].now == s->cells[i].val.sym;
		if (!twice)
			list[n++] = (struct cursor){s->cells[i].place, s->cells[i].val.sym, name};
	}
	return n;
}

/* All names change at once: what q was called may be what p is called now. */
static void name_cursors(struct run *r, struct state *s, int point)
{
	struct cursor list[MAX_CURSORS];
	int n = find_cursors(r, s, point, list);

	for (int i = 0; i < n; i++) {
		const struct sym is = r->syms[list[i].name];
		sym_t moving = sym_intern(r, SYM_OLD, list[i].name, GEN_MOVING, is.type, is.name);

		state_rename(r, s, list[i].now, moving);
		list[i].now = moving;
	}
	for (int i = 0; i < n; i++) {
		const struct sym is = r->syms[list[i].name];

		if (state_known(s, list[i].name))
			state_rename(
				r, s, list[i].name,
				sym_intern(r, SYM_OLD, list[i].name, GEN_PASSED, is.type, is.name));
	}
	for (int i = 0; i < n; i++)
		state_rename(r, s, list[i].now, list[i].name);
}

/* What is gone has nothing in it any more. */
static void empty_the_dead(struct run *r, struct state *s)
{
	for (int i = 0; i < s->n_facts; i++)
		if (s->facts[i].death && is_object(r, s->facts[i].sym))
			state_clear(r, s, place_sym(r, s->facts[i].sym));
}

void state_shorten(struct run *r, struct state *s, int point)
{
	empty_the_dead(r, s);
	forget_passed(r, s);
	name_cursors(r, s, point);
	forget_passed(r, s);
}
