/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef CLEAT_KERNEL_UACCESS_H
#define CLEAT_KERNEL_UACCESS_H

#include <linux/uaccess.h>

#ifdef CLEAT_TEST
static __always_inline unsigned long __must_check cleat_copy_from_user(void *to, const void __user *from,
								       unsigned long n)
{
	return cleat_fault(CLEAT_FAULT_USER_COPY) ? n : copy_from_user(to, from, n);
}

static __always_inline unsigned long __must_check cleat_copy_to_user(void __user *to, const void *from,
								     unsigned long n)
{
	return cleat_fault(CLEAT_FAULT_USER_COPY) ? n : copy_to_user(to, from, n);
}
#undef copy_from_user
#undef copy_to_user
#define copy_from_user(to, from, n) cleat_copy_from_user(to, from, n)
#define copy_to_user(to, from, n) cleat_copy_to_user(to, from, n)
#endif

#endif
