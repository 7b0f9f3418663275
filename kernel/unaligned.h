/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef CLEAT_KERNEL_UNALIGNED_H
#define CLEAT_KERNEL_UNALIGNED_H

#include <linux/version.h>

/* 6.12 took it out of asm/. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 12, 0)
#include <asm/unaligned.h>
#else
#include <linux/unaligned.h>
#endif

#endif
