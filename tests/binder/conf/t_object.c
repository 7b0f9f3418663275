/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Objects in transactions: the flat ones, and offsets that are wrong in every way. */
#define _GNU_SOURCE
#include "conf.h"

#include <string.h>

static void many(void)
{
	struct peer *m = manager(), *c = peer_new();
	uint32_t h = grant(m, m, 0x900, 0, c);
	struct parcel *p = parcel_new();

	parcel_bytes(p, "head", 4);
	parcel_binder(p, BINDER_TYPE_BINDER, 0x10f, 0x10, 0x11);
	parcel_bytes(p, "between.", 8);
	parcel_binder(p, BINDER_TYPE_WEAK_BINDER, 0, 0x20, 0x21);
	parcel_binder(p, BINDER_TYPE_BINDER, 0, 0x10, 0x11);
	parcel_handle(p, BINDER_TYPE_HANDLE, h);
	parcel_handle(p, BINDER_TYPE_WEAK_HANDLE, h);
	parcel_bytes(p, "tail", 4);
	probe("many", "%s", call(first(c), parcel_txn(p)));
	probe("many-heard", "%s", hear(first(m)));
	probe("many-objects", "%s", objects(first(m)));
	probe("many-refs", "%s", refs_of(m));
	probe("many-sender-nodes", "%s", nodes_of(c));
	probe3("many-freed", "%s [%s] [%s]", free_last(first(m)), refs_of(m), nodes_of(m));
}

static void context_manager_object(void)
{
	struct peer *m = manager(), *c = peer_new(), *d = peer_new();
	uint32_t h = grant(m, d, 0x10, 0, c);
	struct parcel *p = parcel_new();
	struct txn t;

	bc_u32(first(c), BC_ACQUIRE, 0);
	tell(first(c));
	parcel_handle(p, BINDER_TYPE_HANDLE, 0);
	t = parcel_txn(p);
	t.handle = h;
	send(first(c), t);
	hear(first(d));
	probe2("handle-zero-to-third", "%s [%s]", objects(first(d)), refs_of(d));
	send(first(c), parcel_txn(p));
	REPLY(first(d), .code = 0);
	hear(first(c));
	t.handle = 0;
	send(first(c), t);
	probe("handle-zero-home", "%s", hear(first(m)));
	probe("handle-zero-home-object", "%s", objects(first(m)));
}

/* One object of 24 bytes in data of @size; offsets as given. The outcome, and that nothing is left.
 */
static void offsets(const char *name, struct peer *m, size_t size, const uint64_t *offsets,
		    size_t n)
{
	struct peer *c = peer_new();
	struct flat_binder_object o = {
		.hdr.type = BINDER_TYPE_BINDER, .binder = 0x10, .cookie = 0x11};
	unsigned char *data = arena(256);
	uint64_t *list = arena(n * 8 + 8);

	for (size_t at = 0; at + sizeof(o) <= 256; at += sizeof(o)) {
		o.binder += 0x10;
		o.cookie = o.binder + 1;
		memcpy(data + at, &o, sizeof(o));
	}
	memcpy(list, offsets, n * 8);
	probe2(name, "%s [%s]",
	       CALL(first(c), .data = data, .size = size, .offsets = list, .offsets_size = n * 8),
	       nodes_of(c));
	hear(first(m));
	free_last(first(m));
	REPLY(first(m), .code = 0);
	peer_kill(c);
}
#define OFFSETS(name, m, size, ...)                             \
	offsets(name, m, size, (const uint64_t[]){__VA_ARGS__}, \
		sizeof((const uint64_t[]){__VA_ARGS__}) / 8)

static void bad_offsets(void)
{
	struct peer *m = manager();

	OFFSETS("offset-0", m, 24, 0);
	OFFSETS("offset-two", m, 48, 0, 24);
	OFFSETS("offset-twice", m, 48, 0, 0);
	OFFSETS("offset-down", m, 48, 24, 0);
	OFFSETS("offset-overlap", m, 48, 0, 8);
	OFFSETS("offset-unaligned", m, 48, 2);
	OFFSETS("offset-4", m, 48, 4);
	OFFSETS("offset-end", m, 24, 24);
	OFFSETS("offset-beyond", m, 24, 32);
	OFFSETS("offset-huge", m, 24, ~0ull - 7);
	OFFSETS("offset-negative", m, 24, -8ull);
	OFFSETS("object-cut", m, 20, 0);
	OFFSETS("object-cut-second", m, 44, 0, 24);
	OFFSETS("object-no-data", m, 0, 0);
	OFFSETS("object-three-bytes", m, 3, 0);
}

static void types(void)
{
	static const uint32_t bad[] = {0, 1, 0xffffffff, BINDER_TYPE_BINDER + 1,
				       BINDER_TYPE_BINDER & 0xffffff};
	struct peer *m = manager(), *c = peer_new();

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct parcel *p = parcel_new();

		parcel_binder(p, bad[i], 0, 0x10, 0x11);
		probe(text("type-%#x", bad[i]), "%s", call(first(c), parcel_txn(p)));
	}
	probe2("types-nothing-came", "%s [%s]", hear(first(m)), buffers_of(m));
}

static void bad_values(void)
{
	struct peer *m = manager(), *c = peer_new();
	struct parcel *p = parcel_new(), *q = parcel_new(), *r = parcel_new(), *s = parcel_new(),
		      *t = parcel_new();

	parcel_handle(p, BINDER_TYPE_HANDLE, 9);
	probe("handle-unknown", "%s", call(first(c), parcel_txn(p)));
	parcel_handle(q, BINDER_TYPE_WEAK_HANDLE, 9);
	probe("weak-handle-unknown", "%s", call(first(c), parcel_txn(q)));
	parcel_handle(r, BINDER_TYPE_HANDLE, 0);
	probe("handle-zero-unheld", "%s", call(first(c), parcel_txn(r)));
	/* The first object is translated and must be taken back when the second fails. */
	parcel_binder(s, BINDER_TYPE_BINDER, 0, 0x10, 0x11);
	parcel_handle(s, BINDER_TYPE_HANDLE, 9);
	probe3("second-bad", "%s [%s] [%s]", call(first(c), parcel_txn(s)), refs_of(m),
	       nodes_of(c));
	probe2("second-bad-heard", "%s [%s]", hear(first(c)), nodes_of(c));
	parcel_binder(t, BINDER_TYPE_BINDER, 0, 0x20, 0x21);
	parcel_binder(t, BINDER_TYPE_BINDER, 0, 0x20, 0x22);
	probe2("same-node-two-cookies", "%s [%s]", call(first(c), parcel_txn(t)), refs_of(m));
	parcel_binder(parcel_new(), BINDER_TYPE_BINDER, 0, 0, 0);
}

static void null_node(void)
{
	struct peer *m = manager(), *c = peer_new();
	struct parcel *p = parcel_new();

	parcel_binder(p, BINDER_TYPE_BINDER, 0, 0, 0);
	call(first(c), parcel_txn(p));
	hear(first(m));
	probe2("null-node", "%s [%s]", objects(first(m)), nodes_of(c));
	/* The manager's own node has the address 0, too: it comes as a node of its own to the
	 * client. */
	p = parcel_new();
	parcel_binder(p, BINDER_TYPE_BINDER, 0, 0, 0);
	probe("manager-node-in-reply", "%s", call(first(m), parcel_reply(p)));
	probe("manager-node-heard", "%s", hear(first(c)));
	probe2("manager-node-object", "%s [%s]", objects(first(c)), refs_of(c));
}

/* What a failed reply with objects leaves behind, and who hears of it. */
static void bad_reply(void)
{
	struct peer *m = manager(), *c = peer_new();
	struct parcel *p = parcel_new();

	parcel_binder(p, BINDER_TYPE_BINDER, 0, 0x10, 0x11);
	parcel_handle(p, BINDER_TYPE_HANDLE, 9);
	SEND(first(c), .code = 1);
	hear(first(m));
	probe2("bad-reply", "%s [%s]", call(first(m), parcel_reply(p)), nodes_of(m));
	probe3("bad-reply-heard", "%s [%s] [%s]", hear(first(c)), refs_of(c), buffers_of(c));
	probe("bad-reply-over", "%s", REPLY(first(m), .code = 2));
}

const struct test object_tests[] = {
	{"many", many},
	{"context-manager-object", context_manager_object},
	{"bad-offsets", bad_offsets},
	{"types", types},
	{"bad-values", bad_values},
	{"null-node", null_node},
	{"bad-reply", bad_reply},
	{NULL, NULL},
};
