/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Stores: what goes with what was there, and what the place is from then on. */
#include "check/behind.h"
#include "check/checked.h"
#include "check/effect.h"
#include "check/mem.h"
#include "check/memory_private.h"

enum { MAX_KEPT = 16 };

/* Who else can be at this place under another name: the same field of an object that may be the
 * same. */
static void forget_aliases(struct exec *x, struct state *s, place_t p)
{
	const struct place *at = &x->r->places[p];
	const struct place *root = &x->r->places[place_root(x->r, p)];
	int n = 0;

	if (at->kind != P_FIELD || root->kind != P_SYM || place_private(x->r, s, p))
		return;
	for (int i = 0; i < s->n_cells; i++) {
		const struct cell *c = &s->cells[i];
		const struct place *other = &x->r->places[c->place];
		bool same = c->place != p && other->kind == P_FIELD && other->decl == at->decl &&
			    x->r->places[place_root(x->r, c->place)].kind == P_SYM &&
			    !place_private(x->r, s, c->place);
		const struct fact *f = c->val.kind == V_PTR ? state_known(s, c->val.sym) : NULL;

		/* Two owners never own the same: theirs are different objects. */
		if (same && !decl_has(at->decl, "own") &&
		    (c->val.kind == V_INT || (f && !f->own && !f->death)))
			continue;
		s->cells[n++] = s->cells[i];
	}
	s->n_cells = n;
}

static bool is_element(const struct run *r, place_t p)
{
	return r->places[p].kind == P_INDEX || r->places[p].kind == P_ANY;
}

/* What was published is replaced: who reads it goes on until a grace period has passed. */
static void leave_to_readers(struct exec *x, struct state *s, place_t p)
{
	const struct cell *c = place_contract(x->r, p, "rcu") ? state_cell(s, p) : NULL;
	const struct place *root = &x->r->places[place_root(x->r, p)];
	const struct fact *owner = root->kind == P_SYM ? state_known(s, root->sym) : NULL;

	if (c && c->val.kind == V_PTR && c->val.sym && !place_unshared(x->r, s, p) &&
	    !(owner && owner->own))
		state_fact(x->r, s, c->val.sym)->readers = true;
}

/* A negative number, which is another error. */
static bool is_error(const struct state *s, const struct val *v)
{
	num lo, hi = 0;

	if (v->kind == V_INT)
		lin_range(s, &v->lin, &lo, &hi);
	return hi < 0;
}

static void overwritten(struct exec *x, struct state *s, place_t p, const struct val *v,
			const struct expr *e)
{
	struct cell *c = state_cell(s, p);

	leave_to_readers(x, s, p);

	if (c && c->val.kind == V_INT && c->val.lin.n == 1 && c->val.lin.k == 0) {
		sym_t sym = c->val.lin.t[0].sym;

		state_unset(s, p);
		if (!is_error(s, v))
			own_pending(x, s, sym, e->loc);
	} else if ((!c || c->val.kind == V_CONTENT) && !is_element(x->r, p) &&
		   place_contract(x->r, p, "own") && state_content(x->r, s, p) == C_EXTERN &&
		   !place_has_any(x->r, p)) {
		/* An owner of someone else's object is full until it was seen to be empty. */
		if (!c && effect_wants_null(x, s, p))
			return;
		memory_unknown(x, s, p, place_decl(x->r, p), x->r->places[p].type, 0);
	}
}

/* Of an object that is ours, what it was before we got it is not known. */
void memory_overwritten(struct exec *x, struct state *s, place_t p, const struct expr *e)
{
	const struct record *r = x->r->places[p].type->record;
	const struct place *root = &x->r->places[place_root(x->r, p)];

	if (root->kind == P_SYM && state_fact(x->r, s, root->sym)->own)
		return;
	for (int i = 0; i < r->n_fields && !r->is_union; i++) {
		const struct decl *d = r->fields[i];
		place_t f = place_field(x->r, p, d);

		if (d->type->kind == T_RECORD)
			memory_overwritten(x, s, f, e);
		else if (d->type->kind == T_PTR && decl_has(d, "own") && !state_cell(s, f))
			overwritten(x, s, f, &(struct val){.kind = V_UNKNOWN}, e);
	}
}

static void publish(struct exec *x, struct state *s, place_t p, const struct val *v, struct loc at)
{
	sym_t sym = v->sym;
	struct fact *f;

	if (v->kind == V_ADDR && x->r->places[place_root(x->r, v->place)].kind == P_SYM)
		sym = x->r->places[place_root(x->r, v->place)].sym;
	if ((v->kind != V_PTR && v->kind != V_ADDR) || !sym || place_private(x->r, s, p))
		return;
	unmade_shown(x, s, sym, at);
	behind_leaves(x, s, sym, at);
	f = state_fact(x->r, s, sym);
	f->fresh = false;
	lock_shown(s);
}

static void store_any(struct exec *x, struct state *s, place_t p, struct val v,
		      const struct expr *e)
{
	place_t q = p;
	enum content was;
	struct mark kept[MAX_KEPT];
	place_t array;
	bool whole;
	int n = 0;

	while (x->r->places[q].kind != P_ANY)
		q = x->r->places[q].parent;
	array = x->r->places[q].parent;
	own_left_somewhere(x, s, p, &v, e->loc);
	was = state_content(x->r, s, array);
	whole = state_whole(x->r, s, array);
	if (v.kind == V_PTR && v.sym) {
		struct fact *f = state_fact(x->r, s, v.sym);

		if (f->own && !place_contract(x->r, p, "own")) {
			f->left = array;
		} else if (f->own) {
			f->own--; /* the array has it now, at an index that is not tracked */
			f->borrowed = true;
		}
	}
	for (int i = 0; i < s->n_cells; i++)
		if (place_within(x->r, s->cells[i].place, array))
			state_absorb(x->r, s, &s->cells[i]);
	for (int i = 0; i < s->n_marks && n < MAX_KEPT; i++) /* what is said of all of it */
		if (s->marks[i].kind >= MARK_CLEARED &&
		    place_within(x->r, s->marks[i].place, array))
			kept[n++] = s->marks[i];
	state_clear_but(x->r, s, array, checked_is_note);
	while (n-- > 0)
		*state_mark(x->r, s, kept[n].kind, kept[n].place, e->loc) = kept[n];
	if (was == C_UNINIT)
		was = C_MAYBE;
	state_set(x->r, s, array, (struct val){.kind = V_CONTENT, .content = was, .elem = whole},
		  e->loc);
	state_set(x->r, s, q, (struct val){.kind = V_CONTENT, .content = C_EXTERN, .elem = whole},
		  e->loc);
}

/* A call's result is called by the variable that it is first put in. */
void memory_give_name(struct exec *x, place_t p, const struct val *v)
{
	const struct place *at = &x->r->places[p];
	struct sym *s = v->kind == V_PTR && v->sym	    ? &x->r->syms[v->sym]
			: v->kind == V_INT && v->lin.n == 1 ? &x->r->syms[v->lin.t[0].sym]
							    : NULL;

	if (s && s->origin == SYM_CALL && !s->named && (at->kind == P_VAR || at->kind == P_FIELD) &&
	    !at->decl->trusted) {
		s->name = place_name(x->r, p);
		s->named = true;
	}
}

/* Nothing in the object vouches for what lies at an index that a caller or a program named. */
static bool named_outside(const struct exec *x, const struct lin *index)
{
	const struct sym *sym = index->n == 1 ? &x->r->syms[index->t[0].sym] : NULL;
	const struct place *root;

	if (!sym)
		return false;
	if (sym->origin == SYM_PARAM)
		return !x->f->is_static; /* a helper's caller may have looked */
	root = sym->origin == SYM_LOAD ? &x->r->places[place_root(x->r, sym->key1)] : NULL;
	return root && root->kind == P_VAR && !root->decl->global;
}

/* An owner at such an index of someone else's array is full until it was seen to be empty. */
static void overwritten_element(struct exec *x, struct state *s, place_t p)
{
	place_t e = p, array;

	while (e && x->r->places[e].kind != P_ANY)
		e = x->r->places[e].parent;
	array = e ? place_loose(x->r, x->r->places[e].parent) : 0;
	if (!e || !named_outside(x, &x->r->places[e].at) ||
	    state_content(x->r, s, array) != C_EXTERN || state_marked(s, MARK_STORED, array) ||
	    place_private(x->r, s, p))
		return;
	say(x, x->at, "CL101", "see whether it is empty first, or release what is there",
	    "'%s' is overwritten, and may still own something", place_name(x->r, p));
}

/* A struct is put at an index that is not followed: over what the one there owned, and what does @v own still? */
static void store_entry(struct exec *x, struct state *s, place_t p, const struct val *v, const struct expr *e)
{
	const struct record *r = x->r->places[p].type->record;

	/* swap() puts what was there into the other. */
	if (e->trusted || place_private(x->r, s, p))
		return;
	if (memory_doubles(x->r, v))
		say(x, e->loc, "CL115", "swap() the two, or move what they own one by one",
		    "'%s' is copied to '%s' with what it owns, at an index that is not followed",
		    place_name(x->r, v->place), place_name(x->r, p));
	else
		for (int i = 0; i < r->n_fields && !r->is_union; i++)
			if (decl_has(r->fields[i], "own") && !seen_value(s, place_field(x->r, p, r->fields[i])))
				overwritten_element(x, s, place_field(x->r, p, r->fields[i]));
}

/* What lay in an element of an array of owners is ours once something else is put there. */
static void take_element(struct exec *x, struct state *s, place_t p, const struct val *v)
{
	const struct val *old = seen_value(s, p);
	struct fact *f = old && old->kind == V_PTR && old->sym && old->sym != v->sym
				 ? state_fact(x->r, s, old->sym)
				 : NULL;

	if (!old)
		overwritten_element(x, s, p);
	if (!f || f->death || !f->parted || f->own || !(f->mask & M_VALID))
		return;
	f->own = 1;
	f->parted = false;
	f->borrowed = false;
	own_element_empty(x, s, p, x->at);
}

static bool is_literal_text(const struct run *r, place_t p)
{
	const struct place *root = &r->places[place_root(r, p)];

	return root->kind == P_SYM && r->syms[root->sym].origin == SYM_OUTER &&
	       r->syms[root->sym].key2 == KEY_TEXT;
}

/* A field that is a size elsewhere is written. */
static void check_measure(struct exec *x, place_t p, const struct val *v, const struct expr *e)
{
	struct finding *f;

	if (v->kind != V_INT || (!v->wrapped && !v->cut) ||
	    !module_knows(x->m, "measured", field_name(x->m, place_decl(x->r, p))))
		return;
	f = say(x, e->loc, v->wrapped ? "CL603" : "CL604", "test it before, or use size_mul(), check_add_overflow()",
		v->wrapped ? "'%s' is a size elsewhere, and what is written to it may have wrapped around"
			   : "'%s' is a size elsewhere, and what is written to it may have been cut",
		place_name(x->r, p));
	say_step(x, f, v->odd_at, "computed here");
}

void memory_store(struct exec *x, struct state *s, place_t p, struct val v, const struct expr *e)
{
	struct filled count;
	bool follows;

	lock_access(x, s, p, true, e->loc);
	check_measure(x, p, &v, e);
	element_stored(x, s, p, e->loc);
	if (is_literal_text(x->r, p))
		say(x, e->loc, "CL001", "copy the string first: kstrdup(), or an array",
		    "a string literal is written to, which is constant");
	publish(x, s, p, &v, e->loc);
	paged_stored(x, p, &v);
	if (!place_private(x->r, s, p))
		own_number_leave(x->r, s, &v, p, NULL, e->loc);
	forget_aliases(x, s, p);
	if (place_contract(x->r, p, "own")) {
		take_element(x, s, p, &v);
		own_note_stored(x, s, p, &v, e->loc);
	} else if (v.kind == V_AGGREGATE && x->r->places[p].type->kind == T_RECORD && place_has_any(x->r, p)) {
		store_entry(x, s, p, &v, e);
	}
	if (e->trusted && val_is_null(&v) && x->r->places[p].kind == P_VAR &&
	    !x->r->places[p].decl->trusted)
		v.odd_at = e->loc;
	seen_written(x->r, s, p);
	follows = filled_count(x, s, p, &count);
	if (place_has_any(x->r, p)) {
		text_stored(x, s, p, &v, e->loc);
		store_any(x, s, place_loose(x->r, p), v, e);
		if (!place_contract(x->r, p, "own"))
			seen_note(x->r, s, p, v);
		checked_stored(x->r, s, p);
		if (follows)
			filled_set(x, s, &count);
		return;
	}
	if (v.kind == V_AGGREGATE) {
		if (x->r->places[p].type->kind == T_RECORD && !e->trusted)
			remade_check(x, s, p, true, "", e->loc);
		if (x->r->places[p].type->kind == T_RECORD)
			memory_overwritten(x, s, p, e);
		if (!place_private(x->r, s, p))
			memory_whole(x, s, &v, e);
		memory_copy(x, s, p, v.place, e->loc);
		if (follows)
			filled_set(x, s, &count);
		return;
	}
	if (x->r->places[p].kind == P_FIELD)
		limit_check(x, s, x->r->places[p].decl, &v, NULL, NULL, 0, 0, e->loc);
	behind_written(x, s, p, &v, e->loc);
	text_stored(x, s, p, &v, e->loc);
	counted_changes(x, s, p);
	memory_give_name(x, p, &v);
	overwritten(x, s, p, &v, e);
	state_clear(x->r, s, p);
	state_set(x->r, s, p, v, e->loc);
	checked_stored(x->r, s, p);
	if (follows)
		filled_set(x, s, &count);
	counted_found(x, s, p, &v);
}

/* ---- through a pointer ---- */
