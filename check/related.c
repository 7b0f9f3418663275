/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Functions that check numbers against each other ("off + len <= size"): how those that they are given
 * stand to one another where they return 0, and where they do not. What proven.c says of one.
 */
#include "check/call.h"
#include "check/mem.h"

#include <stdint.h>

enum { MAX_RELATIONS = 8 };

/* What of @d is a number that the callers know, too: itself, or fields of what is only looked at. */
static bool looked_at(const struct decl *d)
{
	const struct type *t = d->type->kind == T_PTR ? d->type->to : NULL;

	return t && t->kind == T_RECORD && t->is_const && !t->record->trusted && !t->record->is_union;
}

static bool value_here(struct exec *x, const struct state *s, const struct related *t, struct lin *ret)
{
	const struct decl *d = x->f->params[t->param];
	sym_t sym = sym_intern(x->r, SYM_PARAM, d->index, 0, d->type, d->name);
	const struct cell *c;

	if (!t->field) {
		*ret = lin_sym(sym);
		return true;
	}
	c = state_cell(s, place_field(x->r, place_index(x->r, place_sym(x->r, sym), 0), t->field));
	if (!c || c->val.kind != V_INT)
		return false;
	*ret = c->val.lin;
	return true;
}

/* Which of the function's parameters or their fields has the value @sym here? */
static bool find(struct exec *x, const struct state *s, sym_t sym, struct related *ret)
{
	for (int i = 0; i < x->f->n_params; i++) {
		const struct decl *d = x->f->params[i];
		const struct record *r = looked_at(d) ? d->type->to->record : NULL;
		struct lin l;

		*ret = (struct related){.param = i};
		if (d->type->kind == T_INT && !decl_has(d, "own") && value_here(x, s, ret, &l) && l.t[0].sym == sym)
			return true;
		for (int k = 0; r && k < r->n_fields; k++) {
			ret->field = r->fields[k];
			if (ret->field->type->kind == T_INT && value_here(x, s, ret, &l) && l.n == 1 && !l.k &&
			    l.t[0].coef == 1 && l.t[0].sym == sym)
				return true;
		}
	}
	return false;
}

static void note(struct exec *x, const struct state *s, struct summary *sum, const struct lin *l, bool other)
{
	struct relation new = {.other = other, .k = (long long)l->k};

	if (l->n < 2 || l->n > MAX_RELATED || l->k < INT64_MIN || l->k > INT64_MAX)
		return;
	for (int i = 0; i < l->n; i++) {
		if (l->t[i].coef < INT32_MIN || l->t[i].coef > INT32_MAX || !find(x, s, l->t[i].sym, &new.t[i]))
			return;
		new.t[i].coef = (int)l->t[i].coef;
		new.n++;
	}
	MEM_PUSH(x->m->arena, sum->relations, sum->n_relations, new);
}

static bool holds(struct exec *x, const struct state *s, const struct relation *rel)
{
	struct lin l = lin_const(rel->k), v;

	for (int i = 0; i < rel->n; i++)
		if (!value_here(x, s, &rel->t[i], &v) || !lin_add(&l, &v, rel->t[i].coef, &l))
			return false;
	return state_proves(s, &l);
}

void related_exit(struct exec *x, const struct state *s, struct summary *sum, bool other)
{
	int n = 0;

	if (!sum->related[other]) {
		for (int i = 0; i < s->n_rels && sum->n_relations < MAX_RELATIONS; i++)
			note(x, s, sum, &s->rels[i], other);
		sum->related[other] = true;
		return;
	}
	for (int i = 0; i < sum->n_relations; i++)
		if (sum->relations[i].other != other || holds(x, s, &sum->relations[i]))
			sum->relations[n++] = sum->relations[i];
	sum->n_relations = n;
}

void related_apply(struct exec *x, struct state *s, const struct summary *sum, const struct val *args, int n,
		   bool other)
{
	for (int i = 0; i < sum->n_relations; i++) {
		const struct relation *rel = &sum->relations[i];
		struct lin l = lin_const(rel->k), v;
		bool known = rel->other == other;

		for (int k = 0; k < rel->n && known; k++)
			known = proven_number(x, s, rel->t[k].param, rel->t[k].field, args, n, &v) &&
				lin_add(&l, &v, rel->t[k].coef, &l);
		if (known)
			state_assume(x->r, s, &l);
	}
}
