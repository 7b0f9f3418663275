/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* D2 double-free: error branch frees, then the shared label frees again */
#include "corpus.h"

int setup(char *p);
int probe(size_t n)
{
	int ret;
	char *__own p = kmalloc(n, GFP_KERNEL);

	if (!p)
		return -ENOMEM;
	ret = setup(p);
#ifndef BAD
	if (ret)
#else
	if (ret) {
		kfree(p);
#endif
		goto out;
#ifdef BAD
	}
#endif
	pr_info("ok");
out:
#ifndef BAD
	kfree(p);
#else
	kfree(p);
#endif
	return ret;
}

/*
 * check:
 * check -DBAD:
 *	29: CL102: 'p' is passed to 'kfree', but the object was freed already
 */
