/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* E1 error: must-check result ignored */
#include "corpus.h"

int on(struct clk *c)
{
#ifndef BAD
	return clk_enable(c);
#else
	clk_enable(c);
	return 0;
#endif
}

/*
 * check:
 * check -DBAD:
 *	10: CL301: the result of 'clk_enable' is an error that must be looked at, and is ignored
 */
