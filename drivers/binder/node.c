/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "node.h"

#include "notify.h"
#include "thread.h"
#include "transaction.h"

struct binder_dead_list binder_dead_nodes = CLEAT_LIST_INIT(binder_dead_nodes);

void binder_node_release(struct binder_node *node)
{
	if (node->proc)
		binder_proc_put(node->proc);
	binder_todo_discard(&node->async_todo);
	/* Each handle has a reference to the node: there is none any more. */
	while (binder_node_refs_pop(&node->refs))
		;
	binder_count_ended(BINDER_COUNT_NODE);
	kfree(node);
}

struct binder_node *binder_node_find(struct binder_proc *proc, binder_uintptr_t ptr)
{
	return binder_node_tree_find(&proc->nodes, ptr);
}

struct binder_node *binder_node_make(struct binder_proc *proc, const struct flat_binder_object *object)
{
	struct binder_node *fresh __free(binder_node_put) = NULL;

	scoped_guard(spinlock, &binder_lock) {
		struct binder_node *node = binder_node_find(proc, object->binder);

		if (node)
			return binder_node_pin(node);
	}
	fresh = binder_node_new(kzalloc_obj(*fresh));
	if (!fresh)
		return NULL;
	binder_count_made(BINDER_COUNT_NODE);
	fresh->id = binder_next_id();
	fresh->ptr = object->binder;
	fresh->cookie = object->cookie;
	fresh->min_priority = object->flags & FLAT_BINDER_FLAG_PRIORITY_MASK;
	fresh->accept_fds = object->flags & FLAT_BINDER_FLAG_ACCEPTS_FDS;
	fresh->security_ctx = object->flags & FLAT_BINDER_FLAG_TXN_SECURITY_CTX;
	binder_node_refs_init(&fresh->refs);
	binder_todo_init(&fresh->async_todo);

	guard(spinlock)(&binder_lock);
	/* Another thread may have been faster. */
	struct binder_node *node = binder_node_find(proc, object->binder);

	if (node)
		return binder_node_pin(node);
	fresh->pinned = 1;
	fresh->proc = binder_proc_get(proc);
	binder_node_tree_add(&proc->nodes, binder_node_get(fresh));
	return_ptr(fresh);
}

/* ---- what is counted ---- */

static bool binder_node_is_strong(struct binder_node *node)
{
	return node->internal_strong || node->local_strong;
}

bool binder_node_is_held(struct binder_node *node)
{
	return !binder_node_refs_empty(&node->refs) || node->local_weak || node->pinned ||
	       binder_node_is_strong(node);
}

int binder_node_inc(struct binder_node *node, bool strong, bool internal,
		    struct binder_thread *thread)
{
	if (!strong) {
		node->local_weak += !internal;
		if (thread && !node->has_weak && !binder_todo_node_linked(node))
			binder_todo_node_add_tail(&thread->todo, binder_node_get(node));
		return 0;
	}
	if (!internal) {
		node->local_strong++;
	} else {
		bool manager = node->proc && node->proc->device->manager == node;

		if (!thread && !node->internal_strong && !(manager && node->has_strong))
			return -EINVAL;
		node->internal_strong++;
	}
	if (thread && !node->has_strong) {
		struct binder_node *queued = binder_todo_node_dequeue(node);

		binder_todo_node_add_tail(&thread->todo, queued ? queued : binder_node_get(node));
	}
	return 0;
}

/* The node leaves the place where it is found: its process, or the list of those without one. */
static void binder_node_forget(struct binder_node *node)
{
	struct binder_proc *proc = node->proc;

	if (proc) {
		struct binder_node *queued = binder_todo_node_dequeue(node);

		if (queued)
			binder_node_put(queued);
		/* It has left already when its process is being closed. */
		if (binder_node_tree_linked(node))
			binder_node_put(binder_node_tree_erase(&proc->nodes, node));
	} else if (binder_dead_list_linked(node)) {
		binder_node_put(binder_dead_list_del(&binder_dead_nodes, node));
	}
}

/* The last hold of one kind is gone: its owner is told, or it goes when nobody holds it at all. */
static void binder_node_lapsed(struct binder_node *node)
{
	struct binder_proc *proc = node->proc;

	if (proc && (node->has_strong || node->has_weak)) {
		if (!binder_todo_node_linked(node)) {
			binder_todo_node_add_tail(&proc->todo, binder_node_get(node));
			binder_proc_wake(proc);
		}
		return;
	}
	if (!binder_node_is_held(node))
		binder_node_forget(node);
}

void binder_node_settle(struct binder_node *node)
{
	if (!node->local_weak && !node->pinned && binder_node_refs_empty(&node->refs))
		binder_node_lapsed(node);
}

struct binder_node *binder_node_pin(struct binder_node *node)
{
	node->pinned++;
	return binder_node_get(node);
}

void binder_node_unpin(struct binder_node *node)
{
	scoped_guard(spinlock, &binder_lock) {
		node->pinned--;
		binder_node_settle(node);
	}
	binder_node_put(node);
}

void binder_node_dec(struct binder_node *node, bool strong, bool internal)
{
	/* What the owner and its buffers held went with the owner. */
	bool gone = !internal && !node->proc;

	if (!strong) {
		node->local_weak -= !internal && !gone;
		binder_node_settle(node);
		return;
	}
	if (internal)
		node->internal_strong--;
	else if (!gone)
		node->local_strong--;
	if (!binder_node_is_strong(node))
		binder_node_lapsed(node);
}

void binder_node_owner_died(struct binder_node *node)
{
	struct binder_proc *proc = NULL;
	struct binder_node *queued = NULL;

	struct binder_todo waiting;

	binder_todo_init(&waiting);
	scoped_guard(spinlock, &binder_lock) {
		binder_todo_splice_tail(&waiting, &node->async_todo);
		queued = binder_todo_node_dequeue(node);
		proc = node->proc;
		node->proc = NULL;
		node->local_strong = 0;
		node->local_weak = 0;
		if (!binder_node_refs_empty(&node->refs) || node->pinned)
			binder_dead_list_add_tail(&binder_dead_nodes, binder_node_get(node));
		cleat_list_for_each(binder_node_refs, ref, &node->refs)
			binder_death_of_node(ref);
	}
	binder_todo_drain(&waiting);
	if (queued)
		binder_node_put(queued);
	if (proc)
		binder_proc_put(proc);
	binder_node_put(node);
}
