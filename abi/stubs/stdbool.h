/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#define bool  _Bool
#define true  1
#define false 0
