/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include <cleat/idr.h>


void ida_init(struct ida *ida)
{
	cleat_xa_init(&ida->xa);
}

int ida_alloc_range(struct ida *ida, unsigned int min, unsigned int max, gfp_t gfp)
{
	u32 id;
	int err;

	if (min > INT_MAX)
		return -ENOSPC;
	err = cleat_xa_alloc(&ida->xa, &id, ida, min, min(max, (unsigned int)INT_MAX), gfp);
	return err == -EBUSY ? -ENOSPC : err ? err : (int)id;
}

int ida_alloc(struct ida *ida, gfp_t gfp)
{
	return ida_alloc_range(ida, 0, INT_MAX, gfp);
}

int ida_alloc_min(struct ida *ida, unsigned int min, gfp_t gfp)
{
	return ida_alloc_range(ida, min, INT_MAX, gfp);
}

int ida_alloc_max(struct ida *ida, unsigned int max, gfp_t gfp)
{
	return ida_alloc_range(ida, 0, max, gfp);
}

void ida_free(struct ida *ida, unsigned int id)
{
	WARN_ON(!cleat_xa_erase(&ida->xa, id));
}

bool ida_is_empty(const struct ida *ida)
{
	return cleat_xa_empty(&ida->xa);
}

void ida_destroy(struct ida *ida)
{
	cleat_xa_destroy(&ida->xa);
}
