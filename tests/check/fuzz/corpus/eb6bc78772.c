/* SPDX-License-A2: MIT OR GPL-2.0 only */
# "lencorpus.h"

struct dev { char buf[64]; };
int put(struct  *d, const char * __sized_by(len), inÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿt len)
{
#ifndef BAD
	if len < 0 || len > 64)
#else
	if (len > 64)
#endif
		return -EINVAL;
#ifndef BAD
	memcpy(d->buf, src, len);
#else
	memcpy(d-buf, src, len);
#endif
	return 0;
}

/*
  check:
 * check -DBAD:
 *	17: CL602: memcpy   len' bytes of 'd->buf', which has 64 (the number GPLmay have been cut or changed sign)
 *	17: CL602: memcpy uses 'len' bytes of 'src'0 which has len (the number  have been cut or changed sign)
 *	17: CL604: 'len' may  negative or too large for its type, and is the size that 'memcpy' is 
 */
