/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What the logs say of a process in given states, word for word but for numbers of the day. */
#define _GNU_SOURCE
#include "conf.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void files(void)
{
	struct dirent **found;
	const char *all = "";
	int n = logs ? scandir(logs, &found, NULL, alphasort) : 0;

	for (int i = 0; i < n; i++)
		if (found[i]->d_name[0] != '.')
			all = text("%s %s", all, found[i]->d_name);
	probe("files", "%s", all);
}

static void idle(void)
{
	struct peer *p = peer_new();

	probe("idle", "%s", proc_log(p));
	probe("idle-threads", "%s", stat_of(p, "  threads:"));
	probe("idle-ready", "%s", stat_of(p, "  ready threads"));
	probe("idle-nodes", "%s", stat_of(p, "  nodes:"));
	probe("idle-refs", "%s", stat_of(p, "  refs:"));
	probe("idle-buffers", "%s", stat_of(p, "  buffers:"));
	probe("idle-pending", "%s", stat_of(p, "  pending transactions:"));
}

static void busy(void)
{
	struct peer *m = manager(), *c = peer_new();
	struct parcel *p = parcel_new();

	parcel_binder(p, BINDER_TYPE_BINDER, 0, 0x10, 0x11);
	send(first(c), parcel_txn(p));
	probe("unread-server", "%s", proc_log(m));
	probe("unread-client", "%s", proc_log(c));
	hear(first(m));
	probe("unanswered-server", "%s", proc_log(m));
	probe("unanswered-client", "%s", proc_log(c));
	bc_u32(first(m), BC_ACQUIRE, 1);
	bc_handle(first(m), BC_REQUEST_DEATH_NOTIFICATION, 1, 0xd);
	tell(first(m));
	probe("with-refs", "%s", refs_of(m));
	probe("stat-bc-transaction", "%s", stat_of(c, "  BC_TRANSACTION:"));
	probe("stat-br-transaction", "%s", stat_of(m, "  BR_TRANSACTION:"));
	probe("stat-br-noop", "%s", stat_of(m, "  BR_NOOP:"));
	probe("stat-bc-acquire", "%s", stat_of(m, "  BC_ACQUIRE:"));
	probe("stat-pending", "%s", stat_of(m, "  pending transactions:"));
	probe("stat-nodes", "%s", stat_of(m, "  nodes:"));
	probe("stat-refs", "%s", stat_of(m, "  refs:"));
	probe("stat-buffers", "%s", stat_of(m, "  buffers:"));
}

static void queued(void)
{
	struct peer *m = manager(), *c = peer_new();

	for (int i = 0; i < 3; i++)
		CALL(first(c), .code = 5, .flags = TF_ONE_WAY, TEXT("x"));
	probe("queued", "%s", proc_log(m));
	CALL(first(c), .handle = 9);
	bc_txn(first(c), (struct txn){.handle = 9});
	tell(first(c));
	probe("error-queued", "%s", proc_log(c));
}

/* What a one-way call to a frozen process, and one too many, leave to be read by the sender. */
static void completed(void)
{
	struct peer *m = manager(), *c = peer_new();
	struct binder_freeze_info *info = arena(sizeof(*info));
	void *data = arena(1000);

	info->pid = (uint32_t)m->pid;
	info->enable = 1;
	run(first(c), job_ioctl, c->fd, (long)BINDER_FREEZE, (long)info, 0);
	SEND(first(c), .flags = TF_ONE_WAY);
	probe("frozen-queued", "%s", proc_log(c));
	hear(first(c));
	info->enable = 0;
	run(first(c), job_ioctl, c->fd, (long)BINDER_FREEZE, (long)info, 0);
	for (int i = 0; i < 56; i++)
		SEND(first(c), .flags = TF_ONE_WAY, .data = data, .size = 1000);
	probe("suspect-queued", "%s", proc_log(c));
}

/* A node that nothing but a buffer of its owner's holds: who looks at it in the log has it read. */
static void looked_at(void)
{
	struct peer *m = manager(), *o = peer_new(), *c = peer_new();
	uint32_t h = grant(m, o, 0x10, 0, c);

	SEND(first(c), .handle = h, .flags = TF_ONE_WAY);
	bc_u32(first(c), BC_RELEASE, h);
	tell(first(c));
	probe("held-by-buffer", "%s", hear(first(o)));
	probe("held-by-buffer-all", "%s", hear(first(o)));
	probe("not-looked-at", "%lx", run(first(o), job_poll, o->fd, 0, 0, 0));
	probe("look", "%s", nodes_of(o));
	probe("looked-at", "%lx", run(first(o), job_poll, o->fd, 0, 0, 0));
	probe("looked-at-read", "%s", hear(first(o)));
	probe("looked-at-all", "%lx", run(first(o), job_poll, o->fd, 0, 0, 0));
}

const struct test log_tests[] = {
	{"files", files},   {"idle", idle},	      {"busy", busy},
	{"queued", queued}, {"completed", completed}, {"looked-at", looked_at},
	{NULL, NULL},
};
