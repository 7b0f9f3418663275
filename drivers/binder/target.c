/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Whom a transaction is for: the node behind a handle, or who waits for a reply. */
#include "transaction.h"

#include <cleat/security.h>

#include "node.h"
#include "object.h"
#include "thread.h"

/* The thread of @proc that waits for a call of ours, on whose stack a nested call belongs. */
static struct binder_thread *__own __opt binder_nested_target(struct binder_thread *thread,
							      struct binder_proc *proc)
{
	for (struct binder_transaction *t = thread->stack; t; t = t->from_parent) {
		if (t->from && t->from->proc == proc)
			return binder_thread_get(t->from);
	}
	return NULL;
}

/* The node that is meant, and whose process lives; NULL: s->error says what is wrong with it. */
static struct binder_node *__opt binder_find_node(struct binder_send *s)
{
	struct binder_proc *proc = s->thread->proc;
	u32 handle = binder_handle(s->data->target);
	struct binder_node *node = proc->device->manager;

	if (handle) {
		struct binder_ref *ref = binder_ref_find(proc, handle, true);

		if (!ref) {
			binder_refuse(s, BR_FAILED_REPLY, -EINVAL);
			return NULL;
		}
		node = ref->node;
	}
	if (!node || !node->proc) {
		binder_refuse(s, BR_DEAD_REPLY, -EINVAL);
		return NULL;
	}
	if (node->proc == proc || (!handle && node->proc->tgid == proc->tgid)) {
		binder_refuse(s, BR_FAILED_REPLY, -EINVAL);
		return NULL;
	}
	return node;
}

/* May the thread call anybody now? A call that it was handed comes first. */
static bool binder_may_call(struct binder_thread *thread)
{
	return binder_todo_kind(&thread->todo) != BINDER_WORK_TRANSACTION &&
	       (!thread->stack || thread->stack->to_thread == thread);
}

int binder_find_target(struct binder_send *s)
{
	struct binder_thread *thread = s->thread;
	struct binder_proc *to __free(binder_proc_put) = NULL;
	int err;

	if (s->node || s->to_proc || s->to_thread)
		return binder_fail(s, BR_FAILED_REPLY, -EPROTO);
	scoped_guard(spinlock, &binder_lock) {
		struct binder_node *node;

		thread->error = (struct binder_extended_error){.id = s->id, .command = BR_OK};
		node = binder_find_node(s);
		if (!node || !node->proc)
			return -EINVAL;
		to = binder_proc_get(node->proc);
		if (!(s->data->flags & TF_ONE_WAY)) {
			if (!binder_may_call(thread))
				return binder_fail(s, BR_FAILED_REPLY, -EPROTO);
			s->to_thread = binder_nested_target(thread, to);
		}
		err = binder_node_inc(node, true, false, NULL);
		if (err)
			return binder_fail(s, BR_FAILED_REPLY, err);
		s->node = binder_node_get(node);
		s->node_id = node->id;
	}
	if (security_binder_transaction(thread->proc->cred, to->cred) < 0)
		return binder_fail(s, BR_FAILED_REPLY, -EPERM);
	s->to_proc = no_free_ptr(to);
	return 0;
}

/* The innermost call that the thread serves is answered; it is off its stack, whatever comes. */
int binder_find_caller(struct binder_send *s)
{
	struct binder_thread *thread = s->thread;
	struct binder_transaction *call;
	long nice;
	int err = 0;

	if (s->in_reply_to || s->to_proc || s->to_thread)
		return binder_fail(s, BR_FAILED_REPLY, -EPROTO);
	scoped_guard(spinlock, &binder_lock) {
		thread->error = (struct binder_extended_error){.id = s->id, .command = BR_OK};
		call = thread->stack;
		if (!call || call->to_thread != thread)
			return binder_fail(s, BR_FAILED_REPLY, -EPROTO);
		thread->stack = call->to_parent;
		call->to_parent = NULL;
		s->in_reply_to = call;
		nice = call->saved_priority;
		if (!call->from) {
			err = binder_fail(s, BR_DEAD_REPLY, 0);
		} else {
			s->to_thread = binder_thread_get(call->from);
			s->to_proc = binder_proc_get(call->from->proc);
		}
	}
	binder_set_nice(nice);
	return err;
}
