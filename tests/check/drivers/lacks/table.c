// SPDX-License-Identifier: MIT OR GPL-2.0-only
#include "lacks.h"

u32 table_size = 4;

u32 table_sum(void)
{
	static const u32 table[4] = {1, 2, 3, 4};
	u32 sum = 0;

	for (u32 i = 0; i < 4; i++)
		sum += table[i];
	return sum;
}
