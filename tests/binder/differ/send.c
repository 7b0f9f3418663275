/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Random transactions: objects of all types, most of them good, some of them not. */
#define _GNU_SOURCE
#include "differ.h"

#include <string.h>

enum { BAD_FD = 999, BAD_TYPE = 0x12345 };

/* Mostly one that it has, or had; the manager's own 0 is none. */
uint32_t any_handle(const struct actor *a)
{
	uint32_t n = 0, handle = draw(8);

	if (chance(2))
		return chance(50) ? 99 : 0xffffffff;
	if (chance(6))
		return handle;
	if (!a->is_manager && (!a->handles || chance(35)))
		return 0;
	while (a->handles && !(a->handles >> handle & 1) && n++ < 64)
		handle = (handle + 1) % 64;
	return handle;
}

uint64_t any_node(void)
{
	return 0x10 * (1 + draw(5));
}

uint64_t any_cookie(uint64_t node)
{
	return node + (chance(96) ? 1 : 2);
}

static const char *letters(size_t n)
{
	/* A size that is too large by some bytes reads zeros. */
	char *s = arena(n + 64);
	char begin = (char)('a' + draw(26));

	for (size_t i = 0; i < n; i++)
		s[i] = (char)('a' + (begin - 'a' + (int)i) % 26);
	return s;
}

static uint32_t any_node_flags(void)
{
	uint32_t flags = chance(70) ? FLAT_BINDER_FLAG_ACCEPTS_FDS : 0;

	if (chance(20))
		flags |= draw(0x100);
	if (chance(5))
		flags |= 0x200u << draw(4);
	return flags;
}

static uint32_t any_fd(struct actor *a, struct worker *w)
{
	return chance(92) ? actor_fd(a, w, text("fd %u", draw(100))) : BAD_FD;
}

/* A PTR with descriptors in it, and the FDA that says so. */
static void add_array(struct actor *a, struct worker *w, struct parcel *p)
{
	uint32_t n = draw(4), at = chance(60) ? 0 : draw(4);
	uint32_t *array = arena(32);
	uint64_t parent;

	for (uint32_t i = 0; i < n && at + i < 8; i++)
		array[at + i] = any_fd(a, w);
	parent = parcel_ptr(p, array, 32);
	if (chance(10))
		parent = draw(4);
	if (chance(6))
		n = draw(12);
	parcel_fda(p, n, parent, at * 4 + (chance(4) ? draw(40) : 0));
}

static void add_object(struct actor *a, struct worker *w, struct parcel *p)
{
	uint64_t node = any_node();
	struct flat_binder_object junk = {.hdr.type = BAD_TYPE};
	uint32_t kind = draw(100);

	if (chance(25))
		parcel_bytes(p, "8 bytes.", 8);
	if (kind < 32) {
		parcel_binder(p, BINDER_TYPE_BINDER, any_node_flags(), node, any_cookie(node));
	} else if (kind < 38) {
		parcel_binder(p, BINDER_TYPE_WEAK_BINDER, any_node_flags(), node, any_cookie(node));
	} else if (kind < 54) {
		parcel_handle(p, BINDER_TYPE_HANDLE, any_handle(a));
	} else if (kind < 60) {
		parcel_handle(p, BINDER_TYPE_WEAK_HANDLE, any_handle(a));
	} else if (kind < 72) {
		parcel_fd(p, any_fd(a, w), draw(16));
	} else if (kind < 82) {
		size_t n = draw(80);

		parcel_ptr(p, letters(n), n);
	} else if (kind < 91) {
		size_t n = draw(24);

		parcel_child(p, letters(n), n, draw((uint32_t)p->n + 1), draw(8) * (chance(90) ? 8 : 1));
	} else if (kind < 99) {
		add_array(a, w, p);
	} else {
		parcel_object(p, &junk, sizeof(junk));
	}
}

/* One thing about it is wrong, or unusual. */
static void tamper(struct txn *t, struct parcel *p)
{
	uint64_t *offset = &p->offsets[draw((uint32_t)p->n + 1) % 64];

	switch (draw(16)) {
	case 0:
		*offset += draw(64);
		break;
	case 1:
		*offset -= draw(64);
		break;
	case 2:
		*offset ^= 1ull << draw(64);
		break;
	case 3:
		t->offsets_size += draw(24);
		break;
	case 4:
		t->offsets_size -= t->offsets_size ? draw(8) : 0;
		break;
	case 5:
		t->size -= t->size ? draw((uint32_t)t->size) : 0;
		break;
	case 6:
		t->size += draw(32);
		break;
	case 7:
		t->buffers += 8 * draw(4);
		break;
	case 8:
		t->buffers -= t->buffers ? 1 + draw(8) : 0;
		break;
	case 9:
		t->data = (const void *)8;
		break;
	case 10:
		t->offsets = (const void *)8;
		break;
	case 11:
	case 12:
	case 13:
	case 14:
		/* In an object: its type, flags, address, length, parent. */
		p->data[draw((uint32_t)p->size + 1)] ^= (unsigned char)(1 << draw(8));
		break;
	default:
		t->size = chance(50) ? MAP_SIZE : ~0ull - draw(32);
		break;
	}
}

struct txn any_transaction(struct actor *a, struct worker *w)
{
	struct parcel *p = parcel_new();
	struct txn t;

	if (chance(45)) {
		size_t n = chance(90) ? draw(60) : chance(80) ? draw(9000) : draw(70000);

		t = (struct txn){.data = letters(n), .size = n};
	} else {
		uint32_t n = 1 + (chance(50) ? 0 : draw(4));

		while (n-- > 0)
			add_object(a, w, p);
		t = parcel_txn(p);
	}
	if (chance(8))
		tamper(&t, p);
	t.handle = any_handle(a);
	t.code = draw(3);
	t.flags = chance(85) ? TF_ACCEPT_FDS : 0;
	if (chance(20))
		t.flags |= TF_CLEAR_BUF;
	if (chance(4))
		t.flags |= TF_STATUS_CODE;
	if (chance(4))
		t.flags |= TF_ROOT_OBJECT;
	if (chance(2))
		t.flags |= 0x100u << draw(24);
	return t;
}
