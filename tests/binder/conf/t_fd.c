/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* File descriptors: BINDER_TYPE_FD, who allows them, what becomes of those that do not arrive. */
#define _GNU_SOURCE
#include "conf.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

static uint32_t pipe_with(struct worker *w, const char *what)
{
	return (uint32_t)run(w, job_pipe, (long)arena_text(what), 0, 0, 0);
}

static struct txn fd_txn(struct worker *w, const char *what)
{
	struct parcel *p = parcel_new();

	parcel_fd(p, pipe_with(w, what), 0x77);
	return parcel_txn(p);
}

static struct txn fd_reply(struct worker *w, const char *what)
{
	struct txn t = fd_txn(w, what);

	t.cmd = BC_REPLY;
	return t;
}

static uint32_t fd_of(struct worker *w)
{
	return object_handle(w, 0);
}

static long job_fd_flags(struct worker *w, long fd, long b, long c, long d)
{
	return fcntl((int)fd, F_GETFD);
}

static void accepted(void)
{
	struct peer *m = manager_with(O_NONBLOCK, FLAT_BINDER_FLAG_ACCEPTS_FDS), *c = peer_new();
	struct worker *w = first(m);

	probe("fd", "%s", call(first(c), fd_txn(first(c), "through a pipe")));
	probe("fd-heard", "%s", hear(w));
	probe("fd-close-on-exec", "%ld", run(w, job_fd_flags, fd_of(w), 0, 0, 0));
	probe("fd-object", "%s", objects(w));
	free_last(w);
	probe("fd-stays-open", "%s", outcome(run(w, job_is_open, fd_of(w), 0, 0, 0)));
}

static void refused(void)
{
	struct peer *m = manager(), *c = peer_new();

	probe("fd-node-refuses", "%s", call(first(c), fd_txn(first(c), "x")));
	probe("fd-nothing-came", "%s", hear(first(m)));
	SEND(first(c), .code = 1);
	hear(first(m));
	probe("fd-reply-refused", "%s", call(first(m), fd_reply(first(m), "x")));
	probe("fd-reply-refused-heard", "%s", hear(first(c)));
	SEND(first(c), .code = 1, .flags = TF_ACCEPT_FDS);
	hear(first(m));
	probe("fd-reply-accepted", "%s", call(first(m), fd_reply(first(m), "in a reply")));
	probe("fd-reply-heard", "%s", hear(first(c)));
	probe("fd-reply-object", "%s", objects(first(c)));
}

static void bad(void)
{
	struct peer *m = manager_with(O_NONBLOCK, FLAT_BINDER_FLAG_ACCEPTS_FDS), *c = peer_new();
	static const uint32_t numbers[] = {999, 0xffffffff, 0x7fffffff};

	for (size_t i = 0; i < 3; i++) {
		struct parcel *p = parcel_new();

		parcel_fd(p, numbers[i], 0);
		probe(text("fd-%#x", numbers[i]), "%s", call(first(c), parcel_txn(p)));
	}
	probe2("fd-bad-nothing-came", "%s [%s]", hear(first(m)), buffers_of(m));
}

static void device_itself(void)
{
	struct peer *m = manager_with(O_NONBLOCK, FLAT_BINDER_FLAG_ACCEPTS_FDS), *c = peer_new();
	struct parcel *p = parcel_new();
	uint32_t fd;

	parcel_fd(p, (uint32_t)c->fd, 0);
	probe("fd-device", "%s", call(first(c), parcel_txn(p)));
	probe("fd-device-heard", "%s", hear(first(m)));
	fd = fd_of(first(m));
	probe("fd-device-version", "%s",
	      outcome(run(first(m), job_ioctl, fd, (long)BINDER_VERSION, (long)arena(8), 0)));
	probe("fd-device-map", "%s", outcome(run(first(m), job_mmap, fd, 8192, 1 | 2 << 4, 0)));
}

/* Not read: the file is let go with the transaction, and the writer notices. */
static void undelivered(void)
{
	struct peer *m = manager_with(O_NONBLOCK, FLAT_BINDER_FLAG_ACCEPTS_FDS), *c = peer_new();
	struct txn t = fd_txn(first(c), "never read");

	t.flags = TF_ONE_WAY;
	probe("fd-undelivered", "%s", call(first(c), t));
	peer_kill(m);
	probe("fd-undelivered-after", "%s", hear(first(c)));
}

static long job_limit(struct worker *w, long n, long b, long c, long d)
{
	struct rlimit r = {.rlim_cur = (rlim_t)n, .rlim_max = (rlim_t)n};

	return setrlimit(RLIMIT_NOFILE, &r);
}

/* The receiver's table is full. */
static void no_room(void)
{
	struct peer *m = manager_with(O_NONBLOCK, FLAT_BINDER_FLAG_ACCEPTS_FDS), *c = peer_new();
	struct txn t = fd_txn(first(c), "no room");

	run(first(m), job_limit, 3, 0, 0, 0);
	probe("fd-no-room", "%s", call(first(c), t));
	probe("fd-no-room-heard", "%s", hear(first(m)));
	probe2("fd-no-room-result", "%s [%s]", hear(first(c)), buffers_of(m));
	t.flags = TF_ONE_WAY;
	call(first(c), t);
	probe2("fd-no-room-oneway", "%s [%s]", hear(first(m)), buffers_of(m));
	SEND(first(c), .code = 5);
	probe("fd-no-room-next", "%s", hear(first(m)));
}

static void no_room_in_reply(void)
{
	struct peer *m = manager(), *c = peer_new();

	SEND(first(c), .code = 1, .flags = TF_ACCEPT_FDS);
	hear(first(m));
	run(first(c), job_limit, 3, 0, 0, 0);
	probe("fd-no-room-reply", "%s", call(first(m), fd_reply(first(m), "x")));
	probe("fd-no-room-reply-heard", "%s", hear(first(c)));
	probe2("fd-no-room-reply-next", "%s [%s]", hear(first(c)), buffers_of(c));
}

/* Two descriptors and a node in one transaction, some of them bad. */
static void mixed(void)
{
	struct peer *m = manager_with(O_NONBLOCK, FLAT_BINDER_FLAG_ACCEPTS_FDS), *c = peer_new();
	struct parcel *p = parcel_new(), *q = parcel_new();

	parcel_fd(p, pipe_with(first(c), "one"), 1);
	parcel_binder(p, BINDER_TYPE_BINDER, 0, 0x10, 0x11);
	parcel_fd(p, pipe_with(first(c), "two"), 2);
	call(first(c), parcel_txn(p));
	hear(first(m));
	probe("fd-mixed", "%s", objects(first(m)));
	REPLY(first(m), .code = 0);
	parcel_fd(q, pipe_with(first(c), "one"), 1);
	parcel_fd(q, 999, 2);
	hear(first(c));
	probe("fd-second-bad", "%s", call(first(c), parcel_txn(q)));
}

const struct test fd_tests[] = {
	{"accepted", accepted},
	{"refused", refused},
	{"bad", bad},
	{"device-itself", device_itself},
	{"undelivered", undelivered},
	{"no-room", no_room},
	{"no-room-in-reply", no_room_in_reply},
	{"mixed", mixed},
	{NULL, NULL},
};
