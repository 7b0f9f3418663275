/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef CLEAT_HOST_SLAB_H
#define CLEAT_HOST_SLAB_H

#include "types.h"

/* Only "may sleep" and "zero" mean something in a process; the values are Linux 6.1's. */
#define __GFP_DIRECT_RECLAIM 0x400u
#define __GFP_ZERO 0x100u
#define __GFP_NOWARN 0x2000u
#define GFP_ATOMIC 0xa20u
#define GFP_NOWAIT 0x800u
#define GFP_KERNEL 0xcc0u
#define GFP_KERNEL_ACCOUNT 0x400cc0u
#define GFP_USER 0x100cc0u

#endif
