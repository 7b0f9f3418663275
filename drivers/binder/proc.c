/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * An open of a device, from open to the end of the last reference. What it has is taken from it
 * when the file is closed; its memory waits for those who still copy into its area.
 */
#include "proc.h"

#include <cleat/debugfs.h>
#include <cleat/sched.h>

#include "alloc.h"
#include "binderfs.h"
#include "debug.h"
#include "logs.h"
#include "node.h"
#include "thread.h"
#include "transaction.h"

DEFINE_SPINLOCK(binder_lock);
DEFINE_MUTEX(binder_procs_lock);
struct binder_proc_list binder_procs = CLEAT_LIST_INIT(binder_procs);

static void binder_proc_free(struct binder_proc *__own proc)
{
	struct binder_ref *ref;

	/* All of it is empty since the file was closed. */
	while ((ref = binder_refs_by_node_first(&proc->refs_by_node)))
		binder_refs_by_node_erase(&proc->refs_by_node, ref);
	binder_thread_tree_clear(&proc->threads);
	binder_node_tree_clear(&proc->nodes);
	binder_refs_by_desc_clear(&proc->refs_by_desc);
	binder_todo_discard(&proc->todo);
	binder_todo_discard(&proc->delivered_death);
	binder_todo_discard(&proc->delivered_freeze);
	while (binder_waiting_pop(&proc->waiting))
		;
	binder_alloc_destroy(&proc->alloc);
	put_cred(proc->cred);
	put_pid(proc->pid);
	if (proc->debug)
		debugfs_remove(proc->debug);
	binder_device_put(proc->device);
	cleat_fs_entry_put(proc->log);
	binder_count_ended(BINDER_COUNT_PROC);
	ida_destroy(&proc->descs);
	kfree(proc);
}

DEFINE_OWNED_WORK_FUNCTIONS(binder_proc_free_work, struct binder_proc, free_work, binder_proc_free);

/* The last reference may go under binder_lock, and what is to be freed sleeps. */
void binder_proc_release(struct binder_proc *proc)
{
	binder_proc_free_work_queue(proc, binder_wq);
}

/* Was its process in the list before? */
static bool binder_proc_list_it(struct binder_proc *proc)
{
	bool known = false;

	guard(mutex)(&binder_procs_lock);
	cleat_list_for_each(binder_proc_list, other, &binder_procs)
		known = known || other->tgid == proc->tgid;
	binder_proc_list_add(&binder_procs, proc);
	return known;
}

struct binder_proc *binder_proc_open(struct binder_device *dev, struct file *file)
{
	struct binder_proc *proc = kzalloc_obj(*proc);

	if (!proc)
		return ERR_PTR(-ENOMEM);
	binder_alloc_init(&proc->alloc);
	ida_init(&proc->descs);
	init_waitqueue_head(&proc->frozen_wait);
	proc->device = binder_device_get(dev);
	proc->pid = get_task_pid(current, PIDTYPE_TGID);
	proc->tgid = task_tgid_nr(current);
	proc->cred = get_cred(file->f_cred);
	proc->default_priority = task_nice(current);
	proc->log = binderfs_log_open(dev, proc->tgid);
	proc = binder_proc_new(proc);
	binder_count_made(BINDER_COUNT_PROC);
	scoped_guard(spinlock, &binder_lock) {
		binder_thread_tree_init(&proc->threads);
		binder_node_tree_init(&proc->nodes);
		binder_refs_by_desc_init(&proc->refs_by_desc);
		binder_refs_by_node_init(&proc->refs_by_node);
		binder_todo_init(&proc->todo);
		binder_waiting_init(&proc->waiting);
		binder_todo_init(&proc->delivered_death);
		binder_todo_init(&proc->delivered_freeze);
	}
	if (!binder_proc_list_it(proc))
		binder_debug_add(proc);
	return proc;
}

/* ---- the end ---- */

/* Its manager is gone with it: another process may become one. */
static void binder_proc_abdicate(struct binder_proc *proc)
{
	struct binder_device *dev = proc->device;
	struct binder_node *manager = NULL;

	guard(spinlock)(&binder_lock);
	proc->dead = true;
	proc->frozen = false;
	proc->sync_recv = false;
	proc->async_recv = false;
	if (dev->manager && dev->manager->proc == proc) {
		manager = dev->manager;
		dev->manager = NULL;
		binder_node_put(manager);
	}
}

static struct binder_thread *__own __opt binder_proc_some_thread(struct binder_proc *proc)
{
	struct binder_thread *thread;

	guard(spinlock)(&binder_lock);
	thread = binder_thread_tree_first(&proc->threads);
	return thread ? binder_thread_get(thread) : NULL;
}

static void binder_proc_drop_threads(struct binder_proc *proc)
{
	struct binder_thread *thread;

	while ((thread = binder_proc_some_thread(proc))) {
		binder_thread_exit(thread);
		binder_thread_put(thread);
	}
}

static struct binder_node *__own __opt binder_proc_take_node(struct binder_proc *proc)
{
	struct binder_node *node;

	guard(spinlock)(&binder_lock);
	node = binder_node_tree_first(&proc->nodes);
	return node ? binder_node_tree_erase(&proc->nodes, node) : NULL;
}

static void binder_proc_drop_nodes(struct binder_proc *proc)
{
	struct binder_node *node;

	while ((node = binder_proc_take_node(proc)))
		binder_node_owner_died(node);
}

/* One handle at a time: others get the lock in between. */
static bool binder_proc_drop_ref(struct binder_proc *proc)
{
	struct binder_ref *ref;

	guard(spinlock)(&binder_lock);
	ref = binder_refs_by_desc_first(&proc->refs_by_desc);
	if (!ref)
		return false;
	binder_ref_drop(ref);
	return true;
}

static void binder_proc_drop_refs(struct binder_proc *proc)
{
	while (binder_proc_drop_ref(proc))
		cond_resched();
}

static void binder_proc_drop_todo(struct binder_proc *proc)
{
	struct binder_todo rest;

	binder_todo_init(&rest);
	scoped_guard(spinlock, &binder_lock) {
		binder_todo_splice_tail(&rest, &proc->todo);
		binder_todo_splice_tail(&rest, &proc->delivered_death);
		binder_todo_splice_tail(&rest, &proc->delivered_freeze);
	}
	binder_todo_drain(&rest);
}

void binder_proc_close(struct binder_proc *proc)
{
	cleat_fs_remove(no_free_ptr(proc->log));
	binder_debug_remove(proc);
	scoped_guard(mutex, &binder_procs_lock)
		binder_proc_list_del(&binder_procs, proc);
	binder_proc_abdicate(proc);
	binder_proc_drop_threads(proc);
	binder_proc_drop_nodes(proc);
	binder_proc_drop_refs(proc);
	binder_proc_drop_todo(proc);
	scoped_guard(spinlock, &binder_lock)
		binder_log_gone(&proc->stats);
	binder_proc_put(proc);
}
