/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * What is inside an object when it ends or goes elsewhere: owners that are still full, duties that
 * have not ended, fields that nobody wrote.
 */
#include "check/container.h"
#include "check/mem.h"
#include "check/own_private.h"

#include <string.h>

static bool still_full(struct exec *x, struct state *s, place_t p)
{
	const struct mark *cleared = state_marked(s, MARK_CLEARED, p);
	const struct type *t = x->r->places[p].type;
	const struct cell *c = state_cell(s, p);
	const struct fact *f;

	if (cleared)
		return t->kind == T_ARRAY && mark_partial(cleared, t->count);
	if (!c || c->val.kind == V_CONTENT)
		return state_content(x->r, s, p) == C_EXTERN;
	if (c->val.kind == V_INT)
		return own_number_full(x->r, s, &c->val);
	if (c->val.kind != V_PTR || !c->val.sym)
		return false;
	f = state_known(s, c->val.sym);
	return f && f->own && !f->death && (f->mask & M_VALID);
}

/*
 * "l->head = m->next; kfree(m);": what the field owned is in another place by now, which owns it
 * from here on, or in a variable, where it must not be lost.
 */
static bool taken_over(struct exec *x, const struct state *s, place_t field)
{
	const struct cell *c = state_cell(s, field);
	const struct fact *f = c && c->val.kind == V_PTR ? state_known(s, c->val.sym) : NULL;
	place_t root = place_root(x->r, field);

	for (int i = 0; f && c->val.sym && i < s->n_cells; i++) {
		place_t p = s->cells[i].place;

		if (place_root(x->r, p) == root || own_root_is_dead(x->r, s, p) ||
		    s->cells[i].val.kind != V_PTR || s->cells[i].val.sym != c->val.sym)
			continue;
		if (place_contract(x->r, p, "own") ||
		    (x->r->places[p].kind == P_VAR && !f->borrowed))
			return true;
	}
	return false;
}

static void say_contents(struct exec *x, struct loc at, const char *name, place_t f)
{
	struct finding *found = say(x, at, "CL107", "release it first",
				    "'%s' is freed while it still owns '%s'", name,
				    place_name(x->r, f));

	say_step(x, found, x->r->places[f].decl->loc, "declared __own here");
}

/* An array of structs, @r each: which of their owners was not released in all of them? */
static void check_elements(struct exec *x, struct state *s, place_t array, const struct record *r,
			   struct loc at, const char *name)
{
	if (state_content(x->r, s, array) != C_EXTERN || state_marked(s, MARK_CLEARED, array))
		return;
	for (int i = 0; i < r->n_fields && !r->is_union; i++) {
		const struct decl *d = r->fields[i];
		place_t f = place_field(x->r, place_any(x->r, array), d);
		const struct mark *cleared = state_marked(s, MARK_CLEARED, f);

		if (decl_has(d, "own") && d->type->kind == T_PTR && !r->trusted &&
		    (!cleared || mark_partial(cleared, x->r->places[array].type->count)))
			say_contents(x, at, name, f);
	}
}

/* What the object still owns when its own memory goes. */
static void check_contents(struct exec *x, struct state *s, place_t p, const struct record *r,
			   struct loc at, const char *name)
{
	for (int i = 0; i < r->n_fields; i++) {
		const struct decl *d = r->fields[i];
		place_t f = place_field(x->r, p, d);

		if (d->type->kind == T_RECORD && !d->type->record->is_union)
			check_contents(x, s, f, d->type->record, at, name);
		else if (d->type->kind == T_ARRAY && d->type->count > 0 &&
			 d->type->to->kind == T_RECORD)
			check_elements(x, s, f, d->type->to->record, at, name);
		else if (decl_has(d, "own") && still_full(x, s, f) && !taken_over(x, s, f))
			say_contents(x, at, name, f);
	}
}

/* May an owner in the local struct @p be full, in ways that this function did not look at? */
static void check_ending(struct exec *x, struct state *s, place_t p, const struct record *r, struct loc at)
{
	for (int i = 0; i < r->n_fields && !r->is_union && !r->trusted; i++) {
		const struct decl *d = r->fields[i];
		place_t f = place_field(x->r, p, d);
		const struct cell *c = state_cell(s, f);
		enum content content = state_content(x->r, s, f);

		if (d->type->kind == T_RECORD)
			check_ending(x, s, f, d->type->record, at);
		else if (decl_has(d, "own") && d->type->kind == T_PTR && (!c || c->val.kind == V_CONTENT) &&
			 (content == C_EXTERN || content == C_LENT))
			say(x, at, "CL101", "release it before the struct ends",
			    "'%s' ends here, and may still own something", place_name(x->r, f));
	}
}

void own_check_ending(struct exec *x, struct state *s, const struct decl *var, struct loc at)
{
	/* Whoever fails had nothing to begin with: what failed before it has cleaned up after itself. */
	if (var->type->kind == T_RECORD && !var->trusted && !own_fails(s))
		check_ending(x, s, place_var(x->r, var), var->type->record, at);
}

static bool ever_begun(const struct exec *x, const struct decl *d)
{
	for (int i = 0; i < x->m->n_begun; i++)
		if (x->m->begun[i] == d)
			return true;
	return false;
}

/* Work, timers, list nodes: an object must be quiet before it dies. */
static void check_duties(struct exec *x, struct state *s, place_t p, const struct record *r,
			 struct loc at, const char *name, bool fresh)
{
	for (int i = 0; i < r->n_fields; i++) {
		const struct decl *d = r->fields[i];
		place_t f = place_field(x->r, p, d);
		const struct mark *begun = state_marked(s, MARK_BEGUN, f);
		struct finding *found;

		if (begun || (!fresh && ever_begun(x, d) && !state_marked(s, MARK_ENDED, f))) {
			found = say(x, at, "CL112",
				    "end it first (cancel_work_sync, misc_deregister, …)",
				    "'%s' is freed while '%s' may still be in use by others", name,
				    place_name(x->r, f));
			say_step(x, found, begun ? begun->at : d->loc,
				 begun ? "begun here, or begun again after that by the function of a timer or work that has not ended"
				       : "this field");
		}
		if (d->type->kind == T_RECORD && !d->type->record->trusted)
			check_duties(x, s, f, d->type->record, at, name, fresh);
	}
}

static void check_linked(struct exec *x, struct state *s, sym_t sym, struct loc at,
			 const char *name)
{
	place_t root = place_sym(x->r, sym);

	for (int i = 0; i < s->n_marks; i++) {
		struct finding *found;

		if (s->marks[i].kind != MARK_LINKED || !place_within(x->r, s->marks[i].place, root))
			continue;
		found = say(x, at, "CL111", "take it off the list first",
			    "'%s' is freed while it is on a list", name);
		say_step(x, found, s->marks[i].at, "put on the list here");
		s->marks[i].kind = MARK_UNLINKED;
	}
}

void own_check_owners(struct exec *x, struct state *s, sym_t sym, struct loc at, const char *name)
{
	place_t root = place_sym(x->r, sym);

	for (int i = 0; i < s->n_cells; i++) {
		const struct cell c = s->cells[i];
		struct fact *f;
		struct finding *found;

		if (!place_within(x->r, c.place, root) || c.val.kind != V_PTR || !c.val.sym)
			continue;
		f = state_fact(x->r, s, c.val.sym);
		if (!f->death || f->death == EXPIRED || f->told || !place_contract(x->r, c.place, "own"))
			continue;
		found = say(x, at, "CL108", "set it to NULL when its object goes",
			    "'%s' is handed on while '%s' points to an object that is gone", name,
			    place_name(x->r, c.place));
		say_step(x, found, f->died_at, "it went to '%s' here", f->by);
		f->told = true;
	}
}

/* The owner in @c goes elsewhere with what it is in: what it holds is not somebody else's besides. */
static void check_given(struct exec *x, struct state *s, const struct cell *c)
{
	sym_t sym = c->val.sym;

	if (c->at.file && x->r->syms[sym].origin == SYM_PARAM && state_fact(x->r, s, sym)->mask & M_VALID)
		say(x, c->at, "CL115", "take a reference for it, or copy the object",
		    "'%s' owns '%s', which is only borrowed here", place_name(x->r, c->place), x->r->syms[sym].name);
}

/* What lay in the object is gone with it. */
void own_bury(struct exec *x, struct state *s, sym_t sym, bool raw)
{
	place_t root = place_sym(x->r, sym);

	for (int i = 0; i < s->n_cells && !raw; i++) {
		const struct cell *c = &s->cells[i];
		struct fact *f;

		if (place_within(x->r, c->place, root))
			own_number_leave(x->r, s, &c->val, c->place, "its owner's new owner",
					 c->at);
		if (!place_within(x->r, c->place, root) || c->val.kind != V_PTR || !c->val.sym)
			continue;
		f = state_fact(x->r, s, c->val.sym);
		if (f->death || !place_contract(x->r, c->place, "own"))
			continue;
		if (!f->own)
			check_given(x, s, c);
		if (!f->own)
			continue;
		f->own--; /* this function, or its caller, may have a reference besides */
		if (f->own || f->borrowed)
			continue;
		f->death = MOVED;
		f->died_at = c->at;
		f->by = "its owner's new owner";
		own_bury(x, s, c->val.sym, false);
	}
}

/* Of all elements of the array that @p lies in, at @e: what @p is of its one. */
static place_t in_each(struct run *r, place_t p, place_t e)
{
	place_t array = place_loose(r, r->places[e].parent);

	return p == e ? array : place_rebase(r, place_loose(r, p), place_loose(r, e),
					     place_any(r, array));
}

/*
 * @p, an owner in the element @e of an array, is released: which ones are, from the first to the last?
 */
static void note_cleared(struct exec *x, struct state *s, place_t p, place_t e, struct loc at)
{
	const struct place is = x->r->places[e];
	place_t all = in_each(x->r, p, e);
	struct mark *m = state_marked(s, MARK_CLEARED, all);
	num lo = is.kind == P_INDEX ? is.index : 0, hi = is.kind == P_INDEX ? is.index : NUM_MAX;

	if (is.at.n)
		lin_bounds(s, &is.at, &lo, &hi);
	if (m) {
		m->lo = lo < m->lo ? lo : m->lo;
		m->hi = hi > m->hi ? hi : m->hi;
		return;
	}
	m = state_mark(x->r, s, MARK_CLEARED, all, at);
	m->lo = lo;
	m->hi = hi;
}

/* The element of an array that @p is, or lies in; or 0. */
static place_t element_of(const struct run *r, place_t p)
{
	while (p && r->places[p].kind != P_ANY &&
	       (r->places[p].kind != P_INDEX ||
		r->places[r->places[p].parent].kind == P_SYM)) /* "*p" is no element */
		p = r->places[p].parent;
	return p;
}

void own_note_stored(struct exec *x, struct state *s, place_t p, const struct val *v, struct loc at)
{
	place_t e = element_of(x->r, p), array;

	if (!e)
		return;
	array = place_loose(x->r, x->r->places[e].parent);
	if (!val_is_null(v))
		state_unmark(s, MARK_CLEARED, in_each(x->r, p, e));
	state_unmark(s, MARK_STALE, array);
	state_mark(x->r, s, MARK_STORED, array, at);
}

void own_mark_element(struct exec *x, struct state *s, sym_t sym, struct loc at)
{
	bool loaded = x->r->syms[sym].origin == SYM_LOAD;
	place_t p = loaded ? x->r->syms[sym].key1 : 0, e = p ? element_of(x->r, p) : 0, array;

	if (!e)
		return;
	array = place_loose(x->r, x->r->places[e].parent);
	if (!state_marked(s, MARK_STORED, array))
		state_mark(x->r, s, MARK_STALE, array, at);
	note_cleared(x, s, p, e, at);
}

void own_element_empty(struct exec *x, struct state *s, place_t p, struct loc at)
{
	place_t e = element_of(x->r, p);

	if (e)
		note_cleared(x, s, p, e, at);
}

/* Nobody has taken the file away, and here somebody would know. */
static bool file_lives(const struct state *s, sym_t file)
{
	const struct fact *f = file ? state_known(s, file) : NULL;

	return f && f->own > 0 && !f->death && (f->mask & M_VALID);
}

void own_check_inside(struct exec *x, struct state *s, sym_t sym, struct loc at, const char *name)
{
	const struct mark *begun;
	struct type *t = x->r->syms[sym].type;
	place_t p = place_index(x->r, place_sym(x->r, sym), 0);
	const struct fact *f = state_known(s, sym);

	check_linked(x, s, sym, at, name);
	if (t->kind != T_PTR || t->to->kind != T_RECORD)
		return;
	check_contents(x, s, p, t->to->record, at, name);
	container_check(x, s, p, at, name);
	begun = state_marked(s, MARK_BEGUN, p);
	if (begun && (!begun->by_file || file_lives(s, begun->file))) {
		struct finding *found =
			say(x, at, "CL112", "end it first (cancel_work_sync, misc_deregister, …)",
			    "'%s' is freed while it may still be in use by others", name);

		say_step(x, found, begun->at, "begun here");
	}
	check_duties(x, s, p, t->to->record, at, name, f && f->fresh);
}
