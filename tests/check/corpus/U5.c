/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* U5 uaf: list walk frees the element it still iterates from */
#include "corpus.h"
#include <cleat/list.h>

struct item { struct cleat_list_link node; int v; };
DEFINE_LIST(items, struct item, node);
void drain(struct items *head)
{
#ifdef BAD
	cleat_list_for_each(items, i, head)
		kfree(i);
#else
	cleat_list_for_each(items, i, head)
		kfree(items_del(head, i));
#endif
}

/*
 * check:
 * check -DBAD:
 *	12: CL105: 'i' is passed to 'kfree', which releases it, but it is only borrowed here
 */
