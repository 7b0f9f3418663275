/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The kernel's basic types in a process. No libc header is included here or in any other host
 * header that a driver sees: a driver that calls libc must not even parse.
 */
#ifndef CLEAT_HOST_TYPES_H
#define CLEAT_HOST_TYPES_H

#include <linux/types.h>
#include <stdbool.h>
#include <stddef.h>

typedef __u8 u8;
typedef __u16 u16;
typedef __u32 u32;
typedef __u64 u64;
typedef __s8 s8;
typedef __s16 s16;
typedef __s32 s32;
typedef __s64 s64;

typedef __kernel_ssize_t ssize_t;
typedef __kernel_loff_t loff_t;
typedef __kernel_pid_t pid_t;
typedef __kernel_uid32_t uid_t;
typedef __kernel_gid32_t gid_t;
typedef unsigned short umode_t;
typedef unsigned int gfp_t;
typedef unsigned int __poll_t;
typedef s64 ktime_t;
typedef s64 time64_t;

/* The greatest and least of each type, under the kernel's names (linux/limits.h, vdso/limits.h). */
#define U8_MAX ((u8)~0U)
#define U16_MAX ((u16)~0U)
#define U32_MAX ((u32)~0U)
#define U64_MAX ((u64)~0ULL)
#define S8_MAX ((s8)(U8_MAX >> 1))
#define S16_MAX ((s16)(U16_MAX >> 1))
#define S32_MAX ((s32)(U32_MAX >> 1))
#define S64_MAX ((s64)(U64_MAX >> 1))
#define S8_MIN ((s8)(-S8_MAX - 1))
#define S16_MIN ((s16)(-S16_MAX - 1))
#define S32_MIN ((s32)(-S32_MAX - 1))
#define S64_MIN ((s64)(-S64_MAX - 1))
/* The runtime's sources may have these from libc. */
#ifndef INT_MAX
#define INT_MAX __INT_MAX__
#define INT_MIN (-INT_MAX - 1)
#define UINT_MAX (~0U)
#define LONG_MAX __LONG_MAX__
#define LONG_MIN (-LONG_MAX - 1)
#define ULONG_MAX (~0UL)
#define LLONG_MAX __LONG_LONG_MAX__
#define ULLONG_MAX (~0ULL)
#endif
#ifndef SIZE_MAX
#define SIZE_MAX (~(size_t)0)
#endif

#define likely(x) __builtin_expect(!!(x), 1)
#define unlikely(x) __builtin_expect(!!(x), 0)

/* Atomic, not volatile: as in the kernel, two of them are no data race (ThreadSanitizer looks). */
#define READ_ONCE(x) __atomic_load_n(&(x), __ATOMIC_RELAXED)
#define WRITE_ONCE(x, v) __atomic_store_n(&(x), v, __ATOMIC_RELAXED)

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))
#define sizeof_field(T, member) sizeof(((T *)0)->member)
#define offsetofend(T, member) (offsetof(T, member) + sizeof_field(T, member))
#define BIT(n) (1UL << (n))
#define BIT_ULL(n) (1ULL << (n))

#define container_of(ptr, T, member)                                                               \
	({                                                                                         \
		_Static_assert(__builtin_types_compatible_p(__typeof__(*(ptr)),                    \
							    __typeof__(((T *)0)->member)),         \
			       "container_of: pointer and member differ in type");                 \
		(T *)((char *)(ptr) - offsetof(T, member));                                        \
	})

/* Both arguments are evaluated once and must have one type, as in the kernel. */
#define __cleat_pick(a, op, b)                                                                     \
	({                                                                                         \
		__auto_type __a = (a);                                                             \
		__auto_type __b = (b);                                                             \
		(void)(&__a == &__b);                                                              \
		__a op __b ? __a : __b;                                                            \
	})
#define min(a, b) __cleat_pick(a, <, b)
#define max(a, b) __cleat_pick(a, >, b)
#define min_t(T, a, b) __cleat_pick((T)(a), <, (T)(b))
#define max_t(T, a, b) __cleat_pick((T)(a), >, (T)(b))
#define clamp(v, lo, hi)                                                                           \
	({                                                                                         \
		__auto_type __v = (v);                                                             \
		__typeof__(__v) __lo = (lo), __hi = (hi);                                          \
		__v < __lo ? __lo : __v > __hi ? __hi : __v;                                       \
	})
#define swap(a, b)                                                                                 \
	do {                                                                                       \
		__auto_type __tmp = (a);                                                           \
		(a) = (b);                                                                         \
		(b) = __tmp;                                                                       \
	} while (0)

#define round_up(x, y) ((((x) - 1) | ((__typeof__(x))((y) - 1))) + 1)
#define round_down(x, y) ((x) & ~((__typeof__(x))((y) - 1)))
#define DIV_ROUND_UP(n, d) (((n) + (d) - 1) / (d))

#ifndef __CLEAT_KERNEL_TYPES__
#define PAGE_SHIFT 12
#define PAGE_SIZE (1UL << PAGE_SHIFT)
#endif
#define PAGE_ALIGN(x) round_up(x, PAGE_SIZE)

#include "math.h"

#define __packed __attribute__((packed))
#define __aligned(n) __attribute__((aligned(n)))
#define __printf(f, a) __attribute__((format(printf, f, a)))
#undef __always_inline
#ifdef __CLEAT_CHECK__ /* which these tell nothing, and a container has dozens */
#define __maybe_unused
#define __always_inline inline
#else
#define __maybe_unused __attribute__((unused))
#define __always_inline inline __attribute__((always_inline))
#endif
#define noinline __attribute__((noinline))
#define fallthrough __attribute__((fallthrough))
#ifdef __CLEAT_CHECK__
#define __init __attribute__((annotate("cleat:init")))
#define __exit __attribute__((annotate("cleat:exit")))
#else
#define __init
#define __exit
#endif

#define __CLEAT_PASTE(a, b) a##b
#define __PASTE(a, b) __CLEAT_PASTE(a, b)
#define __UNIQUE_ID(prefix) __PASTE(__PASTE(__UNIQUE_ID_, prefix), __COUNTER__)
#define __stringify_1(x...) #x
#define __stringify(x...) __stringify_1(x)

#endif
