/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* A division traps by 0, and where its result does not fit. */
#include <cleat/types.h>

struct d {
	s64 big, small;
};

/* bad: INT_MIN / -1 */
s32 t1(s32 a, s32 b)
{
	return b ? a / b : 0;
}

/* bad: the rest of it */
s64 t2(const struct d *d)
{
	return d->small ? d->big % d->small : 0;
}

/* good: tested */
s32 t3(s32 a, s32 b)
{
	return b > 0 ? a / b : 0;
}

/* good: unsigned */
u32 t4(u32 a, u32 b)
{
	return b ? a / b : 0;
}

/* good: a constant */
s32 t5(s32 a)
{
	return a / 10 + a % 7;
}

/* bad: minus one constant */
s32 t6(s32 a)
{
	return a / -1;
}

/* good: not 0 by a flag of its own */
u32 unsigned_rest(u32 a, u32 b)
{
	if (!b)
		return 0;
	return a % b;
}

/* good: the other one is not the least */
s32 bounded(s32 a, s32 b)
{
	return b && a > -1000 ? a / b : 0;
}

/*
 * check:
 *	12: CL607: 'b' may be -1, and the least number of its type divided by that traps
 *	18: CL607: 'd->small' may be -1, and the least number of its type divided by that traps
 *	42: CL607: 'the value' may be -1, and the least number of its type divided by that traps
 */
