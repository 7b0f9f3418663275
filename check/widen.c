/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Forgetting which elements of an array a loop has written one by one, so that the loop's states
 * become comparable: some elements are written, and what they hold is not known.
 */
#include "check/checked.h"
#include "check/mem.h"
#include "check/state.h"

static bool is_array(const struct run *r, const struct state *s, place_t base)
{
	const struct place *p = &r->places[base];

	if (p->kind != P_SYM)
		return p->type->kind == T_ARRAY;
	for (int i = 0; i < s->n_cells; i++)
		for (place_t q = checked_is_note(r, s->cells[i].place) ? 0 : s->cells[i].place; q;
		     q = r->places[q].parent)
			if (r->places[q].parent == base &&
			    (r->places[q].kind == P_ANY || r->places[q].index != 0))
				return true;
	return false;
}

/* The innermost array that has @p as a part of one single element, or 0. */
static place_t array_of(const struct run *r, const struct state *s, place_t p)
{
	for (; p; p = r->places[p].parent)
		if (r->places[p].kind == P_INDEX && is_array(r, s, r->places[p].parent))
			return r->places[p].parent;
	return 0;
}

void state_absorb(struct run *r, struct state *s, const struct cell *c)
{
	struct fact *f = c->val.kind == V_PTR && c->val.sym ? state_fact(r, s, c->val.sym) : NULL;
	place_t p = c->place;

	while (p && (r->places[p].kind == P_INDEX || r->places[p].kind == P_ANY))
		p = r->places[p].parent;
	if (!f || !f->own || !p || !r->places[p].decl || !decl_has(r->places[p].decl, "own"))
		return;
	f->own--;
	f->borrowed = true;
}

static void collapse(struct run *r, struct state *s, place_t array)
{
	enum content was = state_content(r, s, array);
	bool valid = was == C_EXTERN || was == C_LENT;
	bool whole = state_whole(r, s, array);
	struct val all = {.kind = V_CONTENT,
			  .content = valid ? was : was == C_ZERO ? C_LENT : C_MAYBE,
			  .elem = whole};
	struct val one = {.kind = V_CONTENT, .content = C_EXTERN, .elem = whole};
	int n = 0;

	for (int i = 0; i < s->n_cells; i++)
		if (array_of(r, s, s->cells[i].place) != array)
			s->cells[n++] = s->cells[i];
		else
			state_absorb(r, s, &s->cells[i]);
	s->n_cells = n;
	if (valid)
		return;
	state_set(r, s, array, all, (struct loc){0});
	state_set(r, s, place_any(r, array), one, (struct loc){0});
}

void state_collapse(struct run *r, struct state *s)
{
	for (int i = 0; i < s->n_cells; i++) {
		place_t array = array_of(r, s, s->cells[i].place);

		if (!array)
			continue;
		collapse(r, s, array);
		i = -1;
	}
}
