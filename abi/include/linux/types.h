/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * <linux/types.h> for headers that are looked at without a kernel's own headers: the fixed-width
 * names that a userspace ABI is made of, and nothing else.
 */
#ifndef CLEAT_ABI_LINUX_TYPES_H
#define CLEAT_ABI_LINUX_TYPES_H

typedef __signed__ char __s8;
typedef unsigned char __u8;
typedef __signed__ short __s16;
typedef unsigned short __u16;
typedef __signed__ int __s32;
typedef unsigned int __u32;
__extension__ typedef __signed__ long long __s64;
__extension__ typedef unsigned long long __u64;

typedef __u16 __le16, __be16, __sum16;
typedef __u32 __le32, __be32, __wsum;
typedef __u64 __le64, __be64;

#define __aligned_u64  __u64 __attribute__((aligned(8)))
#define __aligned_s64  __s64 __attribute__((aligned(8)))
#define __aligned_be64 __be64 __attribute__((aligned(8)))
#define __aligned_le64 __le64 __attribute__((aligned(8)))

typedef unsigned int __poll_t;
typedef int __kernel_pid_t, __kernel_clockid_t, __kernel_timer_t, __kernel_daddr_t;
typedef unsigned int __kernel_uid32_t, __kernel_gid32_t;
typedef __typeof__(sizeof(0)) __kernel_size_t;
typedef long __kernel_ssize_t, __kernel_long_t, __kernel_off_t, __kernel_old_time_t;
typedef unsigned long __kernel_ulong_t, __kernel_ino_t;
typedef long long __kernel_loff_t, __kernel_time64_t;

#endif
