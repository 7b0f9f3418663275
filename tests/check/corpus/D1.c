/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* D1 double-free: the same pointer is freed twice */
#include "corpus.h"

void f(size_t n __at_least(1), int flag)
{
	char *__own p = kmalloc(n, GFP_KERNEL);

	if (!p)
		return;
	p[0] = 1;
	if (flag)
#ifndef BAD
		p[0] = 2;
	kfree(p);
#else
		kfree(p);
	kfree(p);
#endif
}

/*
 * check:
 * check -DBAD:
 *	18: CL102: 'p' is passed to 'kfree', but the object was freed already
 */
