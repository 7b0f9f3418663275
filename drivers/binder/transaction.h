/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * A transaction from its command to its receiver. It is found a target, filled, and queued; what
 * goes wrong on the way is told to the sender as one BR_ command.
 */
#ifndef BINDER_TRANSACTION_H
#define BINDER_TRANSACTION_H

#include "alloc.h"
#include "binder.h"

/**
 * struct binder_send - one BC_TRANSACTION or BC_REPLY while it is made
 * @data: the command; @extra: bytes of further buffers
 * @node: whom it is for, with one local_strong; moves into the buffer
 * @in_reply_to: the call that it answers
 * @translated: objects up to this offset of the buffer hold references by now
 * @error, @param, @line: what went wrong, for the sender, and where
 */
struct binder_send {
	struct binder_thread *thread;
	const struct binder_transaction_data *data;
	bool reply;
	u64 extra;
	struct binder_proc *__own __opt to_proc;
	struct binder_thread *__own __opt to_thread;
	struct binder_node *__own __opt node;
	struct binder_buffer *__own __opt buffer;
	struct binder_transaction *__own __opt in_reply_to;
	size_t translated;
	int id;
	int node_id;
	u32 error;
	int param;
	int line;
};

/* Note what went wrong; the value is what a function of the send returns then. */
#define binder_refuse(s, cmd, errno)                                                               \
	((s)->error = (cmd), (s)->param = (errno), (s)->line = __LINE__)
#define binder_fail(s, cmd, errno) (binder_refuse(s, cmd, errno), -EINVAL)

/** binder_transact - BC_TRANSACTION, BC_REPLY and their _SG forms */
void binder_transact(struct binder_thread *thread, const struct binder_transaction_data *data,
		     bool reply, u64 extra);

/**
 * binder_find_target - s->node, s->to_proc and, for a nested call, s->to_thread of a transaction
 * binder_find_caller - s->in_reply_to, s->to_proc and s->to_thread of a reply
 *
 * Return: 0; else s->error says what is wrong.
 */
int binder_find_target(struct binder_send *s);
int binder_find_caller(struct binder_send *s);

/** binder_translate - copy the caller's data and offsets into @buffer of @to, objects made the receiver's */
int binder_translate(struct binder_send *s, struct binder_transaction *t,
				  struct binder_proc *to, struct binder_buffer *buffer);

/**
 * binder_buffer_let_go - let go of what the objects in @buffer hold, up to offset @end of it
 * @thread: who gives it back, and closes the descriptors in it; NULL: it was never received
 */
void binder_buffer_let_go(struct binder_proc *proc, struct binder_buffer *buffer, size_t end,
			  struct binder_thread *__opt thread);

/** binder_transaction_queue - @t is to be read by @thread, or by @proc; 0, or the BR_ that its sender gets */
u32 binder_transaction_queue(struct binder_transaction *t, struct binder_proc *proc,
					  struct binder_thread *__opt thread,
					  struct binder_transaction *__own __opt *ret_outdated __writes)
	__must_hold(&binder_lock);

/** binder_transaction_pop - @thread's innermost call, which it made, is off its stack; nobody waits for it */
void binder_transaction_pop(struct binder_thread *thread) __must_hold(&binder_lock);

/** binder_transaction_done - it does not count for its receiver any more */
void binder_transaction_done(struct binder_transaction *t) __must_hold(&binder_lock);

/** binder_transaction_fail - @t gets no reply: its caller, or the caller of that, is told @cmd */
void binder_transaction_fail(struct binder_transaction *__own t, u32 cmd);

/** binder_transaction_drop - @t will not be read; its caller is told @cmd */
void binder_transaction_drop(struct binder_transaction *__own t, u32 cmd);

/** binder_todo_discard - the same where nobody waits for what is on it any more */
void binder_todo_discard(struct binder_todo *todo);

/** binder_todo_drain - drop everything that is on @todo */
void binder_todo_drain(struct binder_todo *todo);

/**
 * binder_buffer_give_back - @thread is done with a buffer that it received
 * @failed: it could not be received in the end: descriptors in it are not the process's
 */
void binder_buffer_give_back(struct binder_thread *thread, struct binder_buffer *__own buffer,
			     bool failed);

/** binder_free_buffer - BC_FREE_BUFFER of the buffer at @addr */
void binder_free_buffer(struct binder_thread *thread, binder_uintptr_t addr);

#endif
