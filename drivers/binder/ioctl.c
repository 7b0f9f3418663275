/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* The ioctls; where one tells errors in its own way, that is Linux's. */
#include "ioctl.h"

#include <cleat/ioctl.h>
#include <cleat/sched.h>
#include <cleat/security.h>

#include "node.h"
#include "notify.h"
#include "thread.h"

static long binder_write_read(struct binder_thread *thread, struct file *file, void __user *arg)
{
	struct binder_write_read bwr;
	long err = cleat_get_user_obj(&bwr, arg);

	if (err)
		return err;
	if (bwr.write_size) {
		err = binder_thread_write(thread, bwr.write_buffer, bwr.write_size, &bwr.write_consumed);
		if (err)
			bwr.read_consumed = 0;
	}
	if (!err && bwr.read_size)
		err = binder_thread_read(thread, bwr.read_buffer, bwr.read_size, &bwr.read_consumed,
					 file->f_flags & O_NONBLOCK);
	if (cleat_put_user_obj(arg, &bwr))
		return -EFAULT;
	return err;
}

static long binder_set_max_threads(struct binder_proc *proc, void __user *arg)
{
	u32 max;

	if (cleat_get_user_obj(&max, arg))
		return -EINVAL;
	guard(spinlock)(&binder_lock);
	proc->max_threads = max;
	return 0;
}

/* ---- the context manager ---- */

/* The first user who becomes manager of a device is the only one from then on. */
static long binder_claim_manager(struct binder_device *dev, kuid_t uid)
{
	guard(spinlock)(&binder_lock);
	if (dev->manager)
		return -EBUSY;
	if (dev->manager_uid_known && !uid_eq(dev->manager_uid, uid))
		return -EPERM;
	dev->manager_uid = uid;
	dev->manager_uid_known = true;
	return 0;
}

static long binder_set_manager(struct binder_proc *proc, const struct flat_binder_object *object)
{
	struct binder_device *dev = proc->device;
	struct binder_node *node __free(binder_node_unpin) = NULL;
	long err = 0;

	scoped_guard(spinlock, &binder_lock) {
		if (dev->manager)
			return -EBUSY;
	}
	err = security_binder_set_context_mgr(proc->cred);
	if (err < 0)
		return err;
	err = binder_claim_manager(dev, current_euid());
	if (err)
		return err;
	node = binder_node_make(proc, object);
	if (!node)
		return -ENOMEM;
	guard(spinlock)(&binder_lock);
	if (dev->manager)
		return -EBUSY;
	node->local_weak++;
	node->local_strong++;
	node->has_strong = true;
	node->has_weak = true;
	dev->manager = binder_node_get(node);
	return 0;
}

static long binder_set_manager_ext(struct binder_proc *proc, void __user *arg)
{
	struct flat_binder_object object;

	if (cleat_get_user_obj(&object, arg))
		return -EINVAL;
	return binder_set_manager(proc, &object);
}

/* ---- what is asked about nodes and errors ---- */

/* The first node of the process whose address is above the one given. */
static long binder_node_debug_info(struct binder_proc *proc, void __user *arg)
{
	struct binder_node_debug_info info;
	binder_uintptr_t ptr;
	int err = cleat_get_user_obj(&info, arg);

	if (err)
		return err;
	ptr = info.ptr;
	info = (struct binder_node_debug_info){};
	scoped_guard(spinlock, &binder_lock) {
		struct binder_node *node =
			ptr == U64_MAX ? NULL : binder_node_tree_lower_bound(&proc->nodes, ptr + 1);

		if (node)
			info = (struct binder_node_debug_info){
				.ptr = node->ptr,
				.cookie = node->cookie,
				.has_strong_ref = node->has_strong,
				.has_weak_ref = node->has_weak,
			};
	}
	return cleat_put_user_obj(arg, &info);
}

static long binder_node_info_for_ref(struct binder_proc *proc, void __user *arg)
{
	struct binder_node_info_for_ref info;
	int err = cleat_get_user_obj(&info, arg);

	if (err)
		return err;
	if (info.strong_count || info.weak_count || info.reserved1 || info.reserved2 || info.reserved3)
		return -EINVAL;
	scoped_guard(spinlock, &binder_lock) {
		struct binder_node *manager = proc->device->manager;
		struct binder_ref *ref = binder_ref_find(proc, info.handle, true);

		if (!manager || manager->proc != proc)
			return -EPERM;
		if (!ref)
			return -EINVAL;
		info.strong_count = ref->node->local_strong + ref->node->internal_strong;
		info.weak_count = ref->node->local_weak;
	}
	return cleat_put_user_obj(arg, &info);
}

static long binder_get_error(struct binder_thread *thread, void __user *arg)
{
	struct binder_extended_error error;

	scoped_guard(spinlock, &binder_lock) {
		error = thread->error;
		thread->error = (struct binder_extended_error){.command = BR_OK};
	}
	return cleat_put_user_obj(arg, &error);
}

static long binder_put_version(void __user *arg)
{
	struct binder_version version = {.protocol_version = BINDER_CURRENT_PROTOCOL_VERSION};

	return cleat_put_user_obj(arg, &version) ? -EINVAL : 0;
}

/* ---- freezing, spam ---- */

static long binder_freeze(void __user *arg)
{
	struct binder_freeze_info info;
	int err = cleat_get_user_obj(&info, arg);

	return err ? err : binder_freeze_process(&info);
}

static long binder_get_frozen(void __user *arg)
{
	struct binder_frozen_status_info info;
	long err = cleat_get_user_obj(&info, arg);

	if (!err)
		err = binder_frozen_status(&info);
	return err ? err : cleat_put_user_obj(arg, &info);
}

static long binder_enable_spam_detection(struct binder_proc *proc, void __user *arg)
{
	u32 enable;
	int err = cleat_get_user_obj(&enable, arg);

	if (err)
		return err;
	guard(spinlock)(&binder_lock);
	proc->spam_detection = enable;
	return 0;
}

static long binder_ioctl_thread(struct binder_thread *thread, struct file *file, unsigned int cmd,
				void __user *arg)
{
	static const struct flat_binder_object nothing;
	struct binder_proc *proc = thread->proc;

	switch (cmd) {
	case BINDER_WRITE_READ:
		return binder_write_read(thread, file, arg);
	case BINDER_SET_MAX_THREADS:
		return binder_set_max_threads(proc, arg);
	case BINDER_SET_CONTEXT_MGR:
		return binder_set_manager(proc, &nothing);
	case BINDER_SET_CONTEXT_MGR_EXT:
		return binder_set_manager_ext(proc, arg);
	case BINDER_THREAD_EXIT:
		binder_thread_exit(thread);
		return 0;
	case BINDER_VERSION:
		return binder_put_version(arg);
	case BINDER_GET_NODE_DEBUG_INFO:
		return binder_node_debug_info(proc, arg);
	case BINDER_GET_NODE_INFO_FOR_REF:
		return binder_node_info_for_ref(proc, arg);
	case BINDER_FREEZE:
		return binder_freeze(arg);
	case BINDER_GET_FROZEN_INFO:
		return binder_get_frozen(arg);
	case BINDER_ENABLE_ONEWAY_SPAM_DETECTION:
		return binder_enable_spam_detection(proc, arg);
	case BINDER_GET_EXTENDED_ERROR:
		return binder_get_error(thread, arg);
	default:
		return -EINVAL;
	}
}

long binder_ioctl(struct binder_proc *proc, struct file *file, unsigned int cmd, void __user *arg)
{
	struct binder_thread *thread __free(binder_thread_put) = binder_thread_current(proc);
	long err;

	if (!thread)
		return -ENOMEM;
	err = binder_ioctl_thread(thread, file, cmd, arg);
	guard(spinlock)(&binder_lock);
	thread->need_return = false;
	return err;
}
