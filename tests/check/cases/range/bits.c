/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* A bit-field has no more values than bits. */
#include <cleat/types.h>

struct dev {
	u8 low : 3, high : 5;
	s32 sign : 4;
	u8 few[8], many[32];
};

/* good */
u8 by_low(struct dev *d)
{
	return d->few[d->low];
}

/* bad: up to 31 */
u8 by_high(struct dev *d)
{
	return d->few[d->high];
}

/* good */
u8 by_high_good(struct dev *d)
{
	return d->many[d->high];
}

/* good */
u32 shifted(struct dev *d)
{
	return 1u << d->low;
}

/* bad: it may be negative */
u8 by_signed(struct dev *d)
{
	return d->many[d->sign];
}

/* good: cut to three bits */
u8 cut(struct dev *d, u32 n)
{
	d->low = n;
	return d->few[d->low];
}

/* bad: the number itself is not */
u8 uncut(struct dev *d, u32 n)
{
	d->low = n;
	return d->few[n];
}

/* good */
u8 copied(struct dev *d)
{
	u8 n = d->high;

	return d->many[n];
}

/* bad: one too many */
u8 one_more(struct dev *d)
{
	return d->few[d->low + 1];
}

/* good */
u8 set(struct dev *d)
{
	d->high = 7;
	return d->few[d->high];
}

/* good: counts on, and begins anew */
u8 counted(struct dev *d)
{
	d->low++;
	return d->few[d->low];
}

/*
 * check:
 *	20: CL601: 'd->high' indexes 'd->few', which has 8 elements, and is not proven to be below that
 *	38: CL601: 'd->sign' indexes 'd->many', which has 32 elements, and is not proven to be below that
 *	52: CL601: 'n' indexes 'd->few', which has 8 elements, and is not proven to be below that
 *	66: CL601: 'd->low + 1' indexes 'd->few', which has 8 elements, and is not proven to be below that
 */
