/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* A2 overflow: negative length passes a signed check */
#include "corpus.h"

struct dev { char buf[64]; };
int put(struct dev *d, const char *src __sized_by(len), int len)
{
#ifndef BAD
	if (len < 0 || len > 64)
#else
	if (len > 64)
#endif
		return -EINVAL;
#ifndef BAD
	memcpy(d->buf, src, len);
#else
	memcpy(d->buf, src, len);
#endif
	return 0;
}

/*
 * check:
 * check -DBAD:
 *	17: CL602: memcpy uses 'len' bytes of 'd->buf', which has 64 (the number may have been cut or changed sign)
 *	17: CL602: memcpy uses 'len' bytes of 'src', which has len (the number may have been cut or changed sign)
 *	17: CL604: 'len' may be negative or too large for its type, and is the size that 'memcpy' is given
 */
