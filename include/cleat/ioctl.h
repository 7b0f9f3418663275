/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * ioctl numbers: _IO(type, nr), _IOR(type, nr, T), _IOW(type, nr, T), _IOWR(type, nr, T) and their
 * inverses _IOC_DIR, _IOC_TYPE, _IOC_NR, _IOC_SIZE. The argument's type is part of the number, so
 * that a changed struct is another ioctl, and an old program gets -ENOTTY rather than wrong bytes.
 * R and W are seen from user space: _IOR reads from the driver.
 *
 * Source: include/uapi/asm-generic/ioctl.h; Documentation/driver-api/ioctl.rst.
 */
#ifndef CLEAT_IOCTL_H
#define CLEAT_IOCTL_H

#include <linux/ioctl.h>

#endif
