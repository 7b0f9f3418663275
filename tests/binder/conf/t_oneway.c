/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* One-way transactions: order by node, the space for them, suspicion of spam. */
#define _GNU_SOURCE
#include "conf.h"

#include <sys/ioctl.h>

enum { ASYNC = MAP_SIZE / 2 };

static void post(struct peer *c, uint32_t handle, uint32_t code, size_t size)
{
	SEND(first(c), .handle = handle, .code = code, .flags = TF_ONE_WAY, .data = arena(size),
	     .size = size);
}

static void order(void)
{
	struct peer *m = manager(), *c = peer_new();
	uint32_t h = grant(m, m, 0x10, 0, c);
	struct worker *b = peer_worker(m);

	hear(b);
	for (uint32_t i = 1; i <= 3; i++)
		post(c, 0, i, 8);
	post(c, h, 4, 8);
	probe("order-completes", "%s", hear(first(c)));
	probe("order-queue", "%s", buffers_of(m));
	probe("order-1", "%s", hear(first(m)));
	probe("order-other-node", "%s", hear(b));
	probe2("order-held-back", "%s; %s", hear(first(m)), hear(b));
	free_last(b);
	probe2("order-other-node-freed", "%s; %s", hear(first(m)), hear(b));
	free_last(first(m));
	probe("order-2", "%s", hear(b));
	probe("order-still-held", "%s", hear(first(m)));
	free_last(b);
	probe("order-3", "%s", hear(first(m)));
	free_last(first(m));
	probe2("order-end", "%s; %s", hear(first(m)), buffers_of(m));
}

static void mixed(void)
{
	struct peer *m = manager(), *c = peer_new(), *d = peer_new();

	post(c, 0, 1, 8);
	post(c, 0, 2, 8);
	SEND(first(d), .code = 3);
	probe("mixed-first", "%s", hear(first(m)));
	probe("mixed-call-passes", "%s", hear(first(m)));
	probe("mixed-reply", "%s", REPLY(first(m), .code = 4));
	probe("mixed-done", "%s", hear(first(d)));
	probe("mixed-held", "%s", hear(first(m)));
	probe("oneway-reply", "%s", REPLY(first(m), .code = 5));
}

static void space(void)
{
	struct peer *m = manager(), *c = peer_new();

	probe("space-fresh", "%s", stat_of(m, "  free async space"));
	probe("space-more-than-half", "%s",
	      CALL(first(c), .flags = TF_ONE_WAY, .data = arena(ASYNC + 8), .size = ASYNC + 8));
	post(c, 0, 1, ASYNC / 2);
	probe2("space-half", "%s %s", hear(first(c)), stat_of(m, "  free async space"));
	post(c, 0, 2, ASYNC / 2 - 8);
	probe2("space-almost-all", "%s %s", hear(first(c)), stat_of(m, "  free async space"));
	post(c, 0, 3, 9);
	probe2("space-nine", "%s %s", hear(first(c)), stat_of(m, "  free async space"));
	post(c, 0, 4, 8);
	probe2("space-eight", "%s %s", hear(first(c)), stat_of(m, "  free async space"));
	post(c, 0, 5, 0);
	probe("space-none", "%s", hear(first(c)));
	probe("space-call-passes", "%s", SEND(first(c), .code = 6));
	hear(first(m));
	free_last(first(m));
	probe("space-freed", "%s", stat_of(m, "  free async space"));
	probe("space-buffers", "%s", buffers_of(m));
}

static void detect(struct peer *p)
{
	uint32_t *on = arena(4);

	*on = 1;
	run(first(p), job_ioctl, p->fd, (long)BINDER_ENABLE_ONEWAY_SPAM_DETECTION, (long)on, 0);
}

/* One sender takes most of the space: the first time it is told. */
static void spam(void)
{
	struct peer *m = manager(), *c = peer_new(), *d = peer_new();

	detect(c);
	post(c, 0, 1, ASYNC / 2);
	probe("spam-half", "%s", hear(first(c)));
	post(c, 0, 2, ASYNC / 4);
	probe("spam-three-quarters", "%s", hear(first(c)));
	post(c, 0, 3, ASYNC / 8);
	probe("spam-seven-eighths", "%s", hear(first(c)));
	post(c, 0, 4, 8);
	probe("spam-told-once", "%s", hear(first(c)));
	post(d, 0, 5, 8);
	probe("spam-the-other", "%s", hear(first(d)));
	hear(first(m));
	free_last(first(m));
	post(c, 0, 6, ASYNC / 2);
	probe("spam-again", "%s", hear(first(c)));
}

static void spam_unasked(void)
{
	struct peer *c = peer_new();

	manager();
	post(c, 0, 1, ASYNC - ASYNC / 8);
	probe("spam-unasked", "%s", hear(first(c)));
	detect(c);
	post(c, 0, 2, 8);
	probe("spam-asked-late", "%s", hear(first(c)));
}

static void spam_by_number(void)
{
	struct peer *c = peer_new();
	const char *heard = "";
	int i;

	manager();
	detect(c);
	/* 1 KiB each: 52 of 64 leave less than a fifth. */
	for (i = 1; i <= 64; i++) {
		post(c, 0, 1, 1024);
		heard = hear(first(c));
		if (!__builtin_strstr(heard, "COMPLETE"))
			break;
	}
	probe("spam-by-number", "%d: %s", i, heard);
}

static void update(void)
{
	struct peer *m = manager(), *c = peer_new();

	/* Not frozen: nothing is replaced. */
	for (uint32_t i = 1; i <= 3; i++)
		SEND(first(c), .code = 7, .flags = TF_ONE_WAY | TF_UPDATE_TXN, .data = arena(8 * i),
		     .size = 8 * i);
	probe2("update-thawed", "%s; %s", hear(first(c)), buffers_of(m));
}

const struct test oneway_tests[] = {
	{"order", order},
	{"mixed", mixed},
	{"space", space},
	{"spam", spam},
	{"spam-unasked", spam_unasked},
	{"spam-by-number", spam_by_number},
	{"update", update},
	{NULL, NULL},
};
