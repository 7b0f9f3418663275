/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* N2 null: dereferenced, then checked */
#include "corpus.h"

struct foo { int a; };
int get_a(struct foo *__opt p)
{
#ifndef BAD
	int a;
#else
	int a = p->a;
#endif

	if (!p)
		return -EINVAL;
#ifndef BAD
	a = p->a;
#endif
	return a;
}

/*
 * check:
 * check -DBAD:
 *	11: CL201: 'p' may be NULL, and is dereferenced without a test
 */
