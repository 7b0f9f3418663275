/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef DESCRIPTORS_UAPI_H
#define DESCRIPTORS_UAPI_H

#include <linux/ioctl.h>
#include <linux/types.h>

/* The shelf keeps one file of whoever puts it there, and gives it to whoever asks. */
#define SHELF_PUT _IOW('S', 1, __u32)
#define SHELF_TAKE _IOR('S', 2, __u32)
/* The same, and a second descriptor for it that is kept over an exec. */
#define SHELF_TAKE_TWO _IOR('S', 3, __u32[2])
/* Reserve a number, tell it, give it back. */
#define SHELF_TRY _IOR('S', 4, __u32)
/* Close a descriptor of the caller. */
#define SHELF_CLOSE _IOW('S', 5, __u32)
/* Sleep until another program puts something there, then as SHELF_TAKE. */
#define SHELF_AWAIT _IOR('S', 6, __u32)

#endif
