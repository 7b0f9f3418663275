/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Objects and who refers to them: node, ref, and the notifications that are asked for with a ref. */
#ifndef BINDER_GRAPH_H
#define BINDER_GRAPH_H

#include <cleat/kref.h>
#include <cleat/list.h>
#include <cleat/rbtree.h>

#include "queue.h"
#include "uapi.h"

struct binder_node;
struct binder_proc;

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

#endif
