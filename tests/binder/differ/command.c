/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* The BC_ commands, one each. */
#define _GNU_SOURCE
#include "differ.h"

#include <string.h>

/*
 * Of a one-way call that takes most of the space at once Linux's driver suspects spam, or not, by who had the
 * buffer before: that is no difference to be found.
 */
static void make_oneway(struct txn *t)
{
	t->flags |= TF_ONE_WAY;
	if (t->size > 9000 && t->size < MAP_SIZE)
		t->size = 9000;
}

static void put_transaction(struct actor *a, struct worker *w, uint32_t cmd)
{
	struct txn t = any_transaction(a, w);
	bool *waits = &a->workers[worker_index(w)].waits;

	/* A second call before the reply fails. */
	if (*waits && chance(80))
		make_oneway(&t);
	*waits |= !(t.flags & TF_ONE_WAY);
	say(" to %u code %u flags %x size %zu:%zu:%zu", t.handle, t.code, t.flags, t.size,
	    t.offsets_size, t.buffers);
	bc_txn(w, t);
}

static void put_oneway(struct actor *a, struct worker *w, uint32_t cmd)
{
	struct txn t = any_transaction(a, w);

	make_oneway(&t);
	if (chance(25))
		t.flags |= TF_UPDATE_TXN;
	say(" to %u code %u flags %x size %zu:%zu:%zu", t.handle, t.code, t.flags, t.size,
	    t.offsets_size, t.buffers);
	bc_txn(w, t);
}

static void put_reply(struct actor *a, struct worker *w, uint32_t cmd)
{
	struct txn t = any_transaction(a, w);
	int *depth = &a->workers[worker_index(w)].depth;

	t.cmd = t.cmd == BC_TRANSACTION_SG ? BC_REPLY_SG : BC_REPLY;
	*depth -= *depth > 0;
	say(" flags %x size %zu:%zu:%zu", t.flags, t.size, t.offsets_size, t.buffers);
	bc_txn(w, t);
}

static void put_free(struct actor *a, struct worker *w, uint32_t cmd)
{
	uint64_t data;

	if (a->n_held == 0 || chance(4)) {
		static const uint64_t odd[] = {0, 8, 1 << 20};
		uint32_t i = draw(4);

		data = i < 3 ? odd[i] : (uintptr_t)a->peer->map + 8 * draw(64);
		/* The last one may be in use, by who took it or not: then it is no bad address. */
		if (i == 3) {
			say(" beyond");
			data = (uintptr_t)a->peer->map + MAP_SIZE + 8 * draw(64);
		}
	} else {
		uint32_t i = draw((uint32_t)a->n_held);

		say(" %u of %d", i, a->n_held);
		data = a->held[i];
		/* What is kept is freed twice. */
		if (chance(95))
			a->held[i] = a->held[--a->n_held];
		else
			say(" kept");
	}
	bc_u64(w, BC_FREE_BUFFER, data);
}

static void put_count(struct actor *a, struct worker *w, uint32_t cmd)
{
	uint32_t handle = any_handle(a);

	say(" %u", handle);
	bc_u32(w, cmd, handle);
}

static void put_node(struct actor *a, struct worker *w, uint32_t cmd)
{
	uint64_t node = chance(90) ? any_node() : 0, cookie = any_cookie(node);

	say(" %llx/%llx", (unsigned long long)node, (unsigned long long)cookie);
	bc_node(w, cmd, node, node ? cookie : 0);
}

/* Of a notification for a handle: mostly the one that goes with it. */
static uint64_t any_notice(uint32_t handle)
{
	return 0xd0 + (chance(92) ? handle : draw(6));
}

static void put_notice(struct actor *a, struct worker *w, uint32_t cmd)
{
	uint32_t handle = any_handle(a);
	uint64_t cookie = any_notice(handle);

	say(" %u cookie %llx", handle, (unsigned long long)cookie);
	bc_handle(w, cmd, handle, cookie);
}

static void put_notice_done(struct actor *a, struct worker *w, uint32_t cmd)
{
	uint64_t cookie = any_notice(draw(6));

	say(" %llx", (unsigned long long)cookie);
	bc_u64(w, cmd, cookie);
}

static void put_looper(struct actor *a, struct worker *w, uint32_t cmd)
{
	static const uint32_t cmds[] = {BC_REGISTER_LOOPER, BC_ENTER_LOOPER, BC_EXIT_LOOPER};
	uint32_t i = draw(3);

	say(" %u", i);
	bc(w, cmds[i]);
}

/* What no program should write: unknown and obsolete commands, and the beginning of one. */
static void put_junk(struct actor *a, struct worker *w, uint32_t cmd)
{
	static const uint32_t cmds[] = {BC_ACQUIRE_RESULT, BC_ATTEMPT_ACQUIRE, BC_ACQUIRE,
					BC_TRANSACTION, BC_DEAD_BINDER_DONE};
	uint32_t i = draw(6);
	cmd = i < 5 ? cmds[i] : draw(1 << 16);

	say(" %x", cmd);
	/* An operand that is cut short: what follows the end is not for this command to read. */
	if (chance(50))
		bc_raw(w, &cmd, 1 + draw(4));
	else
		bc_u32(w, cmd, 99);
}

const struct op command_ops[] = {
	{"call", 22, put_transaction, 0},
	{"oneway", 14, put_oneway, 0},
	{"reply", 3, put_reply, 0},
	{"free", 14, put_free, 0},
	{"acquire", 6, put_count, BC_ACQUIRE},
	{"increfs", 4, put_count, BC_INCREFS},
	{"release", 4, put_count, BC_RELEASE},
	{"decrefs", 3, put_count, BC_DECREFS},
	{"increfs-done", 2, put_node, BC_INCREFS_DONE},
	{"acquire-done", 2, put_node, BC_ACQUIRE_DONE},
	{"death", 5, put_notice, BC_REQUEST_DEATH_NOTIFICATION},
	{"clear-death", 4, put_notice, BC_CLEAR_DEATH_NOTIFICATION},
	{"dead-done", 1, put_notice_done, BC_DEAD_BINDER_DONE},
	{"freeze-notice", 6, put_notice, BC_REQUEST_FREEZE_NOTIFICATION},
	{"clear-freeze-notice", 4, put_notice, BC_CLEAR_FREEZE_NOTIFICATION},
	{"freeze-done", 1, put_notice_done, BC_FREEZE_NOTIFICATION_DONE},
	{"looper", 3, put_looper, 0},
	{"junk", 1, put_junk, 0},
	{.name = NULL},
};

void put_any(struct actor *a, struct worker *w)
{
	const struct op *op = any_op(command_ops);

	say(" %s", op->name);
	op->run(a, w, op->cmd);
}
