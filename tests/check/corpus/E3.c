/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* E3 error: NULL test where the callee returns ERR_PTR */
#include "corpus.h"

int start(void *dev)
{
	struct clk *c = clk_get(dev, "bus");
	int ret;

#ifndef BAD
	if (IS_ERR(c))
		return (int)PTR_ERR(c);
#else
	if (!c)
		return -ENOENT;
#endif
	ret = clk_enable(c);
	if (ret)
		clk_put(c);
	return ret;
}

/*
 * check:
 * check -DBAD:
 *	14: CL203: 'c' is tested for NULL, but an error comes as an ERR_PTR, which this test lets pass
 */
