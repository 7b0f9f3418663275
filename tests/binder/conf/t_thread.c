/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Threads: looper states, the pool, who is woken, O_NONBLOCK and signals. */
#define _GNU_SOURCE
#include "conf.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

static void max_threads(struct peer *p, uint32_t n)
{
	uint32_t *arg = arena(4);

	*arg = n;
	run(first(p), job_ioctl, p->fd, (long)BINDER_SET_MAX_THREADS, (long)arg, 0);
}

static void first_read(void)
{
	struct peer *p = peer_new();
	struct worker *w = peer_worker(p);

	probe("first-read", "%s", hear(w));
	probe("second-read", "%s", hear(w));
	run(w, job_ioctl, p->fd, (long)BINDER_THREAD_EXIT, (long)arena(4), 0);
	probe("read-after-exit", "%s", hear(w));
	probe("read-again", "%s", hear(w));
}

static void states(void)
{
	struct peer *p = peer_new();
	struct worker *w = first(p);

	probe("fresh", "%s", looper_of(w));
	bc(w, BC_ENTER_LOOPER);
	probe2("enter", "%s %s", tell(w), looper_of(w));
	bc(w, BC_ENTER_LOOPER);
	probe2("enter-twice", "%s %s", tell(w), looper_of(w));
	bc(w, BC_REGISTER_LOOPER);
	probe2("register-after-enter", "%s %s", tell(w), looper_of(w));
	bc(w, BC_EXIT_LOOPER);
	probe2("exit", "%s %s", tell(w), looper_of(w));
	run(w, job_ioctl, p->fd, (long)BINDER_THREAD_EXIT, (long)arena(4), 0);
	probe("thread-exit", "%s", looper_of(w));
	bc(w, BC_REGISTER_LOOPER);
	probe2("register-unasked", "%s %s", tell(w), looper_of(w));
	bc(w, BC_ENTER_LOOPER);
	probe2("enter-after-register", "%s %s", tell(w), looper_of(w));
}

/* A pool: who is asked to make threads, and when no more. */
static void pool(void)
{
	struct peer *m = manager(), *c = peer_new();
	struct worker *a = first(m), *b, *d;

	max_threads(m, 2);
	bc(a, BC_ENTER_LOOPER);
	probe("pool-enter", "%s", ask(a));
	CALL(first(c), .flags = TF_ONE_WAY, TEXT("1"));
	probe("pool-spawn", "%s", hear(a));
	probe("pool-requested", "%s", stat_of(m, "  requested threads"));
	CALL(first(c), .flags = TF_ONE_WAY, TEXT("2"));
	free_last(a);
	probe("pool-no-second-request", "%s", hear(a));
	free_last(a);
	b = peer_worker(m);
	bc(b, BC_REGISTER_LOOPER);
	probe("pool-register", "%s", ask(b));
	probe("pool-registered", "%s", stat_of(m, "  requested threads"));
	probe("pool-state", "%s", looper_of(b));
	d = peer_worker(m);
	bc(d, BC_REGISTER_LOOPER);
	probe("pool-second", "%s", ask(d));
	probe("pool-full", "%s", stat_of(m, "  requested threads"));
	CALL(first(c), .flags = TF_ONE_WAY, TEXT("3"));
	probe("pool-no-spawn-when-full", "%s", hear(d));
	run(d, job_ioctl, m->fd, (long)BINDER_THREAD_EXIT, (long)arena(4), 0);
	probe("pool-after-exit", "%s", stat_of(m, "  requested threads"));
}

static void no_loopers(void)
{
	struct peer *m = manager(), *c = peer_new();

	max_threads(m, 4);
	CALL(first(c), TEXT("x"));
	probe("spawn-not-a-looper", "%s", hear(first(m)));
	max_threads(c, 4);
	bc(first(c), BC_ENTER_LOOPER);
	tell(first(c));
	REPLY(first(m), TEXT("y"));
	probe("spawn-with-a-reply", "%s", hear(first(c)));
}

/* Of two that wait, the one that came last is woken. */
static void wake_order(void)
{
	struct peer *m = manager_with(0, 0), *c = peer_new();
	struct worker *a = first(m), *b = peer_worker(m);

	bc(a, BC_ENTER_LOOPER);
	tell(a);
	bc(b, BC_ENTER_LOOPER);
	tell(b);
	start_ask(a);
	probe("wait-a", "%s", sleeps(a) ? "sleeps" : "returns");
	start_ask(b);
	probe("wait-b", "%s", sleeps(b) ? "sleeps" : "returns");
	CALL(first(c), .code = 7, .flags = TF_ONE_WAY, TEXT("x"));
	probe("woken-last-comer", "%s", end_ask(b));
	probe("other-still", "%s", sleeps(a) ? "sleeps" : "returns");
	SEND(first(c), .code = 8);
	probe("woken-other", "%s", end_ask(a));
}

static void interrupted(void)
{
	struct peer *p = peer_with(0, MAP_SIZE), *m = manager();
	struct worker *w = first(p);

	start_ask(w);
	sleeps(w);
	syscall(SYS_tgkill, p->pid, w->tid, SIGUSR1);
	probe("signal-in-read", "%s", end_ask(w));
	bc_txn(w, (struct txn){TEXT("x")});
	start_ask(w);
	probe("waits-for-reply", "%s", sleeps(w) ? "sleeps" : "returns");
	syscall(SYS_tgkill, p->pid, w->tid, SIGUSR1);
	probe("signal-in-call", "%s", end_ask(w));
	hear(first(m));
	REPLY(first(m), TEXT("y"));
	probe("reply-after-signal", "%s", hear(w));
}

static void nonblock(void)
{
	struct peer *m = manager_with(0, 0), *c = peer_new();
	struct worker *w = first(m);

	start_ask(w);
	probe("blocking-read", "%s", sleeps(w) ? "sleeps" : "returns");
	SEND(first(c), .flags = TF_ONE_WAY, TEXT("x"));
	probe("blocking-read-result", "%s", end_ask(w));
	probe("nonblock-complete", "%s", hear(first(c)));
	probe("nonblock-nothing", "%s", hear(first(c)));
}

/* A thread of a peer that has work of its own gets no work of the process's. */
static void own_work_first(void)
{
	struct peer *m = manager(), *c = peer_new(), *d = peer_new();
	struct worker *a = first(m), *b = peer_worker(m);

	hear(b);
	CALL(first(c), .code = 1, TEXT("x"));
	CALL(first(d), .code = 2, TEXT("x"));
	probe("busy-takes-first", "%s", hear(a));
	probe("busy-takes-no-second", "%s", hear(a));
	probe("other-takes-second", "%s", hear(b));
	probe("reply-by-other-thread", "%s", REPLY(a, TEXT("1")));
	probe("reply-by-b", "%s", REPLY(b, TEXT("2")));
	probe("c-gets", "%s", hear(first(c)));
	probe("c-content", "%s", content(first(c)));
	probe("d-gets", "%s", hear(first(d)));
	probe("d-content", "%s", content(first(d)));
}

const struct test thread_tests[] = {
	{"first-read", first_read},
	{"states", states},
	{"pool", pool},
	{"no-loopers", no_loopers},
	{"wake-order", wake_order},
	{"interrupted", interrupted},
	{"nonblock", nonblock},
	{"own-work-first", own_work_first},
	{NULL, NULL},
};
