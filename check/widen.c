/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Forgetting which elements of an array a loop has written one by one, so that the loop's states
 * become comparable: some elements are written, and what they hold is not known.
 */
#include "check/mem.h"
#include "check/state.h"

static bool is_array(const struct run *r, const struct state *s, place_t base)
{
	const struct place *p = &r->places[base];
	const struct fact *f;

	if (p->kind != P_SYM)
		return p->type->kind == T_ARRAY;
	f = state_known(s, p->sym);
	return f && f->has_extent && !(lin_is_const(&f->extent) && f->extent.k <= p->type->size);
}

/* The innermost array that has @p as a part of one single element, or 0. */
static place_t array_of(const struct run *r, const struct state *s, place_t p)
{
	for (; p; p = r->places[p].parent)
		if (r->places[p].kind == P_INDEX && is_array(r, s, r->places[p].parent))
			return r->places[p].parent;
	return 0;
}

static bool holds_owner(const struct state *s, const struct val *v)
{
	const struct fact *f = v->kind == V_PTR && v->sym ? state_known(s, v->sym) : NULL;

	return f && f->own;
}

static void collapse(struct run *r, struct state *s, place_t array)
{
	enum content was = state_content(r, s, array);
	struct val all = {.kind = V_CONTENT, .content = was == C_EXTERN ? C_EXTERN : C_MAYBE};
	struct val one = {.kind = V_CONTENT, .content = C_EXTERN};
	int n = 0;

	for (int i = 0; i < s->n_cells; i++)
		if (array_of(r, s, s->cells[i].place) != array || holds_owner(s, &s->cells[i].val))
			s->cells[n++] = s->cells[i];
	s->n_cells = n;
	if (was == C_EXTERN)
		return;
	state_set(r, s, array, all, (struct loc){0});
	state_set(r, s, place_any(r, array), one, (struct loc){0});
}

void state_collapse(struct run *r, struct state *s)
{
	for (int i = 0; i < s->n_cells; i++) {
		place_t array = array_of(r, s, s->cells[i].place);

		if (!array || holds_owner(s, &s->cells[i].val))
			continue;
		collapse(r, s, array);
		i = -1;
	}
}
