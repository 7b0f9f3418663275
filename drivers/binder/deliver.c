/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* A transaction reaches its thread: priority, descriptors, the command, and whose it is from then on. */
#include "read.h"

#include <cleat/pid.h>
#include <cleat/sched.h>

#include "alloc.h"
#include "thread.h"

static void binder_unreserve_fds(struct binder_transaction *t)
{
	cleat_list_for_each(binder_fd_fixups, fixup, &t->fixups) {
		if (fixup->fd >= 0)
			put_unused_fd(fixup->fd);
		fixup->fd = -1;
	}
}

/* The number of each descriptor is reserved and written into the buffer, then all are installed. */
static int binder_install_fds(struct binder_proc *proc, struct binder_transaction *t,
					   struct binder_buffer *buffer)
{
	cleat_list_for_each(binder_fd_fixups, fixup, &t->fixups) {
		u32 fd;
		int err = get_unused_fd_flags(O_CLOEXEC);

		if (err < 0)
			return -ENOMEM;
		fixup->fd = err;
		fd = err;
		err = binder_buffer_write(&proc->alloc, buffer, fixup->offset, &fd, sizeof(fd));
		if (err)
			return err;
	}
	for (;;) {
		struct binder_fd_fixup *fixup = binder_fd_fixups_pop(&t->fixups);

		if (!fixup)
			return 0;
		if (fixup->file)
			fd_install(fixup->fd, fixup->file);
		fixup->file = NULL;
		fixup->fd = -1;
		binder_fd_fixup_free(fixup);
	}
}

/* The thread takes on the priority of the call, within what the node allows. What it had before. */
static long binder_inherit_nice(const struct binder_transaction *t, const struct binder_buffer *buffer)
{
	bool oneway = t->flags & TF_ONE_WAY;
	long saved, least;

	if (!buffer->node)
		return 0;
	saved = task_nice(current);
	least = buffer->node->min_priority;
	if (!oneway && t->priority < least)
		binder_set_nice(t->priority);
	else if (!oneway || saved > least)
		binder_set_nice(least);
	return saved;
}

/*
 * From here on it is the thread's: a call is on its stack, its buffer is the program's to give back.
 * What is copied afterwards may be read by nobody; then binder_undeliver() takes it back.
 */
static void binder_deliver(struct binder_thread *thread, struct binder_transaction *t,
			   struct binder_buffer *__own buffer, long saved)
{
	binder_delivered_add(&thread->proc->alloc.delivered, buffer);
	if (t->reply || (t->flags & TF_ONE_WAY)) {
		binder_transaction_done(t);
		return;
	}
	t->saved_priority = saved;
	/* It may have been queued for this very thread. */
	if (t->to_thread)
		binder_thread_put(t->to_thread);
	if (t->to_parent)
		binder_transaction_put(t->to_parent);
	t->to_thread = binder_thread_get(thread);
	t->to_parent = thread->stack;
	thread->stack = binder_transaction_get(t);
}

static void binder_undeliver(struct binder_thread *thread, struct binder_transaction *__own t)
{
	struct binder_transaction *top = NULL;

	scoped_guard(spinlock, &binder_lock) {
		if (thread->stack == t) {
			top = thread->stack;
			thread->stack = t->to_parent;
			t->to_parent = NULL;
		}
	}
	if (top)
		binder_transaction_put(top);
	binder_transaction_drop(t, BR_FAILED_REPLY);
}

static int binder_deliver_transaction(struct binder_reading *r,
						 const struct binder_br_transaction *br)
{
	size_t len = br->cmd == BR_TRANSACTION_SEC_CTX
			     ? sizeof(*br)
			     : sizeof(*br) - sizeof(br->secctx);
	int err = cleat_user_write(&r->to, br, len);

	if (err)
		return err;
	r->done += len;
	binder_count_br(r->thread, br->cmd);
	return BINDER_END;
}

static void binder_fill_br(struct binder_proc *proc, struct binder_br_transaction *br __writes,
			   const struct binder_transaction *t, const struct binder_buffer *buffer,
			   struct pid *__opt sender)
{
	binder_uintptr_t at = binder_buffer_addr(&proc->alloc, buffer);

	*br = (struct binder_br_transaction){
		.cmd = t->reply ? BR_REPLY : t->security_ctx ? BR_TRANSACTION_SEC_CTX : BR_TRANSACTION,
		.target = buffer->node ? buffer->node->ptr : 0,
		.cookie = buffer->node ? buffer->node->cookie : 0,
		.code = t->code,
		.flags = t->flags,
		.sender_pid = sender ? pid_vnr(sender) : 0,
		.sender_euid = from_kuid(current_user_ns(), t->sender_euid),
		.data_size = buffer->data_size,
		.offsets_size = buffer->offsets_size,
		.buffer = at,
		.offsets = at + binder_buffer_offsets(buffer),
		.secctx = t->security_ctx,
	};
}

/* Its descriptors cannot be installed: it counts as one that failed, for both sides. */
static int binder_read_failed(struct binder_reading *r, struct binder_transaction *__own t,
					   struct binder_buffer *__own buffer)
{
	bool reply = t->reply;
	int err;

	binder_transaction_drop(t, BR_FAILED_REPLY);
	binder_buffer_give_back(r->thread, buffer, true);
	if (!reply)
		return BINDER_MORE;
	err = binder_put_cmd(r, BR_FAILED_REPLY);
	return err ? err : BINDER_END;
}

int binder_read_transaction(struct binder_reading *r, struct binder_transaction *t,
			    struct binder_buffer *buffer, struct pid *sender)
{
	struct binder_thread *thread = r->thread;
	struct binder_br_transaction br;
	long saved = binder_inherit_nice(t, buffer);
	int step;

	if (!binder_fd_fixups_empty(&t->fixups) && binder_install_fds(thread->proc, t, buffer)) {
		binder_unreserve_fds(t);
		return binder_read_failed(r, t, buffer);
	}
	binder_fill_br(thread->proc, &br, t, buffer, sender);
	scoped_guard(spinlock, &binder_lock)
		binder_deliver(thread, t, buffer, saved);
	step = binder_deliver_transaction(r, &br);
	if (step < 0)
		binder_undeliver(thread, t);
	else
		binder_transaction_put(t);
	return step;
}
