/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Numbers at any address, in the byte order of a device, a disk or a network: what lies in a packet or
 * a descriptor behind a header of odd length.
 *
 *	get_unaligned_le16(p), 32, 64; get_unaligned_be16(p), 32, 64	the number in the bytes at @p
 *	put_unaligned_le16(v, p), 32, 64; put_unaligned_be16(v, p), 32, 64
 *
 * Context: any. Source: include/linux/unaligned.h; Documentation/core-api/unaligned-memory-access.rst.
 *
 * Wrong: the address need not be one of a u32 (CL701)::
 *
 *	u32 len = *(const u32 *)(packet + 3);
 *
 * Right::
 *
 *	u32 len = get_unaligned_le32(packet + 3);
 */
#ifndef CLEAT_UNALIGNED_H
#define CLEAT_UNALIGNED_H

#include <cleat/byteorder.h>

#ifdef __KERNEL__
#include "../../kernel/unaligned.h"
#else
u16 get_unaligned_le16(const void *p __sized_by(2));
u16 get_unaligned_be16(const void *p __sized_by(2));
u32 get_unaligned_le32(const void *p __sized_by(4));
u32 get_unaligned_be32(const void *p __sized_by(4));
u64 get_unaligned_le64(const void *p __sized_by(8));
u64 get_unaligned_be64(const void *p __sized_by(8));
void put_unaligned_le16(u16 val, void *__writes p __sized_by(2));
void put_unaligned_be16(u16 val, void *__writes p __sized_by(2));
void put_unaligned_le32(u32 val, void *__writes p __sized_by(4));
void put_unaligned_be32(u32 val, void *__writes p __sized_by(4));
void put_unaligned_le64(u64 val, void *__writes p __sized_by(8));
void put_unaligned_be64(u64 val, void *__writes p __sized_by(8));
#endif

#endif
