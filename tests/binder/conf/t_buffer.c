/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Buffers: where they lie, sizes and alignment, exhaustion, freeing, TF_CLEAR_BUF. */
#define _GNU_SOURCE
#include "conf.h"

#include <fcntl.h>
#include <stdint.h>
#include <string.h>

/* Where in its mapping the peer's last buffer lies. */
static const char *place(struct peer *p)
{
	return text("+%#llx", (unsigned long long)(first(p)->data - (uintptr_t)p->map));
}

static uint64_t deliver(struct peer *m, struct peer *c, size_t size)
{
	SEND(first(c), .code = 1, .data = arena(size), .size = size);
	hear(first(m));
	REPLY(first(m), .code = 2);
	hear(first(c));
	free_last(first(c));
	return first(m)->data;
}

static void free_at(struct peer *p, uint64_t data)
{
	bc_u64(first(p), BC_FREE_BUFFER, data);
	tell(first(p));
}

/* The best fit: holes of several sizes, and what fills which. */
static void places(void)
{
	struct peer *m = manager(), *c = peer_new();
	uint64_t at[6];

	for (int i = 0; i < 6; i++) {
		at[i] = deliver(m, c, (size_t)(64 << i));
		probe(text("place-%d", i), "%s", place(m));
	}
	free_at(m, at[4]);
	free_at(m, at[2]);
	free_at(m, at[0]);
	deliver(m, c, 200);
	probe("place-best", "%s", place(m));
	deliver(m, c, 40);
	probe("place-small", "%s", place(m));
	deliver(m, c, 1024);
	probe("place-exact", "%s", place(m));
	deliver(m, c, 0);
	probe("place-empty", "%s", place(m));
	free_at(m, at[1]);
	free_at(m, at[3]);
	free_at(m, at[5]);
	deliver(m, c, 2100);
	probe("place-merged", "%s", place(m));
	probe("place-list", "%s", buffers_of(m));
}

static void sizes(void)
{
	static const size_t sizes[] = {1, 7, 8, 9, 4095, 4096, 4097};
	struct peer *m = manager(), *c = peer_new();

	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		uint64_t before = deliver(m, c, sizes[i]), after;

		after = deliver(m, c, 1);
		probe2(text("size-%zu", sizes[i]), "%s next +%llu", buffers_of(m),
		       (unsigned long long)(after - before));
		free_at(m, before);
		free_at(m, after);
	}
}

static void try(struct peer *c, const char *name, struct txn t)
{
	probe(name, "%s", call(first(c), t));
}

static void limits(void)
{
	struct peer *m = manager(), *c = peer_new();
	void *data = arena(MAP_SIZE + 64);

	try(c, "all", (struct txn){.data = data, .size = MAP_SIZE, .flags = 0});
	probe("all-heard", "%s", hear(first(m)));
	try(peer_new(), "when-full", (struct txn){.data = data, .size = 0});
	probe("full-reply", "%s", REPLY(first(m), TEXT("y")));
	free_last(first(m));
	c = peer_new();
	try(c, "too-large", (struct txn){.data = data, .size = MAP_SIZE + 1});
	try(c, "huge", (struct txn){.data = data, .size = SIZE_MAX});
	try(c, "huge-rounded", (struct txn){.data = data, .size = SIZE_MAX - 7});
	try(c, "huge-offsets",
	    (struct txn){
		    .data = data, .size = 8, .offsets = data, .offsets_size = SIZE_MAX & ~7ul});
	try(c, "huge-sum",
	    (struct txn){
		    .data = data, .size = 1ul << 63, .offsets = data, .offsets_size = 1ul << 63});
	try(c, "huge-buffers",
	    (struct txn){
		    .cmd = BC_TRANSACTION_SG, .data = data, .size = 8, .buffers = SIZE_MAX - 7});
	try(c, "odd-buffers",
	    (struct txn){.cmd = BC_TRANSACTION_SG, .data = data, .size = 8, .buffers = 4});
	try(c, "odd-offsets-size",
	    (struct txn){.data = data, .size = 64, .offsets = data, .offsets_size = 4});
	try(c, "bad-data", (struct txn){.data = (void *)8, .size = 8});
	try(c, "null-data", (struct txn){.data = NULL, .size = 8});
	try(c, "bad-offsets",
	    (struct txn){.data = data, .size = 8, .offsets = (void *)8, .offsets_size = 8});
	try(c, "kernel-data", (struct txn){.data = (void *)0xffff888000000000, .size = 8});
	probe2("nothing-came", "%s; %s", hear(first(m)), buffers_of(m));
}

static void freeing(void)
{
	struct peer *m = manager(), *c = peer_new();
	uint64_t at;

	probe("free-null", "%s", (bc_u64(first(m), BC_FREE_BUFFER, 0), tell(first(m))));
	probe("free-wild", "%s", (bc_u64(first(m), BC_FREE_BUFFER, 0x1234), tell(first(m))));
	SEND(first(c), .code = 1, TEXT("0123456789abcdef"));
	probe2("free-unread", "%s [%s]",
	       (bc_u64(first(m), BC_FREE_BUFFER, (uintptr_t)m->map), tell(first(m))),
	       buffers_of(m));
	hear(first(m));
	at = first(m)->data;
	probe2("free-inside", "%s [%s]", (bc_u64(first(m), BC_FREE_BUFFER, at + 8), tell(first(m))),
	       buffers_of(m));
	probe("free-by-other", "%s", (bc_u64(first(c), BC_FREE_BUFFER, at), tell(first(c))));
	probe2("free-before-reply", "%s [%s]",
	       (bc_u64(first(m), BC_FREE_BUFFER, at), tell(first(m))), buffers_of(m));
	probe("reply-after-free", "%s", REPLY(first(m), TEXT("y")));
	probe("reply-heard", "%s", hear(first(c)));
}

/* A buffer's content stays when it is freed, or is cleared, as the sender wished. */
static void clearing(void)
{
	struct peer *m = manager(), *c = peer_new();
	char *to = arena(16);

	for (uint32_t clear = 0; clear < 2; clear++) {
		SEND(first(c), .code = 1, .flags = clear ? TF_CLEAR_BUF : 0, TEXT("secret"));
		hear(first(m));
		free_last(first(m));
		REPLY(first(m), .code = 2, .flags = clear ? TF_CLEAR_BUF : 0, TEXT("public"));
		hear(first(c));
		free_last(first(c));
		/* Its page may go with it: then there is nothing to see. */
		memset(to, 0, 16);
		run(first(m), job_peek, (long)to, (long)first(m)->data, 6, 0);
		probe(clear ? "cleared-call" : "kept-call", "'%.6s'", to);
		memset(to, 0, 16);
		run(first(c), job_peek, (long)to, (long)first(c)->data, 6, 0);
		probe(clear ? "cleared-reply" : "kept-reply", "'%.6s'", to);
	}
}

/* What is behind the data of a buffer that another had before. */
static void padding(void)
{
	struct peer *m = manager(), *c = peer_new();
	unsigned char *to = arena(16);

	SEND(first(c), .code = 1, TEXT("abcde"));
	hear(first(m));
	run(first(m), job_peek, (long)to, (long)first(m)->data, 8, 0);
	probe("padding", "%02x%02x%02x", to[5], to[6], to[7]);
}

static void pages(void)
{
	struct peer *m = manager(), *c = peer_new();

	probe("pages-fresh", "%s", stat_of(m, "  pages:"));
	deliver(m, c, 5 * 4096);
	probe("pages-five", "%s", stat_of(m, "  pages:"));
	free_last(first(m));
	probe("pages-freed", "%s", stat_of(m, "  pages:"));
	probe("pages-high", "%s", stat_of(m, "  pages high watermark"));
	deliver(m, c, 4096);
	probe("pages-again", "%s", stat_of(m, "  pages:"));
}

const struct test buffer_tests[] = {
	{"places", places},	{"sizes", sizes},     {"limits", limits}, {"freeing", freeing},
	{"clearing", clearing}, {"padding", padding}, {"pages", pages},	  {NULL, NULL},
};
