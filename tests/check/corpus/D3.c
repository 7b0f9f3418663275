/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* D3 double-free: helper frees a pointer it only borrowed, the caller frees again */
#include "corpus.h"

struct foo { int a; };
static int use(struct foo *f)
{
	int a = f->a;

	if (a < 0)
#ifndef BAD
		f->a = 0;
#else
		kfree(f);
#endif
	return a;
}
int run(int v)
{
	int r;
	struct foo *__own p = kmalloc(sizeof(*p), GFP_KERNEL);

	if (!p)
		return -ENOMEM;
	p->a = v;
	r = use(p);
#ifndef BAD
	kfree(p);
#else
	kfree(p);
#endif
	return r;
}

/*
 * check:
 * check -DBAD:
 *	14: CL105: 'f' is passed to 'kfree', which releases it, but it is only borrowed here
 */
