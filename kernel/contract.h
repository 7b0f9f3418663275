/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The contract words that the kernel at hand defines itself (sparse's and context analysis').
 */
#ifndef CLEAT_KERNEL_CONTRACT_H
#define CLEAT_KERNEL_CONTRACT_H

#include <linux/compiler.h>
#include <linux/compiler_types.h>

#endif
