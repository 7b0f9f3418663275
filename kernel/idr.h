/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* The kernel's IDA. In a test module an allocation can fail. */
#ifndef CLEAT_KERNEL_IDR_H
#define CLEAT_KERNEL_IDR_H

#include <linux/idr.h>

#ifdef CLEAT_TEST
static __always_inline int __must_check cleat_ida_alloc_range(struct ida *ida, unsigned int min,
							      unsigned int max, gfp_t gfp)
{
	return cleat_fault(CLEAT_FAULT_ALLOC) ? -ENOMEM : ida_alloc_range(ida, min, max, gfp);
}
#define ida_alloc_range(ida, min, max, gfp) cleat_ida_alloc_range(ida, min, max, gfp)
#define ida_alloc(ida, gfp) cleat_ida_alloc_range(ida, 0, ~0u, gfp)
#define ida_alloc_min(ida, min, gfp) cleat_ida_alloc_range(ida, min, ~0u, gfp)
#define ida_alloc_max(ida, max, gfp) cleat_ida_alloc_range(ida, 0, max, gfp)
#endif

#endif
