/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * A reader of BTF (Documentation/bpf/btf.rst). Nothing in the blob is trusted: every offset, count
 * and type id is checked, and chains of types are bounded.
 */
#include "abi/built.h"

#include "base/diag.h"

#include <stdlib.h>
#include <string.h>

enum {
	KIND_INT = 1,
	KIND_PTR,
	KIND_ARRAY,
	KIND_STRUCT,
	KIND_UNION,
	KIND_ENUM,
	KIND_FWD,
	KIND_TYPEDEF,
	KIND_VOLATILE,
	KIND_CONST,
	KIND_RESTRICT,
	KIND_FUNC,
	KIND_FUNC_PROTO,
	KIND_VAR,
	KIND_DATASEC,
	KIND_FLOAT,
	KIND_DECL_TAG,
	KIND_TYPE_TAG,
	KIND_ENUM64,
	MAX_CHAIN = 64,
	MAX_DEPTH = 32,
};

/** struct blob - one BTF blob; a module's goes on where its base ends */
struct blob {
	const unsigned char *types, *types_end;
	const char *strings;
	uint32_t strings_size;
	const struct blob *base;
	uint32_t first_id, n; /* ids of this blob: first_id … first_id + n - 1 */
	uint32_t first_string;
	uint32_t *at; /* offset of each type */
	const char *name;
};

struct reader {
	struct built *b;
	const struct blob *blob;
	struct abi_field *fields;
	size_t n, room;
	bool failed;
};

static uint32_t u32(const unsigned char *p)
{
	uint32_t v;

	memcpy(&v, p, sizeof(v));
	return v;
}

static bool broken(const char *name, const char *what)
{
	diag_error("take the file from the kernel's package again", "%s: bad BTF: %s", name, what);
	return false;
}

/* Bytes that follow the 12-byte head of a type; -1: a kind that this reader does not know. */
static long tail_size(uint32_t info)
{
	uint32_t vlen = info & 0xffffff, kind = info >> 24 & 0x1f;

	switch (kind) {
	case KIND_INT:
	case KIND_VAR:
	case KIND_DECL_TAG:
		return 4;
	case KIND_ARRAY:
		return 12;
	case KIND_STRUCT:
	case KIND_UNION:
	case KIND_DATASEC:
	case KIND_ENUM64:
		return 12L * vlen;
	case KIND_ENUM:
	case KIND_FUNC_PROTO:
		return 8L * vlen;
	case KIND_PTR:
	case KIND_FWD:
	case KIND_TYPEDEF:
	case KIND_VOLATILE:
	case KIND_CONST:
	case KIND_RESTRICT:
	case KIND_FUNC:
	case KIND_FLOAT:
	case KIND_TYPE_TAG:
		return 0;
	default:
		return -1;
	}
}

static bool index_types(struct blob *b)
{
	size_t room = 0;

	for (const unsigned char *p = b->types; p < b->types_end;) {
		long tail = b->types_end - p >= 12 ? tail_size(u32(p + 4)) : -1;

		if (tail < 0 || b->types_end - p - 12 < tail)
			return broken(b->name, "a type is cut off, or of a kind that is not known");
		if (b->n == room) {
			uint32_t *more = realloc(b->at, (room = room * 2 + 4096) * sizeof(*more));

			if (!more)
				arena_oom();
			b->at = more;
		}
		b->at[b->n++] = (uint32_t)(p - b->types);
		p += 12 + tail;
	}
	return true;
}

static bool open_blob(struct blob *b, const char *name, const unsigned char *data, size_t size,
		      const struct blob *base)
{
	uint32_t hdr, type_off, type_len, str_off, str_len;

	*b = (struct blob){.name = name, .base = base, .first_id = 1};
	if (size < 24 || data[0] != 0x9f || data[1] != 0xeb)
		return broken(name, "no magic number (or of the other byte order)");
	hdr = u32(data + 4);
	type_off = u32(data + 8);
	type_len = u32(data + 12);
	str_off = u32(data + 16);
	str_len = u32(data + 20);
	/* Newer headers are longer; their own length says where the data begins. */
	if (data[2] != 1 || hdr < 24 || hdr > size || type_off > size - hdr ||
	    type_len > size - hdr - type_off || str_off > size - hdr ||
	    str_len > size - hdr - str_off || !str_len)
		return broken(name, "its header points out of the file");
	b->types = data + hdr + type_off;
	b->types_end = b->types + type_len;
	b->strings = (const char *)data + hdr + str_off;
	b->strings_size = str_len;
	if (b->strings[str_len - 1])
		return broken(name, "its strings have no end");
	if (base) {
		b->first_id = base->first_id + base->n;
		b->first_string = base->strings_size;
	}
	return index_types(b);
}

static const unsigned char *type_at(const struct blob *b, uint32_t id)
{
	for (; b; b = b->base)
		if (id >= b->first_id && id - b->first_id < b->n)
			return b->types + b->at[id - b->first_id];
	return NULL;
}

static const char *string_at(const struct blob *b, uint32_t off)
{
	for (; b; b = b->base)
		if (off >= b->first_string && off - b->first_string < b->strings_size)
			return b->strings + (off - b->first_string);
	return "";
}

static uint32_t kind_of(const unsigned char *t)
{
	return u32(t + 4) >> 24 & 0x1f;
}

/* Through typedefs and qualifiers. */
static const unsigned char *resolve(const struct blob *b, uint32_t id)
{
	for (int i = 0; i < MAX_CHAIN; i++) {
		const unsigned char *t = type_at(b, id);

		if (!t)
			return NULL;
		switch (kind_of(t)) {
		case KIND_TYPEDEF:
		case KIND_VOLATILE:
		case KIND_CONST:
		case KIND_RESTRICT:
		case KIND_TYPE_TAG:
			id = u32(t + 8);
			break;
		default:
			return t;
		}
	}
	return NULL;
}

static bool size_of(const struct blob *b, uint32_t id, uint64_t *ret)
{
	uint64_t n = 1;

	for (int i = 0; i < MAX_CHAIN; i++) {
		const unsigned char *t = resolve(b, id);

		if (!t)
			return false;
		switch (kind_of(t)) {
		case KIND_PTR:
			*ret = n * 8;
			return true;
		case KIND_ARRAY:
			n *= u32(t + 20);
			id = u32(t + 12);
			if (n > UINT32_MAX)
				return false;
			continue;
		case KIND_FUNC_PROTO:
		case KIND_FWD:
			return false;
		default:
			*ret = n * u32(t + 8);
			return true;
		}
	}
	return false;
}

/* The record that a member is written out in place of (unnamed, also through arrays), or NULL. */
static const unsigned char *group_of(const struct blob *b, uint32_t id)
{
	for (int i = 0; i < MAX_CHAIN; i++) {
		const unsigned char *t = type_at(b, id);

		if (!t)
			return NULL;
		if (kind_of(t) == KIND_ARRAY) {
			id = u32(t + 12);
			continue;
		}
		if (kind_of(t) == KIND_VOLATILE || kind_of(t) == KIND_CONST) {
			id = u32(t + 8);
			continue;
		}
		return (kind_of(t) == KIND_STRUCT || kind_of(t) == KIND_UNION) && u32(t) == 0
			       ? t
			       : NULL;
	}
	return NULL;
}

static void push(struct reader *r, struct abi_field f)
{
	if (r->n == r->room) {
		struct abi_field *more =
			realloc(r->fields, (r->room = r->room * 2 + 64) * sizeof(*more));

		if (!more)
			arena_oom();
		r->fields = more;
	}
	r->fields[r->n++] = f;
}

static void members(struct reader *r, const unsigned char *t, uint64_t base, unsigned int depth)
{
	uint32_t vlen = u32(t + 4) & 0xffffff;
	bool bitfields = u32(t + 4) >> 31;

	for (uint32_t i = 0; i < vlen && !r->failed; i++) {
		const unsigned char *m = t + 12 + 12 * (size_t)i;
		uint32_t off = u32(m + 8), width = bitfields ? off >> 24 : 0, type = u32(m + 4);
		const unsigned char *group = width ? NULL : group_of(r->blob, type);
		const char *name = string_at(r->blob, u32(m));
		struct abi_field f = {
			.name = *name ? name : "-", .type = "", .depth = (uint16_t)depth};
		uint64_t size;

		f.at = base + (bitfields ? off & 0xffffff : off);
		if (!width && !size_of(r->blob, type, &size)) {
			r->failed = true;
			return;
		}
		f.bits = width ? width : size * 8;
		f.flags = width ? ABI_F_BITFIELD : group ? ABI_F_GROUP : 0;
		if (group && kind_of(group) == KIND_UNION)
			f.flags |= ABI_F_UNION;
		push(r, f);
		if (group && depth >= MAX_DEPTH)
			r->failed = true;
		else if (group)
			members(r, group, f.at, depth + 1);
	}
}

static void record(struct reader *r, const unsigned char *t, const char *name)
{
	struct abi_layout l = {.size = u32(t + 8)};

	r->n = 0;
	r->failed = false;
	members(r, t, 0, 0);
	if (r->failed)
		return;
	l.fields = r->fields;
	l.n_fields = r->n;
	built_add(r->b, name, kind_of(t) == KIND_UNION, &l);
}

static void all_records(struct reader *r)
{
	for (uint32_t i = 0; i < r->blob->n; i++) {
		const unsigned char *t = r->blob->types + r->blob->at[i], *u = t;
		const char *name = string_at(r->blob, u32(t));

		if (kind_of(t) == KIND_TYPEDEF && *name) {
			/* A record without a tag goes by its typedef's name. */
			u = type_at(r->blob, u32(t + 8));
			if (!u || u32(u) != 0)
				continue;
		}
		if ((kind_of(u) == KIND_STRUCT || kind_of(u) == KIND_UNION) && *name &&
		    built_wants(r->b, name))
			record(r, u, name);
	}
}

bool built_btf(struct built *b, const char *name, const unsigned char *data, size_t size,
	       const unsigned char *base, size_t base_size)
{
	struct blob kernel = {0}, blob = {0};
	bool fine = (!base || open_blob(&kernel, "the base", base, base_size, NULL)) &&
		    open_blob(&blob, name, data, size, base ? &kernel : NULL);

	if (fine) {
		struct reader r = {.b = b, .blob = &blob};

		all_records(&r);
		b->n_types = blob.n;
		b->how = "BTF";
		free(r.fields);
	}
	free(kernel.at);
	free(blob.at);
	return fine;
}
