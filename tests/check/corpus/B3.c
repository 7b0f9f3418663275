/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* B3 borrow: address of a local escapes through an out parameter */
#include "corpus.h"

#ifndef BAD
struct cfg { int *__own speed; };
#else
struct cfg { int *speed; };
#endif
void cfg_init(__writes struct cfg *c, int hz)
{
#ifndef BAD
	int *__own speed = kmalloc(sizeof(int), GFP_KERNEL);
#else
	int speed = hz * 2;
#endif

#ifndef BAD
	if (speed)
		*speed = hz * 2;
	c->speed = speed;
#else
	c->speed = &speed;
#endif
}

/*
 * check:
 * check -DBAD:
 *	23: CL211: the address of local variable 'speed' is left in 'c->speed', which lives longer
 */
