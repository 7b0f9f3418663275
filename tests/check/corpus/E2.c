/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* E2 error: ERR_PTR dereferenced */
#include "corpus.h"

struct foo { int a; };
__errptr struct foo *foo_get(int id)
{
	static struct foo one;

	if (id != 1)
		return ERR_PTR(-ENOENT);
	return &one;
}
int foo_a(int id)
{
	struct foo *f = foo_get(id);

#ifndef BAD
	if (IS_ERR(f))
		return (int)PTR_ERR(f);
	return f->a;
#else
	return f->a;
#endif
}

/*
 * check:
 * check -DBAD:
 *	23: CL202: 'f' may be an ERR_PTR, and is dereferenced without a test
 */
