/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* I3 uninit: kmalloc'ed buffer, partly filled, copied to user */
#include "corpus.h"

int fill(char *p);
int dump(void __user *arg, size_t n __at_least(1))
{
	int ret = 0;
#ifndef BAD
	char *__own p = kzalloc(n, GFP_KERNEL);
#else
	char *__own p = kmalloc(n, GFP_KERNEL);
#endif

	if (!p)
		return -ENOMEM;
	p[0] = 1;
#ifndef BAD
	if (copy_to_user(arg, p, n))
#else
	if (copy_to_user(arg, p, n))
#endif
		ret = -EFAULT;
	kfree(p);
	return ret;
}

/*
 * check:
 * check -DBAD:
 *	21: CL503: 'p' is not wholly written, and is copied to user space
 */
