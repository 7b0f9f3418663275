/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "lib/binder/parcel.h"
#include "lib/binder/utf.h"

#include <stdlib.h>
#include <string.h>

size_t parcel_left(const struct parcel_reader *r)
{
	return r->broken ? 0 : r->size - r->at;
}

/* The next @n bytes, or NULL. */
static const void *take(struct parcel_reader *r, size_t n)
{
	size_t padded = (n + 3) & ~(size_t)3;
	const void *bytes = r->data + r->at;

	if (padded < n || parcel_left(r) < padded) {
		r->broken = true;
		return NULL;
	}
	r->at += padded;
	return bytes;
}

static void take_word(struct parcel_reader *r, void *to, size_t n)
{
	const void *bytes = take(r, n);

	if (bytes)
		memcpy(to, bytes, n);
}

int32_t parcel_read_i32(struct parcel_reader *r)
{
	int32_t v = 0;

	take_word(r, &v, sizeof(v));
	return v;
}

int64_t parcel_read_i64(struct parcel_reader *r)
{
	int64_t v = 0;

	take_word(r, &v, sizeof(v));
	return v;
}

float parcel_read_float(struct parcel_reader *r)
{
	float v = 0;

	take_word(r, &v, sizeof(v));
	return v;
}

double parcel_read_double(struct parcel_reader *r)
{
	double v = 0;

	take_word(r, &v, sizeof(v));
	return v;
}

char *parcel_read_str16(struct parcel_reader *r)
{
	int32_t units = parcel_read_i32(r);
	const uint16_t *text;

	if (r->broken || units == -1)
		return NULL;
	if (units < 0 || units == INT32_MAX) {
		r->broken = true;
		return NULL;
	}
	text = take(r, ((size_t)units + 1) * sizeof(*text));
	return text ? utf8_from_utf16(text, (size_t)units) : NULL;
}

const char *parcel_read_cstring(struct parcel_reader *r)
{
	const char *s = (const char *)r->data + r->at;
	size_t left = parcel_left(r), len = strnlen(s, left);

	if (len == left) {
		r->broken = true;
		return NULL;
	}
	return take(r, len + 1);
}

/* The object at the place where we are, if the driver says that there is one of @type. */
static const void *take_object(struct parcel_reader *r, uint32_t type, size_t n)
{
	const struct binder_object_header *hdr = (const void *)(r->data + r->at);

	if (parcel_left(r) < n || r->object == r->n_offsets || r->offsets[r->object] != r->at ||
	    hdr->type != type)
		return NULL;
	r->object++;
	return take(r, n);
}

bool parcel_read_handle(struct parcel_reader *r, uint32_t *ret)
{
	const struct flat_binder_object *flat = take_object(r, BINDER_TYPE_HANDLE, sizeof(*flat));

	if (flat) {
		*ret = flat->handle;
		return true;
	}
	if (take_object(r, BINDER_TYPE_BINDER, sizeof(*flat)))
		return false;
	/* Android's null binder is not among the objects. */
	flat = take(r, sizeof(*flat));
	if (flat && (flat->hdr.type != BINDER_TYPE_BINDER || flat->binder || flat->cookie))
		r->broken = true;
	return false;
}

int parcel_read_fd(struct parcel_reader *r)
{
	const struct binder_fd_object *object = take_object(r, BINDER_TYPE_FD, sizeof(*object));

	if (!object) {
		r->broken = true;
		return -1;
	}
	return (int)object->fd;
}

const void *parcel_read_buffer(struct parcel_reader *r, size_t *ret_n)
{
	const struct binder_buffer_object *b = take_object(r, BINDER_TYPE_PTR, sizeof(*b));

	if (!b || b->buffer < r->base || b->buffer > r->end || b->length > r->end - b->buffer) {
		r->broken = true;
		return NULL;
	}
	*ret_n = b->length;
	return (const void *)(uintptr_t)b->buffer;
}
