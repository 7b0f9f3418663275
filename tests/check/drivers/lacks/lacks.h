/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What the driver declares is in one of its files, or it is not the driver's. */
#include <cleat/types.h>

/* in table.c */
u32 table_sum(void);
extern u32 table_size;

/* the kernel's, or nobody's: no contract tells what they do */
void emergency_sync(void);
extern u32 init_pid;
