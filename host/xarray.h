/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * A sparse array in a process: a tree of nodes of 64 slots under a lock, as high as its greatest
 * index needs.
 */
#ifndef CLEAT_HOST_XARRAY_H
#define CLEAT_HOST_XARRAY_H

#include "types.h"

struct cleat_xarray {
	unsigned long pthread[5];
	struct host_xa_node *root;
	unsigned int levels;
};

#define __CLEAT_XARRAY_INIT(variable) {.levels = 0}

void cleat_xa_init(struct cleat_xarray *xa);
void cleat_xa_destroy(struct cleat_xarray *xa);
bool cleat_xa_empty(const struct cleat_xarray *xa);
void *cleat_xa_load(struct cleat_xarray *xa, unsigned long index);
/* The first item at *@index or after it, where *@index is moved; NULL. */
void *cleat_xa_find(struct cleat_xarray *xa, unsigned long *index);
/* The same from the next index on. */
void *cleat_xa_find_after(struct cleat_xarray *xa, unsigned long *index);
int cleat_xa_insert(struct cleat_xarray *xa, unsigned long index, void *item, gfp_t gfp);
int cleat_xa_store(struct cleat_xarray *xa, unsigned long index, void *item, gfp_t gfp,
		   void **ret_old);
int cleat_xa_alloc(struct cleat_xarray *xa, u32 *ret_id, void *item, u32 lowest, u32 highest,
		   gfp_t gfp);
void *cleat_xa_erase(struct cleat_xarray *xa, unsigned long index);

#endif
