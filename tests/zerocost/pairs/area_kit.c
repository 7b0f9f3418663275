// SPDX-License-Identifier: MIT OR GPL-2.0-only
#include <cleat/area.h>

#include "area.h"

struct heap {
	struct cleat_area area;
};

int heap_record_put(struct heap *h, size_t off, const struct area_record *r)
{
	return cleat_area_write_obj(&h->area, off, r);
}

int heap_record_get(struct heap *h, size_t off, struct area_record *r)
{
	return cleat_area_read_obj(&h->area, off, r);
}

int heap_bytes_put(struct heap *h, size_t off, const void *src, size_t len)
{
	return cleat_area_write(&h->area, off, src, len);
}

int heap_clear(struct heap *h, size_t off, size_t len)
{
	return cleat_area_zero(&h->area, off, len);
}
