/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The objects of Binder and who keeps them.
 *
 *	device		a node that programs open; has at most one context manager
 *	proc		one open of a device: a process with its threads, nodes, handles and buffers
 *	thread		a thread of it, with what it is to read next and the calls that it is in
 *	node		an object that a process offers
 *	ref		a process's handle to a node of (mostly) another process
 *	transaction	a call or a reply on its way, then the call that waits for its reply
 *	buffer		the bytes of a transaction, in the receiver's area
 *	death, freeze	a notification that was asked for with a handle
 *
 * Every pointer from one object to another is a counted reference, and says so (__own). A queue or
 * a tree that an object is in holds one too. Cycles (a process has threads, a thread has its
 * process) are cut when the file is closed: binder_proc_teardown() empties what a process has.
 *
 * Locks, in the order in which they are taken:
 *
 *	binder_procs_lock	the list of all processes
 *	area.lock		of one process: how its area is divided, and its pages
 *	binder_lock		all else in this file that is guarded
 *	discard_lock		of one process: buffers that were dropped where nobody may sleep
 *
 * One spinlock for the whole graph, where a lock for each object would have to be taken dozens of
 * times for one transaction: what is done under it is a few steps in a tree or a queue. Bytes are
 * copied, memory is allocated and other drivers' files are handled without it.
 */
#ifndef BINDER_H
#define BINDER_H

#include <cleat/area.h>
#include <cleat/atomic.h>
#include <cleat/cred.h>
#include <cleat/file.h>
#include <cleat/idr.h>
#include <cleat/kref.h>
#include <cleat/ktime.h>
#include <cleat/list.h>
#include <cleat/miscdevice.h>
#include <cleat/pid.h>
#include <cleat/poll.h>
#include <cleat/printk.h>
#include <cleat/rbtree.h>
#include <cleat/spinlock.h>
#include <cleat/string.h>
#include <cleat/variant_list.h>
#include <cleat/wait.h>
#include <cleat/workqueue.h>

#include "ranges.h"
#include "uapi.h"

struct binder_node;
struct binder_proc;
struct binder_thread;
struct binder_transaction;
struct binderfs;
struct cleat_fs_entry;

enum {
	BINDER_NAME_MAX = 255,
	BINDER_AREA_MAX = 4 << 20,
	BINDER_BC_COUNT = 22,
	BINDER_BR_COUNT = 23,
};

extern spinlock_t binder_lock;

/* ---- queues: what a thread or a process is to read, in order ---- */

enum binder_work_kind {
	BINDER_WORK_TRANSACTION = 1,
	BINDER_WORK_COMPLETE,
	BINDER_WORK_RETURN_ERROR,
	BINDER_WORK_REPLY_ERROR,
	BINDER_WORK_NODE,
	BINDER_WORK_DEATH,
	BINDER_WORK_FREEZE,
};

DEFINE_VARIANT_LIST(binder_todo);

struct binder_stats {
	u32 bc[BINDER_BC_COUNT];
	u32 br[BINDER_BR_COUNT];
};

enum binder_count {
	BINDER_COUNT_PROC,
	BINDER_COUNT_THREAD,
	BINDER_COUNT_NODE,
	BINDER_COUNT_REF,
	BINDER_COUNT_DEATH,
	BINDER_COUNT_TRANSACTION,
	BINDER_COUNT_FREEZE,
	BINDER_COUNTS,
};

/* How many objects of a kind there were and are. */
struct binder_counters {
	atomic_t made;
	atomic_t ended;
};

extern struct binder_counters binder_counters[BINDER_COUNTS];

#define binder_count_made(kind) atomic_inc(&binder_counters[kind].made)
#define binder_count_ended(kind) atomic_inc(&binder_counters[kind].ended)

/* ---- device ---- */

/*
 * A node in /dev (@misc, @link: in the list of those) or in a mounted binderfs (@fs, with the device
 * number @minor), and what its opens share.
 */
struct binder_device {
	struct kref refs;
	struct cleat_misc misc;
	struct cleat_list_link link;
	struct binderfs *__own __opt fs;
	u32 minor;
	char name[BINDER_NAME_MAX + 1];
	struct {
		struct binder_node *__own __opt manager;
		kuid_t manager_uid;
		bool manager_uid_known;
	} __all_guarded_by(&binder_lock);
};

void binder_device_release(struct binder_device *__own dev);
DEFINE_REFCOUNTED(binder_device, struct binder_device, refs, binder_device_release);
/* A device that no program can see yet, in mount @fs if any; -EINVAL (no name), -ENAMETOOLONG, -ENOMEM. */
struct binder_device *__own __errptr binder_device_make(const char *name, struct binderfs *__opt fs,
							u32 minor);
DEFINE_OWNED_LIST(binder_device_list, struct binder_device, link, binder_device_put);

/* ---- notifications that were asked for ---- */

enum binder_death_state {
	BINDER_DEATH_WAITS,	/* the node lives */
	BINDER_DEATH_TELL,	/* BR_DEAD_BINDER is due, or its answer */
	BINDER_DEATH_TELL_CLEAR, /* the same, and it was cleared meanwhile */
	BINDER_DEATH_CLEARED,	/* BR_CLEAR_DEATH_NOTIFICATION_DONE is due */
};

struct binder_death {
	struct kref refs;
	binder_uintptr_t cookie;
	struct {
		struct cleat_variant_link work;
		enum binder_death_state state;
	} __all_guarded_by(&binder_lock);
};

/* @sent: the program has not answered the last one; @resend: there is news since. */
struct binder_freeze {
	struct kref refs;
	binder_uintptr_t cookie;
	struct {
		struct cleat_variant_link work;
		bool frozen;
		bool sent;
		bool resend;
		bool cleared;
	} __all_guarded_by(&binder_lock);
};

void binder_death_release(struct binder_death *__own death);
void binder_freeze_release(struct binder_freeze *__own freeze);
DEFINE_REFCOUNTED(binder_death, struct binder_death, refs, binder_death_release);
DEFINE_REFCOUNTED(binder_freeze, struct binder_freeze, refs, binder_freeze_release);
DEFINE_VARIANT(binder_todo, binder_todo_death, struct binder_death, work, BINDER_WORK_DEATH);
DEFINE_VARIANT(binder_todo, binder_todo_freeze, struct binder_freeze, work, BINDER_WORK_FREEZE);

/* ---- ref ---- */

/**
 * struct binder_ref - a handle
 * @desc: its number, the lowest that was free; 0 is the context manager's
 * @strong, @weak: how often its process holds it
 */
struct binder_ref {
	int id;
	u32 __own desc;
	struct binder_proc *__own proc;
	struct binder_node *__own node;
	struct {
		struct cleat_rb_link by_desc;
		struct cleat_rb_link by_node;
		struct cleat_list_link of_node;
		u32 strong;
		u32 weak;
		struct binder_death *__own __opt death;
		struct binder_freeze *__own __opt freeze;
	} __all_guarded_by(&binder_lock);
};

void binder_ref_free(struct binder_ref *__own ref);
DEFINE_OWNED_RBTREE(binder_refs_by_desc, struct binder_ref, by_desc, desc, binder_ref_free);
DEFINE_RBTREE(binder_refs_by_node, struct binder_ref, by_node, node);
DEFINE_LIST(binder_node_refs, struct binder_ref, of_node);

/* ---- node ---- */

/**
 * struct binder_node - an object that a process offers
 * @ptr, @cookie: what its process calls it
 * @proc: its process; NULL when that is gone and others still have handles
 * @refs: the handles to it; @internal_strong: how many of them are strong
 * @local_strong, @local_weak: what the owner and transactions in its buffers hold
 * @pinned: who has looked it up and is not done with it
 * @has_strong, @has_weak: the owner was told BR_ACQUIRE, BR_INCREFS; @pending_…: and has not answered
 * @has_async: a one-way transaction is on its way or in a buffer; @async_todo: those that wait for it
 */
struct binder_node {
	struct kref krefs;
	int id;
	binder_uintptr_t ptr;
	binder_uintptr_t cookie;
	u8 min_priority;
	bool accept_fds;
	bool security_ctx;
	struct {
		struct binder_proc *__own __opt proc;
		struct cleat_rb_link by_ptr;
		struct cleat_list_link dead;
		struct binder_node_refs refs;
		struct cleat_variant_link work;
		u32 internal_strong;
		u32 local_strong;
		u32 local_weak;
		u32 pinned;
		bool has_strong;
		bool has_weak;
		bool pending_strong;
		bool pending_weak;
		bool has_async;
		struct binder_todo async_todo;
	} __all_guarded_by(&binder_lock);
};

void binder_node_release(struct binder_node *__own node);
DEFINE_REFCOUNTED(binder_node, struct binder_node, krefs, binder_node_release);
DEFINE_OWNED_RBTREE(binder_node_tree, struct binder_node, by_ptr, ptr, binder_node_put);
DEFINE_OWNED_LIST(binder_dead_list, struct binder_node, dead, binder_node_put);
DEFINE_VARIANT(binder_todo, binder_todo_node, struct binder_node, work, BINDER_WORK_NODE);

/* Nodes whose process is gone while others have handles to them. */
extern struct binder_dead_list binder_dead_nodes __guarded_by(&binder_lock);

/* ---- buffer ---- */

/**
 * struct binder_buffer - the bytes of one transaction in a process's area
 * @place, @room: where in the area, how many bytes
 * @data_size, @offsets_size, @extra_size: of the transaction; each part begins at a multiple of 8
 * @node: whom a transaction (not a reply) is for; it holds one local_strong
 * @pid: of the sender
 *
 * Exactly one owns it: the transaction that it is sent with, then the tree of those that were
 * delivered, until the program gives it back.
 */
struct binder_buffer {
	struct cleat_rb_link by_delivery;
	struct cleat_list_link discarded;
	size_t place;
	size_t room;
	size_t data_size;
	size_t offsets_size;
	size_t extra_size;
	struct binder_node *__own __opt node;
	int id;
	pid_t pid;
	bool async;
	bool clear;
	bool spam;
};

void binder_buffer_end(struct binder_buffer *__own buffer);
DEFINE_OWNED_RBTREE(binder_delivered, struct binder_buffer, by_delivery, place, binder_buffer_end);
DEFINE_OWNED_LIST(binder_discarded, struct binder_buffer, discarded, binder_buffer_end);

struct binder_alloc {
	struct cleat_area area;
	struct binder_delivered delivered __guarded_by(&binder_lock);
	spinlock_t discard_lock;
	struct binder_discarded discarded __guarded_by(&discard_lock);
	struct {
		struct binder_ranges ranges;
		struct binder_buffer *__own __opt spare;
		size_t async_free;
		size_t high; /* the end of the highest room that was ever given */
		bool spam_told;
	} __all_guarded_by(&area.lock);
};

/* ---- transaction ---- */

/* A descriptor on its way: the file, and where in the buffer its number belongs. */
struct binder_fd_fixup {
	struct cleat_list_link link;
	struct file *__own __opt file;
	size_t offset;
	int fd; /* reserved in the receiver; -1: not yet */
};

void binder_fd_fixup_free(struct binder_fd_fixup *__own fixup);
DEFINE_OWNED_LIST(binder_fd_fixups, struct binder_fd_fixup, link, binder_fd_fixup_free);

/**
 * struct binder_transaction - a call, a one-way message or a reply
 * @from: who waits for the reply; NULL for others than calls, and when that thread is gone
 * @to_proc, @to_thread: who is to read it; the thread is not known before somebody reads it
 * @from_parent, @to_parent: the call below it on the caller's, on the server's stack
 * @buffer: its bytes, until they are delivered
 * @outstanding: it counts in @to_proc
 * @complete_cmd: what its sender is told when it was sent
 * @priority: nice value of the sender; @saved_priority: of the server before it took the call
 */
struct binder_transaction {
	struct kref refs;
	int id;
	pid_t from_pid;
	pid_t from_tid;
	kuid_t sender_euid;
	u32 code;
	u32 flags;
	bool reply;
	long priority;
	ktime_t start;
	binder_uintptr_t security_ctx;
	struct binder_fd_fixups fixups;
	struct binder_proc *__own __opt to_proc;
	struct {
		struct binder_buffer *__own __opt buffer;
		struct binder_thread *__own __opt from;
		struct binder_thread *__own __opt to_thread;
		struct binder_transaction *__own __opt from_parent;
		struct binder_transaction *__own __opt to_parent;
		struct cleat_variant_link work;
		struct cleat_variant_link complete;
		u32 complete_cmd;
		long saved_priority;
		bool outstanding;
	} __all_guarded_by(&binder_lock);
};

void binder_transaction_release(struct binder_transaction *__own t);
DEFINE_REFCOUNTED(binder_transaction, struct binder_transaction, refs, binder_transaction_release);
DEFINE_VARIANT(binder_todo, binder_todo_txn, struct binder_transaction, work, BINDER_WORK_TRANSACTION);
DEFINE_VARIANT(binder_todo, binder_todo_complete, struct binder_transaction, complete,
	       BINDER_WORK_COMPLETE);

/* ---- thread ---- */

enum binder_looper {
	BINDER_LOOPER_REGISTERED = 0x01,
	BINDER_LOOPER_ENTERED = 0x02,
	BINDER_LOOPER_EXITED = 0x04,
	BINDER_LOOPER_INVALID = 0x08,
	BINDER_LOOPER_WAITING = 0x10,
	BINDER_LOOPER_POLL = 0x20,
};

/**
 * struct binder_thread - a thread that has called the driver
 * @stack: the innermost call that it makes or serves; the others follow by from_parent, to_parent
 * @todo: what it alone is to read; @process_todo: it is worth waking up for
 * @need_return: it is to go back to its program even when there is nothing to read
 * @return_error: what its own last command came to (BR_OK: nothing to say)
 * @reply_error: the same for the call that it waits for
 * @error: for BINDER_GET_EXTENDED_ERROR
 * @stats: written by the thread alone
 */
struct binder_thread {
	struct kref refs;
	pid_t pid;
	struct binder_proc *__own proc;
	struct cleat_poll_queue wait;
	struct binder_stats stats;
	struct work_struct free_work;
	struct {
		struct cleat_rb_link by_pid;
		struct cleat_list_link waiting;
		u32 looper;
		bool process_todo;
		bool need_return;
		bool dead;
		struct binder_transaction *__own __opt stack;
		struct binder_todo todo;
		struct cleat_variant_link return_work;
		struct cleat_variant_link reply_work;
		u32 return_error;
		u32 reply_error;
		struct binder_extended_error error;
	} __all_guarded_by(&binder_lock);
};

void binder_thread_release(struct binder_thread *__own thread);
DEFINE_REFCOUNTED(binder_thread, struct binder_thread, refs, binder_thread_release);
DEFINE_OWNED_RBTREE(binder_thread_tree, struct binder_thread, by_pid, pid, binder_thread_put);
DEFINE_LIST(binder_waiting, struct binder_thread, waiting);
DEFINE_VARIANT(binder_todo, binder_todo_return, struct binder_thread, return_work,
	       BINDER_WORK_RETURN_ERROR);
DEFINE_VARIANT(binder_todo, binder_todo_reply, struct binder_thread, reply_work,
	       BINDER_WORK_REPLY_ERROR);

/* ---- proc ---- */

/**
 * struct binder_proc - one open of a device
 * @pid: the process that opened it; @tgid: its number
 * @todo: what any of its threads may read; @waiting: those that would
 * @requested: a program was asked for one more thread; @started: how many came of it
 * @outstanding: transactions that were queued for it and are not done; @frozen_wait: for 0 of them
 * @sync_recv, @async_recv: somebody called while it was frozen
 * @stats: of threads that are gone
 * @debug: its file in debugfs, if it is the first open by its process
 * @log: its file in its mount's binder_logs/proc
 */
struct binder_proc {
	struct kref refs;
	struct cleat_list_link link;
	struct binder_device *__own device;
	struct pid *__own pid;
	pid_t tgid;
	const struct cred *__own cred;
	long default_priority;
	struct ida descs;
	struct wait_queue_head frozen_wait;
	struct binder_alloc alloc;
	struct dentry *__own __opt __errptr debug;
	struct cleat_fs_entry *__own __opt log;
	struct work_struct free_work;
	struct {
		struct binder_thread_tree threads;
		struct binder_node_tree nodes;
		struct binder_refs_by_desc refs_by_desc;
		struct binder_refs_by_node refs_by_node;
		struct binder_todo todo;
		struct binder_waiting waiting;
		struct binder_todo delivered_death;
		struct binder_todo delivered_freeze;
		u32 max_threads;
		u32 requested;
		u32 started;
		u32 outstanding;
		bool dead;
		bool frozen;
		bool sync_recv;
		bool async_recv;
		bool spam_detection;
		struct binder_stats stats;
	} __all_guarded_by(&binder_lock);
};

void binder_proc_release(struct binder_proc *__own proc);
DEFINE_REFCOUNTED(binder_proc, struct binder_proc, refs, binder_proc_release);
DEFINE_LIST(binder_proc_list, struct binder_proc, link);

extern struct mutex binder_procs_lock;
extern struct binder_proc_list binder_procs __guarded_by(&binder_procs_lock);

#endif
