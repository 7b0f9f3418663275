/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Numbers in arrays that a loop looks at from the first element on: "for (i…) if (p[i].at >= N)
 * return -EINVAL;", or "idx[n++] = v", says something of each that a later loop may rely on. How
 * many elements are looked at, and what all of them are at least and at most, is kept in cells
 * beside them, so that the count is joined with the loop's counter (see filled.c).
 */
#include "check/checked.h"

#include "check/mem.h"
#include "check/memory_private.h"
#include "check/walk.h"

enum { MAX_NUMBERS = 4 };

static struct type number = {.kind = T_INT, .is_signed = true, .size = 16, .name = "count"};
static struct decl count = {.kind = D_FIELD, .name = "(looked at)", .type = &number};
static struct decl least = {.kind = D_FIELD, .name = "(least)", .type = &number};
static struct decl most = {.kind = D_FIELD, .name = "(most)", .type = &number};

bool checked_is_bound(const struct run *r, place_t p)
{
	return r->places[p].kind == P_FIELD &&
	       (r->places[p].decl == &least || r->places[p].decl == &most);
}

bool checked_is_note(const struct run *r, place_t p)
{
	return (r->places[p].kind == P_FIELD && r->places[p].decl == &count) ||
	       checked_is_bound(r, p);
}

place_t checked_subject(const struct run *r, place_t p)
{
	return checked_is_note(r, p) ? r->places[p].parent : p;
}

static const struct cell *note(struct run *r, const struct state *s, place_t p,
			       const struct decl *d)
{
	return state_cell(s, place_field(r, p, d));
}

static void set_note(struct run *r, struct state *s, place_t p, const struct decl *d, struct lin l)
{
	state_set(r, s, place_field(r, p, d), val_int(l), (struct loc){0});
}

static void forget(struct run *r, struct state *s, place_t p)
{
	state_unset(s, place_field(r, p, &count));
	state_unset(s, place_field(r, p, &least));
	state_unset(s, place_field(r, p, &most));
}

/* ---- which ones ---- */

/* The elements, or what is in each of them, that the driver's @e speaks of; 0: they are not found here. */
static place_t place_of(struct exec *x, struct state *s, const struct expr *e);

static place_t pointee(struct exec *x, struct state *s, const struct expr *e, bool element)
{
	place_t p = place_of(x, s, e);
	const struct cell *c = p ? state_cell(s, p) : NULL;

	if (p && place_has_any(x->r, p))
		return 0; /* an array in an array: which one it is would have to be told, too */
	if (p && x->r->places[p].type->kind == T_ARRAY)
		return element ? place_any(x->r, p) : 0;
	if (!c || !lin_is_const(&c->val.lin) || c->val.lin.k)
		return 0;
	if (c->val.kind == V_PTR && c->val.sym)
		p = place_sym(x->r, c->val.sym);
	else if (c->val.kind == V_ADDR && c->val.elem == element)
		p = c->val.place;
	else
		return 0;
	if (element)
		return place_any(x->r, p);
	return c->val.kind == V_PTR ? place_index(x->r, p, 0) : p;
}

static place_t place_of(struct exec *x, struct state *s, const struct expr *e)
{
	place_t p = 0;

	e = expr_plain(e);
	if (e->kind == E_VAR)
		return place_var(x->r, e->decl);
	if (e->kind == E_INDEX)
		return pointee(x, s, e->a, true);
	if (e->kind == E_MEMBER)
		p = e->arrow ? pointee(x, s, e->a, false) : place_of(x, s, e->a);
	return p && x->r->places[p].type->kind == T_RECORD &&
			       !x->r->places[p].type->record->is_union
		       ? place_field(x->r, p, e->decl)
		       : 0;
}

struct numbers {
	const struct expr *of[MAX_NUMBERS];
	int n;
};

static void find(const struct expr *e, void *data)
{
	struct numbers *list = data;
	const struct expr *at = e;

	while (at->kind == E_MEMBER && !at->arrow)
		at = expr_plain(at->a);
	if (at->kind == E_INDEX && expr_plain(at->b)->kind != E_INT && !e->trusted &&
	    list->n < MAX_NUMBERS && (e->type->kind == T_INT || e->type->kind == T_ENUM))
		list->of[list->n++] = e;
}

void checked_begin(struct exec *x, const struct stmt *loop, struct set *set)
{
	struct numbers list = {0};
	const struct walk w = {.expr = find, .data = &list};

	walk_stmt(&w, loop->body);
	for (int i = 0; i < set->n; i++)
		for (int k = 0; k < list.n; k++) {
			struct state *s = set->v[i];
			place_t p = place_of(x, s, list.of[k]);
			num lo, hi;

			if (!p || note(x->r, s, p, &count))
				continue;
			type_range(list.of[k]->type, &lo, &hi);
			set_note(x->r, s, p, &count, lin_const(0));
			set_note(x->r, s, p, &least, lin_const(hi));
			set_note(x->r, s, p, &most, lin_const(lo));
			x->r->checked = true;
		}
}

/* ---- what is said of them ---- */

/* @p with its element at @index, which is a constant. */
static place_t element(struct run *r, place_t p, long long index)
{
	const struct place at = r->places[p];

	if (at.kind == P_ANY)
		return place_index(r, at.parent, index);
	return at.kind == P_FIELD ? place_field(r, element(r, at.parent, index), at.decl) : p;
}

/* The same of any element; 0: @p lies in none. */
static place_t any_element(struct run *r, place_t p)
{
	const struct place at = r->places[p];
	place_t of;

	if (at.kind == P_INDEX || at.kind == P_ANY)
		return place_any(r, place_loose(r, at.parent));
	of = at.kind == P_FIELD ? any_element(r, at.parent) : 0;
	return of ? place_field(r, of, at.decl) : 0;
}

/* The index, if it is known, of the element that @p lies in. */
static bool index_of(const struct run *r, place_t p, struct lin *ret)
{
	const struct place *at;

	while (r->places[p].kind == P_FIELD)
		p = r->places[p].parent;
	at = &r->places[p];
	*ret = at->kind == P_INDEX ? lin_const((num)at->index) : at->at;
	return at->kind == P_INDEX || (at->kind == P_ANY && at->at.n);
}

/* What the element of @p at *@index is seen to hold, or NULL; then *@index is in the driver's words. */
static const struct val *seen_at(struct run *r, const struct state *s, place_t p, struct lin *index)
{
	if (lin_is_const(index)) {
		const struct cell *c = state_cell(s, element(r, p, (long long)index->k));

		return c ? &c->val : NULL;
	}
	for (int i = 0; i < s->n_seen; i++) {
		struct lin at;

		if (index_of(r, s->seen[i].place, &at) && place_loose(r, s->seen[i].place) == p &&
		    proves_equal(s, &at, index)) {
			*index = at;
			return &s->seen[i].val;
		}
	}
	return NULL;
}

/*
 * The next element of @p is one that was looked at, if it was; false: no more is known of it than its type says, or more
 * each time.
 */
static bool look(struct run *r, struct state *s, place_t p)
{
	const struct cell *n = note(r, s, p, &count), *low = note(r, s, p, &least),
			  *high = note(r, s, p, &most);
	num lo, hi, from, to, type_lo, type_hi;
	const struct val *v;
	struct lin index;
	bool grows;

	if (!n || !low || !high)
		return true;
	index = n->val.lin;
	v = seen_at(r, s, p, &index);
	if (!v || v->kind != V_INT)
		return true;
	type_range(r->places[p].type, &type_lo, &type_hi);
	lin_bounds(s, &v->lin, &lo, &hi);
	lin_range(s, &low->val.lin, &from, &to);
	grows = lo < from;
	lo = from < lo ? from : lo;
	lin_range(s, &high->val.lin, &from, &to);
	grows |= hi > to;
	hi = to > hi ? to : hi;
	if ((lo <= type_lo && hi >= type_hi) ||
	    (grows && (!lin_is_const(&n->val.lin) || n->val.lin.k)))
		return false;
	index.k += 1;
	set_note(r, s, p, &count, index);
	set_note(r, s, p, &least, lin_const(lo));
	set_note(r, s, p, &most, lin_const(hi));
	return true;
}

void checked_stored(struct run *r, struct state *s, place_t p)
{
	place_t all = r->checked ? any_element(r, p) : 0;
	struct lin index;
	const struct cell *n = all && index_of(r, p, &index) ? note(r, s, all, &count) : NULL;

	if (n && proves_equal(s, &index, &n->val.lin))
		look(r, s, all);
}

static void look_at_all(struct exec *x, struct set *set, bool forgets)
{
	for (int i = 0; x->r->checked && i < set->n; i++)
		for (int k = set->v[i]->n_cells - 1; k >= 0; k--) {
			const struct place at = x->r->places[set->v[i]->cells[k].place];

			if (at.kind == P_FIELD && at.decl == &count &&
			    !look(x->r, set->v[i], at.parent) && forgets) {
				forget(x->r, set->v[i], at.parent);
				k = set->v[i]->n_cells;
			}
		}
}

void checked_apart(struct exec *x, struct set *set)
{
	look_at_all(x, set, false);
}

void checked_again(struct exec *x, struct set *set)
{
	look_at_all(x, set, true);
}

void checked_assume(struct exec *x, struct state *s, place_t p, const struct val *v)
{
	place_t all = x->r->checked && v->kind == V_INT ? any_element(x->r, p) : 0;
	const struct cell *n = all ? note(x->r, s, all, &count) : NULL;
	struct lin index;
	num lo, hi, none;

	if (!n || !index_of(x->r, p, &index) || !proves_le(s, &index, &n->val.lin, 1))
		return;
	lin_range(s, &note(x->r, s, all, &least)->val.lin, &lo, &none);
	lin_range(s, &note(x->r, s, all, &most)->val.lin, &none, &hi);
	state_assume_between(x->r, s, &v->lin, lo, hi);
}

/* ---- when it is over ---- */

/* Is what is written at @p behind the elements of @subject that were looked at? */
static bool is_behind(struct run *r, const struct state *s, place_t p, place_t subject)
{
	const struct cell *n = note(r, s, subject, &count);
	struct lin index;

	return n && any_element(r, p) == subject && index_of(r, p, &index) && proves_le(s, &n->val.lin, &index, 0);
}

void checked_written(struct run *r, struct state *s, place_t p,
		     bool (*reaches)(struct run *r, place_t p, place_t q))
{
	for (int i = s->n_cells - 1; r->checked && i >= 0; i--) {
		const struct place at = r->places[s->cells[i].place];

		if (at.kind == P_FIELD && at.decl == &count && reaches(r, p, at.parent) &&
		    !is_behind(r, s, p, at.parent)) {
			forget(r, s, at.parent);
			i = s->n_cells;
		}
	}
}

void checked_end(struct run *r, struct state *s)
{
	int n = 0;

	for (int i = 0; r->checked && i < s->n_cells; i++)
		if (!checked_is_note(r, s->cells[i].place))
			s->cells[n++] = s->cells[i];
	s->n_cells = r->checked ? n : s->n_cells;
}
