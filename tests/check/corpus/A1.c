/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* A1 overflow: n * size overflows in an allocation */
#include "corpus.h"

struct rec { u64 a, b; };
struct rec *__own recs_new(u32 n)
{
	struct rec *__own r;
	u32 i;

#ifndef BAD
	r = kmalloc_array(n, sizeof(*r), GFP_KERNEL);
#else
	r = kmalloc(n * (u32)sizeof(*r), GFP_KERNEL);
#endif
	if (!r)
		return NULL;
	for (i = 0; i < n; i++)
		r[i].a = r[i].b = 0;
	return r;
}

/*
 * check:
 * check -DBAD:
 *	14: CL603: 'n * 16' may have wrapped around, and is the size that 'kmalloc' is given
 *	19: CL601: element 1 of 'r' is used, which has n * 16 bytes
 *	19: CL601: element 0 of 'r' is used, which has n * 16 bytes
 */
