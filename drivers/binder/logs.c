/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* State of processes, threads, nodes and handles as text. One process at a time is held still. */
#include "logs.h"

#include <cleat/hash.h>
#include <cleat/mutex.h>

#include "alloc.h"
#include "node.h"
#include "notify.h"
#include "thread.h"

/* A buffer that was delivered has the number of its transaction. */
static struct binder_buffer *__opt __borrows(proc) binder_buffer_of(struct binder_proc *proc, int id)
{
	cleat_rbtree_for_each(binder_delivered, buffer, &proc->alloc.delivered) {
		if (buffer->id == id)
			return buffer;
	}
	return NULL;
}

/* Is the buffer in @range still to be read, or that of a call that @proc is still to answer? */
static bool binder_is_active(struct binder_proc *proc, const struct binder_range *range)
{
	guard(spinlock)(&binder_lock);
	if (!binder_delivered_find(&proc->alloc.delivered, range->place))
		return true;
	cleat_rbtree_for_each(binder_thread_tree, thread, &proc->threads) {
		struct binder_transaction *t = thread->stack;

		while (t) {
			if (t->id == range->id && t->to_thread == thread)
				return true;
			t = t->to_thread == thread ? t->to_parent : t->from_parent;
		}
	}
	return false;
}

static void binder_show_txn(struct seq_file *m, struct binder_proc *__opt proc, const char *prefix,
			    struct binder_transaction *t)
{
	struct binder_buffer *buffer = t->buffer;

	if (!buffer && proc)
		buffer = binder_buffer_of(proc, t->id);
	seq_printf(m, "%s %d: %pK from %d:%d to %d:%d code %x flags %x pri %ld a%d r%d elapsed %lldms", prefix,
		   t->id, t, t->from_pid, t->from_tid, t->to_proc ? t->to_proc->tgid : 0,
		   t->to_thread ? t->to_thread->pid : 0, t->code, t->flags, t->priority,
		   !t->reply && (t->flags & TF_ONE_WAY), t->reply,
		   ktime_ms_delta(ktime_get(), t->start));
	if (!proc || proc != t->to_proc) {
		seq_putc(m, '\n');
	} else if (!buffer) {
		seq_puts(m, " buffer free\n");
	} else {
		if (buffer->node)
			seq_printf(m, " node %d", buffer->node->id);
		seq_printf(m, " size %zd:%zd offset %zx\n", buffer->data_size, buffer->offsets_size,
			   buffer->place);
	}
}

static void binder_show_object(struct seq_file *m, const struct binder_node *node, bool hashed)
{
	if (hashed)
		seq_printf(m, "u%08x c%08x", cleat_hash_id(node->ptr), cleat_hash_id(node->cookie));
	else
		seq_printf(m, "u%016llx c%016llx", (unsigned long long)node->ptr,
			   (unsigned long long)node->cookie);
}

static const char *binder_death_words(enum binder_death_state state)
{
	switch (state) {
	case BINDER_DEATH_TELL_CLEAR:
		return "has cleared dead binder";
	case BINDER_DEATH_CLEARED:
		return "has cleared death notification";
	default:
		return "has dead binder";
	}
}

/* Linux has a type of work for each, and words for the first alone. */
static void binder_show_complete(struct seq_file *m, const char *prefix, u32 cmd)
{
	if (cmd == BR_TRANSACTION_COMPLETE)
		seq_printf(m, "%stransaction complete\n", prefix);
	else
		seq_printf(m, "%sunknown work: type %d\n", prefix, cmd == BR_ONEWAY_SPAM_SUSPECT ? 4 : 3);
}

static void binder_show_todo(struct seq_file *m, struct binder_proc *proc, struct binder_todo *todo,
			     const char *prefix, const char *pending, bool hashed)
{
	cleat_variant_for_each(binder_todo, at, todo) {
		struct binder_transaction *t = binder_todo_txn_of(at);
		struct binder_thread *returned = binder_todo_return_of(at);
		struct binder_thread *replied = binder_todo_reply_of(at);
		struct binder_death *death = binder_todo_death_of(at);
		struct binder_freeze *freeze = binder_todo_freeze_of(at);
		struct binder_node *node = binder_todo_node_of(at);
		struct binder_transaction *complete = binder_todo_complete_of(at);

		if (t) {
			binder_show_txn(m, proc, pending, t);
		} else if (returned || replied) {
			seq_printf(m, "%stransaction error: %u\n", prefix,
				   returned ? returned->return_error : replied->reply_error);
		} else if (node) {
			seq_printf(m, "%snode work %d: ", prefix, node->id);
			binder_show_object(m, node, hashed);
			seq_putc(m, '\n');
		} else if (death) {
			seq_printf(m, "%s%s\n", prefix, binder_death_words(death->state));
		} else if (freeze) {
			seq_printf(m, "%s%s\n", prefix,
				   freeze->cleared ? "has cleared freeze notification" : "has frozen binder");
		} else if (complete) {
			binder_show_complete(m, prefix, complete->complete_cmd);
		}
	}
}

/* ---- one thread, node, handle ---- */

/* Does a short list show it: is it in a call, or has it something to read? */
static bool binder_thread_is_busy(struct binder_thread *thread)
{
	return thread->stack || !binder_todo_empty(&thread->todo);
}

static void binder_show_thread(struct seq_file *m, struct binder_thread *thread, bool hashed)
{
	struct binder_transaction *t = thread->stack;

	seq_printf(m, "  thread %d: l %02x need_return %d tr 0\n", thread->pid, thread->looper,
		   thread->need_return);
	while (t) {
		if (t->from == thread) {
			binder_show_txn(m, thread->proc, "    outgoing transaction", t);
			t = t->from_parent;
		} else if (t->to_thread == thread) {
			binder_show_txn(m, thread->proc, "    incoming transaction", t);
			t = t->to_parent;
		} else {
			binder_show_txn(m, thread->proc, "    bad transaction", t);
			t = NULL;
		}
	}
	binder_show_todo(m, thread->proc, &thread->todo, "    ", "    pending transaction", hashed);
}

static void binder_show_node(struct seq_file *m, struct binder_node *node, bool hashed)
{
	unsigned int weak = 0;

	cleat_list_for_each(binder_node_refs, ref, &node->refs)
		weak += ref->node == node;
	seq_printf(m, "  node %d: ", node->id);
	binder_show_object(m, node, hashed);
	/* Linux counts the hold that it takes to print the node: tr. It lets go of it as of any other, below. */
	seq_printf(m, " hs %d hw %d ls %u lw %u is %u iw %u tr %d", node->has_strong, node->has_weak,
		   node->local_strong, node->local_weak, node->internal_strong, weak, 1);
	if (weak)
		seq_puts(m, " proc");
	cleat_list_for_each(binder_node_refs, ref, &node->refs)
		seq_printf(m, " %d", ref->proc->tgid);
	seq_putc(m, '\n');
	if (!node->proc)
		return;
	binder_show_todo(m, node->proc, &node->async_todo, "    ", "    pending async transaction", hashed);
	binder_node_settle(node);
}

static void binder_show_ref(struct seq_file *m, struct binder_ref *ref)
{
	seq_printf(m, "  ref %d: desc %u %snode %d s %u w %u d %pK\n", ref->id, ref->desc,
		   ref->node->proc ? "" : "dead ", ref->node->id, ref->strong, ref->weak, ref->death);
}

/* ---- one process ---- */

static void binder_show_graph(struct seq_file *m, struct binder_proc *proc, bool all, bool hashed)
{
	guard(spinlock)(&binder_lock);
	cleat_rbtree_for_each(binder_thread_tree, thread, &proc->threads) {
		if (all || binder_thread_is_busy(thread))
			binder_show_thread(m, thread, hashed);
	}
	cleat_rbtree_for_each(binder_node_tree, node, &proc->nodes) {
		if (all || node->has_async)
			binder_show_node(m, node, hashed);
	}
	if (!all)
		return;
	cleat_rbtree_for_each(binder_refs_by_desc, ref, &proc->refs_by_desc)
		binder_show_ref(m, ref);
}

static void binder_show_buffers(struct seq_file *m, struct binder_proc *proc)
{
	struct binder_alloc *alloc = &proc->alloc;

	guard(mutex)(&alloc->area.lock);
	binder_ranges_for_each(b, &alloc->ranges)
		seq_printf(m, "  buffer %d: %x size %u:%u:%u %s\n", b->id, b->place, b->data_size,
			   b->offsets_size, b->extra_size,
			   binder_is_active(proc, b) ? "active" : "delivered");
}

static void binder_show_queues(struct seq_file *m, struct binder_proc *proc, bool hashed)
{
	guard(spinlock)(&binder_lock);
	binder_show_todo(m, proc, &proc->todo, "  ", "  pending transaction", hashed);
	if (!binder_todo_empty(&proc->delivered_death))
		seq_puts(m, "  has delivered dead binder\n");
	if (!binder_todo_empty(&proc->delivered_freeze))
		seq_puts(m, "  has delivered freeze binder\n");
}

/* Has a process anything that the list of transactions would show? */
static bool binder_proc_has_transactions(struct binder_proc *proc)
{
	scoped_guard(spinlock, &binder_lock) {
		if (!binder_todo_empty(&proc->todo) || !binder_todo_empty(&proc->delivered_death) ||
		    !binder_todo_empty(&proc->delivered_freeze))
			return true;
		cleat_rbtree_for_each(binder_thread_tree, thread, &proc->threads) {
			if (binder_thread_is_busy(thread))
				return true;
		}
		cleat_rbtree_for_each(binder_node_tree, node, &proc->nodes) {
			if (node->has_async)
				return true;
		}
	}
	guard(mutex)(&proc->alloc.area.lock);
	return binder_ranges_from(&proc->alloc.ranges, 0);
}

static void binder_show_proc(struct seq_file *m, struct binder_proc *proc, bool all, bool hashed)
{
	if (!all && !binder_proc_has_transactions(proc))
		return;
	seq_printf(m, "proc %d\ncontext %s\n", proc->tgid, proc->device->name);
	binder_show_graph(m, proc, all, hashed);
	binder_show_buffers(m, proc);
	binder_show_queues(m, proc, hashed);
}

/* ---- the files ---- */

static int binder_show_state(struct seq_file *m, bool hashed)
{
	seq_puts(m, "binder state:\n");
	scoped_guard(spinlock, &binder_lock) {
		if (!binder_dead_list_empty(&binder_dead_nodes))
			seq_puts(m, "dead nodes:\n");
		cleat_list_for_each(binder_dead_list, node, &binder_dead_nodes)
			binder_show_node(m, node, hashed);
	}
	guard(mutex)(&binder_procs_lock);
	cleat_list_for_each(binder_proc_list, proc, &binder_procs)
		binder_show_proc(m, proc, true, hashed);
	return 0;
}

static int binder_show_transactions(struct seq_file *m, bool hashed)
{
	seq_puts(m, "binder transactions:\n");
	guard(mutex)(&binder_procs_lock);
	cleat_list_for_each(binder_proc_list, proc, &binder_procs)
		binder_show_proc(m, proc, false, hashed);
	return 0;
}

int binder_state_show(struct seq_file *m)
{
	return binder_show_state(m, false);
}

int binder_state_hashed_show(struct seq_file *m)
{
	return binder_show_state(m, true);
}

int binder_transactions_show(struct seq_file *m)
{
	return binder_show_transactions(m, false);
}

int binder_transactions_hashed_show(struct seq_file *m)
{
	return binder_show_transactions(m, true);
}

int binder_proc_show(struct seq_file *m, pid_t tgid)
{
	guard(mutex)(&binder_procs_lock);
	cleat_list_for_each(binder_proc_list, proc, &binder_procs) {
		if (proc->tgid == tgid) {
			seq_puts(m, "binder proc state:\n");
			binder_show_proc(m, proc, true, false);
		}
	}
	return 0;
}
