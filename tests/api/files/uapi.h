/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef FILES_UAPI_H
#define FILES_UAPI_H

#include <linux/ioctl.h>

/*
 * Take the debugfs directory, or the proc entries, away; make them again; how many lines "lines"
 * has.
 */
#define FILES_DROP_DEBUG _IO('F', 1)
#define FILES_DROP_PROC _IO('F', 2)
#define FILES_SHOW _IO('F', 3)
#define FILES_LINES _IOW('F', 4, __u32)
/* Let the show of "slow" go on. */
#define FILES_GO _IO('F', 5)

#endif
