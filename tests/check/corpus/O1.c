/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* O1 bounds: array index from user, unchecked */
#include "corpus.h"

static const int table[16] = { 1, 2, 3 };
long my_ioctl(struct file *f, unsigned int cmd, unsigned long arg)
{
	u32 idx;

	if (copy_from_user(&idx, (void __user *)arg, sizeof(idx)))
		return -EFAULT;
#ifndef BAD
	if (idx >= 16)
		return -EINVAL;
	return table[idx];
#else
	return table[idx];
#endif
}

/*
 * check:
 * check -DBAD:
 *	17: CL601: 'idx' indexes 'table', which has 16 elements, and is not proven to be below that
 */
