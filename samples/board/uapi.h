/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* /dev/board: BOARD_SIZE bytes that programs read, write and map. */
#ifndef BOARD_UAPI_H
#define BOARD_UAPI_H

#include <linux/ioctl.h>
#include <linux/types.h>

#define BOARD_SIZE 4096

/* Set all bytes to 0. */
#define BOARD_CLEAR _IO('P', 0x80)

#endif
