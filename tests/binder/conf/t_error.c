/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* BINDER_GET_EXTENDED_ERROR after each kind of failure. */
#define _GNU_SOURCE
#include "conf.h"

#include <fcntl.h>

static const char *extended(struct worker *w)
{
	struct binder_extended_error *e = arena(sizeof(*e));
	long ret;

	e->id = e->command = 7;
	ret = run(w, job_ioctl, w->peer->fd, (long)BINDER_GET_EXTENDED_ERROR, (long)e, 0);
	if (ret < 0)
		return outcome(ret);
	return text("%s %d id %s", br_name(e->command), e->param, e->id ? "set" : "0");
}

/* The outcome of a transaction, and what is known of it, twice. */
static void after(const char *name, struct peer *c, struct txn t)
{
	const char *sent = call(first(c), t), *e = extended(first(c));

	probe(name, "%s; %s; %s", sent, e, extended(first(c)));
}

static void kinds(void)
{
	struct peer *c = peer_new(), *m, *o;
	void *data = arena(64);
	uint32_t h;

	probe("none", "%s", extended(first(c)));
	after("no-manager", c, (struct txn){TEXT("x")});
	m = manager();
	after("fine", c, (struct txn){.flags = TF_ONE_WAY, TEXT("x")});
	hear(first(m));
	free_last(first(m));
	after("unknown-handle", c, (struct txn){.handle = 9, TEXT("x")});
	after("to-oneself", m, (struct txn){TEXT("x")});
	after("reply-to-nothing", c, (struct txn){.cmd = BC_REPLY, TEXT("x")});
	after("too-large", c, (struct txn){.data = data, .size = MAP_SIZE + 8});
	after("huge", c, (struct txn){.data = data, .size = SIZE_MAX});
	after("no-async-space", c,
	      (struct txn){.flags = TF_ONE_WAY, .data = arena(MAP_SIZE), .size = MAP_SIZE / 2 + 8});
	after("bad-data", c, (struct txn){.data = (void *)8, .size = 8});
	after("bad-offsets", c,
	      (struct txn){.data = data, .size = 8, .offsets = (void *)8, .offsets_size = 8});
	after("odd-offsets-size", c,
	      (struct txn){.data = data, .size = 8, .offsets = data, .offsets_size = 4});
	after("bad-object", c,
	      (struct txn){.data = data, .size = 64, .offsets = data, .offsets_size = 8});
	o = peer_new();
	h = grant(m, o, 0x10, 0, c);
	run(first(o), job_munmap, (long)o->map, MAP_SIZE, 0, 0);
	after("unmapped", c, (struct txn){.handle = h, TEXT("x")});
	peer_kill(o);
	bc_handle(first(c), BC_REQUEST_DEATH_NOTIFICATION, h, 1);
	tell(first(c));
	run(first(c), job_poll, c->fd, POLL_MS, 0, 0);
	hear(first(c));
	after("dead", c, (struct txn){.handle = h, TEXT("x")});
}

static void objects_of_all_kinds(void)
{
	struct peer *m = manager(), *c = peer_new();
	struct parcel *p;

	p = parcel_new();
	parcel_handle(p, BINDER_TYPE_HANDLE, 9);
	after("bad-handle", c, parcel_txn(p));
	p = parcel_new();
	parcel_fd(p, 0, 0);
	after("fd-refused", c, parcel_txn(p));
	p = parcel_new();
	parcel_ptr(p, arena(8), 8);
	p->buffers = 0;
	after("ptr-too-large", c, parcel_txn(p));
	p = parcel_new();
	parcel_ptr(p, (void *)8, 8);
	after("ptr-bad-address", c, parcel_txn(p));
	p = parcel_new();
	parcel_fda(p, 1, 3, 0);
	after("fda-no-parent", c, parcel_txn(p));
	peer_kill(m);
	m = manager_with(O_NONBLOCK, FLAT_BINDER_FLAG_ACCEPTS_FDS);
	p = parcel_new();
	parcel_fd(p, 999, 0);
	after("fd-bad", c, parcel_txn(p));
}

/* Whose error is it when a reply fails? */
static void replies(void)
{
	struct peer *m = manager(), *c = peer_new();

	SEND(first(c), .code = 1);
	hear(first(m));
	after("reply-too-large", m,
	      (struct txn){.cmd = BC_REPLY, .data = arena(MAP_SIZE), .size = MAP_SIZE + 8});
	probe2("reply-too-large-caller", "%s; %s", hear(first(c)), extended(first(c)));
	SEND(first(c), .code = 1);
	hear(first(m));
	after("reply-bad-data", m, (struct txn){.cmd = BC_REPLY, .data = (void *)8, .size = 8});
	probe2("reply-bad-data-caller", "%s; %s", hear(first(c)), extended(first(c)));
	SEND(first(c), .code = 1);
	hear(first(m));
	peer_kill(m);
	run(first(c), job_poll, c->fd, POLL_MS, 0, 0);
	probe2("server-died", "%s; %s", hear(first(c)), extended(first(c)));
}

static void frozen(void)
{
	struct peer *m = manager(), *c = peer_new();
	struct binder_freeze_info *info = arena(sizeof(*info));

	info->pid = (uint32_t)m->pid;
	info->enable = 1;
	run(first(c), job_ioctl, c->fd, (long)BINDER_FREEZE, (long)info, 0);
	after("frozen", c, (struct txn){TEXT("x")});
	after("frozen-oneway", c, (struct txn){.flags = TF_ONE_WAY, TEXT("x")});
}

/* It is the thread's own, and the next transaction starts with none. */
static void whose(void)
{
	struct peer *c = peer_new();
	struct worker *b = peer_worker(c);

	manager();
	CALL(first(c), .handle = 9);
	probe("other-thread", "%s", extended(b));
	CALL(first(c), .flags = TF_ONE_WAY);
	probe("next-resets", "%s", extended(first(c)));
	CALL(first(c), .handle = 9);
	run(first(c), job_ioctl, c->fd, (long)BINDER_THREAD_EXIT, (long)arena(4), 0);
	probe("thread-exit-resets", "%s", extended(first(c)));
}

const struct test error_tests[] = {
	{"kinds", kinds},     {"objects-of-all-kinds", objects_of_all_kinds},
	{"replies", replies}, {"frozen", frozen},
	{"whose", whose},     {NULL, NULL},
};
