/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* L2 leak: wrong unwind label leaks the first of two buffers */
#include "corpus.h"

struct two { char *__own a; char *__own b; };
int two_init(__writes struct two *t, size_t n)
{
	int ret = -ENOMEM;
	char *__own a;
	char *__own b;

	a = kmalloc(n, GFP_KERNEL);
	if (!a)
		return -ENOMEM;
	b = kmalloc(n, GFP_KERNEL);
	if (!b)
#ifndef BAD
		goto free_a;
#else
		goto out;
#endif
	t->a = a;
	t->b = b;
	return 0;
#ifndef BAD
free_a:
	kfree(a);
#else
out:
#endif
	return ret;
}

/*
 * check:
 * check -DBAD:
 *	31: CL101: 'a' is owned here, and is not released on this path
 */
