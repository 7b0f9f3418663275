/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* T1 toctou: user memory is fetched twice, checked once */
#include "corpus.h"

struct hdr { u32 len; char data[60]; };
int load(struct file *f, struct hdr __user *u)
{
	static char buf[60];
	struct hdr h;
	u32 len, i;

	if (copy_from_user(&len, u, sizeof(len)))
		return -EFAULT;
	if (len > 60)
		return -EINVAL;
	if (copy_from_user(&h, u, sizeof(h)))
		return -EFAULT;
#ifndef BAD
	h.len = len;
#endif
	for (i = 0; i < h.len; i++)
#ifndef BAD
		buf[i] = h.data[i];
#else
		buf[i] = h.data[i];
#endif
	return buf[0];
}

/*
 * check:
 * check -DBAD:
 *	21: CL701: 'h.len' was fetched from user memory a second time, after it was checked
 *	25: CL601: 'i' indexes 'buf', which has 60 elements, and is not proven to be below that
 *	25: CL601: 'i' indexes 'h.data', which has 60 elements, and is not proven to be below that
 */
