/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Parcels: the payload of a Binder transaction in Android's layout. A parcel is bytes, aligned to
 * four, and the offsets of the objects among them (binders, handles, descriptors, HIDL buffers),
 * which the driver translates on the way. Writing cannot fail at each word: what goes wrong is
 * remembered and told when the parcel is sent. Reading checks every word against the end, and takes
 * an object only where the driver says that one lies.
 */
#ifndef BINDER_PARCEL_H
#define BINDER_PARCEL_H

#include <linux/android/binder.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct binder_object;

/**
 * struct parcel - one being written; zeroed is empty, parcel_free() ends it
 * @data, @size: its bytes; @offsets, @n_offsets: where the objects are
 * @extra: room that its HIDL buffers take beside it; @chunks: those buffers, owned
 * @broken: a write failed (no memory, text that is not UTF-8): sending says -ENOMEM
 */
struct parcel {
	unsigned char *data;
	size_t size, room;
	binder_size_t *offsets;
	size_t n_offsets, offsets_room;
	size_t extra;
	struct parcel_chunk *chunks;
	bool broken;
};

void parcel_free(struct parcel *p);

void parcel_i32(struct parcel *p, int32_t v);
void parcel_i64(struct parcel *p, int64_t v);
void parcel_float(struct parcel *p, float v);
void parcel_double(struct parcel *p, double v);

/** parcel_bytes - @n bytes as they are, padded to four */
void parcel_bytes(struct parcel *p, const void *bytes, size_t n);

/** parcel_str16 - AIDL's String: UTF-8 here, UTF-16 in the parcel; NULL is the null string */
void parcel_str16(struct parcel *p, const char *s);

/** parcel_cstring - bytes with a final NUL, padded: what HIDL's interface tokens are */
void parcel_cstring(struct parcel *p, const char *s);

/** parcel_object - a strong reference to an object of ours; NULL is the null binder */
void parcel_object(struct parcel *p, struct binder_object *o);

/** parcel_handle - a strong reference that we hold */
void parcel_handle(struct parcel *p, uint32_t handle);

/** parcel_fd - a descriptor; it stays ours, the receiver gets a copy */
void parcel_fd(struct parcel *p, int fd);

/*
 * hidl.c: what HIDL puts into buffers of their own, with pointers that the driver fixes up. A
 * buffer is copied; the result is its index among the objects, which its children name.
 */
size_t parcel_buffer(struct parcel *p, const void *bytes, size_t n);
size_t parcel_buffer_in(struct parcel *p, const void *bytes, size_t n, size_t parent,
			size_t parent_offset);
void parcel_hidl_string(struct parcel *p, const char *s);
void parcel_hidl_strings(struct parcel *p, const char *const *s, size_t n);

/**
 * struct parcel_reader - a parcel that came
 * @data, @size, @at: its bytes, and where we are; @offsets, @n_offsets, @object: the same for objects
 * @base, @end: the whole buffer that the driver gave us, in which HIDL's pointers must lie
 * @broken: something was not there; all reads fail from then on
 */
struct parcel_reader {
	const unsigned char *data;
	size_t size, at;
	const binder_size_t *offsets;
	size_t n_offsets, object;
	uintptr_t base, end;
	bool broken;
};

/** parcel_left - bytes that were not read yet */
size_t parcel_left(const struct parcel_reader *r);

/* Each returns 0, "" or NULL when it is not there; r->broken tells that from a value. */
int32_t parcel_read_i32(struct parcel_reader *r);
int64_t parcel_read_i64(struct parcel_reader *r);
float parcel_read_float(struct parcel_reader *r);
double parcel_read_double(struct parcel_reader *r);

/** parcel_read_str16 - as UTF-8, malloc'ed; NULL for the null string and when it is not there */
char *parcel_read_str16(struct parcel_reader *r);

/** parcel_read_cstring - points into the parcel, or NULL */
const char *parcel_read_cstring(struct parcel_reader *r);

/**
 * parcel_read_handle - a handle, valid while the parcel is; see binder_acquire()
 * @ret: the handle, on success
 *
 * Return: true for a handle; false for the null binder, and with r->broken for anything else. An
 * object of our own that comes home counts as null: nobody here sends them to itself.
 */
bool parcel_read_handle(struct parcel_reader *r, uint32_t *ret);

/** parcel_read_fd - the descriptor, which the parcel closes; -1 when there is none */
int parcel_read_fd(struct parcel_reader *r);

/** parcel_read_buffer - a HIDL buffer: its bytes and, in *@ret_n, how many; NULL when there is none */
const void *parcel_read_buffer(struct parcel_reader *r, size_t *ret_n);

/** parcel_read_hidl_string - points into the parcel, or NULL */
const char *parcel_read_hidl_string(struct parcel_reader *r);

/** parcel_read_hidl_strings - how many of a vector's strings went to @s (at most @max) */
size_t parcel_read_hidl_strings(struct parcel_reader *r, const char **s, size_t max);

#endif
