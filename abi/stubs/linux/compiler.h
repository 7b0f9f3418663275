/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* A kernel tree's headers before installation still carry the kernel's annotations. */
#ifndef CLEAT_ABI_LINUX_COMPILER_H
#define CLEAT_ABI_LINUX_COMPILER_H
#define __user
#define __force
#define __iomem
#define __attribute_const__
#define __packed __attribute__((packed))
#endif
