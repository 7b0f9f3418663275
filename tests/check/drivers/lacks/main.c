// SPDX-License-Identifier: MIT OR GPL-2.0-only
#include "lacks.h"

#include <cleat/slab.h>

void drop(void *p) __asm__("kfree");
u32 other(void) __attribute__((alias("sum")));
u32 sum(void);
u32 all(u8 *p);

/* good */
u32 sum(void)
{
	return table_sum() + table_size;
}

/* bad: none of these has a body here */
u32 all(u8 *p)
{
	u32 (*take)(void) = other;

	emergency_sync();
	drop(p);
	return init_pid + take();
}
