/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Nodes, handles to them, and what is counted: a strong or weak hold of a process on its handle
 * becomes one on the node, and what changes for the node's owner is queued for it to read. Nothing
 * here sleeps but where it says so.
 */
#ifndef BINDER_NODE_H
#define BINDER_NODE_H

#include "binder.h"

/* What a ref was at one moment: for what is done without the lock. */
struct binder_ref_data {
	int id;
	u32 desc;
	u32 strong;
	u32 weak;
};

/** binder_node_find - the node that @proc calls @ptr */
struct binder_node *__opt __borrows(proc) binder_node_find(struct binder_proc *proc, binder_uintptr_t ptr)
	__must_hold(&binder_lock);

/**
 * binder_node_make - the node that @proc calls @object->binder, made when there is none
 *
 * Return: a reference to it; NULL: no memory. A node that nobody holds in the end is to be settled.
 */
struct binder_node *__own __opt binder_node_make(struct binder_proc *proc,
						const struct flat_binder_object *object);

/**
 * binder_node_inc - one more hold on @node
 * @internal: of a handle (its first); else of the owner or a transaction in its buffers
 * @thread: who is to read BR_ACQUIRE, BR_INCREFS when the owner does not know of it yet; NULL: the
 *	owner does
 *
 * Return: 0; -EINVAL: a first strong handle, which the owner was to be told of.
 */
int binder_node_inc(struct binder_node *node, bool strong, bool internal,
				 struct binder_thread *__opt thread) __must_hold(&binder_lock);

/** binder_node_dec - one less; a node that nobody holds any more goes */
void binder_node_dec(struct binder_node *node, bool strong, bool internal) __must_hold(&binder_lock);

/** binder_node_settle - binder_node_dec of nothing: for a node whose first hold failed */
void binder_node_settle(struct binder_node *node) __must_hold(&binder_lock);

/** binder_node_is_held - does anybody know of @node at all? */
bool binder_node_is_held(struct binder_node *node) __must_hold(&binder_lock);

/**
 * binder_node_pin - a reference that also keeps @node where it is found, until binder_node_unpin()
 *
 * For whoever lets go of binder_lock before the node gets the hold that it was looked up for: without,
 * a node whose last handle goes meanwhile would leave its process, and get the new hold outside of it.
 */
struct binder_node *__own binder_node_pin(struct binder_node *node) __must_hold(&binder_lock);
void binder_node_unpin(struct binder_node *__own node);
DEFINE_FREE(binder_node_unpin, struct binder_node *, if (_T) binder_node_unpin(_T))

/** binder_node_owner_died - @node is taken off its process; those who asked are told */
void binder_node_owner_died(struct binder_node *__own node);

/** binder_ref_find - @proc's handle @desc; NULL: there is none, or it is weak and @strong is asked for */
struct binder_ref *__opt __borrows(proc) binder_ref_find(struct binder_proc *proc, u32 desc, bool strong)
	__must_hold(&binder_lock);

/**
 * binder_ref_inc_node - one more hold of @proc on its handle to @node, which is made when there is none
 * @thread: as for binder_node_inc()
 *
 * Return: 0; -ENOMEM; -ENOSPC; -EINVAL as binder_node_inc().
 */
int binder_ref_inc_node(struct binder_proc *proc, struct binder_node *node, bool strong,
				     struct binder_thread *__opt thread,
				     struct binder_ref_data *ret_data __writes);

/** binder_ref_update - one hold more or less on handle @desc; 0, or -EINVAL: no such handle */
int binder_ref_update(struct binder_proc *proc, u32 desc, bool increment, bool strong,
				   struct binder_ref_data *ret_data __writes);

/** binder_ref_drop - @proc's handle goes, whatever it holds */
void binder_ref_drop(struct binder_ref *ref) __must_hold(&binder_lock);

#endif
