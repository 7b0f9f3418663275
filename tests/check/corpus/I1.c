/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* I1 uninit: variable unset on one path */
#include "corpus.h"

int get_rate(int mode)
{
#ifndef BAD
	int rate = 0;
#else
	int rate;
#endif

	if (mode == 1)
		rate = 100;
	else if (mode == 2)
		rate = 200;
#ifndef BAD
	return rate * 2;
#else
	return rate * 2;
#endif
}

/*
 * check:
 * check -DBAD:
 *	20: CL501: 'rate' is read, but may not have been written
 */
