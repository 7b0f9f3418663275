/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Making a transaction: find whom it is for, fill a buffer of theirs, queue it. The sender holds a
 * reference to all that it needs meanwhile, so that either side may die at any step.
 */
#include "transaction.h"

#include <cleat/sched.h>
#include <cleat/security.h>

#include "logs.h"
#include "node.h"
#include "object.h"
#include "report.h"
#include "thread.h"

/* ---- its bytes ---- */

static int binder_buffer_fail(struct binder_send *s, int err)
{
	return binder_fail(s, err == -ESRCH ? BR_DEAD_REPLY : BR_FAILED_REPLY, err);
}

/* The sender's security context stands at the end of the buffer. */
static int binder_put_secctx(struct binder_transaction *t, struct binder_alloc *alloc,
					  struct binder_buffer *buffer, const struct cleat_secctx *ctx)
{
	size_t at = binder_buffer_extra(buffer) + binder_align(buffer->extra_size) -
		    binder_align(ctx->len);

	t->security_ctx = binder_buffer_addr(alloc, buffer) + at;
	return cleat_area_write(&alloc->area, buffer->place + at, ctx->text, ctx->len);
}

/* A buffer of @to with all that the transaction carries; it is s->buffer, whatever comes of it. */
static int binder_fill(struct binder_send *s, struct binder_transaction *t,
				    struct binder_proc *to)
{
	bool oneway = !s->reply && (s->data->flags & TF_ONE_WAY);
	struct cleat_secctx *secctx __free(kfree) = NULL;
	size_t extra = s->extra;
	struct binder_buffer *buffer;
	int err;

	if (s->node && s->node->security_ctx) {
		secctx = cleat_cred_secctx(s->thread->proc->cred);
		if (IS_ERR(secctx))
			return binder_fail(s, BR_FAILED_REPLY, PTR_ERR(secctx));
		if (check_add_overflow(s->extra, binder_align(secctx->len), &extra))
			return binder_fail(s, BR_FAILED_REPLY, -EINVAL);
	}
	buffer = binder_buffer_new(&to->alloc, s->data->data_size, s->data->offsets_size, extra, oneway,
				   s->id, task_tgid_nr(current));
	if (IS_ERR(buffer))
		return binder_buffer_fail(s, PTR_ERR(buffer));
	if (s->buffer || buffer->node) {
		binder_buffer_free(&to->alloc, buffer);
		return binder_fail(s, BR_FAILED_REPLY, -EPROTO);
	}
	buffer->clear = t->flags & TF_CLEAR_BUF;
	buffer->node = s->node;
	s->node = NULL;
	s->buffer = buffer;
	if (secctx && secctx->len) {
		err = binder_put_secctx(t, &to->alloc, buffer, secctx);
		if (err)
			return binder_fail(s, BR_FAILED_REPLY, err);
	}
	return binder_translate(s, t, to, buffer);
}

/* ---- queueing ---- */

/* A one-way transaction of the same sender to the same node that waits, and that @t replaces. */
static struct binder_transaction *__own __opt binder_outdated(struct binder_node *node,
							      struct binder_transaction *t)
{
	cleat_variant_for_each(binder_todo, at, &node->async_todo) {
		struct binder_transaction *old = binder_todo_txn_of(at);

		if (old && old->code == t->code && old->flags == t->flags && old->buffer && t->buffer &&
		    old->buffer->pid == t->buffer->pid)
			return binder_todo_txn_dequeue(old);
	}
	return NULL;
}

u32 binder_transaction_queue(struct binder_transaction *t, struct binder_proc *proc,
			     struct binder_thread *thread,
			     struct binder_transaction **ret_outdated)
{
	struct binder_node *node = t->buffer ? t->buffer->node : NULL;
	bool oneway = t->flags & TF_ONE_WAY, frozen = proc->frozen;
	bool waits = oneway && node && node->has_async;

	*ret_outdated = NULL;
	if (frozen) {
		proc->sync_recv |= !oneway;
		proc->async_recv |= oneway;
	}
	if ((frozen && !oneway) || proc->dead || (thread && thread->dead))
		return frozen ? BR_FROZEN_REPLY : BR_DEAD_REPLY;
	if (oneway && node)
		node->has_async = true;
	t->outstanding = true;
	proc->outstanding++;
	if (waits) {
		if ((t->flags & TF_UPDATE_TXN) && frozen) {
			struct binder_transaction *old = binder_outdated(node, t);

			if (old)
				binder_transaction_done(old);
			*ret_outdated = old;
		}
		binder_todo_txn_add_tail(&node->async_todo, binder_transaction_get(t));
		return oneway && frozen ? BR_TRANSACTION_PENDING_FROZEN : 0;
	}
	if (!thread)
		thread = binder_waiting_pop(&proc->waiting);
	if (thread) {
		binder_todo_txn_add_tail(&thread->todo, binder_transaction_get(t));
		binder_thread_rouse(thread);
		if (oneway)
			wake_up_interruptible(&thread->wait.wq);
		else
			wake_up_interruptible_sync(&thread->wait.wq);
	} else {
		binder_todo_txn_add_tail(&proc->todo, binder_transaction_get(t));
		binder_proc_wake(proc);
	}
	return oneway && frozen ? BR_TRANSACTION_PENDING_FROZEN : 0;
}

/* What its sender hears of it when it is on its way. */
static void binder_queue_complete(struct binder_thread *thread, struct binder_transaction *t, u32 cmd)
{
	t->complete_cmd = cmd;
	binder_todo_complete_add_tail(&thread->todo, binder_transaction_get(t));
}

static int binder_queue_reply(struct binder_send *s, struct binder_transaction *t)
{
	struct binder_transaction *call = s->in_reply_to;
	struct binder_thread *to = s->to_thread;

	if (!call || !to)
		return binder_fail(s, BR_FAILED_REPLY, -EPROTO);
	guard(spinlock)(&binder_lock);
	if (to->dead)
		return binder_fail(s, BR_DEAD_REPLY, 0);
	if (to->stack != call)
		return binder_fail(s, BR_FAILED_REPLY, -EPROTO);
	if (t->buffer)
		return binder_fail(s, BR_FAILED_REPLY, -EPROTO);
	binder_queue_complete(s->thread, t, BR_TRANSACTION_COMPLETE);
	binder_thread_rouse(s->thread);
	binder_transaction_pop(to);
	binder_transaction_done(call);
	t->buffer = s->buffer;
	s->buffer = NULL;
	t->outstanding = true;
	to->proc->outstanding++;
	binder_todo_txn_add_tail(&to->todo, binder_transaction_get(t));
	binder_thread_rouse(to);
	wake_up_interruptible_sync(&to->wait.wq);
	return 0;
}

/* It was not queued: its buffer is the send's again. */
static void binder_send_keep(struct binder_send *s, struct binder_buffer *__own __opt buffer)
{
	if (s->buffer)
		binder_buffer_end(s->buffer);
	s->buffer = buffer;
}

static int binder_queue_call(struct binder_send *s, struct binder_transaction *t,
					  struct binder_proc *to)
{
	struct binder_thread *thread = s->thread;
	struct binder_transaction *outdated = NULL, *sent;
	struct binder_buffer *buffer;
	u32 cmd;

	guard(spinlock)(&binder_lock);
	if (t->buffer || t->from || t->from_parent)
		return binder_fail(s, BR_FAILED_REPLY, -EPROTO);
	t->buffer = s->buffer;
	s->buffer = NULL;
	t->from = binder_thread_get(thread);
	t->from_parent = thread->stack;
	thread->stack = binder_transaction_get(t);
	/* Not worth waking up for: it is read with the reply. */
	binder_queue_complete(s->thread, t, BR_TRANSACTION_COMPLETE);
	cmd = binder_transaction_queue(t, to, s->to_thread, &outdated);
	if (outdated)
		binder_transaction_put(outdated);
	if (!cmd)
		return 0;
	binder_transaction_pop(thread);
	sent = binder_todo_complete_dequeue(t);
	if (sent)
		binder_transaction_put(sent);
	buffer = t->buffer;
	t->buffer = NULL;
	binder_send_keep(s, buffer);
	return binder_fail(s, cmd, 0);
}

static int binder_queue_oneway(struct binder_send *s, struct binder_transaction *t,
					    struct binder_proc *to)
{
	struct binder_transaction *outdated = NULL;
	struct binder_buffer *old = NULL;
	bool spam = s->buffer && s->buffer->spam;
	u32 cmd;

	if (spam)
		binder_report(s, BR_ONEWAY_SPAM_SUSPECT);
	scoped_guard(spinlock, &binder_lock) {
		if (t->buffer)
			return binder_fail(s, BR_FAILED_REPLY, -EPROTO);
		t->buffer = s->buffer;
		s->buffer = NULL;
		cmd = binder_transaction_queue(t, to, NULL, &outdated);
		if (cmd && cmd != BR_TRANSACTION_PENDING_FROZEN) {
			old = t->buffer;
			t->buffer = NULL;
			binder_send_keep(s, old);
			return binder_fail(s, cmd, 0);
		}
		binder_queue_complete(s->thread, t, cmd    ? cmd
					 : spam ? BR_ONEWAY_SPAM_SUSPECT
						: BR_TRANSACTION_COMPLETE);
		binder_thread_rouse(s->thread);
		if (outdated) {
			old = outdated->buffer;
			outdated->buffer = NULL;
		}
	}
	if (cmd)
		binder_report(s, cmd);
	if (outdated)
		binder_transaction_put(outdated);
	if (old) {
		binder_buffer_let_go(to, old, binder_buffer_extra(old), NULL);
		binder_buffer_free(&to->alloc, old);
	}
	return 0;
}

/* ---- the whole ---- */

static struct binder_transaction *__own __opt binder_transaction_make(const struct binder_send *s,
								     struct binder_proc *to)
{
	const struct binder_transaction_data *data = s->data;
	struct binder_transaction *t = binder_transaction_new(kzalloc_obj(*t));

	if (!t)
		return NULL;
	binder_count_made(BINDER_COUNT_TRANSACTION);
	t->id = s->id;
	t->from_pid = s->thread->proc->tgid;
	t->from_tid = s->thread->pid;
	t->sender_euid = current_euid();
	t->code = data->code;
	t->flags = data->flags;
	t->reply = s->reply;
	t->priority = task_nice(current);
	t->start = ktime_get();
	t->to_proc = binder_proc_get(to);
	if (s->to_thread)
		t->to_thread = binder_thread_get(s->to_thread);
	binder_fd_fixups_init(&t->fixups);
	return t;
}

static int binder_send_to(struct binder_send *s, struct binder_transaction *t,
				       struct binder_proc *to)
{
	int err;

	err = binder_fill(s, t, to);
	if (err)
		return err;
	if (s->reply)
		return binder_queue_reply(s, t);
	return t->flags & TF_ONE_WAY ? binder_queue_oneway(s, t, to) : binder_queue_call(s, t, to);
}

static int binder_send_run(struct binder_send *s)
{
	struct binder_transaction *t __free(binder_transaction_put) = NULL;
	int err = s->reply ? binder_find_caller(s) : binder_find_target(s);

	if (err)
		return err;
	if (!s->to_proc)
		return binder_fail(s, BR_DEAD_REPLY, 0);
	t = binder_transaction_make(s, s->to_proc);
	return t ? binder_send_to(s, t, s->to_proc) : binder_fail(s, BR_FAILED_REPLY, -ENOMEM);
}

/* Nothing of it stays but what its sender, or who waits for the reply, is told. */
static void binder_send_failed(struct binder_send *s)
{
	struct binder_thread *thread = s->thread;
	struct binder_transaction *call = s->in_reply_to;
	struct binder_buffer *buffer = s->buffer;
	struct binder_proc *to = s->to_proc;

	s->buffer = NULL;
	s->in_reply_to = NULL;
	if (buffer && to) {
		binder_buffer_let_go(to, buffer, s->translated, NULL);
		binder_buffer_free(&to->alloc, buffer);
	} else if (buffer) {
		binder_buffer_end(buffer);
	}
	binder_debug(BINDER_DEBUG_FAILED_TRANSACTION, "%d:%d transaction %d failed: %x, %d, line %d\n",
		     thread->proc->tgid, thread->pid, s->id, s->error, s->param, s->line);
	binder_report(s, s->error);
	scoped_guard(spinlock, &binder_lock) {
		struct binder_extended_error error = {
			.id = s->id, .command = s->error, .param = s->param};

		if (s->node)
			binder_node_dec(s->node, true, false);
		if (!call)
			thread->error = error;
		else if (call->from && call->from->error.command == BR_OK)
			call->from->error = error;
	}
	binder_thread_error(thread, call ? BR_TRANSACTION_COMPLETE : s->error);
	if (call)
		binder_transaction_fail(call, s->error);
}

void binder_transact(struct binder_thread *thread, const struct binder_transaction_data *data,
		     bool reply, u64 extra)
{
	struct binder_send s = {
		.thread = thread,
		.data = data,
		.reply = reply,
		.extra = extra,
		.id = binder_next_id(),
	};

	if (binder_send_run(&s))
		binder_send_failed(&s);
	scoped_guard(spinlock, &binder_lock)
		binder_log_transaction(&s);
	if (s.in_reply_to)
		binder_transaction_put(s.in_reply_to);
	if (s.node)
		binder_node_put(s.node);
	if (s.to_thread)
		binder_thread_put(s.to_thread);
	if (s.to_proc)
		binder_proc_put(s.to_proc);
}
