/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * BINDER_WRITE_READ as words: commands are put one after the other, then told to the driver, and
 * what it returns is spelled out as text.
 */
#ifndef TESTS_BINDER_CONF_WIRE_H
#define TESTS_BINDER_CONF_WIRE_H

#include "peer.h"

/* A transaction or reply to send. Pointers lie in the arena, or are bad on purpose. */
struct txn {
	uint32_t cmd; /* BC_TRANSACTION when 0 */
	uint32_t handle, code, flags;
	const void *data;
	size_t size;
	const void *offsets;
	size_t offsets_size; /* in bytes */
	size_t buffers;	     /* of the _SG commands: bytes of the buffers that it points to */
};

/* ---- put commands ---- */
void bc(struct worker *w, uint32_t cmd);
void bc_u32(struct worker *w, uint32_t cmd, uint32_t value);
void bc_u64(struct worker *w, uint32_t cmd, uint64_t value);
void bc_node(struct worker *w, uint32_t cmd, uint64_t ptr, uint64_t cookie);
void bc_handle(struct worker *w, uint32_t cmd, uint32_t handle, uint64_t cookie);
void bc_txn(struct worker *w, struct txn t);
void bc_raw(struct worker *w, const void *bytes, size_t size);

/*
 * Write the commands that were put; read; do both in one call. Return: "ok" or the error, "N of M"
 * when not all was written, and what was returned: "ok NOOP TRANSACTION_COMPLETE".
 */
const char *tell(struct worker *w);
const char *hear(struct worker *w);
const char *ask(struct worker *w);
/* The same for calls that may sleep. */
void start_ask(struct worker *w);
const char *end_ask(struct worker *w);
/* As ask(), with all numbers given: for bad ones. */
const char *write_read(struct worker *w, struct binder_write_read bwr);

/* Put, tell or ask at once. */
const char *send(struct worker *w, struct txn t);
const char *call(struct worker *w, struct txn t);
#define SEND(w, ...)  send(w, (struct txn){__VA_ARGS__})
#define CALL(w, ...)  call(w, (struct txn){__VA_ARGS__})
#define REPLY(w, ...) call(w, (struct txn){.cmd = BC_REPLY, __VA_ARGS__})

/* Free the buffer of what came last. What is in it: as text where all is printable, else in hex. */
const char *free_last(struct worker *w);
const char *content(struct worker *w);

/* The name of a BR_ command. */
const char *br_name(uint32_t cmd);
/* A string in the arena, with its length: .data and .size of a transaction. */
#define TEXT(s) .data = arena_text(s), .size = sizeof(s) - 1
const void *arena_text(const char *s);

#endif
