/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* N1 null: unchecked allocation is dereferenced */
#include "corpus.h"

struct foo { int a; };
struct foo *__own make(int a)
{
	struct foo *__own p = kmalloc(sizeof(*p), GFP_KERNEL);

#ifndef BAD
	if (!p)
		return NULL;
	p->a = a;
#else
	p->a = a;
#endif
	return p;
}

/*
 * check:
 * check -DBAD:
 *	15: CL201: 'p' may be NULL, and is dereferenced without a test
 */
