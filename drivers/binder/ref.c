/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Handles. A process finds one by its number when it uses it, and by the node when a node is sent
 * to it: it has at most one to each.
 */
#include "node.h"

#include "notify.h"
#include "thread.h"

void binder_ref_free(struct binder_ref *ref)
{
	if (ref->death)
		binder_death_put(ref->death);
	if (ref->freeze)
		binder_freeze_put(ref->freeze);
	binder_node_put(ref->node);
	ida_free(&ref->proc->descs, ref->desc);
	binder_proc_put(ref->proc);
	binder_count_ended(BINDER_COUNT_REF);
	kfree(ref);
}

struct binder_ref *binder_ref_find(struct binder_proc *proc, u32 desc, bool strong)
{
	struct binder_ref *ref = binder_refs_by_desc_find(&proc->refs_by_desc, desc);

	return ref && (!strong || ref->strong) ? ref : NULL;
}

static void binder_ref_look(const struct binder_ref *ref, struct binder_ref_data *data __writes)
{
	*data = (struct binder_ref_data){
		.id = ref->id,
		.desc = ref->desc,
		.strong = ref->strong,
		.weak = ref->weak,
	};
}

void binder_ref_drop(struct binder_ref *ref)
{
	struct binder_proc *proc = ref->proc;
	struct binder_node *node = ref->node;

	binder_refs_by_node_erase(&proc->refs_by_node, ref);
	if (ref->strong)
		binder_node_dec(node, true, true);
	binder_node_refs_del(&node->refs, ref);
	binder_node_settle(node);
	binder_notify_cancel(ref);
	binder_ref_free(binder_refs_by_desc_erase(&proc->refs_by_desc, ref));
}

static int binder_ref_inc(struct binder_ref *ref, bool strong, struct binder_thread *__opt thread)
{
	u32 *count = strong ? &ref->strong : &ref->weak;

	if (*count == 0) {
		int err = binder_node_inc(ref->node, strong, true, thread);

		if (err)
			return err;
	}
	(*count)++;
	return 0;
}

static void binder_ref_dec(struct binder_ref *ref, bool strong)
{
	u32 *count = strong ? &ref->strong : &ref->weak;

	if (*count == 0) {
		binder_user_error("%d: handle %u is let go of once more than it was taken\n",
				  ref->proc->tgid, ref->desc);
		return;
	}
	(*count)--;
	if (strong && ref->strong == 0)
		binder_node_dec(ref->node, true, true);
	if (ref->strong == 0 && ref->weak == 0)
		binder_ref_drop(ref);
}

int binder_ref_update(struct binder_proc *proc, u32 desc, bool increment, bool strong,
		      struct binder_ref_data *ret_data)
{
	struct binder_ref *ref;
	int err = 0;

	guard(spinlock)(&binder_lock);
	ref = binder_ref_find(proc, desc, strong);
	if (!ref)
		return -EINVAL;
	binder_ref_look(ref, ret_data);
	if (increment)
		err = binder_ref_inc(ref, strong, NULL);
	else
		binder_ref_dec(ref, strong);
	return err;
}

/* A handle that nobody can find yet. */
static struct binder_ref *__own __errptr binder_ref_make(struct binder_proc *proc,
							 struct binder_node *node, bool manager)
{
	struct binder_ref *ref;
	int desc = ida_alloc_min(&proc->descs, manager ? 0 : 1, GFP_KERNEL);

	if (desc < 0)
		return ERR_PTR(desc);
	ref = kzalloc_obj(*ref);
	if (!ref) {
		ida_free(&proc->descs, desc);
		return ERR_PTR(-ENOMEM);
	}
	binder_count_made(BINDER_COUNT_REF);
	ref->desc = desc;
	ref->id = binder_next_id();
	ref->proc = binder_proc_get(proc);
	ref->node = binder_node_get(node);
	return ref;
}

/* Its first hold, and its place among the handles to its node. After an error it has neither. */
static int binder_ref_show(struct binder_ref *ref, bool strong,
					struct binder_thread *__opt thread)
{
	int err;

	binder_node_refs_add(&ref->node->refs, ref);
	err = binder_ref_inc(ref, strong, thread);
	if (err)
		binder_node_refs_del(&ref->node->refs, ref);
	else
		binder_refs_by_node_add(&ref->proc->refs_by_node, ref);
	return err;
}

int binder_ref_inc_node(struct binder_proc *proc, struct binder_node *node, bool strong,
			struct binder_thread *thread, struct binder_ref_data *ret_data)
{
	struct binder_ref *ref, *fresh = NULL;
	bool manager;
	int err = 0;

	scoped_guard(spinlock, &binder_lock) {
		manager = proc->device->manager == node;
		ref = binder_refs_by_node_find(&proc->refs_by_node, node);
		if (ref) {
			err = binder_ref_inc(ref, strong, thread);
			binder_ref_look(ref, ret_data);
			return err;
		}
	}
	fresh = binder_ref_make(proc, node, manager);
	if (IS_ERR(fresh))
		return PTR_ERR(fresh);
	scoped_guard(spinlock, &binder_lock) {
		ref = binder_refs_by_node_find(&proc->refs_by_node, node);
		if (ref) {
			/* Another thread was faster. */
			err = binder_ref_inc(ref, strong, thread);
			binder_ref_look(ref, ret_data);
		} else {
			err = binder_ref_show(fresh, strong, thread);
			binder_ref_look(fresh, ret_data);
			if (!err) {
				binder_refs_by_desc_add(&proc->refs_by_desc, fresh);
				fresh = NULL;
			}
		}
	}
	if (fresh)
		binder_ref_free(fresh);
	return err;
}
