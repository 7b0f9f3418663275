/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef USERMEM_UAPI_H
#define USERMEM_UAPI_H

#include <linux/ioctl.h>
#include <linux/types.h>

#define USERMEM_SIZE 100

struct usermem_range {
	__u64 addr;
	__u64 len;
};

/* How many bytes of the range were zeroed. */
#define USERMEM_CLEAR _IOW('u', 1, struct usermem_range)
/* The sum of the bytes in the range; of the characters of the string there, which has at most len bytes. */
#define USERMEM_SUM _IOW('u', 2, struct usermem_range)
#define USERMEM_SUM_STRING _IOW('u', 3, struct usermem_range)
/* The number that the byte at the address is, with a sign; of one below 0 is made 0x1ff. It is put back. */
#define USERMEM_WIDTHS _IOW('u', 5, struct usermem_range)
/* 1: the file was opened to read, 2: to write. */
#define USERMEM_MODE _IO('u', 4)

#endif
