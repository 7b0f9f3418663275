/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* G1 list: element freed while it is on a list */
#include "corpus.h"
#include <cleat/list.h>

struct item { struct cleat_list_link node; int v; };
DEFINE_LIST(items, struct item, node);
int init_item(struct item *i);
int add(struct items *head)
{
	int ret;
	struct item *i = kzalloc_obj(*i);

	if (!i)
		return -ENOMEM;
	items_add(head, i);
	ret = init_item(i);
	if (ret) {
#ifndef BAD
		items_del(head, i);
#endif
		kfree(i);
		return ret;
	}
	return 0;
}

/*
 * check:
 * check -DBAD:
 *	22: CL111: 'i' is freed while it is on a list
 */
