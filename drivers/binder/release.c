/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What the objects in a buffer hold for its receiver, and how that is let go of. */
#include "node.h"
#include "object.h"
#include "thread.h"
#include "transaction.h"

static void binder_let_go_binder(struct binder_proc *proc, const struct flat_binder_object *o)
{
	struct binder_node *node;

	guard(spinlock)(&binder_lock);
	node = binder_node_find(proc, o->binder);
	if (node)
		binder_node_dec(node, o->hdr.type == BINDER_TYPE_BINDER, false);
}

static void binder_let_go_handle(struct binder_proc *proc, const struct flat_binder_object *o)
{
	struct binder_ref_data data;

	if (binder_ref_update(proc, binder_handle(o->binder), false,
			      o->hdr.type == BINDER_TYPE_HANDLE, &data))
		binder_user_error("%d: a buffer holds handle %u, which is not there\n", proc->tgid,
				  binder_handle(o->binder));
}

static int binder_close_fd(struct binder_thread *thread, const struct binder_buffer *buffer, u64 place)
{
	u32 fd;
	int err = binder_buffer_read(&thread->proc->alloc, buffer, place, &fd, sizeof(fd));

	if (err || cleat_close_fd_later(fd))
		return err;
	guard(spinlock)(&binder_lock);
	thread->need_return = true;
	return 0;
}

/* The descriptors of an array are closed for the program; of its own FD objects it does that itself. */
static void binder_let_go_fds(struct binder_thread *thread, struct binder_buffer *buffer, size_t entry,
			      const struct binder_fd_array_object *o)
{
	struct binder_alloc *alloc = &thread->proc->alloc;
	size_t table = binder_buffer_offsets(buffer);
	struct binder_buffer_object parent;
	struct binder_object object;
	u64 at, bytes, place;

	if (o->parent >= (entry - table) / sizeof(u64) ||
	    binder_buffer_read(alloc, buffer, table + o->parent * sizeof(u64), &at, sizeof(at)) ||
	    binder_object_read(alloc, buffer, at, &object) || object.type != BINDER_TYPE_PTR)
		return;
	parent = binder_object_ptr(&object);
	if (check_mul_overflow(o->num_fds, (u64)sizeof(u32), &bytes) || bytes > parent.length ||
	    o->parent_offset > parent.length - bytes)
		return;
	place = parent.buffer - binder_buffer_addr(alloc, buffer) + o->parent_offset;
	for (u64 i = 0; i < o->num_fds; i++) {
		if (binder_close_fd(thread, buffer, place + i * sizeof(u32)))
			return;
	}
}

void binder_buffer_let_go(struct binder_proc *proc, struct binder_buffer *buffer, size_t end,
			  struct binder_thread *thread)
{
	struct binder_node *node = buffer->node;

	buffer->node = NULL;
	if (node) {
		scoped_guard(spinlock, &binder_lock)
			binder_node_dec(node, true, false);
		binder_node_put(node);
	}
	for (size_t at = binder_buffer_offsets(buffer); at < end; at += sizeof(u64)) {
		struct flat_binder_object flat;
		struct binder_fd_array_object fda;
		struct binder_object o;
		u64 place;

		if (binder_buffer_read(&proc->alloc, buffer, at, &place, sizeof(place)) ||
		    binder_object_read(&proc->alloc, buffer, place, &o))
			continue;
		flat = binder_object_flat(&o);
		fda = binder_object_fda(&o);
		switch (o.type) {
		case BINDER_TYPE_BINDER:
		case BINDER_TYPE_WEAK_BINDER:
			binder_let_go_binder(proc, &flat);
			break;
		case BINDER_TYPE_HANDLE:
		case BINDER_TYPE_WEAK_HANDLE:
			binder_let_go_handle(proc, &flat);
			break;
		case BINDER_TYPE_FDA:
			if (thread)
				binder_let_go_fds(thread, buffer, at, &fda);
			break;
		default:
			break;
		}
	}
}
