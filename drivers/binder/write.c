/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* The BC_ commands of one BINDER_WRITE_READ. Bad ones are the program's fault: most are ignored. */
#include "thread.h"

#include <cleat/ioctl.h>
#include <cleat/uaccess.h>

#include "node.h"
#include "notify.h"
#include "transaction.h"

/* The largest operand. Linux looks at a command that begins before the end, whatever its size. */
#define BINDER_COMMAND_SLACK (sizeof(u32) + sizeof(struct binder_transaction_data_sg))

/* ---- references ---- */

/* A handle to the context manager comes into being when it is first taken. */
static int binder_take_manager(struct binder_thread *thread, bool strong)
{
	struct binder_proc *proc = thread->proc;
	struct binder_node *node __free(binder_node_unpin) = NULL;
	struct binder_ref_data data;

	scoped_guard(spinlock, &binder_lock) {
		if (!proc->device->manager)
			return -ENOENT;
		if (proc->device->manager->proc == proc)
			return -EINVAL;
		node = binder_node_pin(proc->device->manager);
	}
	return binder_ref_inc_node(proc, node, strong, NULL, &data) ? -ENOENT : 0;
}

static int binder_write_ref(struct binder_thread *thread, u32 cmd, u32 handle)
{
	bool strong = cmd == BC_ACQUIRE || cmd == BC_RELEASE;
	bool increment = cmd == BC_ACQUIRE || cmd == BC_INCREFS;
	struct binder_ref_data data;
	int err = -ENOENT;

	if (increment && handle == 0) {
		err = binder_take_manager(thread, strong);
		if (err == -EINVAL) {
			binder_user_error("%d:%d the context manager takes handle 0\n",
					  thread->proc->tgid, thread->pid);
			return err;
		}
	}
	if (err)
		err = binder_ref_update(thread->proc, handle, increment, strong, &data);
	if (err)
		binder_user_error("%d:%d command %x: no handle %u\n", thread->proc->tgid, thread->pid, cmd,
				  handle);
	return 0;
}

/* The owner has taken the hold that BR_INCREFS, BR_ACQUIRE asked it for. */
static void binder_write_node_done(struct binder_thread *thread, bool strong,
				   const struct binder_ptr_cookie *object)
{
	struct binder_node *node;
	bool *pending;

	guard(spinlock)(&binder_lock);
	node = binder_node_find(thread->proc, object->ptr);
	if (!node || node->cookie != object->cookie) {
		binder_user_error("%d:%d no object %llx to answer for\n", thread->proc->tgid, thread->pid,
				  (unsigned long long)object->ptr);
		return;
	}
	pending = strong ? &node->pending_strong : &node->pending_weak;
	if (!*pending) {
		binder_user_error("%d:%d object %llx was not asked about\n", thread->proc->tgid,
				  thread->pid, (unsigned long long)object->ptr);
		return;
	}
	*pending = false;
	binder_node_dec(node, strong, false);
}

/* ---- loopers ---- */

static void binder_write_looper(struct binder_thread *thread, u32 cmd)
{
	struct binder_proc *proc = thread->proc;

	guard(spinlock)(&binder_lock);
	switch (cmd) {
	case BC_REGISTER_LOOPER:
		if ((thread->looper & BINDER_LOOPER_ENTERED) || proc->requested == 0) {
			thread->looper |= BINDER_LOOPER_INVALID;
			binder_user_error("%d:%d BC_REGISTER_LOOPER that nobody asked for\n", proc->tgid,
					  thread->pid);
		} else {
			proc->requested--;
			proc->started++;
		}
		thread->looper |= BINDER_LOOPER_REGISTERED;
		break;
	case BC_ENTER_LOOPER:
		if (thread->looper & BINDER_LOOPER_REGISTERED) {
			thread->looper |= BINDER_LOOPER_INVALID;
			binder_user_error("%d:%d BC_ENTER_LOOPER after BC_REGISTER_LOOPER\n", proc->tgid,
					  thread->pid);
		}
		thread->looper |= BINDER_LOOPER_ENTERED;
		break;
	default:
		thread->looper |= BINDER_LOOPER_EXITED;
		break;
	}
}

/* ---- one command ---- */

static int binder_write_transaction(struct binder_thread *thread, u32 cmd,
						 struct cleat_user_reader *r)
{
	struct binder_transaction_data_sg sg = {};
	bool has_extra = cmd == BC_TRANSACTION_SG || cmd == BC_REPLY_SG;
	int err = cleat_user_read_obj(r, &sg.transaction_data);

	if (!err && has_extra)
		err = cleat_user_read_obj(r, &sg.buffers_size);
	if (err)
		return err;
	binder_transact(thread, &sg.transaction_data, cmd == BC_REPLY || cmd == BC_REPLY_SG,
			sg.buffers_size);
	return 0;
}

static int binder_write_notify(struct binder_thread *thread, u32 cmd,
					    struct cleat_user_reader *r)
{
	struct binder_handle_cookie hc;
	int err = cleat_user_read_obj(r, &hc);

	if (err)
		return err;
	switch (cmd) {
	case BC_REQUEST_DEATH_NOTIFICATION:
		binder_death_request(thread, hc.handle, hc.cookie);
		return 0;
	case BC_CLEAR_DEATH_NOTIFICATION:
		binder_death_clear(thread, hc.handle, hc.cookie);
		return 0;
	case BC_REQUEST_FREEZE_NOTIFICATION:
		return binder_freeze_request(thread, hc.handle, hc.cookie);
	default:
		return binder_freeze_clear(thread, hc.handle, hc.cookie);
	}
}

static int binder_write_word(struct binder_thread *thread, u32 cmd,
					  struct cleat_user_reader *r)
{
	binder_uintptr_t word;
	int err = cleat_user_read_obj(r, &word);

	if (err)
		return err;
	switch (cmd) {
	case BC_FREE_BUFFER:
		binder_free_buffer(thread, word);
		return 0;
	case BC_DEAD_BINDER_DONE:
		binder_death_answered(thread, word);
		return 0;
	default:
		return binder_freeze_answered(thread, word);
	}
}

static int binder_write_command(struct binder_thread *thread, u32 cmd,
					     struct cleat_user_reader *r)
{
	struct binder_ptr_cookie object;
	u32 handle;
	int err;

	switch (cmd) {
	case BC_TRANSACTION:
	case BC_REPLY:
	case BC_TRANSACTION_SG:
	case BC_REPLY_SG:
		return binder_write_transaction(thread, cmd, r);
	case BC_FREE_BUFFER:
	case BC_DEAD_BINDER_DONE:
	case BC_FREEZE_NOTIFICATION_DONE:
		return binder_write_word(thread, cmd, r);
	case BC_INCREFS:
	case BC_ACQUIRE:
	case BC_RELEASE:
	case BC_DECREFS:
		err = cleat_user_read_obj(r, &handle);
		return err ? err : binder_write_ref(thread, cmd, handle);
	case BC_INCREFS_DONE:
	case BC_ACQUIRE_DONE:
		err = cleat_user_read_obj(r, &object);
		if (!err)
			binder_write_node_done(thread, cmd == BC_ACQUIRE_DONE, &object);
		return err;
	case BC_REGISTER_LOOPER:
	case BC_ENTER_LOOPER:
	case BC_EXIT_LOOPER:
		binder_write_looper(thread, cmd);
		return 0;
	case BC_REQUEST_DEATH_NOTIFICATION:
	case BC_CLEAR_DEATH_NOTIFICATION:
	case BC_REQUEST_FREEZE_NOTIFICATION:
	case BC_CLEAR_FREEZE_NOTIFICATION:
		return binder_write_notify(thread, cmd, r);
	default:
		binder_user_error("%d:%d unknown command %x\n", thread->proc->tgid, thread->pid, cmd);
		return -EINVAL;
	}
}

static void binder_count_bc(struct binder_thread *thread, u32 cmd)
{
	u32 nr = _IOC_NR(cmd);

	if (nr < BINDER_BC_COUNT)
		binder_count(&thread->stats.bc[nr]);
}

static bool binder_write_goes_on(struct binder_thread *thread)
{
	guard(spinlock)(&binder_lock);
	return thread->return_error == BR_OK;
}

long binder_thread_write(struct binder_thread *thread, binder_uintptr_t buffer, binder_size_t size,
			 binder_size_t *consumed)
{
	size_t left = size > *consumed ? size - *consumed : 0, slack = BINDER_COMMAND_SLACK;
	struct cleat_user_reader r = cleat_user_reader_init(
		(const void __user *)(buffer + *consumed), size_add(left, slack));

	while (r.left > slack && binder_write_goes_on(thread)) {
		size_t before = r.left;
		u32 cmd;
		int err = cleat_user_read_obj(&r, &cmd);

		if (err)
			return err;
		binder_count_bc(thread, cmd);
		err = binder_write_command(thread, cmd, &r);
		if (err)
			return err;
		*consumed += before - r.left;
	}
	return 0;
}
