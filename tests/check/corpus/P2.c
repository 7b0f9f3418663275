/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* P2 refcount: reference dropped twice */
#include "corpus.h"

int probe(u32 *out)
{
	struct device_node *__own np = of_find_node_by_name(NULL, "bus");
	int ret;

	if (!np)
		return -ENOENT;
	ret = of_property_read_u32(np, "reg", out);
	if (ret)
#ifndef BAD
		pr_info("no reg");
	of_node_put(np);
#else
		of_node_put(np);
	of_node_put(np);
#endif
	return ret;
}

/*
 * check:
 * check -DBAD:
 *	19: CL102: 'np' is passed to 'of_node_put', but the object was handed on already
 */
