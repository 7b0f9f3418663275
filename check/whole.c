/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Objects as a whole: copies, initialisers, and what is not known any more once others may have
 * written there.
 */
#include "check/behind.h"
#include "check/call.h"
#include "check/mem.h"
#include "check/memory_private.h"
#include "check/own_private.h"

#include <string.h>

place_t memory_unwritten(struct exec *x, struct state *s, place_t p, int *at)
{
	const struct type *t = x->r->places[p].type;
	const struct record *r = t->kind == T_RECORD ? t->record : NULL;

	for (; r && !r->is_union && *at < r->n_fields; ++*at) {
		place_t f = place_field(x->r, p, r->fields[*at]), inner;
		int in = 0;

		if (!*r->fields[*at]->name)
			continue;
		inner = filled_nothing(x->r, s, f) ? f : memory_unwritten(x, s, f, &in);
		if (inner)
			return inner;
	}
	return 0;
}

void memory_whole(struct exec *x, struct state *s, const struct val *v, const struct expr *e)
{
	place_t f;

	for (int i = 0; v->kind == V_AGGREGATE && v->place && (f = memory_unwritten(x, s, v->place, &i)); i++)
		memory_not_written(x, s, f, e);
}

/* What a function returned, or an initialiser: the copy is all that is left of it. */
static bool is_temporary(const struct run *r, place_t p)
{
	const struct place *root = &r->places[place_root(r, p)];

	return root->kind == P_SYM && r->syms[root->sym].origin == SYM_OUTER;
}

bool memory_doubles(const struct run *r, const struct val *v)
{
	return v->place && bytes_owner(r->places[v->place].type) && !is_temporary(r, v->place);
}

/* Owners that nobody has looked at yet: a copy of the struct would own the same things. */
static void name_owners(struct exec *x, struct state *s, place_t p, const struct record *r)
{
	for (int i = 0; i < r->n_fields && !r->is_union; i++) {
		const struct decl *d = r->fields[i];
		place_t f = place_field(x->r, p, d);

		if (d->type->kind == T_RECORD)
			name_owners(x, s, f, d->type->record);
		else if (d->type->kind == T_PTR && decl_has(d, "own") && !state_cell(s, f) &&
			 state_content(x->r, s, f) == C_EXTERN)
			state_set(x->r, s, f, memory_unknown(x, s, f, d, d->type, 0),
				  (struct loc){0});
	}
}

void memory_check_pinned(struct exec *x, place_t from, struct loc at)
{
	const struct record *part =
		is_temporary(x->r, from) ? NULL : type_pinned(x->r->places[from].type);

	if (part)
		say(x, at, "CL117", "copy the members that are data, and make the others anew",
		    "'%s' is copied, and a struct %s in it must stay where it is",
		    place_name(x->r, from), part->name);
}

/* A struct is copied cell by cell; what is not in a cell is as unknown in the copy as it was. */
void memory_copy(struct exec *x, struct state *s, place_t to, place_t from, struct loc at)
{
	enum content content = state_content(x->r, s, from);
	const struct type *t = x->r->places[from].type;
	struct cell *old;
	int n;

	behind_copied(x, s, to, from, at);
	from = place_loose(x->r, from);
	to = place_loose(x->r, to);
	if (t->kind == T_RECORD && x->r->places[to].type->kind == T_RECORD)
		name_owners(x, s, from, t->record);
	n = s->n_cells;
	old = mem_alloc(x->r->arena, sizeof(*old) * (size_t)(n + 1));

	if (n)
		memcpy(old, s->cells, sizeof(*old) * (size_t)n);
	state_fill(x->r, s, to, content, at);
	for (int i = 0; i < n; i++) {
		place_t p = old[i].place;

		if (p != from && place_within(x->r, p, from))
			state_set(x->r, s, place_rebase(x->r, p, from, to), old[i].val, at);
	}
	if (is_temporary(x->r, from))
		state_clear(x->r, s, from);
}

void memory_drop(struct exec *x, struct state *s, const struct val *v)
{
	const struct type *t = v->kind == V_AGGREGATE && v->place ? x->r->places[v->place].type : NULL;

	if (!t || t->kind != T_RECORD || !is_temporary(x->r, v->place))
		return;
	name_owners(x, s, v->place, t->record);
	state_clear(x->r, s, v->place);
}

void memory_forget(struct exec *x, struct state *s, place_t p)
{
	int n = 0;
	enum content was = state_content(x->r, s, p);

	seen_written(x->r, s, p);
	p = place_loose(x->r, p);
	for (int i = 0; i < s->n_cells; i++) {
		const struct cell *c = &s->cells[i];
		struct fact *f;

		if (!place_within(x->r, c->place, p) || filled_is_count(x->r, c->place)) {
			s->cells[n++] = *c;
			continue;
		}
		if (x->r->places[c->place].kind != P_VAR)
			own_number_leave(x->r, s, &c->val, c->place, NULL, x->at);
		f = c->val.kind == V_PTR && c->val.sym ? state_fact(x->r, s, c->val.sym) : NULL;
		if (!f || !(f->own || f->death) || !place_contract(x->r, c->place, "own"))
			continue;
		s->cells[n] = *c;
		s->cells[n++].val =
			(struct val){.kind = V_CONTENT, .content = f->death ? C_LENT : C_EXTERN};
		if (own_root_is_dead(x->r, s, c->place))
			continue; /* it went with the place's object */
		f->own -= f->own > 0; /* the place's own, whatever that holds now */
		f->borrowed |= !f->death && !f->own;
	}
	s->n_cells = n;
	if (state_cell(s, p))
		return;
	was = was == C_UNINIT || was == C_MAYBE ? C_MAYBE : was == C_EXTERN ? C_EXTERN : C_LENT;
	if (state_content(x->r, s, p) != was)
		state_set(x->r, s, p, (struct val){.kind = V_CONTENT, .content = was}, x->at);
}

/* Values for so many elements are looked at one by one. */
enum { MAX_SPAN = 64 };

static void init_list(struct exec *x, struct set *set, place_t p, struct type *t,
		      const struct expr *init)
{
	for (int i = 0; i < set->n; i++)
		state_fill(x->r, set->v[i], p, C_ZERO, init->loc);
	for (int i = 0; i < init->n_args; i++) {
		const struct span span = t->kind == T_ARRAY ? init->spans[i] : (struct span){0};
		bool is_long = span.last - span.first >= MAX_SPAN;

		for (long k = span.first; k <= (is_long ? span.first : span.last); k++) {
			place_t to = p;

			if (t->kind == T_ARRAY)
				to = is_long ? place_any(x->r, p) : place_index(x->r, p, k);
			else if (init->fields[i])
				to = place_field(x->r, p, init->fields[i]);
			memory_init(x, set, to, x->r->places[to].type, init->args[i]);
		}
	}
}

void memory_init(struct exec *x, struct set *set, place_t p, struct type *t,
		 const struct expr *init)
{
	const struct expr *plain = expr_plain(init);

	if (plain->kind == E_INIT && (t->kind == T_RECORD || t->kind == T_ARRAY)) {
		init_list(x, set, p, t, plain);
		return;
	}
	if (t->kind == T_ARRAY) {
		for (int i = 0; i < set->n; i++)
			state_fill(x->r, set->v[i], p, C_EXTERN, init->loc);
		return;
	}
	eval(x, set, plain->kind == E_INIT && plain->n_args == 1 ? plain->args[0] : init);
	for (int i = 0; i < set->n; i++) {
		struct val v = state_pop(set->v[i]);

		if (plain->kind == E_INIT && plain->n_args == 0)
			v = memory_zero(t);
		v = eval_convert(x, set->v[i], init, v, t);
		if (v.kind == V_AGGREGATE) {
			memory_copy(x, set->v[i], p, v.place, init->loc);
			continue;
		}
		memory_give_name(x, p, &v);
		if (x->r->places[p].kind == P_FIELD)
			limit_check(x, set->v[i], x->r->places[p].decl, &v, NULL, NULL, 0, 0,
				    init->loc);
		state_clear(x->r, set->v[i], p);
		if (t->kind == T_RECORD)
			state_fill(x->r, set->v[i], p, C_EXTERN, init->loc);
		else
			state_set(x->r, set->v[i], p, v, init->loc);
	}
}
