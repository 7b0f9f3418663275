/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * HIDL's strings and vectors: a header of 16 bytes in a buffer of its own, whose first field points to
 * the contents in another buffer. The driver copies the buffers behind the parcel and sets the
 * pointers to where they land in the receiver.
 */
#include "lib/binder/chunk.h"

#include <stdlib.h>
#include <string.h>

/* A hidl_string or hidl_vec: @count is bytes without the NUL, or elements. */
struct hidl_header {
	uint64_t contents;
	uint32_t count;
	uint8_t owned, unused[3];
};

static size_t add_buffer(struct parcel *p, const void *bytes, size_t n, size_t parent,
			 size_t parent_offset, uint32_t flags)
{
	struct parcel_chunk *c = malloc(sizeof(*c) + n);
	struct binder_buffer_object b = {.hdr.type = BINDER_TYPE_PTR,
					 .flags = flags,
					 .length = n,
					 .parent = parent,
					 .parent_offset = parent_offset};

	if (!c) {
		p->broken = true;
		return 0;
	}
	memcpy(c->bytes, bytes, n);
	c->next = p->chunks;
	p->chunks = c;
	b.buffer = (uintptr_t)c->bytes;
	p->extra += (n + 7) & ~(size_t)7;
	return parcel_add_object(p, &b, sizeof(b));
}

/* The pointer in the parent: the driver checks that it is what the child says. */
static void point_at(struct parcel *p, size_t parent, size_t parent_offset, uint64_t address)
{
	struct binder_buffer_object b;

	memcpy(&b, p->data + p->offsets[parent], sizeof(b));
	memcpy((char *)(uintptr_t)b.buffer + parent_offset, &address, sizeof(address));
}

size_t parcel_buffer(struct parcel *p, const void *bytes, size_t n)
{
	return add_buffer(p, bytes, n, 0, 0, 0);
}

size_t parcel_buffer_in(struct parcel *p, const void *bytes, size_t n, size_t parent,
			size_t parent_offset)
{
	size_t i = add_buffer(p, bytes, n, parent, parent_offset, BINDER_BUFFER_FLAG_HAS_PARENT);

	if (!p->broken)
		point_at(p, parent, parent_offset, (uintptr_t)p->chunks->bytes);
	return i;
}

void parcel_hidl_string(struct parcel *p, const char *s)
{
	struct hidl_header h = {.count = (uint32_t)strlen(s)};
	size_t parent = parcel_buffer(p, &h, sizeof(h));

	parcel_buffer_in(p, s, strlen(s) + 1, parent, 0);
}

void parcel_hidl_strings(struct parcel *p, const char *const *s, size_t n)
{
	struct hidl_header vector = {.count = (uint32_t)n}, *strings;
	size_t parent = parcel_buffer(p, &vector, sizeof(vector));

	if (n == 0)
		return;
	strings = calloc(n, sizeof(*strings));
	if (!strings) {
		p->broken = true;
		return;
	}
	for (size_t i = 0; i < n; i++)
		strings[i].count = (uint32_t)strlen(s[i]);
	parent = parcel_buffer_in(p, strings, n * sizeof(*strings), parent, 0);
	for (size_t i = 0; i < n; i++)
		parcel_buffer_in(p, s[i], strlen(s[i]) + 1, parent, i * sizeof(*strings));
	free(strings);
}

/* The contents of @h, which is NUL-terminated text in a buffer of its own. */
static const char *read_text(struct parcel_reader *r, const struct hidl_header *h)
{
	size_t n;
	const char *s = parcel_read_buffer(r, &n);

	if (!s || (uintptr_t)s != h->contents || n != (size_t)h->count + 1 || s[h->count]) {
		r->broken = true;
		return NULL;
	}
	return s;
}

const char *parcel_read_hidl_string(struct parcel_reader *r)
{
	size_t n;
	const struct hidl_header *h = parcel_read_buffer(r, &n);

	if (!h || n != sizeof(*h)) {
		r->broken = true;
		return NULL;
	}
	return read_text(r, h);
}

size_t parcel_read_hidl_strings(struct parcel_reader *r, const char **s, size_t max)
{
	size_t n, got = 0;
	const struct hidl_header *vector = parcel_read_buffer(r, &n), *strings;

	if (!vector || n != sizeof(*vector)) {
		r->broken = true;
		return 0;
	}
	if (vector->count == 0)
		return 0;
	strings = parcel_read_buffer(r, &n);
	if (!strings || (uintptr_t)strings != vector->contents ||
	    n != (size_t)vector->count * sizeof(*strings)) {
		r->broken = true;
		return 0;
	}
	for (uint32_t i = 0; i < vector->count && !r->broken; i++) {
		const char *text = read_text(r, &strings[i]);

		if (text && got < max)
			s[got++] = text;
	}
	return got;
}
