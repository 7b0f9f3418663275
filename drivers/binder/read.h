/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What the files that fill one batch of BR_ commands share. */
#ifndef BINDER_READ_H
#define BINDER_READ_H

#include <cleat/build_bug.h>
#include <cleat/uaccess.h>

#include "transaction.h"

enum binder_step { BINDER_MORE, BINDER_AGAIN, BINDER_END };

/**
 * struct binder_reading - one batch
 * @for_proc: the thread may take what is for any of its process
 * @done: bytes written so far, those of the program's earlier calls included
 */
struct binder_reading {
	struct binder_thread *thread;
	struct cleat_user_writer to;
	binder_size_t done;
	bool for_proc;
};

/* BR_TRANSACTION_SEC_CTX and its operand, without padding between; the others end before @secctx. */
struct binder_br_transaction {
	u32 cmd;
	u64 target;
	u64 cookie;
	u32 code;
	u32 flags;
	s32 sender_pid;
	u32 sender_euid;
	u64 data_size;
	u64 offsets_size;
	u64 buffer;
	u64 offsets;
	u64 secctx;
} __attribute__((packed));

static_assert(sizeof(struct binder_br_transaction) ==
		      sizeof(u32) + sizeof(struct binder_transaction_data_secctx),
	      "the operand is struct binder_transaction_data_secctx");

/* The largest command: no item is taken when it might not fit. */
#define BINDER_ANSWER_MAX sizeof(struct binder_br_transaction)

/** binder_count_br - @thread was told @cmd */
void binder_count_br(struct binder_thread *thread, u32 cmd);

/** binder_put_cmd - write @cmd, which has no operands or whose operands follow; 0 or -EFAULT */
int binder_put_cmd(struct binder_reading *r, u32 cmd);

/**
 * binder_read_transaction - let the thread have @t
 * @buffer: its bytes, which become the program's
 * @sender: the process that waits for the reply
 *
 * Return: an enum binder_step; -EFAULT: then whoever waits for it was told.
 */
int binder_read_transaction(struct binder_reading *r, struct binder_transaction *__own t,
			    struct binder_buffer *__own buffer, struct pid *__opt sender);

#endif
