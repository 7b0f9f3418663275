/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Death notifications, and what the end of a process does to the others at each step. */
#define _GNU_SOURCE
#include "conf.h"

#include <fcntl.h>
#include <poll.h>

/* The end of a process is noticed a little later: wait until there is something to read. */
static const char *hear_soon(struct peer *p)
{
	run(first(p), job_poll, p->fd, POLL_MS, 0, 0);
	return hear(first(p));
}

static const char *request(struct peer *p, uint32_t handle, uint64_t cookie)
{
	bc_handle(first(p), BC_REQUEST_DEATH_NOTIFICATION, handle, cookie);
	return tell(first(p));
}

static const char *clear(struct peer *p, uint32_t handle, uint64_t cookie)
{
	bc_handle(first(p), BC_CLEAR_DEATH_NOTIFICATION, handle, cookie);
	return tell(first(p));
}

static const char *done(struct peer *p, uint64_t cookie)
{
	bc_u64(first(p), BC_DEAD_BINDER_DONE, cookie);
	return tell(first(p));
}

/* Kill it, and wait until the driver is done with it: a second process is told of the end of
 * @handle. */
static void kill_and_wait(struct peer *whom, struct peer *by, uint32_t handle)
{
	struct worker *w = peer_worker(by);

	hear(w);
	bc_handle(w, BC_REQUEST_DEATH_NOTIFICATION, handle, 0xdead);
	tell(w);
	peer_kill(whom);
	run(w, job_poll, by->fd, POLL_MS, 0, 0);
	hear(w);
}

static void notified(void)
{
	struct peer *m = manager(), *o = peer_new(), *c = peer_new();
	uint32_t h = grant(m, o, 0x10, 0, c);

	probe("request", "%s", request(c, h, 0xd1));
	probe("request-twice", "%s", request(c, h, 0xd2));
	probe("request-unknown", "%s", request(c, 99, 0xd3));
	probe("nothing-yet", "%s", hear(first(c)));
	peer_kill(o);
	probe("dead", "%s", hear_soon(c));
	probe("dead-refs", "%s", refs_of(c));
	probe("call-the-dead", "%s", CALL(first(c), .handle = h, TEXT("x")));
	probe("oneway-to-the-dead", "%s",
	      CALL(first(c), .handle = h, .flags = TF_ONE_WAY, TEXT("x")));
	probe("clear-before-done", "%s", clear(c, h, 0xd1));
	probe("clear-before-done-heard", "%s", hear(first(c)));
	probe("done-unknown", "%s", done(c, 0x99));
	probe("done", "%s", done(c, 0xd1));
	probe("done-heard", "%s", hear(first(c)));
	probe("done-twice", "%s", done(c, 0xd1));
	probe("request-when-dead", "%s", request(c, h, 0xd4));
	probe("request-when-dead-heard", "%s", hear(first(c)));
	probe2("done-then-clear", "%s %s", done(c, 0xd4), clear(c, h, 0xd4));
	probe("done-then-clear-heard", "%s", hear(first(c)));
	bc_u32(first(c), BC_RELEASE, h);
	probe2("release-the-dead", "%s [%s]", tell(first(c)), refs_of(c));
}

static void cleared(void)
{
	struct peer *m = manager(), *o = peer_new(), *c = peer_new();
	uint32_t h = grant(m, o, 0x10, 0, c);

	probe("clear-nothing", "%s", clear(c, h, 0xd1));
	request(c, h, 0xd1);
	probe("clear-wrong-cookie", "%s", clear(c, h, 0xd2));
	probe("clear-unknown", "%s", clear(c, 99, 0xd1));
	probe("clear", "%s", clear(c, h, 0xd1));
	probe("clear-heard", "%s", hear(first(c)));
	probe("request-again", "%s", request(c, h, 0xd5));
	bc(first(c), BC_ENTER_LOOPER);
	tell(first(c));
	probe2("clear-by-looper", "%s %s", clear(c, h, 0xd5), hear(first(c)));
	peer_kill(o);
	/* Only a request of its own can tell: the first was cleared. */
	request(c, h, 0xd6);
	probe("only-the-new-one", "%s", hear_soon(c));
	probe("only-once", "%s", hear(first(c)));
}

static void reference_gone(void)
{
	struct peer *m = manager(), *o = peer_new(), *c = peer_new();
	uint32_t h = grant(m, o, 0x10, 0, c), h2;

	request(c, h, 0xd1);
	bc_u32(first(c), BC_RELEASE, h);
	probe2("release-with-request", "%s [%s]", tell(first(c)), refs_of(c));
	h2 = grant(m, o, 0x20, 0, c);
	request(c, h2, 0xd2);
	peer_kill(o);
	probe("only-of-the-second", "%s", hear_soon(c));
	probe("nothing-of-the-first", "%s", hear(first(c)));
}

static void several(void)
{
	struct peer *m = manager(), *o = peer_new(), *c = peer_new(), *d = peer_new();
	uint32_t a = grant(m, o, 0x10, 0, c), b = grant(m, o, 0x20, 0, c),
		 e = grant(m, o, 0x10, 0, d);

	request(c, a, 0xa);
	request(c, b, 0xb);
	request(d, e, 0xe);
	peer_kill(o);
	probe("several-1", "%s", hear_soon(c));
	probe("several-2", "%s", hear_soon(c));
	probe("several-3", "%s", hear(first(c)));
	probe("several-other", "%s", hear_soon(d));
}

static void of_manager(void)
{
	struct peer *m = manager(), *c = peer_new(), *n;

	bc_u32(first(c), BC_ACQUIRE, 0);
	tell(first(c));
	probe("manager-request", "%s", request(c, 0, 0xd0));
	peer_kill(m);
	probe("manager-dead", "%s", hear_soon(c));
	probe("manager-call", "%s", CALL(first(c), TEXT("x")));
	n = manager();
	probe("new-manager-call", "%s", SEND(first(c), TEXT("x")));
	probe("new-manager-heard", "%s", hear(first(n)));
	probe("handle-zero-is-old", "%s", refs_of(c));
	bc_u32(first(c), BC_ACQUIRE, 0);
	probe2("acquire-new-manager", "%s [%s]", tell(first(c)), refs_of(c));
}

/* ---- the end of a process, step by step ---- */

static void server_dies(void)
{
	struct peer *m = manager(), *c = peer_new();

	SEND(first(c), .code = 1);
	peer_kill(m);
	probe("server-dies-before-reading", "%s", hear_soon(c));
	m = manager();
	SEND(first(c), .code = 2);
	hear(first(m));
	peer_kill(m);
	probe("server-dies-after-reading", "%s", hear_soon(c));
	m = manager();
	SEND(first(c), .code = 3);
	hear(first(m));
	REPLY(first(m), TEXT("last words"));
	peer_kill(m);
	probe("server-dies-after-reply", "%s", hear_soon(c));
	probe("server-dies-content", "%s", content(first(c)));
	m = manager();
	SEND(first(c), .code = 4);
	hear(first(m));
	peer_exit(m);
	probe("server-exits", "%s", hear_soon(c));
	probe("after-all", "%s", CALL(first(c), .code = 5, .flags = TF_ONE_WAY));
}

static void client_dies(void)
{
	struct peer *m = manager(), *c = peer_new();
	struct worker *idle = peer_worker(m);
	struct parcel *p = parcel_new();

	hear(idle);
	parcel_binder(p, BINDER_TYPE_BINDER, 0, 0x10, 0x11);
	call(first(c), parcel_txn(p));
	hear(first(m));
	bc_u32(first(m), BC_ACQUIRE, 1);
	request(m, 1, 0xc1);
	peer_kill(c);
	/* The thread that serves the dead one's call does not hear it. */
	run(idle, job_poll, m->fd, POLL_MS, 0, 0);
	probe2("client-died", "%s; %s", hear(first(m)), hear(idle));
	probe("reply-to-the-dead", "%s", REPLY(first(m), TEXT("too late")));
	probe("objects-of-the-dead", "%s", objects(first(m)));
	probe2("free-of-the-dead", "%s [%s]", free_last(first(m)), refs_of(m));
}

static void client_dies_unread(void)
{
	struct peer *m = manager(), *c = peer_new(), *d = peer_new();

	CALL(first(c), .code = 1, .flags = TF_ONE_WAY, TEXT("testament"));
	SEND(first(c), .code = 2);
	peer_kill(c);
	/* A second client's call comes after what the first left. */
	SEND(first(d), .code = 3);
	probe("left-oneway", "%s", hear(first(m)));
	probe("left-oneway-content", "%s", content(first(m)));
	probe("left-call", "%s", hear(first(m)));
	probe("left-call-reply", "%s", REPLY(first(m), .code = 4));
	probe("left-next", "%s", hear(first(m)));
}

/* In the middle of a chain of calls. */
static void middle_dies(void)
{
	struct peer *m = manager(), *a = peer_new(), *b = peer_new(), *c = peer_new();
	uint32_t to_b = grant(m, b, 0x20, 0, a), to_c = grant(m, c, 0x30, 0, b);

	SEND(first(a), .handle = to_b, .code = 1);
	hear(first(b));
	SEND(first(b), .handle = to_c, .code = 2);
	hear(first(c));
	kill_and_wait(b, a, to_b);
	/* Nobody tells the caller before the last one replies. */
	probe("middle-callee", "%s", REPLY(first(c), TEXT("to nobody")));
	probe("middle-caller", "%s", hear_soon(a));
	probe("middle-callee-next", "%s", hear(first(c)));
}

const struct test death_tests[] = {
	{"notified", notified},
	{"cleared", cleared},
	{"reference-gone", reference_gone},
	{"several", several},
	{"of-manager", of_manager},
	{"server-dies", server_dies},
	{"client-dies", client_dies},
	{"client-dies-unread", client_dies_unread},
	{"middle-dies", middle_dies},
	{NULL, NULL},
};
