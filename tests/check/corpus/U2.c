/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* U2 uaf: use through an alias */
#include "corpus.h"

struct foo { int a; };
int fin(struct foo *__own f)
{
	struct foo *alias;
	int a;

	if (!f)
		return -EINVAL;
	alias = f;
#ifndef BAD
	a = alias->a;
#endif
	kfree(f);
#ifdef BAD
	a = alias->a;
#endif
	return a;
}

/*
 * check:
 * check -DBAD:
 *	19: CL103: 'alias' is used after the object was freed
 */
