/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "notify.h"

#include "node.h"
#include "thread.h"

void binder_death_release(struct binder_death *death)
{
	binder_count_ended(BINDER_COUNT_DEATH);
	kfree(death);
}

static void binder_death_queue(struct binder_proc *proc, struct binder_death *__own death)
{
	binder_todo_death_add_tail(&proc->todo, death);
	binder_proc_wake(proc);
}

/* What was cleared is answered to the thread that asked, when it is one that reads. */
static void binder_death_queue_cleared(struct binder_thread *thread, struct binder_death *__own death)
{
	death->state = BINDER_DEATH_CLEARED;
	if (thread->looper & (BINDER_LOOPER_REGISTERED | BINDER_LOOPER_ENTERED)) {
		binder_todo_death_add_tail(&thread->todo, death);
		binder_thread_rouse(thread);
	} else {
		binder_death_queue(thread->proc, death);
	}
}

void binder_death_request(struct binder_thread *thread, u32 handle, binder_uintptr_t cookie)
{
	struct binder_death *death __free(binder_death_put) = binder_death_new(kzalloc_obj(*death));
	struct binder_ref *ref;

	if (!death) {
		binder_thread_error(thread, BR_ERROR);
		return;
	}
	binder_count_made(BINDER_COUNT_DEATH);
	death->cookie = cookie;
	guard(spinlock)(&binder_lock);
	ref = binder_ref_find(thread->proc, handle, false);
	if (!ref || ref->death) {
		binder_user_error("%d:%d BC_REQUEST_DEATH_NOTIFICATION: handle %u %s\n",
				  thread->proc->tgid, thread->pid, handle,
				  ref ? "has one already" : "is not there");
		return;
	}
	ref->death = binder_death_get(death);
	if (ref->node->proc)
		return;
	death->state = BINDER_DEATH_TELL;
	binder_death_queue(thread->proc, no_free_ptr(death));
}

void binder_death_clear(struct binder_thread *thread, u32 handle, binder_uintptr_t cookie)
{
	struct binder_death *death;
	struct binder_ref *ref;

	guard(spinlock)(&binder_lock);
	ref = binder_ref_find(thread->proc, handle, false);
	if (!ref || !ref->death || ref->death->cookie != cookie) {
		binder_user_error("%d:%d BC_CLEAR_DEATH_NOTIFICATION: handle %u has none with that cookie\n",
				  thread->proc->tgid, thread->pid, handle);
		return;
	}
	death = ref->death;
	ref->death = NULL;
	if (binder_todo_death_linked(death)) {
		death->state = BINDER_DEATH_TELL_CLEAR;
		binder_death_put(death);
	} else {
		binder_death_queue_cleared(thread, death);
	}
}

void binder_death_answered(struct binder_thread *thread, binder_uintptr_t cookie)
{
	struct binder_proc *proc = thread->proc;
	struct binder_death *death = NULL;

	guard(spinlock)(&binder_lock);
	cleat_variant_for_each(binder_todo, at, &proc->delivered_death) {
		struct binder_death *d = binder_todo_death_of(at);

		if (d && d->cookie == cookie) {
			death = d;
			break;
		}
	}
	if (!death) {
		binder_user_error("%d:%d BC_DEAD_BINDER_DONE: nothing with cookie %llx\n",
				  proc->tgid, thread->pid, (unsigned long long)cookie);
		return;
	}
	death = binder_todo_death_dequeue(death);
	if (!death)
		return;
	if (death->state == BINDER_DEATH_TELL_CLEAR)
		binder_death_queue_cleared(thread, death);
	else
		binder_death_put(death);
}

void binder_death_of_node(struct binder_ref *ref)
{
	struct binder_death *death = ref->death;

	if (!death || binder_todo_death_linked(death))
		return;
	death->state = BINDER_DEATH_TELL;
	binder_death_queue(ref->proc, binder_death_get(death));
}

void binder_notify_cancel(struct binder_ref *ref)
{
	struct binder_death *death = ref->death ? binder_todo_death_dequeue(ref->death) : NULL;
	struct binder_freeze *freeze = ref->freeze ? binder_todo_freeze_dequeue(ref->freeze) : NULL;

	if (death)
		binder_death_put(death);
	if (freeze)
		binder_freeze_put(freeze);
}
