/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* P1 refcount: reference not dropped on an error path */
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
	{
		of_node_put(np);
		return ret;
	}
#else
		return ret;
#endif
	of_node_put(np);
	return 0;
}

/*
 * check:
 * check -DBAD:
 *	20: CL101: 'np' is owned here, and is not released on this path
 */
