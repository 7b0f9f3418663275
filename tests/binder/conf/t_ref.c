/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Nodes and references: every counting command, what the owner hears, which handles are given. */
#define _GNU_SOURCE
#include "conf.h"

#include <fcntl.h>

/* A counting command and what has become of the references. */
static void count(const char *name, struct peer *p, uint32_t cmd, uint32_t handle)
{
	bc_u32(first(p), cmd, handle);
	probe2(name, "%s [%s]", tell(first(p)), refs_of(p));
}

static void handle_zero(void)
{
	struct peer *c = peer_new(), *m;

	count("zero-acquire-no-manager", c, BC_ACQUIRE, 0);
	count("zero-increfs-no-manager", c, BC_INCREFS, 0);
	m = manager();
	count("zero-release-first", c, BC_RELEASE, 0);
	count("zero-decrefs-first", c, BC_DECREFS, 0);
	count("zero-increfs", c, BC_INCREFS, 0);
	count("zero-increfs-again", c, BC_INCREFS, 0);
	count("zero-acquire", c, BC_ACQUIRE, 0);
	count("zero-decrefs", c, BC_DECREFS, 0);
	count("zero-release", c, BC_RELEASE, 0);
	count("zero-release-too-often", c, BC_RELEASE, 0);
	count("zero-decrefs-last", c, BC_DECREFS, 0);
	count("zero-decrefs-too-often", c, BC_DECREFS, 0);
	probe("manager-hears", "%s", hear(first(m)));
	probe("manager-nodes", "%s", nodes_of(m));
	count("manager-acquires-zero", m, BC_ACQUIRE, 0);
	count("manager-increfs-zero", m, BC_INCREFS, 0);
	count("manager-releases-zero", m, BC_RELEASE, 0);
	bc_u32(first(m), BC_ACQUIRE, 0);
	bc(first(m), BC_ENTER_LOOPER);
	probe2("manager-stops-there", "%s %s", tell(first(m)), looper_of(first(m)));
}

static void unknown(void)
{
	struct peer *c = peer_new();

	count("unknown-increfs", c, BC_INCREFS, 5);
	count("unknown-acquire", c, BC_ACQUIRE, 5);
	count("unknown-release", c, BC_RELEASE, 5);
	count("unknown-decrefs", c, BC_DECREFS, 5);
	bc_node(first(c), BC_INCREFS_DONE, 0x10, 0x11);
	probe("unknown-increfs-done", "%s", tell(first(c)));
	bc_node(first(c), BC_ACQUIRE_DONE, 0x10, 0x11);
	probe("unknown-acquire-done", "%s", tell(first(c)));
}

/* The way of one node: sent, counted up and down, forgotten. */
static void life(void)
{
	struct peer *m = manager(), *o = peer_new();
	struct parcel *p = parcel_new();

	parcel_binder(p, BINDER_TYPE_BINDER, 0x7f, 0x10, 0x11);
	bc_txn(first(o), parcel_txn(p));
	probe("life-sent", "%s", tell(first(o)));
	probe("life-node-sent", "%s", nodes_of(o));
	probe("life-owner-reads", "%s", hear(first(o)));
	probe("life-came", "%s", hear(first(m)));
	probe("life-object", "%s", objects(first(m)));
	count("life-acquire", m, BC_ACQUIRE, 1);
	probe2("life-free", "%s [%s]", free_last(first(m)), refs_of(m));
	probe("life-reply", "%s", REPLY(first(m), .code = 0));
	probe("life-owner-hears", "%s", hear(first(o)));
	probe("life-node", "%s", nodes_of(o));
	bc_node(first(o), BC_INCREFS_DONE, 0x10, 0x12);
	probe2("life-increfs-done-cookie", "%s [%s]", tell(first(o)), nodes_of(o));
	bc_node(first(o), BC_INCREFS_DONE, 0x10, 0x11);
	probe2("life-increfs-done", "%s [%s]", tell(first(o)), nodes_of(o));
	bc_node(first(o), BC_ACQUIRE_DONE, 0x10, 0x11);
	probe2("life-acquire-done", "%s [%s]", tell(first(o)), nodes_of(o));
	bc_node(first(o), BC_ACQUIRE_DONE, 0x10, 0x11);
	probe2("life-acquire-done-twice", "%s [%s]", tell(first(o)), nodes_of(o));
	bc_node(first(o), BC_INCREFS_DONE, 0x10, 0x11);
	probe2("life-increfs-done-twice", "%s [%s]", tell(first(o)), nodes_of(o));
	count("life-increfs", m, BC_INCREFS, 1);
	count("life-release", m, BC_RELEASE, 1);
	probe2("life-release-heard", "%s [%s]", hear(first(o)), nodes_of(o));
	count("life-acquire-weak", m, BC_ACQUIRE, 1);
	count("life-decrefs", m, BC_DECREFS, 1);
	probe2("life-decrefs-heard", "%s [%s]", hear(first(o)), nodes_of(o));
	probe("life-gone", "%s", hear(first(o)));
}

/* The owner reads only after all is over: it hears nothing, or both. */
static void quick(void)
{
	struct peer *m = manager(), *o = peer_new();
	struct parcel *p = parcel_new();

	parcel_binder(p, BINDER_TYPE_BINDER, 0, 0x20, 0x21);
	send(first(o), parcel_txn(p));
	hear(first(m));
	probe2("quick-free", "%s [%s]", free_last(first(m)), refs_of(m));
	probe("quick-nodes", "%s", nodes_of(o));
	REPLY(first(m), .code = 0);
	probe("quick-owner", "%s", hear(first(o)));
	probe2("quick-owner-next", "%s [%s]", hear(first(o)), nodes_of(o));
	bc_node(first(o), BC_INCREFS_DONE, 0x20, 0x21);
	bc_node(first(o), BC_ACQUIRE_DONE, 0x20, 0x21);
	probe2("quick-done", "%s [%s]", tell(first(o)), nodes_of(o));
	probe2("quick-released", "%s [%s]", hear(first(o)), nodes_of(o));
}

static void weak(void)
{
	struct peer *m = manager(), *o = peer_new();
	struct parcel *p = parcel_new(), *q = parcel_new();

	parcel_binder(p, BINDER_TYPE_WEAK_BINDER, 0, 0x30, 0x31);
	probe("weak-sent", "%s", call(first(o), parcel_txn(p)));
	hear(first(m));
	probe2("weak-object", "%s [%s]", objects(first(m)), refs_of(m));
	count("weak-increfs", m, BC_INCREFS, 1);
	free_last(first(m));
	REPLY(first(m), .code = 0);
	probe2("weak-owner", "%s [%s]", hear(first(o)), nodes_of(o));
	probe("weak-transaction", "%s", CALL(first(m), .handle = 1, TEXT("x")));
	count("weak-acquire", m, BC_ACQUIRE, 1);
	count("weak-release", m, BC_RELEASE, 1);
	parcel_handle(q, BINDER_TYPE_HANDLE, 1);
	SEND(first(o), .code = 1);
	hear(first(m));
	probe("weak-sent-as-strong", "%s", call(first(m), parcel_reply(q)));
	probe("weak-sent-as-strong-result", "%s", hear(first(o)));
	probe("weak-refs", "%s", refs_of(m));
}

/* Handles are the lowest that are free, the same for the same node. */
static void numbers(void)
{
	struct peer *m = manager(), *c = peer_new(), *d = peer_new();
	uint32_t a = grant(m, m, 0x100, 0, c), b = grant(m, m, 0x200, 0, c),
		 e = grant(m, m, 0x300, 0, c);

	probe("numbers", "%u %u %u [%s]", a, b, e, refs_of(c));
	probe2("numbers-same", "%u [%s]", grant(m, m, 0x200, 0, c), refs_of(c));
	count("numbers-release-2", c, BC_RELEASE, b);
	count("numbers-release-2-again", c, BC_RELEASE, b);
	probe2("numbers-reused", "%u [%s]", grant(m, m, 0x400, 0, c), refs_of(c));
	probe2("numbers-next", "%u [%s]", grant(m, m, 0x500, 0, c), refs_of(c));
	count("numbers-zero", c, BC_ACQUIRE, 0);
	probe2("numbers-other-process", "%u [%s]", grant(m, m, 0x500, 0, d), refs_of(d));
	probe("numbers-nodes", "%s", nodes_of(m));
}

/* A handle that goes on to a third process, and home. */
static void travel(void)
{
	struct peer *m = manager(), *o = peer_new(), *c = peer_new();
	struct parcel *p = parcel_new(), *q = parcel_new();
	uint32_t h = grant(m, o, 0x10, 0, c);

	probe3("travel-handle", "%u [%s] [%s]", h, refs_of(c), nodes_of(o));
	parcel_handle(p, BINDER_TYPE_HANDLE, h);
	parcel_handle(p, BINDER_TYPE_WEAK_HANDLE, h);
	struct txn t = parcel_txn(p);

	t.handle = h;
	send(first(c), t);
	probe("travel-home", "%s", hear(first(o)));
	probe2("travel-home-objects", "%s [%s]", objects(first(o)), nodes_of(o));
	probe2("travel-home-freed", "%s [%s]", free_last(first(o)), nodes_of(o));
	parcel_binder(q, BINDER_TYPE_BINDER, 0, 0x10, 0x99);
	probe("travel-wrong-cookie", "%s", call(first(o), parcel_reply(q)));
	probe("travel-wrong-cookie-result", "%s", hear(first(c)));
	probe("travel-refs", "%s", refs_of(c));
}

static void debug_info(void)
{
	struct peer *m = manager(), *c = peer_new();
	struct binder_node_debug_info *info = arena(sizeof(*info));
	uint64_t at = 0;

	grant(m, m, 0x100, 0, c);
	grant(m, m, 0x80, 0, c);
	for (int i = 0; i < 4; i++) {
		long ret;

		info->ptr = at;
		ret = run(first(m), job_ioctl, m->fd, (long)BINDER_GET_NODE_DEBUG_INFO, (long)info,
			  0);
		at = info->ptr;
		probe(text("debug-info-%d", i), "%s %llx %llx strong %u weak %u", outcome(ret),
		      (unsigned long long)info->ptr, (unsigned long long)info->cookie,
		      info->has_strong_ref, info->has_weak_ref);
	}
}

static void info_for(const char *name, struct peer *p, struct binder_node_info_for_ref ask)
{
	struct binder_node_info_for_ref *info = arena(sizeof(*info));
	long ret;

	*info = ask;
	ret = run(first(p), job_ioctl, p->fd, (long)BINDER_GET_NODE_INFO_FOR_REF, (long)info, 0);
	probe(name, "%s handle %u strong %u weak %u", outcome(ret), info->handle,
	      info->strong_count, info->weak_count);
}

static void info_for_ref(void)
{
	struct peer *m = manager(), *o = peer_new(), *c = peer_new();
	struct parcel *p = parcel_new();

	info_for("info-not-manager", c, (struct binder_node_info_for_ref){.handle = 1});
	info_for("info-unknown", m, (struct binder_node_info_for_ref){.handle = 1});
	parcel_binder(p, BINDER_TYPE_BINDER, 0, 0x10, 0x11);
	send(first(o), parcel_txn(p));
	hear(first(m));
	info_for("info-fresh", m, (struct binder_node_info_for_ref){.handle = 1});
	bc_u32(first(m), BC_ACQUIRE, 1);
	tell(first(m));
	free_last(first(m));
	REPLY(first(m), .code = 0);
	hear(first(o));
	info_for("info-owner-heard", m, (struct binder_node_info_for_ref){.handle = 1});
	bc_node(first(o), BC_INCREFS_DONE, 0x10, 0x11);
	bc_node(first(o), BC_ACQUIRE_DONE, 0x10, 0x11);
	tell(first(o));
	info_for("info-owner-done", m, (struct binder_node_info_for_ref){.handle = 1});
	info_for("info-reserved1", m,
		 (struct binder_node_info_for_ref){.handle = 1, .reserved1 = 1});
	info_for("info-reserved3", m,
		 (struct binder_node_info_for_ref){.handle = 1, .reserved3 = 1});
	info_for("info-strong-set", m,
		 (struct binder_node_info_for_ref){.handle = 1, .strong_count = 1});
	info_for("info-zero", m, (struct binder_node_info_for_ref){.handle = 0});
	peer_kill(o);
}

const struct test ref_tests[] = {
	{"handle-zero", handle_zero},
	{"unknown", unknown},
	{"life", life},
	{"quick", quick},
	{"weak", weak},
	{"numbers", numbers},
	{"travel", travel},
	{"debug-info", debug_info},
	{"info-for-ref", info_for_ref},
	{NULL, NULL},
};
