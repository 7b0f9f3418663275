/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Integer types, booleans, NULL, and the small macros that every driver uses, under the kernel's
 * names: u8 … u64, s8 … s64, size_t, ssize_t, loff_t, gfp_t, __poll_t, min, max, clamp,
 * ARRAY_SIZE, READ_ONCE, WRITE_ONCE, likely, unlikely, BIT, sizeof_field.
 *
 * Source: include/linux/types.h, include/linux/minmax.h, include/linux/array_size.h.
 */
#ifndef CLEAT_TYPES_H
#define CLEAT_TYPES_H

#include <cleat/contract.h>

#ifdef __KERNEL__
#include "../../kernel/types.h"
#else
#include "../../host/types.h"
#endif

#endif
