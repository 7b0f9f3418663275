/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What a program that uses /dev/cleat-misc-device needs to know. */
#ifndef MISC_DEVICE_UAPI_H
#define MISC_DEVICE_UAPI_H

#include <linux/ioctl.h>
#include <linux/types.h>

/* Say hello in the log; set this open file's value; get it. */
#define MISC_DEVICE_HELLO _IO('|', 0x80)
#define MISC_DEVICE_SET_VALUE _IOW('|', 0x81, __s32)
#define MISC_DEVICE_GET_VALUE _IOR('|', 0x82, __s32)

#endif
