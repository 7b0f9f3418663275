/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * What is judged at a return: who still owns what, what is left pointing where, what was promised.
 * What is returned is judged in own_result.c.
 */
#include "check/mem.h"
#include "check/own_private.h"

#include <string.h>

/* Whoever finds it there does not ask with IS_ERR(): the declaration says that it is none. */
static void check_error_left(struct exec *x, struct state *s, const struct cell *c)
{
	const struct fact *f = c->val.kind == V_PTR ? state_known(s, c->val.sym) : NULL;
	const struct decl *d = f && (f->mask & M_ERR) && c->at.file ? place_decl(x->r, c->place) : NULL;
	struct finding *found;

	if (!d || d->trusted || decl_has(d, "errptr") || own_root_is_dead(x->r, s, c->place) ||
	    (d->kind != D_FIELD && !place_global(x->r, c->place)))
		return;
	found = say(x, c->at, "CL206", "test it with IS_ERR() first, or declare that __errptr",
		    "'%s' may be an ERR_PTR, and is left in '%s', whose declaration does not say so",
		    x->r->syms[f->sym].name, place_name(x->r, c->place));
	say_step(x, found, f->got_at, "its value comes from here");
}

/* What ida_alloc() gave may be an error: whoever finds it there takes it for a number, and gives it back. */
static void check_number_left(struct exec *x, struct state *s, const struct cell *c)
{
	const struct fact *f = own_number_untested(x->r, s, &c->val);
	struct finding *found;

	if (!f || !c->at.file || own_root_is_dead(x->r, s, c->place) ||
	    (x->r->places[c->place].kind != P_FIELD && !place_global(x->r, c->place)))
		return;
	found = say(x, c->at, "CL301", "test whether it is negative first",
		    "the number in '%s' may be an error, and is left there", place_name(x->r, c->place));
	say_step(x, found, f->got_at, "it came from here");
}

/* The module is not there when init fails, and nobody is left who could look when exit is over. */
static bool nobody_looks(struct exec *x, const struct state *s, place_t p)
{
	return (decl_has(x->f->decl, "init") && own_fails(s)) ||
	       (decl_has(x->f->decl, "exit") && (place_global(x->r, p) || place_unshared(x->r, s, p)));
}

/* Whoever finds the address there follows it without the lock. */
static void check_lent_address(struct exec *x, struct state *s, const struct cell *c)
{
	place_t loan = c->val.kind == V_ADDR && c->at.file ? lock_guarding(x, s, c->val.place) : 0;

	if (!loan || lock_guarding(x, s, c->place) == loan || own_for_the_caller(x, s, c->place, loan) ||
	    place_unshared(x->r, s, c->val.place))
		return;
	say(x, c->at, "CL212", "keep a copy of what is needed, or guard that place by the same lock",
	    "the address of '%s', which '%s' guards, is left in '%s', which that lock does not guard",
	    place_name(x->r, c->val.place), place_name(x->r, loan), place_name(x->r, c->place));
}

/* Whoever releases what an owner has would release a string literal, or a part of another object. */
static void check_ownable(struct exec *x, const struct cell *c)
{
	if (!c->at.file || (c->val.kind != V_ADDR && c->val.kind != V_TEXT) || own_is_literal(x, &c->val) ||
	    !place_contract(x->r, c->place, "own"))
		return;
	say(x, c->at, "CL105", "give it a copy: kstrdup(), kmemdup()",
	    "'%s' owns what it points to, and gets the address of what is no object of its own",
	    place_name(x->r, c->place));
}

static void check_left(struct exec *x, struct state *s, const struct cell *c, struct loc at)
{
	sym_t sym = own_object_of(x->r, &c->val);
	const struct fact *f = sym ? state_known(s, sym) : NULL;
	struct finding *found;

	if (place_private(x->r, s, c->place) || own_root_is_dead(x->r, s, c->place))
		return;
	check_ownable(x, c);
	check_lent_address(x, s, c);
	if (own_is_literal(x, &c->val))
		say(x, c->at, "CL211", "store a copy, or make it static const",
		    "the address of a value that ends with its block is left in '%s', which lives "
		    "longer",
		    place_name(x->r, c->place));
	if (f && f->death && nobody_looks(x, s, c->place))
		return;
	if (f && f->death && (f->told || f->death == EXPIRED))
		return; /* said where it happened */
	if (f && f->death) {
		found = say(x, at, "CL108", "set it to NULL",
			    "'%s' is left pointing to an object that is gone",
			    place_name(x->r, c->place));
		say_step(x, found, f->died_at, "it went to '%s' here", f->by);
		return;
	}
	own_check_escape(x, s, c);
}

/* Are there as many owners of it as references that this function knows of? */
static bool kept_by_owners(struct exec *x, const struct state *s, const struct fact *f)
{
	int n = 0;

	for (int i = 0; i < s->n_cells; i++) {
		const struct cell *c = &s->cells[i];

		n += own_refers(x->r, &c->val, f->sym) && place_contract(x->r, c->place, "own") &&
		     !own_root_is_dead(x->r, s, c->place);
	}
	return n >= f->own;
}

/* Who is told that it failed releases what it kept, once more. */
static void check_kept(struct exec *x, const struct state *s, const struct fact *f, struct loc at)
{
	const struct sym *sym = &x->r->syms[f->sym];
	struct finding *found;

	if (sym->origin != SYM_PARAM || !f->death || f->told || !own_fails(s) ||
	    !decl_has(x->f->params[sym->key1], "keeps_on_failure"))
		return;
	found = say(x, at, "CL102",
		    x->f->result->kind == T_BOOL
			    ? "return 0 or an errno: true counts as a failure, as every number but 0 does"
			    : "leave it to the caller on this path, or return success",
		    "'%s' is gone, but the function fails here, and its caller keeps it then",
		    sym->name);
	say_step(x, found, f->died_at, "it went to '%s' here", f->by);
}

static void check_owed(struct exec *x, struct state *s, struct fact *f, struct loc at)
{
	const struct sym *sym = &x->r->syms[f->sym];
	const struct decl *param = sym->origin == SYM_PARAM ? x->f->params[sym->key1] : NULL;

	if (own_linked(x, s, f->sym) || kept_by_owners(x, s, f) || own_by_success(x, s, f))
		return;
	if (param && decl_has(param, "keeps_on_failure") && own_fails(s))
		return;
	if (sym_is_number(x->r, f->sym) && own_referenced(x, s, f->sym))
		return; /* a number is kept where its keeper likes */
	if (s->has_result && own_refers(x->r, &s->result, f->sym)) {
		say(x, at, "CL110", "declare the function __own",
		    "'%s' is returned with its ownership, but the declaration of '%s' does not say "
		    "__own",
		    sym->name, x->f->decl->name);
		return;
	}
	if (own_stored_elsewhere(x, s, f->sym) && !own_owners_elsewhere(x, s, f->sym)) {
		say(x, at, "CL114", "declare that field __own, or release the object",
		    "'%s' is owned here, and is left in a place that is not declared __own",
		    sym->name);
		return;
	}
	own_leak(x, f, at);
}

static void check_out(struct exec *x, struct state *s, struct loc at)
{
	for (int i = 0; i < x->f->n_params; i++) {
		const struct decl *d = x->f->params[i];
		sym_t sym;
		place_t root, part;
		bool written = false;
		int at_field = 0;

		if (!decl_has(d, "writes") || d->type->kind != T_PTR || own_fails(s))
			continue;
		sym = sym_intern(x->r, SYM_PARAM, d->index, 0, d->type, d->name);
		root = place_sym(x->r, sym);
		for (int k = 0; k < s->n_cells; k++)
			written |= place_within(x->r, s->cells[k].place, root);
		if (!written && state_known(s, sym) && state_known(s, sym)->content == C_UNINIT)
			say(x, at, "CL505", "write it before the return, or return an error",
			    "'*%s' is __writes, and is not written on this path, which returns "
			    "success",
			    d->name);
		part = written ? memory_unwritten(x, s, place_index(x->r, root, 0), &at_field) : 0;
		if (part)
			say(x, at, "CL505", "write it before the return, or return an error",
			    "'*%s' is __writes, and '%s' is not written on this path, which returns success", d->name,
			    place_name(x->r, part));
	}
}

static void note_null_fields(struct exec *x, const struct state *s, place_t p,
			     const struct record *r)
{
	for (int i = 0; i < r->n_fields; i++) {
		const struct decl *d = r->fields[i];
		place_t f = place_field(x->r, p, d);

		if (d->type->kind == T_PTR && !state_cell(s, f))
			module_note_nullable(x->m, d);
		else if (d->type->kind == T_RECORD && !d->type->record->trusted &&
			 !state_cell(s, f))
			note_null_fields(x, s, f, d->type->record);
	}
}

/* Fields that are left NULL here may be found NULL elsewhere; numbers that are left 0 are what their words allow. */
static void look_at_zeros(struct exec *x, struct state *s, struct loc end)
{
	if (decl_has(x->f->decl, "exit") || own_fails(s))
		return;
	for (int i = 0; i < s->n_cells; i++) {
		const struct cell *c = &s->cells[i];
		const struct place *at = &x->r->places[c->place];
		const struct fact *f = c->val.kind == V_PTR ? state_known(s, c->val.sym) : NULL;

		if (own_root_is_dead(x->r, s, c->place))
			continue;
		if (c->val.kind == V_PTR && at->kind == P_FIELD &&
		    (!c->val.sym || (f && (f->mask & M_NULL))) &&
		    !place_found(x->r, c->val.sym, at->decl))
			module_note_nullable(x->m, at->decl);
		if (c->val.kind == V_CONTENT && c->val.content == C_ZERO &&
		    at->type->kind == T_RECORD)
			note_null_fields(x, s, c->place, at->type->record);
	}
	for (int i = 0; i < s->n_facts; i++) {
		const struct fact *f = &s->facts[i];
		const struct type *t = f->sym ? x->r->syms[f->sym].type : NULL;

		if (f->content == C_ZERO && !f->death && t && t->kind == T_PTR &&
		    t->to->kind == T_RECORD && (f->mask & M_VALID)) {
			place_t p = place_index(x->r, place_sym(x->r, f->sym), 0);

			note_null_fields(x, s, p, t->to->record);
			limit_check_zeros(x, s, p, end);
		}
	}
}

/* Each owner of one object is counted: there must be as many as it has owners' places. */
static void check_owners(struct exec *x, struct state *s, const struct fact *f, struct loc at)
{
	const struct cell *first = NULL, *last = NULL;
	int n = 0;

	for (int i = 0; i < s->n_cells; i++) {
		const struct cell *c = &s->cells[i];

		if (!own_refers(x->r, &c->val, f->sym) || c->val.kind != V_PTR ||
		    x->r->places[c->place].kind == P_VAR || !place_contract(x->r, c->place, "own") ||
		    own_root_is_dead(x->r, s, c->place))
			continue;
		n++;
		first = first ? first : c;
		last = c;
	}
	if (n <= f->own || f->death || !(f->mask & M_VALID))
		return;
	if (!f->own && x->r->syms[f->sym].origin == SYM_PARAM) {
		if (place_private(x->r, s, last->place)) /* otherwise it is said to escape */
			say(x, at, "CL115", "take a reference for it, or copy the object",
			    "'%s' owns '%s', which is only borrowed here",
			    place_name(x->r, last->place), x->r->syms[f->sym].name);
		return;
	}
	if (f->own)
		say(x, at, "CL115", "set the place that it moved from to NULL, or copy the object",
		    "one object is owned by both '%s' and '%s'", place_name(x->r, first->place),
		    place_name(x->r, last->place));
	else
		say(x, at, "CL115", "set it to NULL when its object goes elsewhere",
		    "'%s' still owns an object that was handed on", place_name(x->r, last->place));
}

void own_unlocked(struct exec *x, struct state *s, place_t lock, struct loc at)
{
	for (int i = 0; i < s->n_cells; i++) {
		const struct cell *c = &s->cells[i];
		const struct fact *f = c->val.kind == V_PTR && c->val.sym ? state_known(s, c->val.sym) : NULL;
		struct fact copy;

		if (!f || !f->own || !c->at.file || !place_contract(x->r, c->place, "own") ||
		    lock_guarding(x, s, c->place) != lock || own_root_is_dead(x->r, s, c->place))
			continue;
		copy = *f;
		check_owners(x, s, &copy, at);
	}
}

/* An array of owners whose elements were released, and which others find as it was. */
static void check_stale(struct exec *x, struct state *s, struct loc at)
{
	for (int i = 0; i < s->n_marks; i++) {
		const struct mark m = s->marks[i];
		struct finding *found;

		if (m.kind != MARK_STALE || place_private(x->r, s, m.place) ||
		    own_root_is_dead(x->r, s, m.place) ||
		    nobody_looks(x, s, m.place))
			continue;
		found = say(x, at, "CL108", "set each to NULL",
			    "what is in '%s' is left pointing to objects that are gone",
			    place_name(x->r, m.place));
		say_step(x, found, m.at, "they went here");
	}
}

void own_exit(struct exec *x, struct state *s, struct loc at)
{
	counted_left(x, s);
	fetch_exit(x, s);
	own_check_result(x, s, at);
	look_at_zeros(x, s, at);
	duty_exit(x, s, at, own_fails(s));
	check_out(x, s, at);
	for (int i = 0; i < s->n_facts; i++)
		if (s->facts[i].sym) {
			struct fact f = s->facts[i];

			check_owners(x, s, &f, at);
			check_kept(x, s, &f, at);
			if (own_owed(x->r, &s->facts[i]))
				check_owed(x, s, &s->facts[i], at);
			if (own_referenced(x, s, f.sym))
				own_written(x, s, &f, at);
		}
	for (int i = 0; i < s->n_cells; i++) {
		struct cell c = s->cells[i];

		check_error_left(x, s, &c);
		check_number_left(x, s, &c);
		check_left(x, s, &c, at);
	}
	for (int i = 0; i < s->n_seen; i++) {
		struct cell c = s->seen[i];
		const struct fact *f = state_known(s, own_object_of(x->r, &c.val));

		if (f && f->death)
			check_left(x, s, &c, at);
	}
	check_stale(x, s, at);
}
