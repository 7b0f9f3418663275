/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include <linux/in.h>
#include <linux/in6.h>
