/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Arrays that are written from the first element on, local ones and new memory: how many elements
 * are. The number is kept in a cell of its own beside the elements, so that it is joined with the
 * loop's counter, and "every element was written" follows from how the loop ended. A second cell has
 * a bit for each byte of the element that comes next, whose fields are written one by one.
 */
#include "check/call.h"
#include "check/checked.h"
#include "check/mem.h"
#include "check/memory_private.h"

enum { MAX_PARTS = 96 };

static struct type number = {.kind = T_INT, .is_signed = true, .size = 8, .name = "count"};
static struct decl count = {.kind = D_FIELD, .name = "(written)", .type = &number};
static struct decl parts = {.kind = D_FIELD, .name = "(begun)", .type = &number};

static place_t count_place(struct run *r, place_t array)
{
	return place_field(r, array, &count);
}

bool filled_is_count(const struct run *r, place_t p)
{
	return r->places[p].kind == P_FIELD &&
	       (r->places[p].decl == &count || r->places[p].decl == &parts);
}

bool filled_is_note(const struct run *r, place_t p)
{
	return filled_is_count(r, p) || checked_is_note(r, p);
}

bool filled_none(const struct run *r, const struct state *s, place_t p)
{
	for (int i = 0; i < s->n_cells; i++)
		if (s->cells[i].place != p && place_within(r, s->cells[i].place, p) &&
		    !filled_is_note(r, s->cells[i].place))
			return false;
	return true;
}

bool filled_nothing(const struct run *r, const struct state *s, place_t p)
{
	const struct val *v;

	if (state_content(r, s, p) != C_UNINIT)
		return false;
	for (int i = 0; i < s->n_cells; i++) {
		v = &s->cells[i].val;
		if (!place_within(r, s->cells[i].place, p) || checked_is_note(r, s->cells[i].place) ||
		    (v->kind == V_CONTENT && v->content == C_UNINIT))
			continue;
		if (!filled_is_count(r, s->cells[i].place) || v->kind != V_INT || !lin_is_const(&v->lin) || v->lin.k)
			return false;
	}
	return true;
}

static const struct cell *count_of(struct exec *x, struct state *s, place_t array)
{
	const struct place *p = &x->r->places[array];

	return p->kind == P_SYM || p->type->kind == T_ARRAY
		       ? state_cell(s, count_place(x->r, array))
		       : NULL;
}

static long element_size(const struct exec *x, place_t array)
{
	const struct place *p = &x->r->places[array];
	const struct type *t = p->kind == P_SYM ? p->type : p->type->to;

	return t->size;
}

/* Is @p, which lies within @array, its count, or of an element below @n? */
static bool is_below(const struct run *r, const struct state *s, place_t p, place_t array, const struct lin *n)
{
	struct lin above;

	if (filled_is_note(r, p))
		return true;
	while (r->places[p].parent && r->places[p].parent != array)
		p = r->places[p].parent;
	if (r->places[p].kind == P_INDEX)
		above = lin_const((num)r->places[p].index);
	else if (r->places[p].kind == P_ANY && r->places[p].at.n)
		above = r->places[p].at;
	else
		return false;
	above.k += 1;
	return lin_add(&above, n, -1, &above) && state_proves(s, &above);
}

bool filled_lacks(struct exec *x, struct state *s, place_t array, const struct lin *from, const struct lin *bytes)
{
	const struct cell *c = count_of(x, s, array);
	struct lin end, have;

	if (!c || c->val.kind != V_INT || state_content(x->r, s, array) != C_UNINIT ||
	    !lin_scale(from, element_size(x, array), &end) || !lin_add(&end, bytes, 1, &end) ||
	    !lin_scale(&c->val.lin, element_size(x, array), &have) || !lin_add(&have, &end, -1, &have))
		return false;
	have.k += 1;
	if (!state_proves(s, &have))
		return false;
	for (int i = 0; i < s->n_cells; i++)
		if (s->cells[i].place != array && place_within(x->r, s->cells[i].place, array) &&
		    !is_below(x->r, s, s->cells[i].place, array, &c->val.lin))
			return false;
	return true;
}

void filled_begin(struct exec *x, struct state *s, place_t p)
{
	const struct type *t = x->r->places[p].type;

	if (x->r->places[p].kind == P_SYM) {
		state_set(x->r, s, count_place(x->r, p), val_const(0), (struct loc){0});
		return;
	}
	if (t->kind == T_RECORD && !t->record->is_union)
		for (int i = 0; i < t->record->n_fields; i++)
			if (t->record->fields[i]->type->kind == T_ARRAY ||
			    t->record->fields[i]->type->kind == T_RECORD)
				filled_begin(x, s, place_field(x->r, p, t->record->fields[i]));
	if (t->kind == T_ARRAY && t->count > 0 && t->to->kind != T_ARRAY)
		state_set(x->r, s, count_place(x->r, p), val_const(0), (struct loc){0});
}

/* The bytes [from, from + n) of the next element are written: is it whole now? */
static bool next_is_whole(struct exec *x, struct state *s, place_t array, long from, long n,
			  struct filled *ret)
{
	long size = element_size(x, array);
	const struct cell *c = state_cell(s, place_field(x->r, array, &parts));
	num had = c && c->val.kind == V_INT && lin_is_const(&c->val.lin) ? c->val.lin.k : 0;

	if (from == 0 && n == size)
		return true;
	if (size > MAX_PARTS || from < 0 || n <= 0 || from + n > size)
		return false;
	ret->parts = had | ((((num)1 << n) - 1) << from);
	return ret->parts == ((num)1 << size) - 1;
}

bool filled_count(struct exec *x, struct state *s, place_t p, struct filled *ret)
{
	long from = 0, size = x->r->places[p].type->size;
	struct place e = x->r->places[p];
	const struct cell *c;
	struct lin index;

	while (e.kind == P_FIELD && !e.decl->bitfield) {
		from += e.decl->offset / 8;
		e = x->r->places[e.parent];
	}
	if ((e.kind != P_INDEX && (e.kind != P_ANY || !e.at.n)) || !e.parent)
		return false;
	ret->array = place_loose(x->r, e.parent);
	c = count_of(x, s, ret->array);
	if (!c)
		return false;
	index = e.kind == P_ANY ? e.at : lin_const((num)e.index);
	ret->count = c->val;
	ret->parts = 0;
	if (c->val.kind != V_INT || !proves_equal(s, &index, &c->val.lin))
		return true;
	if (next_is_whole(x, s, ret->array, from, size, ret)) {
		ret->parts = 0;
		index.k += 1;
		ret->count.lin = index;
	}
	return true;
}

void filled_set(struct exec *x, struct state *s, const struct filled *f)
{
	place_t begun = place_field(x->r, f->array, &parts);

	state_set(x->r, s, count_place(x->r, f->array), f->count, (struct loc){0});
	if (f->parts)
		state_set(x->r, s, begun, val_const(f->parts), (struct loc){0});
	else
		state_unset(s, begun);
}

bool filled_bytes(struct exec *x, struct state *s, const struct val *to, const struct val *n,
		  struct filled *ret)
{
	const struct cell *c;
	struct lin more, end, gap;

	if (n->kind != V_INT)
		return false;
	if (to->kind == V_ADDR && !to->elem && x->r->places[to->place].type->kind != T_ARRAY)
		return lin_is_const(&n->lin) && n->lin.k == x->r->places[to->place].type->size &&
		       filled_count(x, s, to->place, ret);
	ret->array = to->kind == V_ADDR ? to->place : to->sym ? place_sym(x->r, to->sym) : 0;
	c = ret->array ? count_of(x, s, ret->array) : NULL;
	if (!c || c->val.kind != V_INT || !lin_quotient(&n->lin, element_size(x, ret->array), &more))
		return false;
	ret->count = c->val;
	ret->parts = 0;
	/* No gap is left; and of two numbers of which none is known to be less, the last is asked for. */
	if (lin_add(&to->lin, &c->val.lin, -1, &gap) && state_proves(s, &gap) &&
	    lin_add(&to->lin, &more, 1, &end) && lin_add(&end, &c->val.lin, -1, &gap) &&
	    !state_proves(s, &gap))
		ret->count.lin = end;
	return true;
}

bool filled_to(struct exec *x, struct state *s, place_t array, const struct lin *bytes)
{
	const struct cell *c = count_of(x, s, array);
	struct lin left;

	return c && c->val.kind == V_INT &&
	       lin_scale(&c->val.lin, element_size(x, array), &left) &&
	       lin_add(bytes, &left, -1, &left) && state_proves(s, &left);
}

bool filled_part(struct exec *x, struct state *s, place_t array)
{
	const struct cell *c = count_of(x, s, array);

	return c && c->val.kind == V_INT && (!lin_is_const(&c->val.lin) || c->val.lin.k);
}

bool filled_wholly(struct exec *x, struct state *s, place_t array)
{
	struct lin bytes = lin_const(x->r->places[array].type->size);

	return filled_to(x, s, array, &bytes);
}
