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
 * The first three are here, transaction and buffer in call.h, the others in graph.h.
 *
 * Every pointer from one object to another is a counted reference, and says so (__own). A queue or
 * a tree that an object is in holds one too. Cycles (a process has threads, a thread has its
 * process) are cut when the file is closed: binder_proc_close() empties what a process has.
 *
 * Locks, in the order in which they are taken:
 *
 *	binder_procs_lock	the list of all processes
 *	area.lock		of one process: how its area is divided, and its pages
 *	binder_lock		all else that is guarded
 *	discard_lock		of one process: buffers that were dropped where nobody may sleep
 *
 * One spinlock for the whole graph, where a lock for each object would have to be taken dozens of
 * times for one transaction: what is done under it is a few steps in a tree or a queue. Bytes are
 * copied, memory is allocated and other drivers' files are handled without it.
 */
#ifndef BINDER_H
#define BINDER_H

#include <cleat/idr.h>
#include <cleat/miscdevice.h>
#include <cleat/pid.h>
#include <cleat/poll.h>
#include <cleat/printk.h>
#include <cleat/string.h>
#include <cleat/wait.h>
#include <cleat/workqueue.h>

#include "call.h"

struct binderfs;
struct cleat_fs_entry;

enum {
	BINDER_NAME_MAX = 255,
	BINDER_AREA_MAX = 4 << 20,
};

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
