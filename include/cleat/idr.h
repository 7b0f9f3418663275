/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Small unique numbers: minor numbers, instance numbers. To find an object by its number, take
 * name_alloc of <cleat/xarray.h>, which keeps both together.
 *
 *	DEFINE_IDA(name), ida_init(ida)
 *	ida_alloc(ida, gfp)				the lowest number that is free
 *	ida_alloc_min(ida, min, gfp), ida_alloc_max(ida, max, gfp)	not below min; not above max
 *	ida_free(ida, id)				give it back; it must be taken
 *	ida_is_empty(ida), ida_destroy(ida)		give all back
 *
 * Context: as its gfp says; ida_free: any. Safe between threads.
 * Return: the number, 0 to INT_MAX; -ENOSPC when all are taken; -ENOMEM.
 * Source: include/linux/idr.h.
 *
 * Wrong: the number comes round, and two have the same::
 *
 *	d->number = atomic_inc_return(&next_number);
 *
 * Right::
 *
 *	id = ida_alloc_max(&numbers, MAX_DEVICES - 1, GFP_KERNEL);
 *	if (id < 0)
 *		return id;
 */
#ifndef CLEAT_IDR_H
#define CLEAT_IDR_H

#include <cleat/err.h>
#include <cleat/fault.h>
#include <cleat/slab.h>

#ifdef __KERNEL__
#include "../../kernel/idr.h"
#else
#include "../../host/idr.h"

void ida_init(struct ida *ida __makes);

/** ida_alloc_range - the lowest free number of @min … @max, both inclusive */
int __own __must_check ida_alloc_range(struct ida *ida, unsigned int min, unsigned int max, gfp_t gfp)
	__at_most(max);
int __own __must_check ida_alloc(struct ida *ida, gfp_t gfp);
int __own __must_check ida_alloc_min(struct ida *ida, unsigned int min, gfp_t gfp);
int __own __must_check ida_alloc_max(struct ida *ida, unsigned int max, gfp_t gfp)
	__at_most(max);

void ida_free(struct ida *ida, unsigned int __own id);
bool ida_is_empty(const struct ida *ida);
void ida_destroy(struct ida *ida);
#endif

#endif
