/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Numbers in the byte order of a device, a disk or a network: __le16 … __be64 are such numbers, u16 … u64
 * are the processor's.
 *
 *	cpu_to_le16(v), 32, 64; cpu_to_be16(v), 32, 64		from the processor's
 *	le16_to_cpu(v), 32, 64; be16_to_cpu(v), 32, 64		to the processor's
 *	swab16(v), 32, 64					the bytes in reverse
 *
 * Context: any. Source: include/linux/byteorder/generic.h, include/uapi/linux/swab.h.
 *
 * Wrong: right on the machine that it was written on::
 *
 *	if (header.len > sizeof(buf))			(__be32 len, from the wire)
 *
 * Right::
 *
 *	u32 len = be32_to_cpu(header.len);
 *
 *	if (len > sizeof(buf))
 */
#ifndef CLEAT_BYTEORDER_H
#define CLEAT_BYTEORDER_H

#include <cleat/types.h>

#ifdef __KERNEL__
#include <linux/swab.h>
#include <asm/byteorder.h>
#else
#include "../../host/byteorder.h"
#endif

#endif
