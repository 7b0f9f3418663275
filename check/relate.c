/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Joined numbers: their bounds, and how they stand to each other on both sides.
 */
#include "check/checked.h"
#include "check/mem.h"
#include "check/merge_private.h"

#include <string.h>

/* @l with the symbol @sym replaced by @by. */
static bool replace(const struct lin *l, sym_t sym, const struct lin *by, struct lin *ret)
{
	struct lin rest = *l;

	for (int i = 0; i < rest.n; i++)
		if (rest.t[i].sym == sym) {
			num c = rest.t[i].coef;

			memmove(&rest.t[i], &rest.t[i + 1],
				(size_t)(--rest.n - i) * sizeof(rest.t[0]));
			return lin_add(&rest, by, c, ret);
		}
	*ret = rest;
	return true;
}

static void keep_if_both(struct run *r, struct state *into, const struct state *a,
			 const struct lin *va, const struct state *b, const struct lin *vb, sym_t j,
			 struct lin rel)
{
	struct lin ra, rb;

	if (rel.n > 0 && replace(&rel, j, va, &ra) && replace(&rel, j, vb, &rb) &&
	    state_proves(a, &ra) && state_proves(b, &rb))
		state_assume(r, into, &rel);
}

/* How the joined number @j (@va in state a, @vb in b) stands to the others that both know. */
static void relate(struct run *r, struct state *into, const struct state *a, const struct lin *va,
		   const struct state *b, const struct lin *vb, sym_t j)
{
	const struct state *from[2] = {a, b};
	const struct lin *v[2] = {va, vb};

	for (int i = 0; i < a->n_facts; i++) {
		sym_t other = a->facts[i].sym;
		struct lin below = {.n = 2};
		struct lin above;

		if (!sym_is_number(r, other) || other == j || !state_known(b, other))
			continue;
		below.t[0] = (struct term){other < j ? other : j, other < j ? -1 : 1};
		below.t[1] = (struct term){other < j ? j : other, other < j ? 1 : -1};
		lin_scale(&below, -1, &above);
		keep_if_both(r, into, a, va, b, vb, j, above);
		keep_if_both(r, into, a, va, b, vb, j, below);
		below.k = 1;
		keep_if_both(r, into, a, va, b, vb, j, below);
	}
	/* Each side's own expression may bound the joined value: so does min() come out. */
	for (int side = 0; side < 2; side++) {
		struct lin me = lin_sym(j), rel;

		if (lin_add(&me, v[side], -1, &rel))
			keep_if_both(r, into, a, va, b, vb, j, rel);
		if (lin_scale(&rel, -1, &rel))
			keep_if_both(r, into, a, va, b, vb, j, rel);
	}
	for (int side = 0; side < 2; side++)
		for (int i = 0; i < from[side]->n_rels && v[side]->n == 1; i++) {
			struct lin by = lin_sym(j), rel;

			if (v[side]->t[0].coef != 1)
				continue;
			by.k = -v[side]->k;
			if (lin_mentions(&from[side]->rels[i], v[side]->t[0].sym) &&
			    replace(&from[side]->rels[i], v[side]->t[0].sym, &by, &rel))
				keep_if_both(r, into, a, va, b, vb, j, rel);
		}
}

/* A bound that grows goes to the next constant that the function knows, at last to the type's. */
static num next_step(const struct run *r, num hi, num top)
{
	for (int i = 0; i < r->n_steps; i++)
		if (r->steps[i] >= hi && r->steps[i] < top)
			return r->steps[i];
	return top;
}

void join_bounds(struct run *r, struct fact *f, num alo, num ahi, num blo, num bhi, bool widen)
{
	num tlo, thi;

	type_range(r->syms[f->sym].type, &tlo, &thi);
	f->lo = alo < blo ? alo : blo;
	f->hi = ahi > bhi ? ahi : bhi;
	if (widen && blo < alo)
		f->lo = f->lo >= 0 ? 0 : f->lo >= -1 ? -1 : tlo;
	if (widen && bhi > ahi)
		f->hi = next_step(r, f->hi, thi);
	if (f->lo < tlo) /* what lies in a place fits its type */
		f->lo = tlo;
	if (f->hi > thi)
		f->hi = thi;
}

/* Two errors that were found on two ways are joined, and are still an error. */
bool lin_error(const struct run *r, const struct lin *l)
{
	if (lin_is_const(l))
		return l->k < 0 && l->k >= -4095;
	return l->n == 1 && !l->k && l->t[0].coef == 1 && r->syms[l->t[0].sym].error;
}

sym_t join_number(struct run *r, struct state *into, const struct state *a, struct lin la,
		  const struct state *b, struct lin lb, sym_t j, bool widen)
{
	num alo, ahi, blo, bhi;

	lin_bounds(a, &la, &alo, &ahi);
	lin_bounds(b, &lb, &blo, &bhi);
	state_fact(r, into, j)->nonzero = lin_never_zero(a, &la) && lin_never_zero(b, &lb);
	join_bounds(r, state_fact(r, into, j), alo, ahi, blo, bhi, widen);
	r->syms[j].error |= lin_error(r, &la) || lin_error(r, &lb);
	relate(r, into, a, &la, b, &lb, j);
	return j;
}

static bool is_joined(const struct run *r, sym_t s, int point)
{
	return r->syms[s].origin == SYM_JOIN && r->syms[s].key1 == point;
}

static bool is_listed(const struct joined *list, int n, sym_t j)
{
	while (n > 0 && list[n - 1].j != j)
		n--;
	return n > 0;
}

int relate_collect(struct run *r, const struct state *into, const struct state *a,
		   const struct state *b, int point, struct joined *list)
{
	int n = 0;

	for (int i = 0; i < into->n_cells && n < MAX_JOINED; i++) {
		const struct val *v = &into->cells[i].val;
		const struct cell *ca = state_cell(a, into->cells[i].place);
		const struct cell *cb = state_cell(b, into->cells[i].place);

		if (checked_is_bound(r, into->cells[i].place))
			continue;
		if (v->lin.n == 1 && v->lin.k == 0 && is_joined(r, v->lin.t[0].sym, point) && ca &&
		    cb && !is_listed(list, n, v->lin.t[0].sym))
			list[n++] = (struct joined){v->lin.t[0].sym, ca->val.lin, cb->val.lin};
	}
	return n;
}

static bool replace_all(struct lin rel, const struct joined *list, int n, bool second,
			struct lin *ret)
{
	for (int i = 0; i < n; i++)
		if (!replace(&rel, list[i].j, second ? &list[i].lb : &list[i].la, &rel))
			return false;
	*ret = rel;
	return true;
}

static void keep_joint(struct run *r, struct state *into, const struct state *a,
		       const struct state *b, const struct joined *list, int n,
		       const struct lin *rel)
{
	struct lin ra, rb;

	if (replace_all(*rel, list, n, false, &ra) && replace_all(*rel, list, n, true, &rb) &&
	    state_proves(a, &ra) && state_proves(b, &rb))
		state_assume(r, into, rel);
}

/* A relation of one side, said of the joined numbers: where j was "s + k" there, s is "j - k". */
static bool in_new_words(const struct lin *old, const struct joined *list, int n, bool second,
			 struct lin *ret)
{
	struct lin rel = *old;
	bool any = false;

	for (int i = 0; i < n; i++) {
		const struct lin *l = second ? &list[i].lb : &list[i].la;
		struct lin by = lin_sym(list[i].j);

		if (l->n != 1 || l->t[0].coef != 1 || !lin_mentions(&rel, l->t[0].sym) ||
		    l->t[0].sym == list[i].j)
			continue;
		by.k = -l->k;
		if (!replace(&rel, l->t[0].sym, &by, &rel))
			return false;
		any = true;
	}
	*ret = rel;
	return any;
}

/* Numbers that change together keep their sum, or their difference: p++ while n--. */
void relate_pairs(struct run *r, struct state *into, const struct state *a, const struct state *b,
		  const struct joined *list, int n)
{
	for (int i = 0; i < n; i++)
		for (int k = i + 1; k < n; k++)
			for (num sign = -1; sign <= 1; sign += 2) {
				struct lin rel = lin_sym(list[i].j), other = lin_sym(list[k].j),
					   was, neg;

				if (!lin_add(&list[i].la, &list[k].la, sign, &was) ||
				    !lin_add(&rel, &other, sign, &rel) ||
				    !lin_add(&rel, &was, -1, &rel) || !lin_scale(&rel, -1, &neg))
					continue;
				keep_joint(r, into, a, b, list, n, &rel);
				keep_joint(r, into, a, b, list, n, &neg);
			}
	for (int i = 0; i < n && n <= 8; i++) /* which of two is the smaller one: lo < hi */
		for (int k = 0; k < n; k++) {
			struct lin rel = lin_sym(list[i].j), other = lin_sym(list[k].j);

			if (i == k || !lin_add(&rel, &other, -1, &rel))
				continue;
			keep_joint(r, into, a, b, list, n, &rel);
			rel.k = 1;
			keep_joint(r, into, a, b, list, n, &rel);
		}
	for (int i = 0; i < a->n_rels; i++)
		keep_joint(r, into, a, b, list, n, &a->rels[i]);
	for (int side = 0; side < 2; side++) {
		const struct state *s = side ? b : a;

		for (int i = 0; i < s->n_rels; i++) {
			struct lin rel;

			if (in_new_words(&s->rels[i], list, n, side, &rel))
				keep_joint(r, into, a, b, list, n, &rel);
		}
	}
}

/* A relation that gets weaker in each round (x <= y + 1, x <= y + 2, …) is none. */
void relate_drop_drifting(struct state *into, const struct state *a)
{
	int n = 0;

	for (int i = 0; i < into->n_rels; i++) {
		struct lin before = into->rels[i];

		before.k++;
		if ((into->rels[i].k >= 0 && into->rels[i].k <= 1) || !state_proves(a, &before))
			into->rels[n++] = into->rels[i];
	}
	into->n_rels = n;
}
