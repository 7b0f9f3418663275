/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What parcel.c and hidl.c share. */
#ifndef BINDER_CHUNK_H
#define BINDER_CHUNK_H

#include "lib/binder/parcel.h"

/** struct parcel_chunk - a HIDL buffer's bytes, kept until the parcel is sent */
struct parcel_chunk {
	struct parcel_chunk *next;
	unsigned char bytes[];
};

/** parcel_add_object - an object for the driver to translate; its index among the objects */
size_t parcel_add_object(struct parcel *p, const void *object, size_t n);

#endif
