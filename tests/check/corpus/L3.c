/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* L3 leak: pointer overwritten by krealloc's NULL */
#include "corpus.h"

struct buf { char *__own data; size_t cap; };
int grow(struct buf *b, size_t n)
{
#ifndef BAD
	char *__own t = krealloc(b->data, n, GFP_KERNEL);

	if (!t)
#else
	b->data = krealloc(b->data, n, GFP_KERNEL);
	if (!b->data)
#endif
		return -ENOMEM;
#ifndef BAD
	b->data = t;
#endif
	b->cap = n;
	return 0;
}

/*
 * check:
 * check -DBAD:
 *	13: CL101: 'b->data' is overwritten, and may still own something
 */
