/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * What an element at an index that is no constant was seen to hold: "if (t->slot[i])" speaks of
 * the very value that "t->slot[i]->n" uses, as long as nobody can have written there in between.
 * An index is a value, not a variable: that "i" changes does no harm. Only such single elements are
 * kept here; what a whole array holds is in the cells.
 */
#include "check/checked.h"
#include "check/mem.h"
#include "check/state.h"

enum { MAX_SEEN = 16 };

const struct val *seen_value(const struct state *s, place_t p)
{
	for (int i = 0; i < s->n_seen; i++)
		if (s->seen[i].place == p)
			return &s->seen[i].val;
	return NULL;
}

static void drop(struct state *s, int i)
{
	for (s->n_seen--; i < s->n_seen; i++)
		s->seen[i] = s->seen[i + 1];
}

void seen_note(struct run *r, struct state *s, place_t p, struct val v)
{
	struct cell new = {.place = p, .val = v};

	if (!r->places[p].exact || (v.kind != V_INT && v.kind != V_PTR))
		return;
	for (int i = s->n_seen - 1; i >= 0; i--)
		if (s->seen[i].place == p)
			drop(s, i);
	if (s->n_seen == MAX_SEEN)
		drop(s, 0);
	MEM_PUSH(r->arena, s->seen, s->n_seen, new);
}

static const struct decl *innermost(const struct run *r, place_t p)
{
	while (p && (r->places[p].kind == P_INDEX || r->places[p].kind == P_ANY))
		p = r->places[p].parent;
	return p ? r->places[p].decl : NULL;
}

/* May what is written at @p be the place @q, or something that @q lies in? */
static bool may_reach(struct run *r, place_t p, place_t q)
{
	const struct place *to = &r->places[p];
	const struct place *a = &r->places[place_root(r, p)], *b = &r->places[place_root(r, q)];
	const struct decl *dp = innermost(r, p), *dq = innermost(r, q);

	if (a->kind == P_VAR && b->kind == P_VAR && a != b)
		return false;
	if (place_within(r, place_loose(r, q), place_loose(r, p)))
		return true;
	if (to->type->kind != T_RECORD && to->type->kind != T_ARRAY)
		return to->type == r->places[q].type && (!dp || !dq || dp == dq);
	for (; q; q = r->places[q].parent)
		if (r->places[q].type == to->type)
			return true;
	return false;
}

void seen_written(struct run *r, struct state *s, place_t p)
{
	checked_written(r, s, p, may_reach);
	for (int i = s->n_seen - 1; i >= 0; i--)
		if (may_reach(r, p, s->seen[i].place))
			drop(s, i);
}

void seen_within(struct run *r, struct state *s, place_t p)
{
	for (int i = s->n_seen - 1; i >= 0; i--)
		if (place_within(r, place_loose(r, s->seen[i].place), place_loose(r, p)))
			drop(s, i);
}

void seen_forget(const struct run *r, struct state *s, sym_t sym)
{
	for (int i = s->n_seen - 1; i >= 0; i--)
		if (place_mentions(r, s->seen[i].place, sym) ||
		    val_mentions(r, &s->seen[i].val, sym))
			drop(s, i);
}

void seen_forget_index(const struct run *r, struct state *s, sym_t sym)
{
	for (int i = s->n_seen - 1; i >= 0; i--)
		if (place_mentions(r, s->seen[i].place, sym))
			drop(s, i);
}

void seen_filter(struct state *s, bool (*keep)(place_t p, void *data), void *data)
{
	for (int i = s->n_seen - 1; i >= 0; i--)
		if (!keep(s->seen[i].place, data))
			drop(s, i);
}

static bool same(const struct val *a, const struct val *b)
{
	return a->kind == b->kind && a->sym == b->sym && lin_equal(&a->lin, &b->lin);
}

void seen_join(struct state *into, const struct state *b)
{
	for (int i = into->n_seen - 1; i >= 0; i--) {
		const struct val *v = seen_value(b, into->seen[i].place);

		if (!v || !same(v, &into->seen[i].val))
			drop(into, i);
	}
}

bool seen_equal(const struct state *a, const struct state *b)
{
	if (a->n_seen != b->n_seen)
		return false;
	for (int i = 0; i < a->n_seen; i++) {
		const struct val *v = seen_value(b, a->seen[i].place);

		if (!v || !same(v, &a->seen[i].val))
			return false;
	}
	return true;
}
