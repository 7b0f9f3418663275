/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "conf.h"

#include <string.h>
#include <sys/types.h>

enum { ROOM = 4096, OBJECTS = 64 };

struct parcel *parcel_new(void)
{
	struct parcel *p = arena(sizeof(*p));

	p->data = arena(ROOM);
	p->offsets = arena(OBJECTS * sizeof(uint64_t));
	return p;
}

void parcel_bytes(struct parcel *p, const void *bytes, size_t size)
{
	if (p->size + size > ROOM)
		give_up("parcel");
	memcpy(p->data + p->size, bytes, size);
	p->size += size;
}

uint64_t parcel_object(struct parcel *p, const void *object, size_t size)
{
	if (p->n == OBJECTS)
		give_up("parcel");
	p->offsets[p->n] = p->size;
	parcel_bytes(p, object, size);
	return p->n++;
}

uint64_t parcel_binder(struct parcel *p, uint32_t type, uint32_t flags, uint64_t ptr,
		       uint64_t cookie)
{
	struct flat_binder_object o = {
		.hdr.type = type, .flags = flags, .binder = ptr, .cookie = cookie};

	return parcel_object(p, &o, sizeof(o));
}

uint64_t parcel_handle(struct parcel *p, uint32_t type, uint32_t handle)
{
	struct flat_binder_object o = {.hdr.type = type, .handle = handle, .cookie = 0xc0};

	return parcel_object(p, &o, sizeof(o));
}

uint64_t parcel_fd(struct parcel *p, uint32_t fd, uint64_t cookie)
{
	struct binder_fd_object o = {.hdr.type = BINDER_TYPE_FD, .fd = fd, .cookie = cookie};

	return parcel_object(p, &o, sizeof(o));
}

uint64_t parcel_ptr(struct parcel *p, const void *buffer, size_t length)
{
	struct binder_buffer_object o = {
		.hdr.type = BINDER_TYPE_PTR, .buffer = (uintptr_t)buffer, .length = length};

	p->buffers += (length + 7) & ~(size_t)7;
	return parcel_object(p, &o, sizeof(o));
}

uint64_t parcel_child(struct parcel *p, const void *buffer, size_t length, uint64_t parent,
		      uint64_t offset)
{
	struct binder_buffer_object o = {.hdr.type = BINDER_TYPE_PTR,
					 .flags = BINDER_BUFFER_FLAG_HAS_PARENT,
					 .buffer = (uintptr_t)buffer,
					 .length = length,
					 .parent = parent,
					 .parent_offset = offset};

	p->buffers += (length + 7) & ~(size_t)7;
	return parcel_object(p, &o, sizeof(o));
}

uint64_t parcel_fda(struct parcel *p, uint64_t n_fds, uint64_t parent, uint64_t offset)
{
	struct binder_fd_array_object o = {.hdr.type = BINDER_TYPE_FDA,
					   .num_fds = n_fds,
					   .parent = parent,
					   .parent_offset = offset};

	return parcel_object(p, &o, sizeof(o));
}

struct txn parcel_txn(const struct parcel *p)
{
	return (struct txn){.cmd = p->buffers ? BC_TRANSACTION_SG : BC_TRANSACTION,
			    .code = 1,
			    .data = p->data,
			    .size = p->size,
			    .offsets = p->offsets,
			    .offsets_size = p->n * sizeof(uint64_t),
			    .buffers = p->buffers};
}

struct txn parcel_reply(const struct parcel *p)
{
	struct txn t = parcel_txn(p);

	t.cmd = p->buffers ? BC_REPLY_SG : BC_REPLY;
	return t;
}

/* ---- reading ---- */

static void *peek(struct worker *w, uint64_t from, size_t size)
{
	void *copy = arena(size + 1);

	if (run(w, job_peek, (long)copy, (long)from, (long)size, 0) != 0)
		give_up("the peer cannot read its own buffer");
	return copy;
}

/* The object with this index, as the largest that there is. */
static struct binder_buffer_object *object_at(struct worker *w, int index)
{
	uint64_t *offset = peek(w, w->offsets + (uint64_t)index * 8, 8);
	struct binder_buffer_object *o = arena(sizeof(*o));
	size_t left = w->size - *offset;

	memcpy(o, peek(w, w->data + *offset, left < sizeof(*o) ? left : sizeof(*o)),
	       left < sizeof(*o) ? left : sizeof(*o));
	return o;
}

uint32_t object_handle(struct worker *w, int index)
{
	struct flat_binder_object o;

	memcpy(&o, object_at(w, index), sizeof(o));
	return o.handle;
}

uint32_t object_handle_of(const struct parcel *p)
{
	struct flat_binder_object o;

	memcpy(&o, p->data, sizeof(o));
	return o.handle;
}

static const char *spell_fd(struct worker *w, uint32_t fd)
{
	char *got = arena(64);
	long n = run(w, job_read, fd, (long)got, 63, 0);

	return n < 0 ? outcome(n) : text("'%s'", got);
}

/* What a PTR object points to, unless addresses may be in it. */
static const char *spell_memory(struct worker *w, uint64_t at, uint64_t size)
{
	const char *s;

	w->data = at;
	w->size = size;
	s = content(w);
	return *s == '\'' ? s : "of other bytes";
}

static const char *spell_flat(const char *name, struct binder_buffer_object *any, bool is_node)
{
	struct flat_binder_object o;

	memcpy(&o, any, sizeof(o));
	if (is_node)
		return text("%s %llx/%llx flags %x", name, (unsigned long long)o.binder,
			    (unsigned long long)o.cookie, o.flags);
	return text("%s %u cookie %llx flags %x", name, o.handle, (unsigned long long)o.cookie,
		    o.flags);
}

static const char *spell_object(struct worker *w, struct binder_buffer_object *o)
{
	struct binder_fd_object fd;
	struct binder_fd_array_object fda;

	switch (o->hdr.type) {
	case BINDER_TYPE_BINDER:
		return spell_flat("BINDER", o, true);
	case BINDER_TYPE_WEAK_BINDER:
		return spell_flat("WEAK_BINDER", o, true);
	case BINDER_TYPE_HANDLE:
		return spell_flat("HANDLE", o, false);
	case BINDER_TYPE_WEAK_HANDLE:
		return spell_flat("WEAK_HANDLE", o, false);
	case BINDER_TYPE_FD:
		memcpy(&fd, o, sizeof(fd));
		return text("FD %s cookie %llx", spell_fd(w, fd.fd), (unsigned long long)fd.cookie);
	case BINDER_TYPE_FDA:
		memcpy(&fda, o, sizeof(fda));
		return text("FDA %llu in %llu at %llu", (unsigned long long)fda.num_fds,
			    (unsigned long long)fda.parent, (unsigned long long)fda.parent_offset);
	case BINDER_TYPE_PTR:
		return text("PTR %llu %s", (unsigned long long)o->length,
			    spell_memory(w, o->buffer, o->length));
	default:
		return text("type %x", o->hdr.type);
	}
}

const char *objects(struct worker *w)
{
	const uint64_t data = w->data, size = w->size;
	const char *all = "";

	for (size_t i = 0; i < w->offsets_size / 8; i++) {
		all = text("%s%s%s", all, i ? ", " : "", spell_object(w, object_at(w, (int)i)));
		w->data = data;
		w->size = size;
	}
	return *all ? all : "none";
}
