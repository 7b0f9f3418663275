/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * How transactions and their buffers end: read and answered, read and given back, or not at all
 * because one side died.
 */
#include "alloc.h"
#include "node.h"
#include "thread.h"
#include "transaction.h"

void binder_fd_fixup_free(struct binder_fd_fixup *fixup)
{
	if (fixup->file)
		fput(fixup->file);
	kfree(fixup);
}

/*
 * The parents are references of a call that nobody waits for any more; each has another holder as
 * long as its own end is not told, so that this does not go down a chain.
 */
void binder_transaction_release(struct binder_transaction *t)
{
	binder_fd_fixups_clear(&t->fixups);
	if (t->buffer) {
		if (t->to_proc)
			binder_buffer_discard(&t->to_proc->alloc, t->buffer);
		else
			binder_buffer_end(t->buffer);
	}
	if (t->from)
		binder_thread_put(t->from);
	if (t->to_thread)
		binder_thread_put(t->to_thread);
	if (t->from_parent)
		binder_transaction_put(t->from_parent);
	if (t->to_parent)
		binder_transaction_put(t->to_parent);
	if (t->to_proc)
		binder_proc_put(t->to_proc);
	binder_count_ended(BINDER_COUNT_TRANSACTION);
	kfree(t);
}

void binder_transaction_done(struct binder_transaction *t)
{
	struct binder_proc *proc = t->to_proc;

	if (!t->outstanding || !proc)
		return;
	t->outstanding = false;
	proc->outstanding--;
	if (!proc->outstanding && proc->frozen)
		wake_up_interruptible_all(&proc->frozen_wait);
}

void binder_transaction_pop(struct binder_thread *thread)
{
	struct binder_transaction *t = thread->stack;

	if (!t)
		return;
	thread->stack = t->from_parent;
	t->from_parent = NULL;
	if (t->from)
		binder_thread_put(t->from);
	t->from = NULL;
	binder_transaction_put(t);
}

/* Tell who waits for @t; else the next to tell is the caller that its dead caller served. */
static struct binder_transaction *__own __opt binder_transaction_tell(struct binder_transaction *t, u32 cmd)
{
	struct binder_thread *from = t->from;
	struct binder_transaction *next = t->from_parent;

	binder_transaction_done(t);
	if (!from) {
		t->from_parent = NULL;
		return next;
	}
	if (from->reply_error == BR_OK) {
		from->reply_error = cmd;
		if (!binder_todo_reply_linked(from))
			binder_todo_reply_add_tail(&from->todo, binder_thread_get(from));
		binder_thread_rouse(from);
		wake_up_interruptible(&from->wait.wq);
	}
	if (from->stack == t)
		binder_transaction_pop(from);
	return NULL;
}

void binder_transaction_fail(struct binder_transaction *t, u32 cmd)
{
	while (t) {
		struct binder_transaction *next;

		scoped_guard(spinlock, &binder_lock)
			next = binder_transaction_tell(t, cmd);
		binder_transaction_put(t);
		t = next;
	}
}

void binder_transaction_drop(struct binder_transaction *t, u32 cmd)
{
	if (!t->reply && !(t->flags & TF_ONE_WAY)) {
		binder_transaction_fail(t, cmd);
		return;
	}
	scoped_guard(spinlock, &binder_lock)
		binder_transaction_done(t);
	binder_transaction_put(t);
}

/* ---- queues ---- */

/* Take the first item off and end it; a transaction is returned, for somebody is to be told. */
static struct binder_transaction *__own __opt binder_todo_drop_first(struct binder_todo *todo)
{
	struct binder_transaction *t = binder_todo_complete_pop(todo);
	struct binder_thread *error = binder_todo_return_pop(todo);
	struct binder_node *node;
	struct binder_death *death;
	struct binder_freeze *freeze;

	if (t)
		binder_transaction_put(t);
	if (error)
		binder_thread_put(error);
	error = binder_todo_reply_pop(todo);
	if (error)
		binder_thread_put(error);
	node = binder_todo_node_pop(todo);
	if (node)
		binder_node_put(node);
	death = binder_todo_death_pop(todo);
	if (death)
		binder_death_put(death);
	freeze = binder_todo_freeze_pop(todo);
	if (freeze)
		binder_freeze_put(freeze);
	return binder_todo_txn_pop(todo);
}

void binder_todo_discard(struct binder_todo *todo)
{
	while (!binder_todo_empty(todo)) {
		struct binder_transaction *t = binder_todo_drop_first(todo);

		if (t)
			binder_transaction_put(t);
	}
}

void binder_todo_drain(struct binder_todo *todo)
{
	for (;;) {
		struct binder_transaction *t;

		scoped_guard(spinlock, &binder_lock) {
			if (binder_todo_empty(todo))
				return;
			t = binder_todo_drop_first(todo);
		}
		if (t)
			binder_transaction_drop(t, BR_DEAD_REPLY);
	}
}

/* ---- buffers that were read ---- */

/* The next one-way transaction to the node can be read now, or none is on its way. */
static void binder_async_next(struct binder_proc *proc, struct binder_node *node)
{
	struct binder_transaction *t = binder_todo_txn_pop(&node->async_todo);

	if (!t) {
		node->has_async = false;
		return;
	}
	binder_todo_txn_add_tail(&proc->todo, t);
	binder_proc_wake(proc);
}

void binder_buffer_give_back(struct binder_thread *thread, struct binder_buffer *buffer, bool failed)
{
	struct binder_proc *proc = thread->proc;

	if (buffer->async && buffer->node) {
		guard(spinlock)(&binder_lock);
		binder_async_next(proc, buffer->node);
	}
	binder_buffer_let_go(proc, buffer, binder_buffer_extra(buffer), failed ? NULL : thread);
	binder_buffer_free(&proc->alloc, buffer);
}

void binder_free_buffer(struct binder_thread *thread, binder_uintptr_t addr)
{
	struct binder_proc *proc = thread->proc;
	u64 place = addr - cleat_area_addr(&proc->alloc.area);
	struct binder_buffer *buffer;

	scoped_guard(spinlock, &binder_lock) {
		buffer = binder_delivered_find(&proc->alloc.delivered, place);
		if (buffer)
			buffer = binder_delivered_erase(&proc->alloc.delivered, buffer);
	}
	if (buffer)
		binder_buffer_give_back(thread, buffer, false);
	else
		binder_user_error("%d:%d BC_FREE_BUFFER: no buffer at offset %llx\n", proc->tgid,
				  thread->pid, (unsigned long long)place);
}
