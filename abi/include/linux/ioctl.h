/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * <linux/ioctl.h> for headers that are looked at without a kernel's own headers: how an ioctl
 * number is put together on each machine.
 */
#ifndef CLEAT_ABI_LINUX_IOCTL_H
#define CLEAT_ABI_LINUX_IOCTL_H

#define _IOC_NRBITS   8
#define _IOC_TYPEBITS 8
#if defined(__powerpc__) || defined(__mips__) || defined(__sparc__) || defined(__alpha__)
#define _IOC_SIZEBITS 13
#define _IOC_DIRBITS  3
#define _IOC_NONE     1U
#define _IOC_READ     2U
#define _IOC_WRITE    4U
#else
#define _IOC_SIZEBITS 14
#define _IOC_DIRBITS  2
#define _IOC_NONE     0U
#define _IOC_WRITE    1U
#define _IOC_READ     2U
#endif

#define _IOC_NRSHIFT   0
#define _IOC_TYPESHIFT 8
#define _IOC_SIZESHIFT 16
#define _IOC_DIRSHIFT  (_IOC_SIZESHIFT + _IOC_SIZEBITS)

#define _IOC_NRMASK   0xff
#define _IOC_TYPEMASK 0xff
#define _IOC_SIZEMASK ((1 << _IOC_SIZEBITS) - 1)
#define _IOC_DIRMASK  ((1 << _IOC_DIRBITS) - 1)

#define _IOC(dir, type, nr, size)                                                                  \
	(((dir) << _IOC_DIRSHIFT) | ((type) << _IOC_TYPESHIFT) | ((nr) << _IOC_NRSHIFT) |          \
	 ((size) << _IOC_SIZESHIFT))

#define _IO(type, nr)	      _IOC(_IOC_NONE, (type), (nr), 0)
#define _IOR(type, nr, arg)  _IOC(_IOC_READ, (type), (nr), sizeof(arg))
#define _IOW(type, nr, arg)  _IOC(_IOC_WRITE, (type), (nr), sizeof(arg))
#define _IOWR(type, nr, arg) _IOC(_IOC_READ | _IOC_WRITE, (type), (nr), sizeof(arg))

#define _IOC_DIR(nr)  (((nr) >> _IOC_DIRSHIFT) & _IOC_DIRMASK)
#define _IOC_TYPE(nr) (((nr) >> _IOC_TYPESHIFT) & _IOC_TYPEMASK)
#define _IOC_NR(nr)   (((nr) >> _IOC_NRSHIFT) & _IOC_NRMASK)
#define _IOC_SIZE(nr) (((nr) >> _IOC_SIZESHIFT) & _IOC_SIZEMASK)

#endif
