/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* poll(2) and epoll: when the device is readable, and who is woken. */
#define _GNU_SOURCE
#include "conf.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <unistd.h>

static const char *look(struct worker *w)
{
	long ret = run(w, job_poll, w->peer->fd, 0, 0, 0);

	return ret < 0 ? outcome(ret) : text("%#lx", ret);
}

static void states(void)
{
	struct peer *m = manager(), *c = peer_new();
	struct worker *b = peer_worker(m);

	probe("nothing", "%s", look(first(m)));
	probe("new-thread", "%s", look(b));
	hear(b);
	probe("new-thread-read", "%s", look(b));
	probe("poll-state", "%s", looper_of(first(m)));
	CALL(first(c), .flags = TF_ONE_WAY, TEXT("x"));
	probe2("oneway-waits", "%s %s", look(first(m)), look(b));
	hear(first(m));
	probe2("oneway-read", "%s %s", look(first(m)), look(b));
	SEND(first(c), TEXT("x"));
	probe2("call-waits", "%s %s", look(first(m)), look(b));
	hear(first(m));
	SEND(first(peer_new()), TEXT("x"));
	probe2("busy-thread", "%s %s", look(first(m)), look(b));
	probe("caller-waits", "%s", look(first(c)));
	SEND(first(m), .cmd = BC_REPLY, TEXT("y"));
	probe("complete-waits", "%s", look(first(m)));
	probe("reply-waits", "%s", look(first(c)));
	hear(first(c));
	probe("reply-read", "%s", look(first(c)));
}

static void wakes(void)
{
	struct peer *m = manager(), *c = peer_new();
	long ret;

	start(first(m), job_poll, m->fd, POLL_MS, 0, 0);
	CALL(first(c), .flags = TF_ONE_WAY, TEXT("x"));
	ret = finish(first(m));
	probe("woken-by-oneway", "%#lx", ret);
	hear(first(m));
	free_last(first(m));
	SEND(first(c), TEXT("x"));
	hear(first(m));
	start(first(c), job_poll, c->fd, POLL_MS, 0, 0);
	REPLY(first(m), TEXT("y"));
	ret = finish(first(c));
	probe("woken-by-reply", "%#lx", ret);
	hear(first(c));
	bc_u32(first(c), BC_ACQUIRE, 0);
	bc_handle(first(c), BC_REQUEST_DEATH_NOTIFICATION, 0, 0xd);
	tell(first(c));
	start(first(c), job_poll, c->fd, POLL_MS, 0, 0);
	peer_kill(m);
	ret = finish(first(c));
	probe("woken-by-death", "%#lx", ret);
}

/* Two threads that both poll are both woken. */
static void both(void)
{
	struct peer *m = manager(), *c = peer_new();
	struct worker *a = first(m), *b = peer_worker(m);
	long ra, rb;

	hear(b);
	start(a, job_poll, m->fd, POLL_MS, 0, 0);
	start(b, job_poll, m->fd, POLL_MS, 0, 0);
	CALL(first(c), .flags = TF_ONE_WAY, TEXT("x"));
	ra = finish(a);
	rb = finish(b);
	probe("both-woken", "%#lx %#lx", ra, rb);
}

static long job_epoll(struct worker *w, long events, long b, long c, long d)
{
	struct epoll_event e = {.events = (uint32_t)events};
	int fd = epoll_create1(EPOLL_CLOEXEC);

	return epoll_ctl(fd, EPOLL_CTL_ADD, w->peer->fd, &e) == 0 ? fd : -1;
}

static long job_epoll_wait(struct worker *w, long fd, long timeout, long c, long d)
{
	struct epoll_event e = {.events = 0};
	int n = epoll_wait((int)fd, &e, 1, (int)timeout);

	return n <= 0 ? n : (long)e.events;
}

static void epoll(void)
{
	struct peer *m = manager(), *c = peer_new();
	struct worker *w = first(m);
	long level = run(w, job_epoll, EPOLLIN, 0, 0, 0),
	     edge = run(w, job_epoll, EPOLLIN | EPOLLET, 0, 0, 0);

	probe2("epoll-nothing", "%ld %ld", run(w, job_epoll_wait, level, 0, 0, 0),
	       run(w, job_epoll_wait, edge, 0, 0, 0));
	CALL(first(c), .flags = TF_ONE_WAY, TEXT("x"));
	probe2("epoll-level", "%ld %ld", run(w, job_epoll_wait, level, 10000, 0, 0),
	       run(w, job_epoll_wait, level, 0, 0, 0));
	probe2("epoll-edge", "%ld %ld", run(w, job_epoll_wait, edge, 10000, 0, 0),
	       run(w, job_epoll_wait, edge, 0, 0, 0));
	hear(w);
	probe("epoll-read", "%ld", run(w, job_epoll_wait, level, 0, 0, 0));
	/* The thread whose queue epoll waits on goes away. */
	run(w, job_ioctl, m->fd, (long)BINDER_THREAD_EXIT, (long)arena(4), 0);
	probe("epoll-after-exit", "%s", outcome(run(w, job_close, level, 0, 0, 0)));
}

const struct test poll_tests[] = {
	{"states", states}, {"wakes", wakes}, {"both", both}, {"epoll", epoll}, {NULL, NULL},
};
