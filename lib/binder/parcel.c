/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "lib/binder/parcel.h"

#include "lib/binder/chunk.h"
#include "lib/binder/object.h"
#include "lib/binder/utf.h"

#include <stdlib.h>
#include <string.h>

/* What Android gives its nodes: any priority, and descriptors may come. */
enum { OBJECT_FLAGS = 0x7f | FLAT_BINDER_FLAG_ACCEPTS_FDS };

static void *room_for(struct parcel *p, size_t n)
{
	size_t padded = (n + 3) & ~(size_t)3, room = p->room ? p->room : 64;
	unsigned char *data;

	while (room - p->size < padded)
		room *= 2;
	data = p->broken ? NULL : realloc(p->data, room);
	if (!data) {
		p->broken = true;
		return NULL;
	}
	p->data = data;
	p->room = room;
	data += p->size;
	memset(data, 0, padded);
	p->size += padded;
	return data;
}

void parcel_bytes(struct parcel *p, const void *bytes, size_t n)
{
	void *to = room_for(p, n);

	if (to && n)
		memcpy(to, bytes, n);
}

void parcel_i32(struct parcel *p, int32_t v)
{
	parcel_bytes(p, &v, sizeof(v));
}

void parcel_i64(struct parcel *p, int64_t v)
{
	parcel_bytes(p, &v, sizeof(v));
}

void parcel_float(struct parcel *p, float v)
{
	parcel_bytes(p, &v, sizeof(v));
}

void parcel_double(struct parcel *p, double v)
{
	parcel_bytes(p, &v, sizeof(v));
}

void parcel_cstring(struct parcel *p, const char *s)
{
	parcel_bytes(p, s, strlen(s) + 1);
}

void parcel_str16(struct parcel *p, const char *s)
{
	size_t units;
	uint16_t *text;

	if (!s) {
		parcel_i32(p, -1);
		return;
	}
	text = utf16_from_utf8(s, &units);
	if (!text) {
		p->broken = true;
		return;
	}
	parcel_i32(p, (int32_t)units);
	parcel_bytes(p, text, (units + 1) * sizeof(*text));
	free(text);
}

static void add_offset(struct parcel *p, size_t offset)
{
	size_t room = p->offsets_room ? 2 * p->offsets_room : 4;
	binder_size_t *offsets = p->offsets;

	if (p->n_offsets == p->offsets_room) {
		offsets = realloc(offsets, room * sizeof(*offsets));
		if (!offsets) {
			p->broken = true;
			return;
		}
		p->offsets = offsets;
		p->offsets_room = room;
	}
	offsets[p->n_offsets++] = offset;
}

size_t parcel_add_object(struct parcel *p, const void *object, size_t n)
{
	size_t offset = p->size;

	parcel_bytes(p, object, n);
	add_offset(p, offset);
	return p->n_offsets - 1;
}

void parcel_object(struct parcel *p, struct binder_object *o)
{
	struct flat_binder_object flat = {.hdr.type = BINDER_TYPE_BINDER, .flags = OBJECT_FLAGS};

	/* The null binder is not an object to the driver: it would make a node of it. */
	if (!o) {
		parcel_bytes(p, &flat, sizeof(flat));
		return;
	}
	flat.binder = (uintptr_t)o;
	flat.cookie = (uintptr_t)o;
	parcel_add_object(p, &flat, sizeof(flat));
}

void parcel_handle(struct parcel *p, uint32_t handle)
{
	struct flat_binder_object flat = {
		.hdr.type = BINDER_TYPE_HANDLE, .flags = OBJECT_FLAGS, .handle = handle};

	parcel_add_object(p, &flat, sizeof(flat));
}

void parcel_fd(struct parcel *p, int fd)
{
	struct binder_fd_object object = {.hdr.type = BINDER_TYPE_FD, .fd = (uint32_t)fd};

	parcel_add_object(p, &object, sizeof(object));
}

void parcel_free(struct parcel *p)
{
	while (p->chunks) {
		struct parcel_chunk *c = p->chunks;

		p->chunks = c->next;
		free(c);
	}
	free(p->data);
	free(p->offsets);
	*p = (struct parcel){0};
}
