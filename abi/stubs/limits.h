/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef CLEAT_ABI_LIMITS_H
#define CLEAT_ABI_LIMITS_H
#define CHAR_BIT __CHAR_BIT__
#define INT_MAX	 __INT_MAX__
#define INT_MIN	 (-__INT_MAX__ - 1)
#define UINT_MAX (__INT_MAX__ * 2U + 1U)
#define LONG_MAX __LONG_MAX__
#endif
