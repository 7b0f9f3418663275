/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include <asm/ioctls.h>
#include <linux/ioctl.h>
