/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The file system of Binder devices, as programs see it: the ioctl of the file "binder-control" in
 * each mount. The same ABI as Linux's binderfs.
 */
#ifndef BINDER_UAPI_BINDERFS_H
#define BINDER_UAPI_BINDERFS_H

#include <linux/ioctl.h>
#include <linux/types.h>

/* The longest name of a device, without the NUL. */
#define BINDERFS_MAX_NAME 255

/* A device to be made: its name; the numbers of its node are the answer. */
struct binderfs_device {
	char name[BINDERFS_MAX_NAME + 1];
	__u32 major;
	__u32 minor;
};

#define BINDER_CTL_ADD _IOWR('b', 1, struct binderfs_device)

#endif
