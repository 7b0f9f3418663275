/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What programs that watch hear of transactions that fail: the generic netlink family "binder". */
#define _GNU_SOURCE
#include "conf.h"

#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "listen.h"

enum {
	CMD_REPORT = 1,
	A_ERROR = 1,
	A_CONTEXT,
	A_FROM_PID,
	A_FROM_TID,
	A_TO_PID,
	A_TO_TID,
	A_IS_REPLY,
	A_FLAGS,
	A_CODE,
	A_DATA_SIZE,
	A_NEXT,
};

static int sock;

static void watch(void)
{
	if (sock > 0)
		close(sock);
	sock = listen_to("binder", "report");
}

/* A process's first thread has its number. */
static const char *thread_of(const struct heard *h, int pid, int tid)
{
	if (!h->attr[tid])
		return "?";
	return heard_u32(h, tid) == heard_u32(h, pid) ? "first" : "another";
}

static const char *spell(const struct heard *h)
{
	int others = 0;

	for (int i = A_NEXT; i < 32; i++)
		others += h->attr[i] != NULL;
	if (h->cmd != CMD_REPORT || !h->attr[A_CONTEXT] || others)
		return text("command %d, %d unknown attributes", h->cmd, others);
	return text("v%d %s %.*s from %s %s to %s %s%s flags %x code %u size %u", h->version,
		    br_name(heard_u32(h, A_ERROR)), (int)h->size[A_CONTEXT],
		    (const char *)h->attr[A_CONTEXT], peer_name((pid_t)heard_u32(h, A_FROM_PID)),
		    thread_of(h, A_FROM_PID, A_FROM_TID), peer_name((pid_t)heard_u32(h, A_TO_PID)),
		    thread_of(h, A_TO_PID, A_TO_TID), h->attr[A_IS_REPLY] ? " reply" : "",
		    heard_u32(h, A_FLAGS), heard_u32(h, A_CODE), heard_u32(h, A_DATA_SIZE));
}

/* All reports since the last time. */
static const char *reports(void)
{
	const char *all = "none";
	struct heard h;

	if (sock < 0)
		return "no family";
	for (int n = 0; listen_next(sock, &h) >= 0; n++)
		all = n ? text("%s; %s", all, spell(&h)) : spell(&h);
	return all;
}

static void after(const char *name, struct worker *w, struct txn t)
{
	const char *sent = call(w, t);

	probe(name, "%s: %s", sent, reports());
}

static void calls(void)
{
	struct peer *c = peer_new(), *m;
	struct worker *second = peer_worker(c);
	void *data = arena(64);

	watch();
	hear(second);
	after("no-manager", first(c), (struct txn){.code = 42, TEXT("x")});
	m = manager();
	probe2("well", "%s; %s", SEND(first(c), .code = 1, TEXT("x")), hear(first(m)));
	probe2("well-replied", "%s; %s", REPLY(first(m), .code = 1), reports());
	hear(first(c));
	after("unknown-handle", first(c), (struct txn){.handle = 9, .code = 3, TEXT("xyz")});
	after("unknown-handle-oneway", second,
	      (struct txn){.handle = 9, .code = 3, .flags = TF_ONE_WAY, TEXT("xyz")});
	after("other-thread", second, (struct txn){.handle = 9, .code = 0xffffffff, TEXT("x")});
	after("to-oneself", first(m), (struct txn){TEXT("x")});
	after("reply-to-nothing", first(c), (struct txn){.cmd = BC_REPLY, .code = 5, TEXT("x")});
	after("too-large", first(c), (struct txn){.data = data, .size = MAP_SIZE + 8});
	after("huge", first(c), (struct txn){.data = data, .size = SIZE_MAX});
	after("no-async-space", first(c),
	      (struct txn){.flags = TF_ONE_WAY, .data = arena(MAP_SIZE), .size = MAP_SIZE / 2 + 8});
	after("bad-data", first(c), (struct txn){.data = (void *)8, .size = 8});
	after("bad-offsets", first(c),
	      (struct txn){.data = data, .size = 8, .offsets = (void *)8, .offsets_size = 8});
	after("bad-object", first(c),
	      (struct txn){.flags = TF_ACCEPT_FDS,
			   .data = data,
			   .size = 64,
			   .offsets = data,
			   .offsets_size = 8});
	SEND(first(c), .code = 1);
	after("impatient", first(c), (struct txn){.code = 2, TEXT("x")});
}

static void targets(void)
{
	struct peer *m = manager(), *c = peer_new(), *o = peer_new();
	uint32_t h = grant(m, o, 0x10, 0, c);

	watch();
	run(first(o), job_munmap, (long)o->map, MAP_SIZE, 0, 0);
	after("unmapped", first(c), (struct txn){.handle = h, TEXT("x")});
	peer_kill(o);
	bc_handle(first(c), BC_REQUEST_DEATH_NOTIFICATION, h, 1);
	tell(first(c));
	run(first(c), job_poll, c->fd, POLL_MS, 0, 0);
	hear(first(c));
	after("dead", first(c), (struct txn){.handle = h, TEXT("x")});
	after("dead-oneway", first(c), (struct txn){.handle = h, .flags = TF_ONE_WAY, TEXT("x")});
}

static void replies(void)
{
	struct peer *m = manager(), *c = peer_new(), *d = peer_new();

	watch();
	SEND(first(c), .code = 1);
	hear(first(m));
	after("reply-too-large", first(m),
	      (struct txn){.cmd = BC_REPLY, .code = 7, .data = arena(MAP_SIZE), .size = MAP_SIZE + 8});
	hear(first(c));
	SEND(first(d), .code = 1);
	hear(first(m));
	peer_kill(d);
	after("reply-to-the-dead", first(m), (struct txn){.cmd = BC_REPLY, .code = 8, TEXT("x")});
	SEND(first(c), .code = 1);
	hear(first(m));
	peer_kill(m);
	run(first(c), job_poll, c->fd, POLL_MS, 0, 0);
	probe2("server-died", "%s: %s", hear(first(c)), reports());
}

/* A call back goes to the thread that waits. */
static void nested(void)
{
	struct peer *m = manager(), *c = peer_new();
	struct parcel *p = parcel_new();

	watch();
	parcel_binder(p, BINDER_TYPE_BINDER, 0, 0x10, 0x11);
	send(first(c), parcel_txn(p));
	hear(first(m));
	bc_u32(first(m), BC_ACQUIRE, 1);
	tell(first(m));
	after("nested", first(m),
	      (struct txn){.handle = 1, .code = 2, .data = arena(MAP_SIZE), .size = MAP_SIZE + 8});
}

static void freeze(struct peer *by, struct peer *whom)
{
	struct binder_freeze_info *info = arena(sizeof(*info));

	info->pid = (uint32_t)whom->pid;
	info->enable = 1;
	run(first(by), job_ioctl, by->fd, (long)BINDER_FREEZE, (long)info, 0);
}

static void frozen(void)
{
	struct peer *m = manager(), *c = peer_new();

	watch();
	freeze(c, m);
	after("frozen", first(c), (struct txn){.code = 1, TEXT("x")});
	after("frozen-oneway", first(c), (struct txn){.code = 2, .flags = TF_ONE_WAY, TEXT("x")});
	after("frozen-oneway-2", first(c), (struct txn){.code = 2, .flags = TF_ONE_WAY, TEXT("xy")});
	after("frozen-update", first(c),
	      (struct txn){.code = 2, .flags = TF_ONE_WAY | TF_UPDATE_TXN, TEXT("xyz")});
}

/* Suspicion of spam is no failure, and reported whether the sender asked to be told or not. */
static void oneway(const char *name, struct peer *c, uint32_t code, size_t size)
{
	after(name, first(c),
	      (struct txn){
		      .flags = TF_ONE_WAY, .code = code, .data = arena(size), .size = size});
}

static void spam(void)
{
	struct peer *c = peer_new();

	manager();
	watch();
	oneway("spam-half", c, 1, MAP_SIZE / 4);
	oneway("spam-most", c, 2, MAP_SIZE / 4 - 64);
	oneway("spam-rest", c, 3, 8);
	oneway("spam-full", c, 4, 64);
}

static void spam_frozen(void)
{
	struct peer *m = manager(), *c = peer_new();

	watch();
	freeze(c, m);
	oneway("spam-frozen-half", c, 1, MAP_SIZE / 4);
	oneway("spam-frozen-most", c, 2, MAP_SIZE / 4 - 64);
	oneway("spam-frozen-rest", c, 3, 8);
}

/* Two who listen hear the same; after the last of them nobody does. */
static void listeners(void)
{
	struct peer *c = peer_new();
	struct heard h;
	int other;

	watch();
	other = listen_to("binder", "report");
	CALL(first(c), .code = 1);
	probe("both-first", "%s", reports());
	probe("both-second", "%s", listen_next(other, &h) < 0 ? "none" : spell(&h));
	if (other >= 0)
		close(other);
	CALL(first(c), .code = 2);
	probe("one-is-left", "%s", reports());
	probe("no-such-group", "%s", listen_to("binder", "reports") < 0 ? "none" : "there");
}

const struct test report_tests[] = {
	{"calls", calls},	  {"targets", targets}, {"replies", replies},
	{"nested", nested},	  {"frozen", frozen},	{"spam", spam},
	{"spam-frozen", spam_frozen}, {"listeners", listeners}, {NULL, NULL},
};
