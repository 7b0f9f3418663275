/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* I2 uninit: stack struct with padding copied to user */
#include "corpus.h"

struct info { u8 type; u32 len; u64 pos; u16 flags; };
int get_info(void __user *arg, u32 len)
{
	struct info i;

#ifndef BAD
	memset(&i, 0, sizeof(i));
#endif
	i.type = 1;
	i.len = len;
	i.pos = 0;
	i.flags = 0;
#ifndef BAD
	if (copy_to_user(arg, &i, sizeof(i)))
#else
	if (copy_to_user(arg, &i, sizeof(i)))
#endif
		return -EFAULT;
	return 0;
}

/*
 * check:
 * check -DBAD:
 *	20: CL504: 'i' has padding before 'len' that was never written, and is copied to user space
 */
