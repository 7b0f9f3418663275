/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef SHELF_UAPI_H
#define SHELF_UAPI_H

#include <linux/ioctl.h>
#include <linux/types.h>

#define SHELF_NAME_MAX 255

/* A box to be put on the shelf; the number is the driver's answer. */
struct shelf_box_request {
	char name[SHELF_NAME_MAX + 1];
	__u32 number;
};

/* What is alive of the driver in all its mounts. */
struct shelf_counts {
	__u32 shelves;
	__u32 boxes;
	__u32 notes;
};

/* of the file "control" of a mount */
#define SHELF_ADD _IOWR('s', 1, struct shelf_box_request)
#define SHELF_REMOVE_LOGS _IO('s', 2)
/* The same, and then a note in it: its errno. */
#define SHELF_LATE_NOTE _IO('s', 7)
#define SHELF_FIRST_IPC _IO('s', 3)
/* of a box */
#define SHELF_NUMBER _IOR('s', 4, __u32)
/* of /dev/cleat-shelves */
#define SHELF_COUNTS _IOR('s', 5, struct shelf_counts)
#define SHELF_MAJOR _IOR('s', 6, __u32)

#endif
