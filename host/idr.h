/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef CLEAT_HOST_IDR_H
#define CLEAT_HOST_IDR_H

#include "printk.h"
#include "xarray.h"

/* A number that is taken is an index that is used. */
struct ida {
	struct cleat_xarray xa;
};

#define IDA_INIT(name) {.xa = __CLEAT_XARRAY_INIT((name).xa)}
#define DEFINE_IDA(name) struct ida name = IDA_INIT(name)

#endif
