/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * A frozen process is not to be called: synchronous calls to it fail, one-way ones wait. Freezing
 * waits until what is under way there has ended, and does not happen when it has not in time.
 */
#include "notify.h"

#include <cleat/jiffies.h>
#include <cleat/mutex.h>

#include "node.h"
#include "thread.h"

void binder_freeze_release(struct binder_freeze *freeze)
{
	binder_count_ended(BINDER_COUNT_FREEZE);
	kfree(freeze);
}

static void binder_freeze_queue(struct binder_proc *proc, struct binder_freeze *__own freeze)
{
	binder_todo_freeze_add_tail(&proc->todo, freeze);
	binder_proc_wake(proc);
}

/* ---- notifications ---- */

int binder_freeze_request(struct binder_thread *thread, u32 handle, binder_uintptr_t cookie)
{
	struct binder_freeze *freeze __free(binder_freeze_put) = binder_freeze_new(kzalloc_obj(*freeze));
	struct binder_ref *ref;

	if (!freeze)
		return -ENOMEM;
	binder_count_made(BINDER_COUNT_FREEZE);
	freeze->cookie = cookie;
	guard(spinlock)(&binder_lock);
	ref = binder_ref_find(thread->proc, handle, false);
	if (!ref || ref->freeze) {
		binder_user_error("%d:%d BC_REQUEST_FREEZE_NOTIFICATION: handle %u %s\n",
				  thread->proc->tgid, thread->pid, handle,
				  ref ? "has one already" : "is not there");
		return -EINVAL;
	}
	ref->freeze = binder_freeze_get(freeze);
	if (!ref->node->proc)
		return 0;
	freeze->frozen = ref->node->proc->frozen;
	binder_freeze_queue(thread->proc, no_free_ptr(freeze));
	return 0;
}

int binder_freeze_clear(struct binder_thread *thread, u32 handle, binder_uintptr_t cookie)
{
	struct binder_freeze *freeze;
	struct binder_ref *ref;

	guard(spinlock)(&binder_lock);
	ref = binder_ref_find(thread->proc, handle, false);
	if (!ref || !ref->freeze || ref->freeze->cookie != cookie) {
		binder_user_error("%d:%d BC_CLEAR_FREEZE_NOTIFICATION: handle %u has none with that cookie\n",
				  thread->proc->tgid, thread->pid, handle);
		return -EINVAL;
	}
	freeze = ref->freeze;
	ref->freeze = NULL;
	freeze->cleared = true;
	if (!binder_todo_freeze_linked(freeze)) {
		binder_freeze_queue(thread->proc, freeze);
		return 0;
	}
	freeze->resend = freeze->resend || freeze->sent;
	binder_freeze_put(freeze);
	return 0;
}

int binder_freeze_answered(struct binder_thread *thread, binder_uintptr_t cookie)
{
	struct binder_proc *proc = thread->proc;
	struct binder_freeze *freeze = NULL;

	guard(spinlock)(&binder_lock);
	cleat_variant_for_each(binder_todo, at, &proc->delivered_freeze) {
		struct binder_freeze *f = binder_todo_freeze_of(at);

		if (f && f->cookie == cookie) {
			freeze = f;
			break;
		}
	}
	if (freeze)
		freeze = binder_todo_freeze_dequeue(freeze);
	if (!freeze) {
		binder_user_error("%d:%d BC_FREEZE_NOTIFICATION_DONE: nothing with cookie %llx\n",
				  proc->tgid, thread->pid, (unsigned long long)cookie);
		return -EINVAL;
	}
	freeze->sent = false;
	if (!freeze->resend) {
		binder_freeze_put(freeze);
		return 0;
	}
	freeze->resend = false;
	binder_freeze_queue(proc, freeze);
	return 0;
}

static void binder_freeze_tell(struct binder_ref *ref, bool frozen)
{
	struct binder_freeze *freeze = ref->freeze;

	if (!freeze)
		return;
	if (binder_todo_freeze_linked(freeze)) {
		freeze->resend = freeze->resend || (freeze->sent && freeze->frozen != frozen);
		freeze->frozen = frozen;
		return;
	}
	freeze->frozen = frozen;
	binder_freeze_queue(ref->proc, binder_freeze_get(freeze));
}

static void binder_freeze_tell_all(struct binder_proc *proc, bool frozen)
{
	cleat_rbtree_for_each(binder_node_tree, node, &proc->nodes) {
		cleat_list_for_each(binder_node_refs, ref, &node->refs)
			binder_freeze_tell(ref, frozen);
	}
}

/* ---- freezing ---- */

static bool binder_proc_busy(struct binder_proc *proc)
{
	if (proc->outstanding)
		return true;
	cleat_rbtree_for_each(binder_thread_tree, thread, &proc->threads) {
		if (thread->stack)
			return true;
	}
	return false;
}

static long binder_freeze_proc(struct binder_proc *proc, const struct binder_freeze_info *info)
{
	long left = 0;

	guard(spinlock)(&binder_lock);
	proc->sync_recv = false;
	proc->async_recv = false;
	proc->frozen = info->enable;
	if (info->enable && info->timeout_ms)
		left = cleat_wait_event_interruptible_timeout(proc->frozen_wait, &binder_lock,
							      !proc->outstanding,
							      msecs_to_jiffies(info->timeout_ms));
	if (info->enable && left >= 0 && binder_proc_busy(proc))
		left = -EAGAIN;
	if (left < 0)
		proc->frozen = false;
	else
		binder_freeze_tell_all(proc, info->enable);
	return left < 0 ? left : 0;
}

/* The next open by process @pid after @last, or the first; a reference. */
static struct binder_proc *__own __opt binder_proc_of(u32 pid, struct binder_proc *__opt last)
{
	bool passed = !last;

	guard(mutex)(&binder_procs_lock);
	cleat_list_for_each(binder_proc_list, proc, &binder_procs) {
		if (passed && (u32)proc->tgid == pid)
			return binder_proc_get(proc);
		passed = passed || proc == last;
	}
	return NULL;
}

long binder_freeze_process(const struct binder_freeze_info *info)
{
	struct binder_proc *proc = binder_proc_of(info->pid, NULL);
	long err = 0;

	if (!proc)
		return -EINVAL;
	while (proc) {
		struct binder_proc *next;

		if (!err)
			err = binder_freeze_proc(proc, info);
		next = binder_proc_of(info->pid, proc);
		binder_proc_put(proc);
		proc = next;
	}
	return err;
}

long binder_frozen_status(struct binder_frozen_status_info *info)
{
	bool found = false;

	info->sync_recv = 0;
	info->async_recv = 0;
	guard(mutex)(&binder_procs_lock);
	cleat_list_for_each(binder_proc_list, proc, &binder_procs) {
		if ((u32)proc->tgid != info->pid)
			continue;
		found = true;
		guard(spinlock)(&binder_lock);
		info->sync_recv |= proc->sync_recv | binder_proc_busy(proc) << 1;
		info->async_recv |= proc->async_recv;
	}
	return found ? 0 : -EINVAL;
}
