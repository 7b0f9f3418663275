/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* The sample itself; a driver's folder is also its name. */
#include "../../../samples/misc_device/misc_device.c"
