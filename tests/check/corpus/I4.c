/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* I4 uninit: struct field read before it is set */
#include "corpus.h"

struct cfg { int speed, mode; };
int apply(int mode)
{
	struct cfg c;

	c.mode = mode;
#ifndef BAD
	c.speed = 0;
	return c.mode + c.speed;
#else
	return c.mode + c.speed;
#endif
}

/*
 * check:
 * check -DBAD:
 *	15: CL502: field 'c.speed' is read, but may not have been written
 */
