/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "libc.h"

#include <cleat/unaligned.h>

/* A copy of so few bytes is one load or one store, at any address. */
#define UNALIGNED(order, bits)                                                                     \
	u##bits get_unaligned_##order##bits(const void *p)                                         \
	{                                                                                          \
		__##order##bits v;                                                                 \
                                                                                                   \
		memcpy(&v, p, sizeof(v));                                                          \
		return order##bits##_to_cpu(v);                                                    \
	}                                                                                          \
	void put_unaligned_##order##bits(u##bits val, void *p)                                     \
	{                                                                                          \
		__##order##bits v = cpu_to_##order##bits(val);                                     \
                                                                                                   \
		memcpy(p, &v, sizeof(v));                                                          \
	}

UNALIGNED(le, 16)
UNALIGNED(le, 32)
UNALIGNED(le, 64)
UNALIGNED(be, 16)
UNALIGNED(be, 32)
UNALIGNED(be, 64)
