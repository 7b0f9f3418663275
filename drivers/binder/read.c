/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * What a thread is told: the BR_ commands of one BINDER_WRITE_READ. One work item is taken at a time
 * under the lock, and written to the program without it; a transaction ends the batch.
 */
#include "read.h"

#include <cleat/pid.h>

#include "node.h"
#include "object.h"
#include "thread.h"

/* One or two commands with the same operands: nothing, a cookie, or two words. */
struct binder_answer {
	u32 cmd[2];
	size_t len __at_most(16);
	u64 word[2];
	bool ends;
};

void binder_count_br(struct binder_thread *thread, u32 cmd)
{
	u32 nr = _IOC_NR(cmd);

	if (nr < BINDER_BR_COUNT)
		binder_count(&thread->stats.br[nr]);
}

int binder_put_cmd(struct binder_reading *r, u32 cmd)
{
	int err = cleat_user_write_obj(&r->to, &cmd);

	if (err)
		return err;
	r->done += sizeof(cmd);
	binder_count_br(r->thread, cmd);
	return 0;
}

static int binder_answer(struct binder_reading *r, const struct binder_answer *a)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(a->cmd) && a->cmd[i]; i++) {
		int err = binder_put_cmd(r, a->cmd[i]);

		if (!err && a->len)
			err = cleat_user_write(&r->to, a->word, a->len);
		if (err)
			return err;
		r->done += a->len;
	}
	return a->ends ? BINDER_END : BINDER_MORE;
}

/* ---- what an item comes to ---- */

static struct binder_answer binder_read_complete(struct binder_proc *proc,
						 struct binder_transaction *__own t)
{
	struct binder_answer a = {.cmd = {t->complete_cmd}};

	if (a.cmd[0] == BR_ONEWAY_SPAM_SUSPECT && !proc->spam_detection)
		a.cmd[0] = BR_TRANSACTION_COMPLETE;
	binder_transaction_put(t);
	return a;
}

static struct binder_answer binder_read_return_error(struct binder_thread *__own thread)
{
	struct binder_answer a = {.cmd = {thread->return_error}};

	thread->return_error = BR_OK;
	binder_thread_put(thread);
	return a;
}

static struct binder_answer binder_read_reply_error(struct binder_thread *__own thread)
{
	struct binder_answer a = {.cmd = {thread->reply_error}};

	thread->reply_error = BR_OK;
	binder_thread_put(thread);
	return a;
}

/* What changed for a node since its owner was last told. */
static struct binder_answer binder_read_node(struct binder_proc *proc, struct binder_node *__own node)
{
	struct binder_answer a = {.len = 16, .word = {node->ptr, node->cookie}};
	bool strong = node->internal_strong || node->local_strong;
	bool weak = binder_node_is_held(node);
	bool had_strong = node->has_strong, had_weak = node->has_weak;
	unsigned int n = 0;

	if (weak && !had_weak) {
		node->pending_weak = true;
		node->local_weak++;
		a.cmd[n++] = BR_INCREFS;
	}
	if (strong && !had_strong) {
		node->pending_strong = true;
		node->local_strong++;
		a.cmd[n++] = BR_ACQUIRE;
	}
	if (!strong && had_strong)
		a.cmd[n++] = BR_RELEASE;
	if (!weak && had_weak)
		a.cmd[n++] = BR_DECREFS;
	node->has_strong = strong;
	node->has_weak = weak;
	if (!weak && !strong && binder_node_tree_linked(node))
		binder_node_put(binder_node_tree_erase(&proc->nodes, node));
	binder_node_put(node);
	return a;
}

static struct binder_answer binder_read_death(struct binder_proc *proc, struct binder_death *__own death)
{
	struct binder_answer a = {.len = 8, .word = {death->cookie}};

	if (death->state == BINDER_DEATH_CLEARED) {
		a.cmd[0] = BR_CLEAR_DEATH_NOTIFICATION_DONE;
		binder_death_put(death);
	} else {
		a.cmd[0] = BR_DEAD_BINDER;
		a.ends = true;
		binder_todo_death_add_tail(&proc->delivered_death, death);
	}
	return a;
}

static struct binder_answer binder_read_freeze(struct binder_proc *proc,
					       struct binder_freeze *__own freeze)
{
	struct binder_answer a = {.word = {freeze->cookie}};

	if (freeze->cleared) {
		a.cmd[0] = BR_CLEAR_FREEZE_NOTIFICATION_DONE;
		a.len = 8;
		binder_freeze_put(freeze);
	} else {
		/* struct binder_frozen_state_info: the cookie, then two 32-bit numbers. */
		struct binder_frozen_state_info info = {.is_frozen = freeze->frozen};

		a.cmd[0] = BR_FROZEN_BINDER;
		a.len = 16;
		a.word[1] = binder_two_words(info.is_frozen, info.reserved);
		a.ends = true;
		freeze->sent = true;
		binder_todo_freeze_add_tail(&proc->delivered_freeze, freeze);
	}
	return a;
}

/* The first item that is no transaction; its thread is not to be woken for an empty queue. */
static struct binder_answer binder_read_item(struct binder_thread *thread, struct binder_todo *todo)
{
	struct binder_transaction *t = binder_todo_complete_pop(todo);
	struct binder_thread *error;
	struct binder_freeze *freeze;
	struct binder_death *death;
	struct binder_node *node;

	if (t)
		return binder_read_complete(thread->proc, t);
	node = binder_todo_node_pop(todo);
	if (node)
		return binder_read_node(thread->proc, node);
	error = binder_todo_return_pop(todo);
	if (error)
		return binder_read_return_error(error);
	error = binder_todo_reply_pop(todo);
	if (error)
		return binder_read_reply_error(error);
	death = binder_todo_death_pop(todo);
	if (death)
		return binder_read_death(thread->proc, death);
	freeze = binder_todo_freeze_pop(todo);
	if (freeze)
		return binder_read_freeze(thread->proc, freeze);
	return (struct binder_answer){};
}

/* ---- the batch ---- */

static struct binder_todo *__opt binder_read_from(struct binder_reading *r)
{
	struct binder_thread *thread = r->thread;

	if (!binder_todo_empty(&thread->todo))
		return &thread->todo;
	if (r->for_proc && !binder_todo_empty(&thread->proc->todo))
		return &thread->proc->todo;
	return NULL;
}

static int binder_read_step(struct binder_reading *r)
{
	struct binder_thread *thread = r->thread;
	struct pid *sender __free(put_pid) = NULL;
	struct binder_transaction *t = NULL;
	struct binder_buffer *buffer = NULL;
	struct binder_answer a = {};

	scoped_guard(spinlock, &binder_lock) {
		struct binder_todo *todo = binder_read_from(r);

		if (!todo)
			return r->done == sizeof(u32) && !thread->need_return ? BINDER_AGAIN
									      : BINDER_END;
		if (r->to.left < BINDER_ANSWER_MAX)
			return BINDER_END;
		t = binder_todo_txn_pop(todo);
		if (t) {
			buffer = t->buffer;
			t->buffer = NULL;
			if (t->from)
				sender = get_pid(t->from->proc->pid);
		} else {
			a = binder_read_item(thread, todo);
		}
		if (binder_todo_empty(&thread->todo))
			thread->process_todo = false;
	}
	if (!t)
		return binder_answer(r, &a);
	if (!buffer) {
		binder_transaction_drop(t, BR_FAILED_REPLY);
		return BINDER_MORE;
	}
	return binder_read_transaction(r, t, buffer, sender);
}

/* For a wait: true when there is something to read; else the thread can be found by who brings it. */
static bool binder_thread_ready(struct binder_thread *thread, bool for_proc)
{
	if (binder_thread_has_work(thread, for_proc))
		return true;
	if (for_proc && !binder_waiting_linked(thread))
		binder_waiting_add(&thread->proc->waiting, thread);
	return false;
}

static long binder_read_wait(struct binder_reading *r, bool nonblock)
{
	struct binder_thread *thread = r->thread;
	long err = 0;

	scoped_guard(spinlock, &binder_lock)
		r->for_proc = binder_thread_for_proc(thread);
	if (r->for_proc)
		binder_set_nice(thread->proc->default_priority);
	guard(spinlock)(&binder_lock);
	if (nonblock)
		return binder_thread_has_work(thread, r->for_proc) ? 0 : -EAGAIN;
	thread->looper |= BINDER_LOOPER_WAITING;
	err = cleat_wait_event_freezable(thread->wait.wq, &binder_lock,
					     binder_thread_ready(thread, r->for_proc));
	thread->looper &= ~BINDER_LOOPER_WAITING;
	if (binder_waiting_linked(thread))
		binder_waiting_del(&thread->proc->waiting, thread);
	return err ? -EINTR : 0;
}

/* Is the program to be asked for one more thread? */
static bool binder_read_spawn(struct binder_thread *thread)
{
	struct binder_proc *proc = thread->proc;

	if (proc->requested || proc->started >= proc->max_threads ||
	    !binder_waiting_empty(&proc->waiting) ||
	    !(thread->looper & (BINDER_LOOPER_REGISTERED | BINDER_LOOPER_ENTERED)))
		return false;
	proc->requested++;
	return true;
}

static long binder_read_batch(struct binder_reading *r, bool nonblock)
{
	int step;

	do {
		long err = binder_read_wait(r, nonblock);

		if (err)
			return err;
		do
			step = binder_read_step(r);
		while (step == BINDER_MORE);
	} while (step == BINDER_AGAIN);
	return step < 0 ? step : 0;
}

/* The first command of a batch; room for it is not asked for, Linux writes it in any case. BR_NOOP is not counted. */
static int binder_put_first(binder_uintptr_t buffer, u32 cmd)
{
	return cleat_put_user_obj(u64_to_user_ptr(buffer), &cmd);
}

long binder_thread_read(struct binder_thread *thread, binder_uintptr_t buffer, binder_size_t size,
			binder_size_t *consumed, bool nonblock)
{
	binder_size_t begin = *consumed;
	struct binder_reading r = {.thread = thread, .done = begin};
	bool spawn = false;
	long err;

	if (begin == 0) {
		err = binder_put_first(buffer, BR_NOOP);
		if (err)
			return err;
		r.done = sizeof(u32);
	}
	r.to = cleat_user_writer_init(u64_to_user_ptr(buffer + r.done), size > r.done ? size - r.done : 0);
	err = binder_read_batch(&r, nonblock);
	scoped_guard(spinlock, &binder_lock) {
		if (!err)
			spawn = binder_read_spawn(thread);
		if (!binder_todo_empty(&thread->proc->todo))
			binder_proc_wake(thread->proc);
	}
	if (err)
		return err;
	*consumed = r.done;
	if (!spawn)
		return 0;
	binder_count_br(thread, BR_SPAWN_LOOPER);
	return binder_put_first(buffer, BR_SPAWN_LOOPER);
}
