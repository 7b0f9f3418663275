/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Counters as text, and the last transactions. */
#include "logs.h"

#include <cleat/mutex.h>

#include "alloc.h"
#include "node.h"
#include "object.h"
#include "thread.h"

static const char *const binder_br_names[BINDER_BR_COUNT] = {
	"BR_ERROR", "BR_OK", "BR_TRANSACTION", "BR_REPLY", "BR_ACQUIRE_RESULT", "BR_DEAD_REPLY",
	"BR_TRANSACTION_COMPLETE", "BR_INCREFS", "BR_ACQUIRE", "BR_RELEASE", "BR_DECREFS",
	"BR_ATTEMPT_ACQUIRE", "BR_NOOP", "BR_SPAWN_LOOPER", "BR_FINISHED", "BR_DEAD_BINDER",
	"BR_CLEAR_DEATH_NOTIFICATION_DONE", "BR_FAILED_REPLY", "BR_FROZEN_REPLY",
	"BR_ONEWAY_SPAM_SUSPECT", "BR_TRANSACTION_PENDING_FROZEN", "BR_FROZEN_BINDER",
	"BR_CLEAR_FREEZE_NOTIFICATION_DONE",
};

static const char *const binder_bc_names[BINDER_BC_COUNT] = {
	"BC_TRANSACTION", "BC_REPLY", "BC_ACQUIRE_RESULT", "BC_FREE_BUFFER", "BC_INCREFS", "BC_ACQUIRE",
	"BC_RELEASE", "BC_DECREFS", "BC_INCREFS_DONE", "BC_ACQUIRE_DONE", "BC_ATTEMPT_ACQUIRE",
	"BC_REGISTER_LOOPER", "BC_ENTER_LOOPER", "BC_EXIT_LOOPER", "BC_REQUEST_DEATH_NOTIFICATION",
	"BC_CLEAR_DEATH_NOTIFICATION", "BC_DEAD_BINDER_DONE", "BC_TRANSACTION_SG", "BC_REPLY_SG",
	"BC_REQUEST_FREEZE_NOTIFICATION", "BC_CLEAR_FREEZE_NOTIFICATION", "BC_FREEZE_NOTIFICATION_DONE",
};

/* Of processes that are gone. */
static struct binder_stats binder_stats_gone __guarded_by(&binder_lock);

void binder_stats_add(struct binder_stats *sum, const struct binder_stats *stats)
{
	for (unsigned int i = 0; i < BINDER_BC_COUNT; i++)
		sum->bc[i] += READ_ONCE(stats->bc[i]);
	for (unsigned int i = 0; i < BINDER_BR_COUNT; i++)
		sum->br[i] += READ_ONCE(stats->br[i]);
}

static void binder_stats_add_proc(struct binder_stats *sum, struct binder_proc *proc)
{
	binder_stats_add(sum, &proc->stats);
	cleat_rbtree_for_each(binder_thread_tree, thread, &proc->threads)
		binder_stats_add(sum, &thread->stats);
}

void binder_log_gone(const struct binder_stats *stats)
{
	binder_stats_add(&binder_stats_gone, stats);
}

static void binder_show_counts(struct seq_file *m, const char *prefix, const struct binder_stats *stats)
{
	for (unsigned int i = 0; i < BINDER_BC_COUNT; i++) {
		if (stats->bc[i])
			seq_printf(m, "%s%s: %u\n", prefix, binder_bc_names[i], stats->bc[i]);
	}
	for (unsigned int i = 0; i < BINDER_BR_COUNT; i++) {
		if (stats->br[i])
			seq_printf(m, "%s%s: %u\n", prefix, binder_br_names[i], stats->br[i]);
	}
}

/* ---- objects ---- */

struct binder_counters binder_counters[BINDER_COUNTS];

static void binder_show_objects(struct seq_file *m)
{
	static const char *const names[BINDER_COUNTS] = {
		"proc", "thread", "node", "ref", "death", "transaction", "freeze",
	};

	for (unsigned int i = 0; i < BINDER_COUNTS; i++) {
		int made = atomic_read(&binder_counters[i].made);
		int ended = atomic_read(&binder_counters[i].ended);

		if (made)
			seq_printf(m, "%s: active %d total %d\n", names[i], made - ended, made);
	}
}

/* ---- one process ---- */

/**
 * struct binder_figures - what is counted of one process, or of all
 */
struct binder_figures {
	struct binder_stats stats;
	u32 threads, ready, nodes, refs, strong, weak, pending, buffers;
	u32 requested, started, max;
};

static void binder_count_graph(struct binder_proc *proc, struct binder_figures *f)
{
	binder_stats_add_proc(&f->stats, proc);
	f->requested = proc->requested;
	f->started = proc->started;
	f->max = proc->max_threads;
	cleat_rbtree_for_each(binder_thread_tree, thread, &proc->threads)
		f->threads += thread->proc == proc;
	cleat_list_for_each(binder_waiting, thread, &proc->waiting)
		f->ready += thread->proc == proc;
	cleat_rbtree_for_each(binder_node_tree, node, &proc->nodes)
		f->nodes += node->proc == proc;
	cleat_rbtree_for_each(binder_refs_by_desc, ref, &proc->refs_by_desc) {
		f->refs++;
		f->strong += ref->strong;
		f->weak += ref->weak;
	}
	cleat_variant_for_each(binder_todo, at, &proc->todo)
		f->pending += binder_todo_txn_of(at) != NULL;
}

static void binder_show_proc_stats(struct seq_file *m, struct binder_proc *proc)
{
	struct binder_figures f = {};
	unsigned int used, idle, total;
	size_t async_free, high;

	scoped_guard(mutex, &proc->alloc.area.lock) {
		async_free = proc->alloc.ranges.size ? proc->alloc.async_free
						     : cleat_area_size(&proc->alloc.area) / 2;
		high = proc->alloc.high;
		binder_ranges_for_each(b, &proc->alloc.ranges)
			f.buffers++;
		cleat_area_pages(&proc->alloc.area, &used, &idle, &total);
	}
	scoped_guard(spinlock, &binder_lock)
		binder_count_graph(proc, &f);
	seq_printf(m, "proc %d\ncontext %s\n", proc->tgid, proc->device->name);
	seq_printf(m, "  threads: %u\n", f.threads);
	seq_printf(m, "  requested threads: %d+%d/%d\n", f.requested, f.started, f.max);
	seq_printf(m, "  ready threads %u\n  free async space %zu\n", f.ready, async_free);
	seq_printf(m, "  nodes: %u\n", f.nodes);
	seq_printf(m, "  refs: %u s %u w %u\n", f.refs, f.strong, f.weak);
	seq_printf(m, "  buffers: %u\n", f.buffers);
	seq_printf(m, "  pages: %u:%u:%u\n", used, idle, total - used - idle);
	seq_printf(m, "  pages high watermark: %zu\n", PAGE_ALIGN(high) / PAGE_SIZE);
	seq_printf(m, "  pending transactions: %u\n", f.pending);
	binder_show_counts(m, "  ", &f.stats);
}

int binder_stats_show(struct seq_file *m)
{
	struct binder_stats sum;

	guard(mutex)(&binder_procs_lock);
	scoped_guard(spinlock, &binder_lock) {
		sum = binder_stats_gone;
		cleat_list_for_each(binder_proc_list, proc, &binder_procs)
			binder_stats_add_proc(&sum, proc);
	}
	seq_puts(m, "binder stats:\n");
	binder_show_counts(m, "", &sum);
	binder_show_objects(m);
	cleat_list_for_each(binder_proc_list, proc, &binder_procs)
		binder_show_proc_stats(m, proc);
	return 0;
}

/* ---- the last transactions ---- */

enum { BINDER_LOG_ENTRIES = 32 };

struct binder_log_entry {
	int id;
	int kind; /* 0: call, 1: one-way, 2: reply */
	pid_t from_proc, from_thread, to_proc, to_thread;
	int node;
	u32 handle;
	u64 data_size, offsets_size;
	u32 error;
	int param, line;
	char context[BINDER_NAME_MAX + 1];
};

struct binder_log {
	struct binder_log_entry entries[BINDER_LOG_ENTRIES];
	unsigned int made;
};

/* All, and those that failed. */
static struct binder_log binder_logs[2] __guarded_by(&binder_lock);

static void binder_log_add(struct binder_log *log, const struct binder_send *s)
{
	struct binder_log_entry *e = &log->entries[log->made++ % BINDER_LOG_ENTRIES];
	const struct binder_transaction_data *data = s->data;
	ssize_t len;

	e->id = s->id;
	e->kind = s->reply ? 2 : !!(data->flags & TF_ONE_WAY);
	e->from_proc = s->thread->proc->tgid;
	e->from_thread = s->thread->pid;
	e->to_proc = s->to_proc ? s->to_proc->tgid : 0;
	e->to_thread = s->to_thread ? s->to_thread->pid : 0;
	e->node = s->node_id;
	e->handle = binder_handle(data->target);
	e->data_size = data->data_size;
	e->offsets_size = data->offsets_size;
	e->error = s->error;
	e->param = s->param;
	e->line = s->line;
	len = strscpy(e->context, s->thread->proc->device->name, sizeof(e->context));
	if (len < 0)
		e->context[0] = 0;
}

void binder_log_transaction(const struct binder_send *s)
{
	binder_log_add(&binder_logs[0], s);
	if (s->error)
		binder_log_add(&binder_logs[1], s);
}

static void binder_show_entry(struct seq_file *m, const struct binder_log_entry *e)
{
	const char *kind = e->kind == 2 ? "reply" : e->kind == 1 ? "async" : "call ";

	seq_printf(m, "%d: %s from %d:%d to %d:%d context %s node %d handle %d size %lld:%lld ret %d/%d l=%d\n",
		   e->id, kind, e->from_proc, e->from_thread, e->to_proc, e->to_thread, e->context,
		   e->node, e->handle, (long long)e->data_size, (long long)e->offsets_size, e->error,
		   e->param, e->line);
}

static int binder_show_log(struct seq_file *m, bool failed)
{
	struct binder_log *log = &binder_logs[failed];

	guard(spinlock)(&binder_lock);
	for (unsigned int i = 0; i < BINDER_LOG_ENTRIES; i++) {
		const struct binder_log_entry *e = &log->entries[(log->made + i) % BINDER_LOG_ENTRIES];

		if (e->id)
			binder_show_entry(m, e);
	}
	return 0;
}

int binder_transaction_log_show(struct seq_file *m)
{
	return binder_show_log(m, false);
}

int binder_failed_transaction_log_show(struct seq_file *m)
{
	return binder_show_log(m, true);
}
