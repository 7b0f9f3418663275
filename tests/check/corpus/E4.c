/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* E4 error: error code overwritten before it is looked at */
#include "corpus.h"

__must_check int step1(void);
__must_check int step2(void);
int run(void)
{
	int ret;

	ret = step1();
#ifndef BAD
	if (ret)
		return ret;
	ret = step2();
#else
	ret = step2();
#endif
	return ret;
}

/*
 * check:
 * check -DBAD:
 *	17: CL302: the error in 'ret' is lost before anyone looked at it
 */
