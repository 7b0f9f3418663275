/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef CLEAT_HOST_REFCOUNT_H
#define CLEAT_HOST_REFCOUNT_H

#include "atomic.h"

typedef struct refcount_struct {
	atomic_t refs;
} refcount_t;

#define REFCOUNT_INIT(n) {.refs = ATOMIC_INIT(n)}
/* Far from 0 and from both ends of int: what a count that went wrong stays at. */
#define REFCOUNT_SATURATED (-0x40000000)

#endif
