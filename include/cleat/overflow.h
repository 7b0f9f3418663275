/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Arithmetic that cannot wrap unseen.
 *
 *	check_add_overflow(a, b, &d), check_sub_…, check_mul_…	true when it wrapped; d is written
 *	size_add(a, b), size_mul(a, b), size_sub(a, b)		saturate at SIZE_MAX
 *	array_size(n, size), struct_size(p, member, n), struct_size_t(T, member, n), flex_array_size
 *	wrapping_add(T, a, b), wrapping_sub, wrapping_mul	wrap on purpose
 *	overflows_type(v, T)					does v not fit T?
 *
 * A saturated size is never allocated: kmalloc(SIZE_MAX) returns NULL.
 *
 * Context: any. Source: include/linux/overflow.h.
 *
 * Wrong: off + len wraps and passes::
 *
 *	if (off + len > sizeof(d->buf))
 *		return -EINVAL;
 *
 * Right::
 *
 *	if (check_add_overflow(off, len, &end) || end > sizeof(d->buf))
 *		return -EINVAL;
 */
#ifndef CLEAT_OVERFLOW_H
#define CLEAT_OVERFLOW_H

#include <cleat/types.h>

#ifdef __KERNEL__
#include <linux/overflow.h>
#else
static inline bool __must_check __cleat_must_check_overflow(bool overflow);
#define check_add_overflow(a, b, d) __cleat_must_check_overflow(__builtin_add_overflow(a, b, d))
#define check_sub_overflow(a, b, d) __cleat_must_check_overflow(__builtin_sub_overflow(a, b, d))
#define check_mul_overflow(a, b, d) __cleat_must_check_overflow(__builtin_mul_overflow(a, b, d))

static inline size_t __must_check size_mul(size_t a, size_t b);
static inline size_t __must_check size_add(size_t a, size_t b);
static inline size_t __must_check size_sub(size_t a, size_t b);

#ifndef __CLEAT_CHECK__ /* which reads the declarations */
static inline bool __cleat_must_check_overflow(bool overflow)
{
	return unlikely(overflow);
}

static inline size_t size_mul(size_t a, size_t b)
{
	size_t r;

	return __builtin_mul_overflow(a, b, &r) ? SIZE_MAX : r;
}

static inline size_t size_add(size_t a, size_t b)
{
	size_t r;

	return __builtin_add_overflow(a, b, &r) ? SIZE_MAX : r;
}

static inline size_t size_sub(size_t a, size_t b)
{
	size_t r;

	return a == SIZE_MAX || b == SIZE_MAX || __builtin_sub_overflow(a, b, &r) ? SIZE_MAX : r;
}
#endif

#define array_size(n, size) size_mul(n, size)
#define flex_array_size(p, member, n) size_mul(n, sizeof(*(p)->member))
#define struct_size(p, member, n) size_add(sizeof(*(p)), flex_array_size(p, member, n))
#define struct_size_t(T, member, n) struct_size((T *)NULL, member, n)
#endif

#ifndef wrapping_add
#define __cleat_wrapping(op, T, a, b)                                                              \
	({                                                                                         \
		T __r;                                                                             \
		(void)__builtin_##op##_overflow(a, b, &__r);                                       \
		__r;                                                                               \
	})
#define wrapping_add(T, a, b) __cleat_wrapping(add, T, a, b)
#define wrapping_sub(T, a, b) __cleat_wrapping(sub, T, a, b)
#define wrapping_mul(T, a, b) __cleat_wrapping(mul, T, a, b)
#endif
#ifndef overflows_type
#define overflows_type(v, T)                                                                       \
	({                                                                                         \
		__typeof__(T) __fits;                                                              \
		__builtin_add_overflow(v, 0, &__fits);                                             \
	})
#endif
#ifndef struct_size_t
#define struct_size_t(T, member, n) struct_size((T *)NULL, member, n)
#endif

#endif
