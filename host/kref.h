/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef CLEAT_HOST_KREF_H
#define CLEAT_HOST_KREF_H

#include "refcount.h"

struct kref {
	refcount_t refcount;
};

#define KREF_INIT(n) {.refcount = REFCOUNT_INIT(n)}

#endif
