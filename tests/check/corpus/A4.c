/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* A4 overflow: off + len wraps around in a range check */
#include "corpus.h"

struct dev { char mem[4096]; };
int rd(struct dev *d, char *out __sized_by(len), u32 off, u32 len)
{
#ifndef BAD
	if (off > 4096u || len > 4096u - off)
#else
	if (off + len > 4096u)
#endif
		return -EINVAL;
#ifndef BAD
	memcpy(out, d->mem + off, len);
#else
	memcpy(out, d->mem + off, len);
#endif
	return 0;
}

/*
 * check:
 * check -DBAD:
 *	17: CL601: 'off' indexes 'd->mem', which has 4096 elements, and is not proven to be below that
 *	17: CL602: memcpy uses 'len' bytes of 'd->mem + off', which has 4096 - off
 */
