/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* A3 overflow: 64-bit user length truncated before the check */
#include "corpus.h"

struct hdr { u64 len; };
int load(struct file *f, unsigned long arg)
{
	static char buf[256];
	struct hdr h;

	if (copy_from_user(&h, (void __user *)arg, sizeof(h)))
		return -EFAULT;
#ifndef BAD
	if (h.len > sizeof(buf))
#else
	if ((u32)h.len > sizeof(buf))
#endif
		return -EINVAL;
#ifndef BAD
	if (copy_from_user(buf, (void __user *)arg, h.len))
#else
	if (copy_from_user(buf, (void __user *)arg, h.len))
#endif
		return -EFAULT;
	return 0;
}

/*
 * check:
 * check -DBAD:
 *	22: CL602: copy_from_user uses 'h.len' bytes of 'buf', which has 256
 */
