/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* A copy of a struct keeps no address of what it was made of. */
#include <cleat/types.h>

struct pair {
	u32 a, b;
};

struct table {
	u32 n;
	struct pair pairs[8];
	const struct pair *last;
};

/* good: to an element that is not followed */
void put(struct table *t, u32 k, const struct pair *q)
{
	if (k < 8)
		t->pairs[k] = *q;
}

/* good: to the first */
void put_first(struct table *t, const struct pair *q)
{
	t->pairs[0] = *q;
}

/* bad: the address is kept */
void keep(struct table *t, const struct pair *q)
{
	t->last = q;
}

/*
 * check:
 *	31: CL210: 'q' is only borrowed for this call, and is left in 't->last', which lives longer
 */
