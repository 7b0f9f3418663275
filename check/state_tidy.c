/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Who uses a symbol; what nobody uses goes, and what has become another is called so. */
#include "check/mem.h"
#include "check/module.h"
#include "check/state.h"

#include <string.h>

bool val_mentions(const struct run *r, const struct val *v, sym_t sym)
{
	if (v->kind == V_PTR && v->sym == sym)
		return true;
	if ((v->kind == V_ADDR || v->kind == V_AGGREGATE) && v->place &&
	    place_mentions(r, v->place, sym))
		return true;
	return lin_mentions(&v->lin, sym);
}

bool state_uses(const struct run *r, const struct state *s, sym_t sym)
{
	for (int i = 0; i < s->n_cells; i++)
		if (val_mentions(r, &s->cells[i].val, sym) ||
		    place_mentions(r, s->cells[i].place, sym))
			return true;
	for (int i = 0; i < s->n_held; i++)
		if (place_mentions(r, s->held[i].lock, sym))
			return true;
	for (int i = 0; i < s->n_marks; i++)
		if (place_mentions(r, s->marks[i].place, sym) || s->marks[i].file == sym)
			return true;
	for (int i = 0; i < s->sp; i++)
		if (val_mentions(r, &s->stack[i], sym))
			return true;
	for (int i = 0; i < s->n_facts; i++) {
		if (sym_mentions(r, s->facts[i].sym, sym))
			return true;
		for (int k = 0; k < MAX_DEPS; k++)
			if (s->facts[i].deps[k] == sym)
				return true;
		if (s->facts[i].character == sym)
			return true;
		if (s->facts[i].loan && place_mentions(r, s->facts[i].loan, sym))
			return true;
		if (s->facts[i].has_extent && lin_mentions(&s->facts[i].extent, sym))
			return true;
	}
	for (int i = 0; i < s->n_seen; i++)
		if (val_mentions(r, &s->seen[i].val, sym) ||
		    place_mentions(r, s->seen[i].place, sym))
			return true;
	return s->has_result && val_mentions(r, &s->result, sym);
}

/* Is @sym mentioned by anything but the cells and marks of its own object? */
static bool used_from_outside(const struct run *r, const struct state *s, sym_t sym)
{
	for (int i = 0; i < s->n_cells; i++)
		if (val_mentions(r, &s->cells[i].val, sym) &&
		    !place_mentions(r, s->cells[i].place, sym))
			return true;
	for (int i = 0; i < s->n_held; i++)
		if (place_mentions(r, s->held[i].lock, sym))
			return true;
	for (int i = 0; i < s->sp; i++)
		if (val_mentions(r, &s->stack[i], sym))
			return true;
	for (int i = 0; i < s->n_facts; i++) {
		const struct fact *f = &s->facts[i];

		if (sym_mentions(r, f->sym, sym))
			return true;
		for (int k = 0; k < MAX_DEPS; k++)
			if (f->deps[k] == sym && f->sym != sym)
				return true;
		if (f->character == sym)
			return true;
		if ((f->loan && place_mentions(r, f->loan, sym)) ||
		    (f->has_extent && lin_mentions(&f->extent, sym)))
			return true;
	}
	return s->has_result && val_mentions(r, &s->result, sym);
}

static bool is_seen(const struct run *r, const struct state *s, sym_t sym)
{
	bool again = r->syms[sym].origin == SYM_WRAP; /* may be computed once more, as an index */

	for (int i = 0; i < s->n_seen; i++)
		if (val_mentions(r, &s->seen[i].val, sym) ||
		    (again && place_mentions(r, s->seen[i].place, sym)))
			return true;
	return false;
}

bool state_only_seen(const struct run *r, const struct state *s, sym_t sym)
{
	return is_seen(r, s, sym) && !used_from_outside(r, s, sym);
}

/* Does an exit have to judge what was left in @c? */
static bool to_judge(const struct run *r, const struct state *s, const struct cell *c)
{
	const struct fact *in = c->val.kind == V_PTR ? state_known(s, c->val.sym) : NULL;

	if (in && in->own == 1 && !in->death &&
	    (in->content != C_UNINIT || r->syms[in->sym].type->to->kind != T_RECORD) &&
	    r->places[c->place].kind == P_FIELD && decl_has(r->places[c->place].decl, "own"))
		return false; /* it is where it belongs */
	if (in && (in->own || in->death))
		return true;
	if (!c->at.file || c->val.kind == V_INT)
		return false;
	return c->val.kind != V_PTR || (c->val.sym && r->syms[c->val.sym].origin != SYM_LOAD &&
					r->syms[c->val.sym].origin != SYM_CALL);
}

/* May the object of @sym be forgotten with all that is in it? Not when an exit has to judge that.
 */
static bool prunable(const struct run *r, const struct state *s, const struct fact *f)
{
	if (used_from_outside(r, s, f->sym) || is_seen(r, s, f->sym))
		return false;
	for (int i = 0; i < s->n_cells && !f->death; i++)
		if (place_mentions(r, s->cells[i].place, f->sym) &&
		    (f->fresh || to_judge(r, s, &s->cells[i])))
			return false;
	for (int i = 0; i < s->n_marks && !f->death; i++)
		if (place_mentions(r, s->marks[i].place, f->sym) &&
		    s->marks[i].kind != MARK_UNLINKED && s->marks[i].kind != MARK_LINKED &&
		    s->marks[i].kind < MARK_CLEARED)
			return false;
	return true;
}

void state_tidy(struct run *r, struct state *s)
{
	for (int i = s->n_facts - 1; i >= 0; i--) {
		const struct fact f = s->facts[i];

		if (!f.sym || f.own || f.pending || r->syms[f.sym].origin == SYM_PARAM ||
		    !prunable(r, s, &f))
			continue;
		if (r->syms[f.sym].type->kind == T_PTR) {
			state_pass(r, s, f.sym);
		} else {
			state_eliminate(r, s, f.sym);
			state_forget(r, s, f.sym);
		}
		if (i > s->n_facts)
			i = s->n_facts;
	}
}

static void rename_val(struct run *r, struct val *v, sym_t from, sym_t to)
{
	if (v->kind == V_PTR && v->sym == from)
		v->sym = to;
	if (v->place)
		v->place = place_rename(r, v->place, from, to);
	lin_rename(&v->lin, from, to);
}

static void widen_fact(struct fact *to, const struct fact *from)
{
	to->lo = to->lo < from->lo ? to->lo : from->lo;
	to->hi = to->hi > from->hi ? to->hi : from->hi;
	to->mask |= from->mask;
	to->own = to->own > from->own ? to->own : from->own;
	if (from->death)
		to->death = from->death;
	to->has_extent = to->text = false;
	to->fresh = to->fresh && from->fresh;
	to->nonzero = to->nonzero && from->nonzero;
}

/* The fact itself moves too; when @to is known already, what was said of both is joined. */
static void rename_facts(struct run *r, struct state *s, sym_t from, sym_t to)
{
	struct fact f = *state_fact(r, s, from);
	bool both = state_known(s, to) != NULL;
	struct fact *t = state_fact(r, s, to);
	int n = 0;

	if (both) {
		widen_fact(t, &f);
	} else {
		*t = f;
		t->sym = to;
	}
	for (int i = 0; i < s->n_rels; i++) {
		if (both && lin_mentions(&s->rels[i], from))
			continue;
		if (both && lin_mentions(&s->rels[i], to))
			continue;
		lin_rename(&s->rels[i], from, to);
		s->rels[n++] = s->rels[i];
	}
	s->n_rels = n;
	n = 0;
	for (int i = 0; i < s->n_facts; i++) {
		struct fact *g = &s->facts[i];

		if (g->sym == from)
			continue;
		g->character = g->character == from ? to : g->character;
		for (int k = 0; k < MAX_DEPS; k++)
			if (g->deps[k] == from)
				g->deps[k] = to;
		g->loan = place_rename(r, g->loan, from, to);
		if (g->has_extent)
			lin_rename(&g->extent, from, to);
		s->facts[n++] = *g;
	}
	s->n_facts = n;
}

/* Numbers that are made of @from are made of @to now. */
static void rename_wraps(struct run *r, struct state *s, sym_t from, sym_t to)
{
	for (int i = 0; i < s->n_facts; i++) {
		const struct sym old = r->syms[s->facts[i].sym];
		struct lin l;

		if (!sym_mentions(r, s->facts[i].sym, from))
			continue;
		l = r->wraps[old.key1];
		lin_rename(&l, from, to);
		state_rename(r, s, s->facts[i].sym, sym_wrap(r, &l, old.key2, old.type, old.name));
		i = -1;
	}
}

void state_rename(struct run *r, struct state *s, sym_t from, sym_t to)
{
	struct cell *old = s->cells;
	int n = s->n_cells;

	s->cells = NULL;
	s->n_cells = 0;
	for (int i = 0; i < n; i++) {
		rename_val(r, &old[i].val, from, to);
		old[i].place = place_rename(r, old[i].place, from, to);
		state_set(r, s, old[i].place, old[i].val, old[i].at);
	}
	for (int i = 0; i < s->n_held; i++)
		s->held[i].lock = place_rename(r, s->held[i].lock, from, to);
	for (int i = 0; i < s->n_marks; i++) {
		s->marks[i].place = place_rename(r, s->marks[i].place, from, to);
		if (s->marks[i].file == from)
			s->marks[i].file = to;
	}
	for (int i = 0; i < s->n_fetches; i++) {
		if (s->fetches[i].from == from)
			s->fetches[i].from = to;
		if (s->fetches[i].to == from)
			s->fetches[i].to = to;
		lin_rename(&s->fetches[i].offset, from, to);
		lin_rename(&s->fetches[i].size, from, to);
	}
	for (int i = 0; i < s->sp; i++)
		rename_val(r, &s->stack[i], from, to);
	for (int i = 0; i < s->n_seen; i++) {
		s->seen[i].place = place_rename(r, s->seen[i].place, from, to);
		rename_val(r, &s->seen[i].val, from, to);
	}
	if (s->has_result)
		rename_val(r, &s->result, from, to);
	rename_facts(r, s, from, to);
	rename_wraps(r, s, from, to);
}
