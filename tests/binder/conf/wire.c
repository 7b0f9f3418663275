/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#define _GNU_SOURCE
#include "conf.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

void bc_raw(struct worker *w, const void *bytes, size_t size)
{
	if (w->n_out + size > sizeof(w->out))
		give_up("too many commands");
	memcpy(w->out + w->n_out, bytes, size);
	w->n_out += size;
}

void bc(struct worker *w, uint32_t cmd)
{
	bc_raw(w, &cmd, sizeof(cmd));
}

void bc_u32(struct worker *w, uint32_t cmd, uint32_t value)
{
	bc(w, cmd);
	bc_raw(w, &value, sizeof(value));
}

void bc_u64(struct worker *w, uint32_t cmd, uint64_t value)
{
	bc(w, cmd);
	bc_raw(w, &value, sizeof(value));
}

void bc_node(struct worker *w, uint32_t cmd, uint64_t ptr, uint64_t cookie)
{
	bc_u64(w, cmd, ptr);
	bc_raw(w, &cookie, sizeof(cookie));
}

void bc_handle(struct worker *w, uint32_t cmd, uint32_t handle, uint64_t cookie)
{
	bc_u32(w, cmd, handle);
	bc_raw(w, &cookie, sizeof(cookie));
}

void bc_txn(struct worker *w, struct txn t)
{
	uint32_t cmd = t.cmd ? t.cmd : BC_TRANSACTION;
	struct binder_transaction_data_sg sg = {
		.transaction_data = {.target.handle = t.handle,
				     .code = t.code,
				     .flags = t.flags,
				     .data_size = t.size,
				     .offsets_size = t.offsets_size,
				     .data.ptr.buffer = (uintptr_t)t.data,
				     .data.ptr.offsets = (uintptr_t)t.offsets},
		.buffers_size = t.buffers,
	};
	bool is_sg = cmd == BC_TRANSACTION_SG || cmd == BC_REPLY_SG;

	bc(w, cmd);
	bc_raw(w, &sg, is_sg ? sizeof(sg) : sizeof(sg.transaction_data));
}

/* ---- what comes back ---- */

const char *br_name(uint32_t cmd)
{
	static const struct {
		uint32_t cmd;
		const char *name;
	} names[] = {
		{BR_ERROR, "ERROR"},
		{BR_OK, "OK"},
		{BR_TRANSACTION_SEC_CTX, "TRANSACTION_SEC_CTX"},
		{BR_TRANSACTION, "TRANSACTION"},
		{BR_REPLY, "REPLY"},
		{BR_DEAD_REPLY, "DEAD_REPLY"},
		{BR_TRANSACTION_COMPLETE, "COMPLETE"},
		{BR_INCREFS, "INCREFS"},
		{BR_ACQUIRE, "ACQUIRE"},
		{BR_RELEASE, "RELEASE"},
		{BR_DECREFS, "DECREFS"},
		{BR_NOOP, "NOOP"},
		{BR_SPAWN_LOOPER, "SPAWN_LOOPER"},
		{BR_DEAD_BINDER, "DEAD_BINDER"},
		{BR_CLEAR_DEATH_NOTIFICATION_DONE, "CLEAR_DEATH_DONE"},
		{BR_FAILED_REPLY, "FAILED_REPLY"},
		{BR_FROZEN_REPLY, "FROZEN_REPLY"},
		{BR_ONEWAY_SPAM_SUSPECT, "SPAM_SUSPECT"},
		{BR_TRANSACTION_PENDING_FROZEN, "PENDING_FROZEN"},
		{BR_FROZEN_BINDER, "FROZEN_BINDER"},
		{BR_CLEAR_FREEZE_NOTIFICATION_DONE, "CLEAR_FREEZE_DONE"},
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (names[i].cmd == cmd)
			return names[i].name;
	return text("%#x?", cmd);
}

static const char *spell_txn(struct worker *w, uint32_t cmd, const unsigned char *payload)
{
	struct binder_transaction_data_secctx t = {.secctx = 0};
	const struct binder_transaction_data *d = &t.transaction_data;

	memcpy(&t, payload, cmd == BR_TRANSACTION_SEC_CTX ? sizeof(t) : sizeof(t.transaction_data));
	w->data = d->data.ptr.buffer;
	w->offsets = d->data.ptr.offsets;
	w->size = d->data_size;
	w->offsets_size = d->offsets_size;
	w->secctx = t.secctx;
	return text("(ptr %llx cookie %llx code %u flags %x from %s euid %u size %llu:%llu)",
		    (unsigned long long)d->target.ptr, (unsigned long long)d->cookie, d->code,
		    d->flags, peer_name(d->sender_pid), d->sender_euid,
		    (unsigned long long)d->data_size, (unsigned long long)d->offsets_size);
}

/* What follows a command. */
static const char *spell(struct worker *w, uint32_t cmd, const unsigned char *payload)
{
	struct binder_ptr_cookie node;
	struct frozen_state frozen;
	uint64_t cookie;

	switch (cmd) {
	case BR_TRANSACTION:
	case BR_TRANSACTION_SEC_CTX:
	case BR_REPLY:
		return spell_txn(w, cmd, payload);
	case BR_INCREFS:
	case BR_ACQUIRE:
	case BR_RELEASE:
	case BR_DECREFS:
		memcpy(&node, payload, sizeof(node));
		return text("(%llx %llx)", (unsigned long long)node.ptr,
			    (unsigned long long)node.cookie);
	case BR_DEAD_BINDER:
	case BR_CLEAR_DEATH_NOTIFICATION_DONE:
	case BR_CLEAR_FREEZE_NOTIFICATION_DONE:
		memcpy(&cookie, payload, sizeof(cookie));
		return text("(%llx)", (unsigned long long)cookie);
	case BR_FROZEN_BINDER:
		memcpy(&frozen, payload, sizeof(frozen));
		return text("(%llx frozen %u reserved %u)", (unsigned long long)frozen.cookie,
			    frozen.is_frozen, frozen.reserved);
	default:
		return "";
	}
}

static const char *spell_all(struct worker *w, const unsigned char *in, size_t size)
{
	const char *all = "";
	size_t at = 0;

	while (at + 4 <= size) {
		uint32_t cmd;

		memcpy(&cmd, in + at, sizeof(cmd));
		at += 4;
		if (at + _IOC_SIZE(cmd) > size)
			return text("%s cut short", all);
		all = text("%s %s%s", all, br_name(cmd), spell(w, cmd, in + at));
		at += _IOC_SIZE(cmd);
	}
	return at == size ? all : text("%s and %zu bytes", all, size - at);
}

/* ---- calls ---- */

static long job_write_read(struct worker *w, long bwr, long b, long c, long d)
{
	return job_ioctl(w, w->peer->fd, BINDER_WRITE_READ, bwr, 0);
}

static const char *told(struct worker *w, long ret, const struct binder_write_read *bwr)
{
	const char *all = outcome(ret);

	w->n_in = bwr->read_buffer == (uintptr_t)w->in ? bwr->read_consumed : 0;
	if (bwr->write_consumed != bwr->write_size)
		all = text("%s wrote %llu of %llu", all, (unsigned long long)bwr->write_consumed,
			   (unsigned long long)bwr->write_size);
	if (bwr->read_buffer == (uintptr_t)w->in)
		all = text("%s%s", all, spell_all(w, w->in, w->n_in));
	else if (bwr->read_consumed)
		all = text("%s read %llu", all, (unsigned long long)bwr->read_consumed);
	return all;
}

const char *write_read(struct worker *w, struct binder_write_read bwr)
{
	struct binder_write_read *shared = arena(sizeof(*shared));

	*shared = bwr;
	return told(w, run(w, job_write_read, (long)shared, 0, 0, 0), shared);
}

static struct binder_write_read usual(struct worker *w, bool reads)
{
	struct binder_write_read bwr = {.write_size = w->n_out,
					.write_buffer = w->n_out ? (uintptr_t)w->out : 0,
					.read_size = reads ? READ_SIZE : 0,
					.read_buffer = reads ? (uintptr_t)w->in : 0};

	w->n_out = 0;
	return bwr;
}

const char *tell(struct worker *w)
{
	return write_read(w, usual(w, false));
}

const char *hear(struct worker *w)
{
	w->n_out = 0;
	return write_read(w, usual(w, true));
}

const char *ask(struct worker *w)
{
	return write_read(w, usual(w, true));
}

void start_ask(struct worker *w)
{
	w->bwr = usual(w, true);
	start(w, job_write_read, (long)&w->bwr, 0, 0, 0);
}

const char *end_ask(struct worker *w)
{
	long ret = finish(w);

	return told(w, ret, &w->bwr);
}

const char *send(struct worker *w, struct txn t)
{
	bc_txn(w, t);
	return tell(w);
}

const char *call(struct worker *w, struct txn t)
{
	bc_txn(w, t);
	return ask(w);
}

const char *free_last(struct worker *w)
{
	bc_u64(w, BC_FREE_BUFFER, w->data);
	return tell(w);
}

const char *content(struct worker *w)
{
	unsigned char *copy = arena(w->size + 1);
	bool printable = true;
	const char *hex = "";
	long sig = run(w, job_peek, (long)copy, (long)w->data, (long)w->size, 0);

	if (sig)
		return text("signal %ld", sig);
	for (size_t i = 0; i < w->size; i++)
		printable &= isprint(copy[i]) != 0;
	if (printable)
		return text("'%s'", (const char *)copy);
	for (size_t i = 0; i < w->size && i < 64; i++)
		hex = text("%s%02x", hex, copy[i]);
	return hex;
}

const void *arena_text(const char *s)
{
	return strcpy(arena(strlen(s) + 1), s);
}
