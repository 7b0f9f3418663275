/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* L1 leak: allocation not freed on an error path */
#include "corpus.h"

struct foo { int a; };
int setup(struct foo *f);
int create(__writes struct foo *__own *out)
{
	struct foo *__own p = kmalloc(sizeof(*p), GFP_KERNEL);
	int ret;

	if (!p)
		return -ENOMEM;
	p->a = 0;
	ret = setup(p);
#ifndef BAD
	if (ret) {
		kfree(p);
		return ret;
	}
#else
	if (ret)
		return ret;
#endif
	*out = p;
	return 0;
}

/*
 * check:
 * check -DBAD:
 *	23: CL101: 'p' is owned here, and is not released on this path
 */
