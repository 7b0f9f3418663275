/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef NUMBERS_H
#define NUMBERS_H

#include <cleat/types.h>

enum { NUMBERS_SIDES = 6 };

/* The die is thrown; how often it fell on @side. */
void numbers_throw(void);
u32 numbers_thrown(u32 side);

#endif
