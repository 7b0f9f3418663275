/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* B2 borrow: callback's borrowed argument is kept in a global */
#include "corpus.h"

struct req { int tag; };
static struct req *__opt last;
static int last_tag;
void on_req(struct req *r)
{
#ifndef BAD
	last_tag = r->tag;
#else
	last = r;
#endif
}
int tag_of_last(void)
{
#ifndef BAD
	return last ? last->tag : last_tag;
#else
	return last ? last->tag : -1;
#endif
}

/*
 * check:
 * check -DBAD:
 *	13: CL210: 'r' is only borrowed for this call, and is left in 'last', which lives longer
 */
