/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The kernel's own xarray, always with room for allocation of indices. In a test module a store
 * can fail.
 */
#ifndef CLEAT_KERNEL_XARRAY_H
#define CLEAT_KERNEL_XARRAY_H

#include <linux/xarray.h>

#define cleat_xarray xarray
#define __CLEAT_XARRAY_INIT(variable) XARRAY_INIT(variable, XA_FLAGS_ALLOC)

#ifdef CLEAT_TEST
#define __cleat_xa_fault() cleat_fault(CLEAT_FAULT_ALLOC)
#else
#define __cleat_xa_fault() false
#endif

static __always_inline void cleat_xa_init(struct xarray *xa)
{
	xa_init_flags(xa, XA_FLAGS_ALLOC);
}

static __always_inline void cleat_xa_destroy(struct xarray *xa)
{
	xa_destroy(xa);
}

static __always_inline bool cleat_xa_empty(const struct xarray *xa)
{
	return xa_empty(xa);
}

static __always_inline void *cleat_xa_load(struct xarray *xa, unsigned long index)
{
	return xa_load(xa, index);
}

static __always_inline void *cleat_xa_find(struct xarray *xa, unsigned long *index)
{
	return xa_find(xa, index, ULONG_MAX, XA_PRESENT);
}

static __always_inline void *cleat_xa_find_after(struct xarray *xa, unsigned long *index)
{
	return xa_find_after(xa, index, ULONG_MAX, XA_PRESENT);
}

static __always_inline int cleat_xa_insert(struct xarray *xa, unsigned long index, void *item,
					   gfp_t gfp)
{
	return __cleat_xa_fault() ? -ENOMEM : xa_insert(xa, index, item, gfp);
}

static __always_inline int cleat_xa_store(struct xarray *xa, unsigned long index, void *item,
					  gfp_t gfp,
					  void **ret_old)
{
	if (__cleat_xa_fault())
		return -ENOMEM;
	*ret_old = xa_store(xa, index, item, gfp);
	return xa_err(*ret_old);
}

static __always_inline int cleat_xa_alloc(struct xarray *xa, u32 *ret_id, void *item, u32 lowest,
					  u32 highest, gfp_t gfp)
{
	return __cleat_xa_fault() ? -ENOMEM
				  : xa_alloc(xa, ret_id, item, XA_LIMIT(lowest, highest), gfp);
}

static __always_inline void *cleat_xa_erase(struct xarray *xa, unsigned long index)
{
	return xa_erase(xa, index);
}

#endif
