/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What was read: the bytes that came with it, and the answers of a program that does as it should. */
#define _GNU_SOURCE
#include "differ.h"

#include <string.h>

/* The memory that a PTR object names, the addresses in it relative to the data's. */
static void say_memory(struct worker *w, uint64_t at, uint64_t size)
{
	const struct peer *p = w->peer;
	uint64_t n = size < 128 ? size : 128;
	unsigned char *copy = arena(n + 8);

	if (run(w, job_peek, (long)copy, (long)at, (long)n, 0) != 0) {
		say(" <unreadable>");
		return;
	}
	say(" <");
	for (uint64_t i = 0; i < n; i += 8) {
		uint64_t word;

		memcpy(&word, copy + i, 8);
		if (word - (uintptr_t)p->map < p->map_size)
			say(" %+lld", (long long)(word - w->data));
		else
			say(" %llx", (unsigned long long)word);
	}
	say(">");
}

/* The addresses of PTR objects, relative to the data's, and what lies there. */
static void say_further(struct worker *w)
{
	uint64_t *offset = arena(8);
	struct binder_buffer_object *o = arena(sizeof(*o));

	for (uint64_t i = 0; i < w->offsets_size / 8; i++) {
		run(w, job_peek, (long)offset, (long)(w->offsets + i * 8), 8, 0);
		run(w, job_peek, (long)o, (long)(w->data + *offset), sizeof(*o), 0);
		if (o->hdr.type != BINDER_TYPE_PTR)
			continue;
		say(" at %lld:", (long long)(o->buffer - w->data));
		say_memory(w, o->buffer, o->length);
	}
}

static void keep_handles(struct actor *a, struct worker *w)
{
	uint64_t *offset = arena(8);
	struct flat_binder_object *o = arena(sizeof(*o) + 16);

	for (uint64_t i = 0; i < w->offsets_size / 8; i++) {
		run(w, job_peek, (long)offset, (long)(w->offsets + i * 8), 8, 0);
		run(w, job_peek, (long)o, (long)(w->data + *offset), sizeof(*o), 0);
		if (o->hdr.type != BINDER_TYPE_HANDLE && o->hdr.type != BINDER_TYPE_WEAK_HANDLE)
			continue;
		a->handles |= 1ull << (o->handle & 63);
		if (chance(60))
			bc_u32(w, BC_ACQUIRE, o->handle);
		else if (chance(30))
			bc_u32(w, BC_INCREFS, o->handle);
	}
}

static void receive_transaction(struct actor *a, struct worker *w)
{
	char *probe = arena(16);

	if (a->n_held < MAX_HELD)
		a->held[a->n_held++] = w->data;
	if (w->size && run(w, job_peek, (long)probe, (long)w->data, 1, 0) != 0) {
		say(" unreadable");
		return;
	}
	if (w->offsets_size) {
		say(" objects %s", objects(w));
		say_further(w);
		keep_handles(a, w);
	} else {
		say(" data %.80s", content(w));
	}
	if (chance(50)) {
		bc_u64(w, BC_FREE_BUFFER, w->data);
		a->n_held--;
	}
}

static void receive_node(struct worker *w, uint32_t cmd, const unsigned char *payload)
{
	struct binder_ptr_cookie node;

	memcpy(&node, payload, sizeof(node));
	if (chance(85))
		bc_node(w, cmd, node.ptr, node.cookie);
}

static void receive_cookie(struct worker *w, uint32_t cmd, const unsigned char *payload)
{
	uint64_t cookie;

	memcpy(&cookie, payload, sizeof(cookie));
	if (chance(70))
		bc_u64(w, cmd, cookie);
}

static void receive_one(struct actor *a, struct worker *w, uint32_t cmd, const unsigned char *payload)
{
	struct binder_transaction_data t;

	switch (cmd) {
	case BR_TRANSACTION:
	case BR_TRANSACTION_SEC_CTX:
		memcpy(&t, payload, sizeof(t));
		if (!(t.flags & TF_ONE_WAY))
			a->workers[worker_index(w)].depth++;
		receive_transaction(a, w);
		break;
	case BR_REPLY:
		receive_transaction(a, w);
		a->workers[worker_index(w)].waits = false;
		break;
	case BR_DEAD_REPLY:
	case BR_FAILED_REPLY:
	case BR_FROZEN_REPLY:
		a->workers[worker_index(w)].waits = false;
		if (chance(60))
			say_error(w);
		break;
	case BR_INCREFS:
		receive_node(w, BC_INCREFS_DONE, payload);
		break;
	case BR_ACQUIRE:
		receive_node(w, BC_ACQUIRE_DONE, payload);
		break;
	case BR_DEAD_BINDER:
		receive_cookie(w, BC_DEAD_BINDER_DONE, payload);
		break;
	case BR_FROZEN_BINDER:
		receive_cookie(w, BC_FREEZE_NOTIFICATION_DONE, payload);
		break;
	}
}

void receive(struct actor *a, struct worker *w, const char *came)
{
	a->is_touched = true;
	say(" %s", came);
	for (size_t at = 0; at + 4 <= w->n_in;) {
		uint32_t cmd;

		memcpy(&cmd, w->in + at, sizeof(cmd));
		at += 4;
		if (at + _IOC_SIZE(cmd) > w->n_in)
			break;
		receive_one(a, w, cmd, w->in + at);
		at += _IOC_SIZE(cmd);
	}
	if (w->n_out)
		say(" then %s", tell(w));
}
