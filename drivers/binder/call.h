/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Calls: a transaction, and the buffer with its bytes. */
#ifndef BINDER_CALL_H
#define BINDER_CALL_H

#include <cleat/area.h>
#include <cleat/cred.h>
#include <cleat/file.h>
#include <cleat/ktime.h>

#include "graph.h"
#include "ranges.h"

struct binder_thread;
struct binder_transaction;

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

#endif
