/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "proc.h"
#include "thread.h"

#include <cleat/atomic.h>
#include <cleat/sched.h>

#include "logs.h"
#include "node.h"
#include "transaction.h"

static atomic_t binder_last_id = ATOMIC_INIT(0);

int binder_next_id(void)
{
	return atomic_inc_return(&binder_last_id);
}

void binder_set_nice(long nice)
{
	if (task_nice(current) == nice)
		return;
	set_user_nice(current, can_nice(current, nice) ? nice : cleat_rlimit_nice());
}

/* ---- who is there ---- */

static void binder_thread_free(struct binder_thread *__own thread)
{
	if (thread->stack)
		binder_transaction_put(thread->stack);
	binder_todo_discard(&thread->todo);
	cleat_poll_queue_end(&thread->wait);
	binder_proc_put(thread->proc);
	binder_count_ended(BINDER_COUNT_THREAD);
	kfree(thread);
}

DEFINE_OWNED_WORK_FUNCTIONS(binder_thread_free_work, struct binder_thread, free_work, binder_thread_free);

void binder_thread_release(struct binder_thread *thread)
{
	binder_thread_free_work_queue(thread, binder_wq);
}

static struct binder_thread *__own __opt binder_thread_find(struct binder_proc *proc)
{
	struct binder_thread *thread = binder_thread_tree_find(&proc->threads, task_pid_nr(current));

	return thread ? binder_thread_get(thread) : NULL;
}

struct binder_thread *binder_thread_current(struct binder_proc *proc)
{
	struct binder_thread *thread;

	scoped_guard(spinlock, &binder_lock)
		thread = binder_thread_find(proc);
	if (thread)
		return thread;
	thread = binder_thread_new(kzalloc_obj(*thread));
	if (!thread)
		return NULL;
	binder_count_made(BINDER_COUNT_THREAD);
	thread->pid = task_pid_nr(current);
	thread->proc = binder_proc_get(proc);
	cleat_poll_queue_init(&thread->wait);
	guard(spinlock)(&binder_lock);
	binder_todo_init(&thread->todo);
	thread->need_return = true;
	thread->return_error = BR_OK;
	thread->reply_error = BR_OK;
	thread->error.command = BR_OK;
	/* Nobody else makes this thread's: it makes one call at a time. */
	binder_thread_tree_add(&proc->threads, binder_thread_get(thread));
	return thread;
}

/* ---- who reads what ---- */

bool binder_thread_for_proc(struct binder_thread *thread)
{
	return !thread->stack && binder_todo_empty(&thread->todo);
}

bool binder_thread_has_work(struct binder_thread *thread, bool for_proc)
{
	return thread->process_todo || thread->need_return ||
	       (for_proc && !binder_todo_empty(&thread->proc->todo));
}

/* A thread that polls must be told even of what it queued for itself. */
void binder_thread_rouse(struct binder_thread *thread)
{
	if ((thread->looper & BINDER_LOOPER_POLL) && !thread->process_todo &&
	    thread->pid == task_pid_nr(current))
		wake_up_interruptible_sync(&thread->wait.wq);
	thread->process_todo = true;
}

void binder_thread_error(struct binder_thread *thread, u32 cmd)
{
	guard(spinlock)(&binder_lock);
	thread->return_error = cmd;
	if (!binder_todo_return_linked(thread))
		binder_todo_return_add_tail(&thread->todo, binder_thread_get(thread));
	binder_thread_rouse(thread);
}

void binder_proc_wake(struct binder_proc *proc)
{
	struct binder_thread *thread = binder_waiting_pop(&proc->waiting);

	if (thread) {
		wake_up_interruptible(&thread->wait.wq);
		return;
	}
	/* Nobody sleeps in the driver; those that poll may have time. */
	cleat_rbtree_for_each(binder_thread_tree, t, &proc->threads) {
		if ((t->looper & BINDER_LOOPER_POLL) && binder_thread_for_proc(t))
			wake_up_interruptible(&t->wait.wq);
	}
}

void binder_proc_flush(struct binder_proc *proc)
{
	guard(spinlock)(&binder_lock);
	cleat_rbtree_for_each(binder_thread_tree, thread, &proc->threads) {
		thread->need_return = true;
		if (thread->looper & BINDER_LOOPER_WAITING)
			wake_up_interruptible(&thread->wait.wq);
	}
}

/* ---- the end of a thread ---- */

/*
 * Take @thread out of all calls that it makes or serves. Those that it made stay with who serves
 * them, as calls of nobody; the innermost one that it serves is returned, if it serves that now.
 */
static struct binder_transaction *__own __opt binder_thread_detach(struct binder_thread *thread)
{
	struct binder_transaction *t = thread->stack, *serves = NULL;

	thread->stack = NULL;
	if (t && t->to_thread == thread)
		serves = binder_transaction_get(t);
	while (t) {
		struct binder_transaction *next = NULL;

		if (t->to_thread == thread) {
			binder_transaction_done(t);
			binder_thread_put(t->to_thread);
			t->to_thread = NULL;
			next = t->to_parent;
			t->to_parent = NULL;
		} else {
			if (t->from)
				binder_thread_put(t->from);
			t->from = NULL;
			if (t->from_parent)
				next = binder_transaction_get(t->from_parent);
		}
		binder_transaction_put(t);
		t = next;
	}
	return serves;
}

/* What it counted stays with its process. */
static void binder_stats_fold(struct binder_thread *thread)
{
	guard(spinlock)(&binder_lock);
	binder_stats_add(&thread->proc->stats, &thread->stats);
	thread->stats = (struct binder_stats){};
}

void binder_thread_exit(struct binder_thread *thread)
{
	struct binder_proc *proc = thread->proc;
	struct binder_transaction *serves = NULL;
	struct binder_thread *listed = NULL;
	struct binder_todo rest;

	binder_todo_init(&rest);
	scoped_guard(spinlock, &binder_lock) {
		if (binder_thread_tree_linked(thread))
			listed = binder_thread_tree_erase(&proc->threads, thread);
		if (binder_waiting_linked(thread))
			binder_waiting_del(&proc->waiting, thread);
		thread->dead = true;
		serves = binder_thread_detach(thread);
		binder_todo_splice_tail(&rest, &thread->todo);
	}
	cleat_poll_queue_end(&thread->wait);
	if (serves)
		binder_transaction_fail(serves, BR_DEAD_REPLY);
	binder_todo_drain(&rest);
	binder_stats_fold(thread);
	if (listed)
		binder_thread_put(listed);
}
