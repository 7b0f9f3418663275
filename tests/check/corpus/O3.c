/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* O3 bounds: copy_from_user into a fixed buffer with the user's length */
#include "corpus.h"

ssize_t my_write(struct file *f, const char __user *ubuf, size_t len, loff_t *pos)
{
	char buf[64];

#ifndef BAD
	if (len >= sizeof(buf))
		return -EINVAL;
	if (copy_from_user(buf, ubuf, len))
#else
	if (copy_from_user(buf, ubuf, len))
#endif
		return -EFAULT;
	buf[0] = 0;
	return (ssize_t)len + buf[0];
}

/*
 * check:
 * check -DBAD:
 *	14: CL602: copy_from_user uses 'len' bytes of 'buf', which has 64
 */
