/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* O2 bounds: off-by-one loop bound */
#include "corpus.h"

struct st { int regs[8]; };
int sum(const struct st *s)
{
	int i, n = 0;

#ifndef BAD
	for (i = 0; i < 8; i++)
		n += s->regs[i];
#else
	for (i = 0; i <= 8; i++)
		n += s->regs[i];
#endif
	return n;
}

/*
 * check:
 * check -DBAD:
 *	15: CL601: 'i' indexes 's->regs', which has 8 elements, and is not proven to be below that
 */
