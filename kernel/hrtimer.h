/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef CLEAT_KERNEL_HRTIMER_H
#define CLEAT_KERNEL_HRTIMER_H

#include "compat.h"

#endif
