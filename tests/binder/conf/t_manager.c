/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* The context manager: who may be it, how often, as what. */
#define _GNU_SOURCE
#include "conf.h"

#include <errno.h>
#include <fcntl.h>

static const char *become(struct peer *p)
{
	return outcome(
		run(first(p), job_ioctl, p->fd, (long)BINDER_SET_CONTEXT_MGR, (long)arena(4), 0));
}

static const char *become_ext(struct peer *p, const struct flat_binder_object *o)
{
	return outcome(
		run(first(p), job_ioctl, p->fd, (long)BINDER_SET_CONTEXT_MGR_EXT, (long)o, 0));
}

static void rules(void)
{
	struct peer *m = manager(), *c = peer_new();
	struct flat_binder_object *o = arena(sizeof(*o));

	probe("node", "%s", nodes_of(m));
	probe("twice", "%s", become(m));
	probe("by-other", "%s", become(c));
	probe("ext-by-other", "%s", become_ext(c, o));
	probe("reads", "%s", hear(first(m)));
	run(first(c), job_seteuid, 1234, 0, 0, 0);
	probe("other-user-while-set", "%s", become(c));
}

/* The argument of these is never looked at. */
static void no_argument(void)
{
	struct peer *m = peer_new();

	peer_kill(manager());
	run(first(m), job_ioctl, m->fd, (long)BINDER_SET_CONTEXT_MGR, 0, 0);
	while (errno == EBUSY)
		run(first(m), job_ioctl, m->fd, (long)BINDER_SET_CONTEXT_MGR, 0, 0);
	probe("no-argument", "%s", nodes_of(m));
	probe("thread-exit-no-argument", "%s",
	      outcome(run(first(m), job_ioctl, m->fd, (long)BINDER_THREAD_EXIT, 0, 0)));
}

/* Once a user has been it, no other can. */
static void other_user(void)
{
	struct peer *m = manager(), *c = peer_new(), *d = peer_new();
	const char *ret;

	run(first(c), job_seteuid, 1234, 0, 0, 0);
	bc_u32(first(d), BC_ACQUIRE, 0);
	bc_handle(first(d), BC_REQUEST_DEATH_NOTIFICATION, 0, 1);
	tell(first(d));
	peer_kill(m);
	run(first(d), job_poll, d->fd, POLL_MS, 0, 0);
	ret = become(c);
	probe("other-user", "%s", ret);
	probe("first-user-again", "%s", become(d));
}

static void extended(void)
{
	struct peer *m, *c = peer_new();
	struct parcel *p = parcel_new();

	m = manager_with(O_NONBLOCK,
			 FLAT_BINDER_FLAG_ACCEPTS_FDS | FLAT_BINDER_FLAG_TXN_SECURITY_CTX | 0x20);
	parcel_fd(p, 0, 5);
	probe("ext-accepts-fds", "%s", call(first(c), parcel_txn(p)));
	probe("ext-heard", "%s", hear(first(m)));
	probe("ext-security-context", "%s", first(m)->secctx ? "set" : "none");
	REPLY(first(m), .code = 0);
	peer_kill(m);
}

/* The object that the extended call takes gives the node its address; its type is not looked at. */
static void extended_values(void)
{
	struct peer *x = manager(), *m = peer_new(), *c = peer_new();
	struct flat_binder_object *o = arena(sizeof(*o));
	const char *ret;

	peer_kill(x);
	x = manager();
	peer_kill(x);
	o->hdr.type = 0x1234;
	o->binder = 0xabc;
	o->cookie = 0xdef;
	do
		ret = become_ext(m, o);
	while (ret[0] == 'E' && ret[1] == 'B');
	probe("ext-any-type", "%s [%s]", ret, nodes_of(m));
	SEND(first(c), .code = 1);
	probe("ext-address", "%s", hear(first(m)));
	bc_u32(first(c), BC_ACQUIRE, 0);
	probe3("ext-acquire", "%s [%s] [%s]", tell(first(c)), refs_of(c), nodes_of(m));
}

/* The manager's own object, sent on: it is handle 0 everywhere. */
static void sent_on(void)
{
	struct peer *m = manager(), *c = peer_new();
	struct parcel *p = parcel_new();

	SEND(first(c), .code = 1);
	hear(first(m));
	parcel_binder(p, BINDER_TYPE_BINDER, 0, 0, 0);
	call(first(m), parcel_reply(p));
	hear(first(c));
	probe2("sent-on", "%s [%s]", objects(first(c)), refs_of(c));
	probe2("sent-on-manager", "%s [%s]", hear(first(m)), nodes_of(m));
	probe3("sent-on-freed", "%s [%s] [%s]", free_last(first(c)), refs_of(c), nodes_of(m));
}

const struct test manager_tests[] = {
	{"rules", rules},	{"no-argument", no_argument},	      {"other-user", other_user},
	{"extended", extended}, {"extended-values", extended_values}, {"sent-on", sent_on},
	{NULL, NULL},
};
