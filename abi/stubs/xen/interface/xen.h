/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Xen's own interface headers are no part of Linux's; privcmd.h wants these names of them. */
#ifndef CLEAT_ABI_XEN_H
#define CLEAT_ABI_XEN_H
typedef unsigned long xen_pfn_t, xen_ulong_t;
#endif
