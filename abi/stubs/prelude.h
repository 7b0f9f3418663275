/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Read before every header of a Linux UAPI tree. Some of those headers use names of the C library,
 * or of a header that they do not include; here is the least that makes each compile alone, the
 * same for every machine.
 */
#ifndef CLEAT_ABI_PRELUDE_H
#define CLEAT_ABI_PRELUDE_H

#include <stdint.h>
#include <sys/types.h>
#include <linux/types.h>
#include <linux/time.h>
#include <sys/socket.h>

/* patchkey.h wants to be included by its two users only. */
#define _LINUX_PATCHKEY_H_INDIRECT

typedef __u16 domid_t;
typedef __u32 grant_ref_t;

#endif
