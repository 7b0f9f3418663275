/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Numbers as the checker knows them: k + c1*s1 + c2*s2 + …, where each s is a symbol (a value that
 * is not known, such as a parameter's) and everything is a mathematical integer, not a machine's.
 */
#ifndef CHECK_LIN_H
#define CHECK_LIN_H

#include <stdbool.h>

typedef __int128 num;
typedef int sym_t;

enum { LIN_TERMS = 4 };
#define NUM_MAX (((num)1) << 100)
#define NUM_MIN (-NUM_MAX)

struct term {
	sym_t sym;
	num coef;
};

/* Terms are sorted by symbol; no coefficient is 0. */
struct lin {
	num k;
	int n;
	struct term t[LIN_TERMS];
};

struct lin lin_const(num k);
struct lin lin_sym(sym_t s);
bool lin_equal(const struct lin *a, const struct lin *b);
static inline bool lin_is_const(const struct lin *a)
{
	return a->n == 0;
}

/** lin_add - *@ret = a + coef * b; false when that has too many terms or is too large */
bool lin_add(const struct lin *a, const struct lin *b, num coef, struct lin *ret);
/** lin_scale - *@ret = a * coef */
bool lin_scale(const struct lin *a, num coef, struct lin *ret);
/** lin_quotient - *@ret = l / size; false when that leaves something over */
bool lin_quotient(const struct lin *l, long size, struct lin *ret);
/** lin_rename - @a with the symbol @from called @to */
void lin_rename(struct lin *a, sym_t from, sym_t to);
bool lin_mentions(const struct lin *a, sym_t s);

#endif
