/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Local arrays that are written element by element, from the first on: how many are. The number is
 * kept in a cell of its own beside the array's elements, so that it is joined with the loop's
 * counter, and "every element was written" follows from how the loop ended.
 */
#include "check/mem.h"
#include "check/memory_private.h"

static struct type number = {.kind = T_INT, .is_signed = true, .size = 8, .name = "count"};
static struct decl count = {.kind = D_FIELD, .name = "(written)", .type = &number};

static place_t count_place(struct run *r, place_t array)
{
	return place_field(r, array, &count);
}

bool filled_is_count(const struct run *r, place_t p)
{
	return r->places[p].kind == P_FIELD && r->places[p].decl == &count;
}

void filled_begin(struct exec *x, struct state *s, place_t p)
{
	const struct type *t = x->r->places[p].type;

	if (t->kind == T_RECORD && !t->record->is_union)
		for (int i = 0; i < t->record->n_fields; i++)
			if (t->record->fields[i]->type->kind == T_ARRAY ||
			    t->record->fields[i]->type->kind == T_RECORD)
				filled_begin(x, s, place_field(x->r, p, t->record->fields[i]));
	if (t->kind == T_ARRAY && t->count > 0 && t->to->kind != T_ARRAY)
		state_set(x->r, s, count_place(x->r, p), val_const(0), (struct loc){0});
}

static bool equal(const struct state *s, const struct lin *a, const struct lin *b)
{
	struct lin d, neg;

	return lin_add(a, b, -1, &d) && lin_scale(&d, -1, &neg) && state_proves(s, &d) &&
	       state_proves(s, &neg);
}

bool filled_count(struct exec *x, struct state *s, place_t element, struct val *ret)
{
	const struct place e = x->r->places[element];
	place_t at = e.parent ? place_loose(x->r, e.parent) : 0;
	struct lin index = e.kind == P_ANY ? e.at : lin_const((num)e.index);
	const struct cell *c = NULL;

	if (at && (e.kind == P_INDEX || (e.kind == P_ANY && e.at.n)) &&
	    x->r->places[at].type->kind == T_ARRAY)
		c = state_cell(s, count_place(x->r, at));
	if (!c)
		return false;
	*ret = c->val;
	if (equal(s, &index, &c->val.lin)) { /* the next one */
		index.k += 1;
		ret->lin = index;
	}
	return true;
}

void filled_set(struct exec *x, struct state *s, place_t element, struct val v)
{
	state_set(x->r, s, count_place(x->r, place_loose(x->r, x->r->places[element].parent)), v,
		  (struct loc){0});
}

bool filled_wholly(struct exec *x, struct state *s, place_t array)
{
	const struct type *t = x->r->places[array].type;
	const struct cell *c = t->kind == T_ARRAY ? state_cell(s, count_place(x->r, array)) : NULL;
	struct lin left;

	if (!c)
		return false;
	left = lin_const(t->count);
	return lin_add(&left, &c->val.lin, -1, &left) && state_proves(s, &left);
}
