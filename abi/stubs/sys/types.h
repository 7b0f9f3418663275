/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef CLEAT_ABI_SYS_TYPES_H
#define CLEAT_ABI_SYS_TYPES_H
#include <stddef.h>
#include <stdint.h>
typedef long ssize_t, off_t, time_t, suseconds_t;
typedef long long loff_t;
typedef int pid_t, key_t, clockid_t, daddr_t;
typedef void *timer_t;
typedef unsigned int uid_t, gid_t, mode_t;
typedef unsigned long ino_t, nlink_t;
typedef __UINT64_TYPE__ dev_t;
typedef char *caddr_t;
typedef unsigned char u_char;
typedef unsigned short u_short;
typedef unsigned int u_int;
typedef unsigned long u_long;
typedef uint8_t u_int8_t;
typedef uint16_t u_int16_t;
typedef uint32_t u_int32_t;
typedef uint64_t u_int64_t;
#endif
