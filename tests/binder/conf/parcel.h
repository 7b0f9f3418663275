/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* A transaction's data with objects in it, and the reading of objects that came. */
#ifndef TESTS_BINDER_CONF_PARCEL_H
#define TESTS_BINDER_CONF_PARCEL_H

#include "wire.h"

struct parcel {
	unsigned char *data;
	uint64_t *offsets;
	size_t size, n,
		buffers; /* of the data; offsets; bytes of the buffers that PTR objects point to */
};

/* An empty one, with room for 4 KiB and 64 objects. */
struct parcel *parcel_new(void);
void parcel_bytes(struct parcel *p, const void *bytes, size_t size);
/* Each adds one object, with its offset. Return: its index. */
uint64_t parcel_object(struct parcel *p, const void *object, size_t size);
uint64_t parcel_binder(struct parcel *p, uint32_t type, uint32_t flags, uint64_t ptr,
		       uint64_t cookie);
uint64_t parcel_handle(struct parcel *p, uint32_t type, uint32_t handle);
uint64_t parcel_fd(struct parcel *p, uint32_t fd, uint64_t cookie);
uint64_t parcel_ptr(struct parcel *p, const void *buffer, size_t length);
/* A buffer whose address is written into the parent at this offset. */
uint64_t parcel_child(struct parcel *p, const void *buffer, size_t length, uint64_t parent,
		      uint64_t offset);
uint64_t parcel_fda(struct parcel *p, uint64_t n_fds, uint64_t parent, uint64_t offset);

/* To handle 0; the caller changes what it likes. As _SG when there are buffers. */
struct txn parcel_txn(const struct parcel *p);
struct txn parcel_reply(const struct parcel *p);

/*
 * The objects of what came last, spelled: "BINDER 10/11", "HANDLE 1", "FD 'what it gives' cookie
 * 7", "PTR 8 'content'", "FDA 2".
 */
const char *objects(struct worker *w);
/* The handle, the descriptor in the object with this index; of an own parcel's first object. */
uint32_t object_handle(struct worker *w, int index);
uint32_t object_handle_of(const struct parcel *p);

#endif
