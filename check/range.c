/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "check/mem.h"
#include "check/state.h"

enum { MAX_RELS = 48, MAX_DERIVED = 12 };

void type_range(const struct type *t, num *lo, num *hi)
{
	int bits = t ? t->bits : 0;

	*lo = NUM_MIN;
	*hi = NUM_MAX;
	if (!t || (t->kind != T_INT && t->kind != T_BOOL && t->kind != T_ENUM))
		return;
	if (!bits)
		bits = (int)t->size * 8;
	if (bits <= 0 || bits > 64)
		return;
	if (t->kind == T_BOOL)
		bits = 1;
	*lo = t->is_signed && t->kind != T_BOOL ? -((num)1 << (bits - 1)) : 0;
	*hi = t->is_signed && t->kind != T_BOOL ? ((num)1 << (bits - 1)) - 1 : ((num)1 << bits) - 1;
}

static num clamp(num v)
{
	return v > NUM_MAX ? NUM_MAX : v < NUM_MIN ? NUM_MIN : v;
}

static num times(num a, num b)
{
	num r;

	if (__builtin_mul_overflow(a, b, &r))
		return (a < 0) == (b < 0) ? NUM_MAX : NUM_MIN;
	return clamp(r);
}

static void sym_range(const struct state *s, sym_t sym, num *lo, num *hi)
{
	const struct fact *f = state_known(s, sym);

	*lo = f ? f->lo : NUM_MIN;
	*hi = f ? f->hi : NUM_MAX;
}

void lin_range(const struct state *s, const struct lin *l, num *lo, num *hi)
{
	*lo = *hi = l->k;
	for (int i = 0; i < l->n; i++) {
		num slo, shi, c = l->t[i].coef;

		sym_range(s, l->t[i].sym, &slo, &shi);
		*lo = clamp(*lo + times(c, c > 0 ? slo : shi));
		*hi = clamp(*hi + times(c, c > 0 ? shi : slo));
	}
}

static bool never_positive(const struct state *s, const struct lin *l)
{
	num lo, hi;

	lin_range(s, l, &lo, &hi);
	return hi <= 0;
}

/* How often @rel goes into @l: the ratio of their coefficients at the first symbol they share. */
static num ratio(const struct lin *l, const struct lin *rel)
{
	for (int i = 0; i < l->n; i++)
		for (int k = 0; k < rel->n; k++) {
			num a = l->t[i].coef, b = rel->t[k].coef;

			if (l->t[i].sym == rel->t[k].sym && (a < 0) == (b < 0) && a % b == 0)
				return a / b;
		}
	return 0;
}

static num upper(const struct state *s, const struct lin *l)
{
	num lo, hi, best;

	lin_range(s, l, &lo, &best);
	for (int i = 0; i < s->n_rels; i++) {
		num c = ratio(l, &s->rels[i]);
		struct lin rest;

		if (c <= 0 || !lin_add(l, &s->rels[i], -c, &rest))
			continue;
		lin_range(s, &rest, &lo, &hi);
		best = hi < best ? hi : best;
	}
	return best;
}

void lin_bounds(const struct state *s, const struct lin *l, num *lo, num *hi)
{
	struct lin neg;

	*hi = upper(s, l);
	*lo = lin_scale(l, -1, &neg) ? -upper(s, &neg) : NUM_MIN;
}

bool lin_never_zero(const struct state *s, const struct lin *l)
{
	const struct fact *f = l->n == 1 && !l->k ? state_known(s, l->t[0].sym) : NULL;
	num lo, hi;

	lin_bounds(s, l, &lo, &hi);
	return lo > 0 || hi < 0 || (f && f->nonzero);
}

/* l <= 0 follows when l minus a positive multiple of something that is <= 0 is still <= 0. */
static bool proves(const struct state *s, const struct lin *l, int depth)
{
	if (never_positive(s, l))
		return true;
	if (depth == 0)
		return false;
	for (int i = 0; i < s->n_rels; i++) {
		num c = ratio(l, &s->rels[i]);
		struct lin rest;

		if (c > 0 && lin_add(l, &s->rels[i], -c, &rest) && proves(s, &rest, depth - 1))
			return true;
	}
	return false;
}

bool state_proves(const struct state *s, const struct lin *l)
{
	return proves(s, l, 3);
}

bool proves_le(const struct state *s, const struct lin *a, const struct lin *b, num extra)
{
	struct lin l;

	if (!lin_add(a, b, -1, &l))
		return false;
	l.k += extra;
	return state_proves(s, &l);
}

bool proves_equal(const struct state *s, const struct lin *a, const struct lin *b)
{
	return proves_le(s, a, b, 0) && proves_le(s, b, a, 0);
}

static num floor_div(num a, num b)
{
	num q = a / b;

	return a % b != 0 && (a < 0) != (b < 0) ? q - 1 : q;
}

/* From c*x + rest <= 0: x <= -rest/c when c > 0, x >= -rest/c when c < 0. */
static bool narrow(struct run *r, struct state *s, const struct lin *l, int i)
{
	struct fact *f = state_fact(r, s, l->t[i].sym);
	struct lin rest = *l;
	num lo, hi, c = l->t[i].coef;

	rest.n--;
	for (int k = i; k < rest.n; k++)
		rest.t[k] = rest.t[k + 1];
	lin_range(s, &rest, &lo, &hi);
	if (lo <= NUM_MIN || lo >= NUM_MAX)
		return true;
	if (c > 0) {
		num top = floor_div(-lo, c);

		f->hi = f->hi < top ? f->hi : top;
	} else {
		num bottom = -floor_div(-lo, -c);

		f->lo = f->lo > bottom ? f->lo : bottom;
	}
	return f->lo <= f->hi;
}

static num coefficient(const struct lin *l, sym_t sym)
{
	for (int i = 0; i < l->n; i++)
		if (l->t[i].sym == sym)
			return l->t[i].coef;
	return 0;
}

/* The bounds of @sym as relations: at most two. */
static int bounds_of(const struct run *r, const struct state *s, sym_t sym, struct lin *ret)
{
	num lo, hi, tlo, thi;
	int n = 0;

	sym_range(s, sym, &lo, &hi);
	type_range(r->syms[sym].type, &tlo, &thi);
	if (hi < thi) {
		ret[n] = lin_sym(sym);
		ret[n++].k = -hi;
	}
	if (lo > tlo) {
		ret[n] = lin_sym(sym);
		ret[n].t[0].coef = -1;
		ret[n++].k = lo;
	}
	return n;
}

void state_eliminate(struct run *r, struct state *s, sym_t sym)
{
	int n_rels = s->n_rels, derived = 0, n;
	struct lin rels[MAX_RELS + 2];

	for (int i = 0; i < n_rels; i++)
		rels[i] = s->rels[i];
	n = n_rels + bounds_of(r, s, sym, &rels[n_rels]);
	for (int i = 0; i < n; i++) {
		num up = coefficient(&rels[i], sym);

		for (int k = 0; k < n && up > 0; k++) {
			num down = coefficient(&rels[k], sym);
			struct lin a, both;

			if (down >= 0 || derived == MAX_DERIVED ||
			    !lin_scale(&rels[i], -down, &a) || !lin_add(&a, &rels[k], up, &both) ||
			    both.n < 1 || both.n > 3 ||
			    proves(s, &both, i < n_rels && k < n_rels)) /* a bound goes, too */
				continue;
			state_assume(r, s, &both);
			derived++;
		}
	}
}

bool state_assume(struct run *r, struct state *s, const struct lin *l)
{
	struct lin no;
	num lo, hi;

	lin_range(s, l, &lo, &hi);
	if (lo > 0)
		return false;
	if (hi <= 0)
		return true;
	if (lin_scale(l, -1, &no)) {
		no.k += 1;
		if (state_proves(s, &no)) /* -l + 1 <= 0: l is positive */
			return false;
	}
	for (int i = 0; i < l->n; i++)
		if (!narrow(r, s, l, i))
			return false;
	for (int i = 0; i < s->n_rels; i++) {
		struct lin *old = &s->rels[i], other = *l;

		other.k = old->k;
		if (!lin_equal(old, &other))
			continue;
		if (l->k > old->k) /* the stronger of two that differ in their constant */
			*old = *l;
		return true;
	}
	if (l->n > 1 && s->n_rels < MAX_RELS)
		MEM_PUSH(r->arena, s->rels, s->n_rels, *l);
	return true;
}

void state_assume_between(struct run *r, struct state *s, const struct lin *l, num lo, num hi)
{
	const struct lin most = lin_const(hi);
	struct lin least = lin_const(lo), above;

	if (lin_add(&least, l, -1, &least))
		state_assume(r, s, &least);
	if (lin_add(l, &most, -1, &above))
		state_assume(r, s, &above);
}
