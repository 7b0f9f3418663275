/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* O4 bounds: flexible array indexed beyond its count */
#include "corpus.h"

struct vec { u32 count; u32 v[] __counted_by(count); };
u32 last(const struct vec *x)
{
#ifndef BAD
	return x->count ? x->v[x->count - 1] : 0;
#else
	return x->v[x->count];
#endif
}

/*
 * check:
 * check -DBAD:
 *	11: CL601: 'x->count' indexes 'x->v', which has x->count elements, and is not proven to be below that
 */
