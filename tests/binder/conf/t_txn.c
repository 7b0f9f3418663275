/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Calls and replies: plain, nested, in chains, and against the rules. */
#define _GNU_SOURCE
#include "conf.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

static void plain(void)
{
	struct peer *m = manager(), *c = peer_new();

	probe("call", "%s",
	      CALL(first(c), .code = 42, .flags = TF_ROOT_OBJECT | TF_ACCEPT_FDS, TEXT("ping")));
	probe("call-heard", "%s", hear(first(m)));
	probe("call-content", "%s", content(first(m)));
	probe("reply", "%s", REPLY(first(m), .code = 43, .flags = TF_STATUS_CODE, TEXT("pong")));
	probe("reply-heard", "%s", hear(first(c)));
	probe("reply-content", "%s", content(first(c)));
	probe2("buffers", "%s; %s", buffers_of(m), buffers_of(c));
	probe2("free-call", "%s %s", free_last(first(m)), buffers_of(m));
	probe2("free-reply", "%s %s", free_last(first(c)), buffers_of(c));
	probe("free-twice", "%s", free_last(first(c)));
	probe2("all-quiet", "%s; %s", hear(first(m)), hear(first(c)));
}

static void empty(void)
{
	struct peer *m = manager(), *c = peer_new();

	SEND(first(c), .code = 0);
	probe("empty-call", "%s", hear(first(m)));
	probe("empty-free", "%s", free_last(first(m)));
	probe("empty-reply", "%s", REPLY(first(m), .code = 0));
	probe("empty-reply-heard", "%s", hear(first(c)));
	SEND(first(c), .code = 0xffffffff, .flags = 0xfffffffe & ~(uint32_t)TF_ONE_WAY);
	probe("all-flags", "%s", hear(first(m)));
	probe("reply-all-flags", "%s", REPLY(first(m), .code = 0xffffffff, .flags = 0xffffffff));
	probe("reply-all-flags-heard", "%s", hear(first(c)));
}

static void bad_targets(void)
{
	struct peer *c = peer_new();

	probe("no-manager", "%s", CALL(first(c), TEXT("x")));
	probe("no-manager-oneway", "%s", CALL(first(c), .flags = TF_ONE_WAY, TEXT("x")));
	probe("unknown-handle", "%s", CALL(first(c), .handle = 7, TEXT("x")));
	probe("unknown-handle-oneway", "%s",
	      CALL(first(c), .handle = 7, .flags = TF_ONE_WAY, TEXT("x")));
	probe("reply-to-nothing", "%s", REPLY(first(c), TEXT("x")));
	probe("after-errors", "%s", hear(first(c)));
	bc_txn(first(c), (struct txn){.handle = 7, TEXT("x")});
	bc(first(c), BC_ENTER_LOOPER);
	probe("error-stops-the-stream", "%s", tell(first(c)));
	probe("error-then-heard", "%s", hear(first(c)));
	bc_txn(first(c), (struct txn){.handle = 7, TEXT("x")});
	tell(first(c));
	bc(first(c), BC_ENTER_LOOPER);
	probe("pending-error-blocks-writes", "%s", tell(first(c)));
	probe("pending-error-heard", "%s", hear(first(c)));
}

static void own_process(void)
{
	struct peer *m = manager();
	long fd = run(first(m), job_open, (long)arena_text(device), O_RDWR | O_NONBLOCK, 0, 0);
	int kept = m->fd;

	probe("to-oneself", "%s", CALL(first(m), TEXT("x")));
	m->fd = (int)fd;
	probe("second-open", "%s", CALL(first(m), TEXT("x")));
	m->fd = kept;
}

/* The client calls, the manager calls back while it works: it comes to the thread that waits. */
static void nested(void)
{
	struct peer *m = manager(), *c = peer_new();
	struct worker *other = peer_worker(c);
	struct parcel *p = parcel_new();

	parcel_binder(p, BINDER_TYPE_BINDER, 0, 0x10, 0x11);
	send(first(c), parcel_txn(p));
	probe("nested-1", "%s", hear(first(m)));
	bc_u32(first(m), BC_ACQUIRE, 1);
	bc_txn(first(m), (struct txn){.handle = 1, .code = 2, TEXT("back")});
	probe("nested-2-sent", "%s", ask(first(m)));
	hear(other);
	probe("nested-2-other", "%s", hear(other));
	probe("nested-2-heard", "%s", hear(first(c)));
	probe("nested-2-next", "%s", hear(first(c)));
	probe("nested-2-content", "%s", content(first(c)));
	probe("nested-3-sent", "%s", CALL(first(c), .code = 3, TEXT("deeper")));
	probe("nested-3-heard", "%s", hear(first(m)));
	probe("nested-3-reply", "%s", REPLY(first(m), .code = 3));
	probe("nested-3-result", "%s", hear(first(c)));
	probe("nested-2-reply", "%s", REPLY(first(c), .code = 2));
	probe("nested-2-result", "%s", hear(first(m)));
	probe("nested-1-reply", "%s", REPLY(first(m), .code = 1));
	probe("nested-1-result", "%s", hear(first(c)));
	probe("nested-1-none", "%s", REPLY(first(m), .code = 1));
}

/* a calls b, b calls c, c calls a back: it comes to a's waiting thread. */
static void ring(void)
{
	struct peer *m = manager(), *a = peer_new(), *b = peer_new(), *c = peer_new();
	uint32_t to_b = grant(m, b, 0x20, 0, a), to_c = grant(m, c, 0x30, 0, b),
		 to_a = grant(m, a, 0x10, 0, c);
	struct worker *idle = peer_worker(a);

	hear(idle);
	SEND(first(a), .handle = to_b, .code = 1);
	probe("ring-b", "%s", hear(first(b)));
	SEND(first(b), .handle = to_c, .code = 2);
	probe("ring-c", "%s", hear(first(c)));
	SEND(first(c), .handle = to_a, .code = 3);
	probe("ring-idle", "%s", hear(idle));
	probe("ring-a", "%s", hear(first(a)));
	probe("ring-a-reply", "%s", REPLY(first(a), .code = 13));
	probe("ring-c-result", "%s", hear(first(c)));
	probe("ring-c-reply", "%s", REPLY(first(c), .code = 12));
	probe("ring-b-result", "%s", hear(first(b)));
	probe("ring-b-reply", "%s", REPLY(first(b), .code = 11));
	probe("ring-a-result", "%s", hear(first(a)));
}

/* A second call before the answer to the first. */
static void impatient(void)
{
	struct peer *m = manager(), *c = peer_new();

	SEND(first(c), .code = 1);
	probe("second-call", "%s", CALL(first(c), .code = 2));
	probe("second-call-oneway", "%s", CALL(first(c), .code = 3, .flags = TF_ONE_WAY));
	probe("reply-while-calling", "%s", REPLY(first(c), .code = 4));
	probe("first-still-comes", "%s", hear(first(m)));
	REPLY(first(m), .code = 9);
	probe("first-reply", "%s", hear(first(c)));
	probe("oneway-comes", "%s", hear(first(m)));
}

static void threads(void)
{
	struct peer *m = manager(), *c = peer_new();
	struct worker *c2 = peer_worker(c), *m2 = peer_worker(m);

	hear(c2);
	hear(m2);
	SEND(first(c), .code = 1);
	SEND(c2, .code = 2);
	probe("two-first", "%s", hear(first(m)));
	probe("two-second", "%s", hear(m2));
	REPLY(m2, .code = 12);
	probe("two-wrong-thread", "%s", hear(first(c)));
	probe("two-right-thread", "%s", hear(c2));
	REPLY(first(m), .code = 11);
	probe("two-first-reply", "%s", hear(first(c)));
}

/* A thread that leaves with a call of its own, or one to answer, open. */
static void leaving(void)
{
	struct peer *m = manager(), *c = peer_new();
	struct worker *m2 = peer_worker(m), *c2 = peer_worker(c);

	hear(m2);
	hear(c2);
	SEND(first(c), .code = 1);
	hear(m2);
	run(m2, job_ioctl, m->fd, (long)BINDER_THREAD_EXIT, (long)arena(4), 0);
	probe("server-thread-exits", "%s", hear(first(c)));
	SEND(c2, .code = 2);
	hear(first(m));
	run(c2, job_ioctl, c->fd, (long)BINDER_THREAD_EXIT, (long)arena(4), 0);
	probe("client-thread-exits", "%s", REPLY(first(m), .code = 3));
	probe("client-thread-back", "%s", hear(c2));
	probe("client-thread-back-2", "%s", hear(c2));
	SEND(c2, .code = 4);
	run(c2, job_ioctl, c->fd, (long)BINDER_THREAD_EXIT, (long)arena(4), 0);
	probe("exits-before-heard", "%s", hear(first(m)));
	probe("reply-to-the-gone", "%s", REPLY(first(m), .code = 5));
	probe("buffers-left", "%s", buffers_of(m));
}

static void euid(void)
{
	struct peer *m = manager(), *c = peer_new();

	SEND(first(c), .code = 1, .flags = TF_ONE_WAY);
	probe("euid-root", "%s", hear(first(m)));
	free_last(first(m));
	run(first(c), job_seteuid, 1234, 0, 0, 0);
	SEND(first(c), .code = 2);
	probe("euid-1234", "%s", hear(first(m)));
	REPLY(first(m), .code = 3);
	probe("euid-of-reply", "%s", hear(first(c)));
}

const struct test txn_tests[] = {
	{"plain", plain},
	{"empty", empty},
	{"bad-targets", bad_targets},
	{"own-process", own_process},
	{"nested", nested},
	{"ring", ring},
	{"impatient", impatient},
	{"threads", threads},
	{"leaving", leaving},
	{"euid", euid},
	{NULL, NULL},
};
