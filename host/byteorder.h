/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef CLEAT_HOST_BYTEORDER_H
#define CLEAT_HOST_BYTEORDER_H

#ifndef __CLEAT_KERNEL_TYPES__
#define swab16(v) __builtin_bswap16(v)
#define swab32(v) __builtin_bswap32(v)
#define swab64(v) __builtin_bswap64(v)

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define __CLEAT_LE(bits, v) ((u##bits)(v))
#define __CLEAT_BE(bits, v) swab##bits(v)
#else
#define __CLEAT_LE(bits, v) swab##bits(v)
#define __CLEAT_BE(bits, v) ((u##bits)(v))
#endif

#define cpu_to_le16(v) ((__le16)__CLEAT_LE(16, v))
#define cpu_to_le32(v) ((__le32)__CLEAT_LE(32, v))
#define cpu_to_le64(v) ((__le64)__CLEAT_LE(64, v))
#define cpu_to_be16(v) ((__be16)__CLEAT_BE(16, v))
#define cpu_to_be32(v) ((__be32)__CLEAT_BE(32, v))
#define cpu_to_be64(v) ((__be64)__CLEAT_BE(64, v))
#define le16_to_cpu(v) __CLEAT_LE(16, v)
#define le32_to_cpu(v) __CLEAT_LE(32, v)
#define le64_to_cpu(v) __CLEAT_LE(64, v)
#define be16_to_cpu(v) __CLEAT_BE(16, v)
#define be32_to_cpu(v) __CLEAT_BE(32, v)
#define be64_to_cpu(v) __CLEAT_BE(64, v)
#endif

#endif
