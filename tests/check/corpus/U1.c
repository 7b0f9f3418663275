/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* U1 uaf: direct use after kfree */
#include "corpus.h"

struct foo { int a; };
int fin(struct foo *__own f)
{
	int a;

	if (!f)
		return -EINVAL;
#ifndef BAD
	a = f->a;
#endif
	kfree(f);
#ifdef BAD
	a = f->a;
#endif
	return a;
}

/*
 * check:
 * check -DBAD:
 *	17: CL103: 'f' is used after the object was freed
 */
