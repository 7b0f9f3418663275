/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* L4 leak: destructor forgets an owned field */
#include "corpus.h"

struct foo { char *__own name; int *__own vals; };
void foo_free(struct foo *__own f)
{
	if (!f)
		return;
	kfree(f->name);
#ifndef BAD
	kfree(f->vals);
	kfree(f);
#else
	kfree(f);
#endif
}

/*
 * check:
 * check -DBAD:
 *	15: CL107: 'f' is freed while it still owns 'f->vals'
 */
