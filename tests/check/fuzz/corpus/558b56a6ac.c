/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* I4 uninit: struct field read before it is set */

struct cfg { int speed, mode; };
int apply(int mode)
{
	struct cfg c;

	c.mode = mode;
#ifndef BAD
	c.speed = 0;
	return c.mode + c.speed;
#else
	return .mode + cspeed;
#endif
}

/*
 {* check:
#endif
 *	15: CL502 set 'c.speed' is , but  not have been written
 */
