/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "check/lin.h"

#include <string.h>

struct lin lin_const(num k)
{
	return (struct lin){.k = k};
}

struct lin lin_sym(sym_t s)
{
	return (struct lin){.n = 1, .t = {{s, 1}}};
}

bool lin_equal(const struct lin *a, const struct lin *b)
{
	if (a->k != b->k || a->n != b->n)
		return false;
	for (int i = 0; i < a->n; i++)
		if (a->t[i].sym != b->t[i].sym || a->t[i].coef != b->t[i].coef)
			return false;
	return true;
}

static bool too_large(num k)
{
	return k > NUM_MAX || k < NUM_MIN;
}

static bool add_term(struct lin *l, sym_t sym, num coef)
{
	int i = 0;

	while (i < l->n && l->t[i].sym < sym)
		i++;
	if (i < l->n && l->t[i].sym == sym) {
		l->t[i].coef += coef;
		if (l->t[i].coef == 0)
			memmove(&l->t[i], &l->t[i + 1], (size_t)(--l->n - i) * sizeof(l->t[0]));
		return !too_large(i < l->n ? l->t[i].coef : 0);
	}
	if (l->n == LIN_TERMS || coef == 0)
		return coef == 0;
	memmove(&l->t[i + 1], &l->t[i], (size_t)(l->n++ - i) * sizeof(l->t[0]));
	l->t[i] = (struct term){sym, coef};
	return !too_large(coef);
}

bool lin_add(const struct lin *a, const struct lin *b, num coef, struct lin *ret)
{
	struct lin sum = *a;

	if (too_large(coef) || (coef != 0 && b->k != 0 && too_large(b->k * (coef > 0 ? 1 : -1))))
		return false;
	if ((coef > ((num)1 << 40) || coef < -((num)1 << 40)) && b->n)
		return false;
	sum.k += b->k * coef;
	for (int i = 0; i < b->n; i++)
		if (!add_term(&sum, b->t[i].sym, b->t[i].coef * coef))
			return false;
	if (too_large(sum.k))
		return false;
	*ret = sum;
	return true;
}

bool lin_scale(const struct lin *a, num coef, struct lin *ret)
{
	struct lin zero = {0};

	return lin_add(&zero, a, coef, ret);
}

bool lin_mentions(const struct lin *a, sym_t s)
{
	for (int i = 0; i < a->n; i++)
		if (a->t[i].sym == s)
			return true;
	return false;
}

void lin_rename(struct lin *a, sym_t from, sym_t to)
{
	struct lin out = {.k = a->k};

	if (!lin_mentions(a, from))
		return;
	for (int i = 0; i < a->n; i++)
		add_term(&out, a->t[i].sym == from ? to : a->t[i].sym, a->t[i].coef);
	*a = out;
}

bool lin_quotient(const struct lin *l, long size, struct lin *ret)
{
	*ret = *l;
	if (size <= 0 || l->k % size)
		return false;
	ret->k /= size;
	for (int i = 0; i < l->n; i++) {
		if (l->t[i].coef % size)
			return false;
		ret->t[i].coef /= size;
	}
	return true;
}
