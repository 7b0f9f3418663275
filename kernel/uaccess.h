/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef CLEAT_KERNEL_UACCESS_H
#define CLEAT_KERNEL_UACCESS_H

#include <linux/kernel.h>
#include <linux/uaccess.h>

/*
 * The bytes that a copy left over, as an errno. A copy does not fail: a branch that is not taken is
 * shorter than arithmetic on the result. An errno that is looked at wants the first form and one
 * that is returned the second, or gcc makes the 0 of success anew (tests/zerocost).
 */
#define __cleat_copy_failed(left) __builtin_expect_with_probability(!!(left), 0, 0.999)
#define __cleat_copied_in(left) (__cleat_copy_failed(left) ? -EFAULT : 0)
#define __cleat_copied_out(left)                                                                   \
	({                                                                                         \
		long __err = 0;                                                                    \
		if (__cleat_copy_failed(left))                                                     \
			__err = -EFAULT;                                                           \
		__err;                                                                             \
	})

#ifdef CLEAT_TEST
/* A copy of nothing cannot fail. */
#define __cleat_copy_fault(n) ((n) && cleat_fault(CLEAT_FAULT_USER_COPY))

static __always_inline unsigned long __must_check cleat_copy_from_user(void *to, const void __user *from,
								       unsigned long n)
{
	return __cleat_copy_fault(n) ? n : copy_from_user(to, from, n);
}

static __always_inline unsigned long __must_check cleat_copy_to_user(void __user *to, const void *from,
								     unsigned long n)
{
	return __cleat_copy_fault(n) ? n : copy_to_user(to, from, n);
}
#undef copy_from_user
#undef copy_to_user
#define copy_from_user(to, from, n) cleat_copy_from_user(to, from, n)
#define copy_to_user(to, from, n) cleat_copy_to_user(to, from, n)

/* The kernel's own, by a copy that can be made to fail. */
#undef get_user
#undef put_user
#define get_user(x, ptr)                                                                           \
	({                                                                                         \
		__typeof__((__typeof__(*(ptr)))(x)) __got = 0;                                     \
		int __err = cleat_copy_from_user(&__got, ptr, sizeof(__got)) ? -EFAULT : 0;        \
		(x) = __err ? 0 : __got;                                                           \
		__err;                                                                             \
	})
#define put_user(x, ptr)                                                                           \
	({                                                                                         \
		__typeof__((__typeof__(*(ptr)))(x)) __value = (x);                                 \
		cleat_copy_to_user(ptr, &__value, sizeof(__value)) ? -EFAULT : 0;                  \
	})
#endif

#endif
