/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * What Linux 6.1, 6.12 and 7.2 do not have alike. Everything else in kernel/ is written for the
 * newest of them.
 */
#ifndef CLEAT_KERNEL_COMPAT_H
#define CLEAT_KERNEL_COMPAT_H

#include <linux/mm.h>
#include <linux/version.h>

/* 6.3 made vm_flags constant and gave it setters. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 3, 0)
static inline void vm_flags_mod(struct vm_area_struct *vma, unsigned long set, unsigned long clear)
{
	vma->vm_flags |= set;
	vma->vm_flags &= ~clear;
}
#endif

#endif
