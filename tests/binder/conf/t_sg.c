/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Scatter-gather: PTR objects, parents and their fix-ups, arrays of descriptors. */
#define _GNU_SOURCE
#include "conf.h"

#include <fcntl.h>
#include <string.h>

static void ask_sg(const char *name, struct peer *m, struct parcel *p)
{
	struct peer *c = peer_new();
	const char *sent = call(first(c), parcel_txn(p));

	if (!strstr(sent, "REPLY")) {
		const char *heard = hear(first(m));

		probe(name, "%s |%s | %s", sent, heard + 2, objects(first(m)));
		free_last(first(m));
		REPLY(first(m), .code = 0);
	} else {
		probe(name, "%s", sent);
	}
	peer_kill(c);
}

static void plain(void)
{
	struct peer *m = manager();
	struct parcel *p = parcel_new();

	parcel_ptr(p, arena_text("hello"), 5);
	ask_sg("ptr", m, p);
	p = parcel_new();
	parcel_ptr(p, arena_text("hello"), 5);
	parcel_ptr(p, arena_text("second!!"), 8);
	ask_sg("ptr-two", m, p);
	p = parcel_new();
	parcel_ptr(p, NULL, 0);
	p->buffers = 8;
	ask_sg("ptr-empty", m, p);
	p = parcel_new();
	parcel_ptr(p, arena_text("x"), 1);
	p->buffers = 0;
	ask_sg("ptr-no-sg", m, p);
	p = parcel_new();
	parcel_ptr(p, arena(64), 64);
	p->buffers = 56;
	ask_sg("ptr-too-long", m, p);
	p = parcel_new();
	parcel_ptr(p, arena(64), ~0ul);
	p->buffers = 64;
	ask_sg("ptr-huge", m, p);
	p = parcel_new();
	parcel_ptr(p, arena(64), ~0ul - 3);
	p->buffers = 64;
	ask_sg("ptr-huge-rounded", m, p);
	p = parcel_new();
	parcel_ptr(p, (void *)16, 8);
	ask_sg("ptr-bad-address", m, p);
	p = parcel_new();
	parcel_ptr(p, arena_text("much room"), 9);
	p->buffers = 4096;
	ask_sg("ptr-spare-room", m, p);
}

/* The address that lies in the parent at @offset, relative to the child's real one. */
static const char *fixed(struct worker *w, int parent, uint64_t offset, int child)
{
	struct binder_buffer_object o[2];
	uint64_t *value = arena(8), *at = arena(8);

	for (int i = 0; i < 2; i++) {
		run(w, job_peek, (long)at, (long)(w->offsets + (uint64_t)(i ? child : parent) * 8),
		    8, 0);
		struct binder_buffer_object *copy = arena(sizeof(*copy));

		run(w, job_peek, (long)copy, (long)(w->data + *at), sizeof(*copy), 0);
		o[i] = *copy;
	}
	run(w, job_peek, (long)value, (long)(o[0].buffer + offset), 8, 0);
	return *value == o[1].buffer ? "is the child" : "is not the child";
}

static void parents(void)
{
	struct peer *m = manager(), *c = peer_new();
	struct parcel *p = parcel_new();
	uint64_t a, b, d;
	char *top = arena(64);

	memset(top, 'T', 64);
	parcel_bytes(p, "not at 0", 8);
	a = parcel_ptr(p, top, 64);
	b = parcel_child(p, arena_text("child at 8..----"), 16, a, 8);
	d = parcel_child(p, arena_text("grandchild"), 10, b, 8);
	parcel_child(p, arena_text("child at 32"), 11, a, 32);
	(void)d;
	probe("parents", "%s", call(first(c), parcel_txn(p)));
	probe("parents-heard", "%s", hear(first(m)));
	probe("parents-8", "%s", fixed(first(m), 0, 8, 1));
	probe("parents-grandchild", "%s", fixed(first(m), 1, 8, 2));
	probe("parents-32", "%s", fixed(first(m), 0, 32, 3));
	probe("parents-buffers", "%s", buffers_of(m));
}

/*
 * A parent and children as (parent, offset): which fix-ups are allowed. The parent must not lie at
 * the data's beginning: such a one has no children (parent-at-0 below).
 */
struct child {
	uint64_t parent, offset;
};

static void family(const char *name, struct peer *m, size_t top, const struct child *children,
		   size_t n)
{
	struct parcel *p = parcel_new();
	struct peer *c = peer_new();

	parcel_bytes(p, "not at 0", 8);
	parcel_ptr(p, arena(top), top);
	for (size_t i = 0; i < n; i++)
		parcel_child(p, arena(32), 32, children[i].parent, children[i].offset);
	probe(name, "%s", call(first(c), parcel_txn(p)));
	hear(first(m));
	free_last(first(m));
	REPLY(first(m), .code = 0);
	peer_kill(c);
}
#define FAMILY(name, m, top, ...)                                 \
	family(name, m, top, (const struct child[]){__VA_ARGS__}, \
	       sizeof((const struct child[]){__VA_ARGS__}) / sizeof(struct child))

static void families(void)
{
	struct peer *m = manager();

	FAMILY("family-ascending", m, 64, {0, 0}, {0, 16});
	FAMILY("family-descending", m, 64, {0, 16}, {0, 0});
	FAMILY("family-same-place", m, 64, {0, 8}, {0, 8});
	FAMILY("family-overlap", m, 64, {0, 8}, {0, 12});
	FAMILY("family-touch", m, 64, {0, 8}, {0, 16});
	FAMILY("family-last-fit", m, 64, {0, 56});
	FAMILY("family-one-over", m, 64, {0, 57});
	FAMILY("family-beyond", m, 64, {0, 64});
	FAMILY("family-huge", m, 64, {0, ~0ull - 7});
	FAMILY("family-small-parent", m, 7, {0, 0});
	FAMILY("family-own-parent", m, 64, {1, 0});
	FAMILY("family-later-parent", m, 64, {2, 0}, {0, 0});
	FAMILY("family-no-parent", m, 64, {99, 0});
	FAMILY("family-huge-parent", m, 64, {~0ull, 0});
	FAMILY("family-deep", m, 64, {0, 0}, {1, 0}, {2, 0}, {3, 0});
	FAMILY("family-back-up", m, 64, {0, 0}, {1, 0}, {2, 0}, {0, 8});
	FAMILY("family-back-down", m, 64, {0, 0}, {1, 8}, {0, 8}, {1, 16});
	FAMILY("family-uncle", m, 64, {0, 0}, {0, 8}, {1, 0});
	FAMILY("family-unaligned", m, 64, {0, 3});
}

static void odd_parents(void)
{
	struct peer *m = manager();
	struct parcel *p = parcel_new();

	/* The parent is no PTR. */
	parcel_bytes(p, "not at 0", 8);
	parcel_binder(p, BINDER_TYPE_BINDER, 0, 0x10, 0x11);
	parcel_child(p, arena(16), 16, 0, 0);
	ask_sg("parent-is-binder", m, p);
	p = parcel_new();
	parcel_ptr(p, arena(64), 64);
	parcel_child(p, arena_text("early"), 5, 0, 0);
	ask_sg("parent-at-0", m, p);
	/* Another PTR between parent and child. */
	p = parcel_new();
	parcel_bytes(p, "not at 0", 8);
	parcel_ptr(p, arena(64), 64);
	parcel_ptr(p, arena(8), 8);
	parcel_child(p, arena_text("x"), 1, 0, 0);
	ask_sg("parent-not-last", m, p);
	/* Flags that nobody knows. */
	p = parcel_new();
	struct binder_buffer_object o = {.hdr.type = BINDER_TYPE_PTR,
					 .flags = 0xfffffffe,
					 .buffer = (uintptr_t)arena_text("flags"),
					 .length = 5,
					 .parent = 77};
	parcel_object(p, &o, sizeof(o));
	p->buffers = 8;
	ask_sg("ptr-unknown-flags", m, p);
}

/* An array of @n descriptors at @offset of a parent of 32 bytes. */
static void fda(const char *name, struct peer *m, struct peer *c, uint64_t n, uint64_t parent,
		uint64_t offset, uint32_t second)
{
	struct parcel *p = parcel_new();
	uint32_t *array = arena(32);

	memset(array, 0xee, 32);
	for (uint64_t i = 0; i < 2 && offset / 4 + i < 8; i++)
		array[offset / 4 + i] =
			i && second
				? second
				: (uint32_t)run(first(c), job_pipe,
						(long)arena_text(i ? "second" : "first"), 0, 0, 0);
	parcel_bytes(p, "not at 0", 8);
	parcel_ptr(p, array, 32);
	parcel_fda(p, n, parent, offset);
	const char *sent = call(first(c), parcel_txn(p));

	if (strstr(sent, "REPLY")) {
		probe(name, "%s", sent);
		return;
	}
	probe(text("%s-sent", name), "%s", sent);
	probe(text("%s-heard", name), "%s", hear(first(m)));
	struct worker *w = first(m);
	struct binder_buffer_object *o = arena(sizeof(*o));
	uint32_t *got = arena(32);
	const char *files = "";

	run(w, job_peek, (long)o, (long)w->data + 8, sizeof(*o), 0);
	run(w, job_peek, (long)got, (long)o->buffer, 32, 0);
	for (uint64_t i = 0; i < n; i++) {
		char *in = arena(16);

		run(w, job_read, got[offset / 4 + i], (long)in, 15, 0);
		files = text("%s '%s'", files, in);
	}
	/* What follows the descriptors is the sender's own. */
	probe(text("%s-files", name), "%s then %s", files,
	      offset / 4 + n < 8 && got[offset / 4 + n] == array[offset / 4 + n] ? "as it was"
										 : "changed");
	free_last(w);
	if (n)
		probe(text("%s-freed", name), "%s",
		      outcome(run(w, job_is_open, got[offset / 4], 0, 0, 0)));
	REPLY(w, .code = 0);
	hear(first(c));
}

static void arrays(void)
{
	struct peer *m = manager_with(O_NONBLOCK, FLAT_BINDER_FLAG_ACCEPTS_FDS), *c = peer_new();

	fda("fda", m, c, 2, 0, 0, 0);
	fda("fda-offset", m, c, 2, 0, 8, 0);
	fda("fda-one", m, c, 1, 0, 0, 0);
	fda("fda-none", m, c, 0, 0, 0, 0);
	fda("fda-unaligned", m, c, 1, 0, 2, 0);
	fda("fda-over", m, c, 2, 0, 28, 0);
	fda("fda-beyond", m, c, 1, 0, 32, 0);
	fda("fda-nine", m, c, 9, 0, 0, 0);
	fda("fda-huge", m, c, 1ull << 62, 0, 0, 0);
	fda("fda-huge-more", m, c, ~0ull, 0, 0, 0);
	fda("fda-parent-unknown", m, c, 1, 5, 0, 0);
	fda("fda-parent-self", m, c, 1, 1, 0, 0);
	fda("fda-bad-fd", m, c, 2, 0, 0, 999);
}

static void array_refused(void)
{
	struct peer *m = manager(), *c = peer_new();

	fda("fda-refused", m, c, 1, 0, 0, 0);
	fda("fda-refused-none", m, c, 0, 0, 0, 0);
}

const struct test sg_tests[] = {
	{"plain", plain},	{"parents", parents},
	{"families", families}, {"odd-parents", odd_parents},
	{"arrays", arrays},	{"array-refused", array_refused},
	{NULL, NULL},
};
