/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The sender's security context, for nodes that want it. What it is depends on the machine's security
 * module: conform.sh asks under more than one.
 */
#define _GNU_SOURCE
#include "conf.h"

#include <ctype.h>
#include <fcntl.h>
#include <string.h>

/* The context that came with the last transaction that did: its text, and where it lies. */
static const char *context(struct worker *w)
{
	char *copy = arena(256);
	size_t len;

	if (!w->secctx)
		return "none";
	if (run(w, job_peek, (long)copy, (long)w->secctx, 248, 0))
		return "unreadable";
	len = strnlen(copy, 248);
	for (size_t i = 0; i < len; i++)
		if (!isprint(copy[i]))
			copy[i] = '?';
	return text("'%s' at %lld of the data", copy, (long long)(w->secctx - w->data));
}

/* What the system itself says of a process. */
static const char *attr_of(struct peer *p)
{
	char *copy = arena(256);
	long fd = run(first(p), job_open, (long)arena_text("/proc/self/attr/current"), O_RDONLY, 0, 0);

	if (fd < 0)
		return outcome(fd);
	if (run(first(p), job_read, fd, (long)copy, 248, 0) < 0)
		return "unreadable";
	copy[strcspn(copy, "\n")] = '\0';
	return text("'%s'", copy);
}

/* Why the last transaction failed. */
static const char *refusal(struct peer *p)
{
	struct binder_extended_error *e = arena(sizeof(*e));

	if (run(first(p), job_ioctl, p->fd, (long)BINDER_GET_EXTENDED_ERROR, (long)e, 0) < 0)
		return "none";
	return text("%s %d", br_name(e->command), e->param);
}

static void heard(const char *name, struct peer *from, struct peer *to)
{
	const char *sent = hear(first(to)), *ctx = context(first(to));

	probe(name, "%s; %s; %s; %s", sent, ctx, buffers_of(to), hear(first(from)));
	free_last(first(to));
}

static struct peer *asking_manager(void)
{
	return manager_with(O_NONBLOCK, FLAT_BINDER_FLAG_TXN_SECURITY_CTX | 0x7f);
}

static void manager_asks(void)
{
	struct peer *m = asking_manager(), *c = peer_new();

	probe("attr", "%s", attr_of(c));
	SEND(first(c), .code = 1, TEXT("ping"));
	heard("call", c, m);
	probe("call-refused", "%s", refusal(c));
	REPLY(first(m), .code = 1);
	probe2("reply", "%s; %s", hear(first(c)), context(first(c)));
	SEND(first(c), .code = 2, .flags = TF_ONE_WAY);
	heard("oneway-empty", c, m);
	SEND(first(c), .code = 3, .flags = TF_ONE_WAY, .data = arena(100), .size = 100);
	heard("oneway-odd-size", c, m);
	SEND(first(c), .flags = TF_ONE_WAY, .data = arena(MAP_SIZE), .size = MAP_SIZE / 2);
	heard("oneway-no-room-for-it", c, m);
	probe("oneway-refused", "%s", refusal(c));
}

/* With further buffers it stands behind them. */
static void with_buffers(void)
{
	struct peer *m = asking_manager(), *c = peer_new();
	struct parcel *p = parcel_new();

	parcel_ptr(p, arena_text("one more"), 8);
	send(first(c), parcel_txn(p));
	heard("buffers", c, m);
}

/* A node of another process that asks, and one that does not. */
static void nodes(void)
{
	struct peer *m = manager(), *c = peer_new(), *o = peer_new();
	uint32_t asks = grant(m, o, 0x10, FLAT_BINDER_FLAG_TXN_SECURITY_CTX, c);
	uint32_t quiet = grant(m, o, 0x20, 0, c);

	SEND(first(c), .handle = asks, .code = 1, .flags = TF_ONE_WAY, TEXT("x"));
	heard("node-asks", c, o);
	SEND(first(c), .handle = quiet, .code = 2, .flags = TF_ONE_WAY, TEXT("x"));
	heard("node-does-not", c, o);
}

const struct test secctx_tests[] = {
	{"manager-asks", manager_asks}, {"with-buffers", with_buffers}, {"nodes", nodes}, {NULL, NULL},
};
