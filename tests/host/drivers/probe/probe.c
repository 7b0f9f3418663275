/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * A driver that shows the tests of the host transport what arrives in it. Some of it is wrong on
 * purpose.
 */
#include <cleat/debugfs.h>
#include <cleat/ioctl.h>
#include <cleat/miscdevice.h>
#include <cleat/module.h>
#include <cleat/mutex.h>
#include <cleat/poll.h>
#include <cleat/proc_fs.h>
#include <cleat/sched.h>
#include <cleat/slab.h>
#include <cleat/sysfs.h>
#include <cleat/wait.h>

#include "uapi.h"

#define PROBE_COPY_MAX (4u << 20)

struct probe_file {
	u32 number;
	u32 seen __guarded_by(&probe_lock);
};

static DEFINE_MUTEX(probe_lock);
static DECLARE_WAIT_QUEUE_HEAD(probe_wakers);
static struct probe_stat probe_stat __guarded_by(&probe_lock);
static u32 probe_wakes __guarded_by(&probe_lock);
static u32 probe_raced;
static void *probe_leaked;

static bool exclusive;
module_param(exclusive, bool, 0444);
MODULE_PARM_DESC(exclusive, "one open file at a time");
static bool broken;
module_param(broken, bool, 0444);
MODULE_PARM_DESC(broken, "fail in init");
static bool crash;
module_param(crash, bool, 0444);
MODULE_PARM_DESC(crash, "crash in init");
static bool hang;
module_param(hang, bool, 0444);
MODULE_PARM_DESC(hang, "never come back from init");

static struct probe_file *probe_open(struct file *file)
{
	struct probe_file *ctx = kzalloc_obj(*ctx);

	if (!ctx)
		return ERR_PTR(-ENOMEM);
	guard(mutex)(&probe_lock);
	if (exclusive && probe_stat.opens != probe_stat.releases) {
		kfree(ctx);
		return ERR_PTR(-EBUSY);
	}
	ctx->number = ++probe_stat.opens;
	ctx->seen = probe_wakes;
	return ctx;
}

static int probe_flush(struct probe_file *ctx, struct file *file)
{
	guard(mutex)(&probe_lock);
	probe_stat.flushes++;
	return 0;
}

static void probe_release(struct probe_file *__own ctx, struct file *file)
{
	scoped_guard (mutex, &probe_lock)
		probe_stat.releases++;
	kfree(ctx);
}

static long probe_who(void __user *arg)
{
	struct probe_who who = {
		.pid = current->pid,
		.tgid = current->tgid,
		.uid = current->uid,
		.euid = current->euid,
	};

	get_task_comm(who.comm, current);
	return cleat_put_user_obj(arg, &who);
}

static long probe_copy(void __user *arg)
{
	struct probe_copy req;
	int err = cleat_get_user_obj(&req, arg);

	if (err)
		return err;
	if (req.len > PROBE_COPY_MAX)
		return -EINVAL;

	u8 *buf __free(kvfree) = kvmalloc_objs(u8, req.len);

	if (!buf)
		return -ENOMEM;
	if (copy_from_user(buf, (void __user *)(unsigned long)req.src, req.len))
		return -EFAULT;
	req.copied = req.len - copy_to_user((void __user *)(unsigned long)req.dst, buf, req.len);
	err = cleat_put_user_obj(arg, &req);
	return err ? err : req.copied < req.len ? -EFAULT : (long)req.len;
}

static long probe_wait(bool interruptible)
{
	u32 before;
	int err = 0;

	guard(mutex)(&probe_lock);
	before = probe_wakes;
	probe_stat.waiting++;
	if (interruptible)
		err = cleat_wait_event_interruptible(probe_wakers, &probe_lock,
						     probe_wakes != before);
	else
		cleat_wait_event(probe_wakers, &probe_lock, probe_wakes != before);
	probe_stat.waiting--;
	return err;
}

static long probe_bump(u32 __user *arg)
{
	u32 n;
	int err = cleat_get_user_obj(&n, arg);

	if (err)
		return err;
	n++;
	return cleat_put_user_obj(arg, &n);
}

static long probe_fail(u32 __user *arg)
{
	u32 n;
	int err = cleat_get_user_obj(&n, arg);

	if (err)
		return err;
	n *= 2;
	err = cleat_put_user_obj(arg, &n);
	return err ? err : -EIO;
}

static long probe_ioctl(struct probe_file *ctx, struct file *file, unsigned int cmd,
			void __user *arg)
{
	struct probe_stat stat;
	u32 n;

	switch (cmd) {
	case PROBE_NULL:
		return 0;
	case PROBE_WHO:
		return probe_who(arg);
	case PROBE_COPY:
		return probe_copy(arg);
	case PROBE_STAT:
		scoped_guard (mutex, &probe_lock)
			stat = probe_stat;
		return cleat_put_user_obj(arg, &stat);
	case PROBE_WAIT:
	case PROBE_STUCK:
		return probe_wait(cmd == PROBE_WAIT);
	case PROBE_WAKE:
		scoped_guard (mutex, &probe_lock)
			probe_wakes++;
		wake_up(&probe_wakers);
		return 0;
	case PROBE_BUMP:
		return probe_bump(arg);
	case PROBE_FAIL:
		return probe_fail(arg);
	case PROBE_FLAGS:
		n = file->f_flags;
		return cleat_put_user_obj(arg, &n);
	case PROBE_NUMBER:
		n = ctx->number;
		return cleat_put_user_obj(arg, &n);
	case PROBE_ACK:
		scoped_guard (mutex, &probe_lock)
			ctx->seen = probe_wakes;
		return 0;
	case PROBE_CRASH:
		BUG_ON(cmd == PROBE_CRASH);
		return 0;
	case PROBE_RACE:
		probe_raced++;
		return 0;
	case PROBE_LEAK:
		probe_leaked = kmalloc(64, GFP_KERNEL);
		return 0;
	default:
		return -ENOTTY;
	}
}

static __poll_t probe_poll(struct probe_file *ctx, struct file *file, struct poll_table_struct *pt)
{
	poll_wait(file, &probe_wakers, pt);
	guard(mutex)(&probe_lock);
	return ctx->seen != probe_wakes ? EPOLLIN | EPOLLRDNORM : 0;
}

DEFINE_FILE_OPERATIONS(probe_fops, struct probe_file, .open = probe_open, .flush = probe_flush,
		       .release = probe_release, .ioctl = probe_ioctl, .poll = probe_poll);

struct probe {
	struct miscdevice misc;
	struct dentry *debug;
	struct proc_dir_entry *proc;
	u32 knob;
};

static int probe_opens_show(struct seq_file *m, struct probe *probe)
{
	guard(mutex)(&probe_lock);
	seq_printf(m, "opens %u\n", probe_stat.opens);
	return 0;
}
DEFINE_PROC_FILE(probe_proc, struct probe, probe_opens_show);
DEFINE_DEBUGFS_FILE(probe_opens, struct probe, .show = probe_opens_show);

static ssize_t probe_knob_show(struct probe *probe, char *buf)
{
	return sysfs_emit(buf, "%u\n", READ_ONCE(probe->knob));
}

static ssize_t probe_knob_store(struct probe *probe, const char *text, size_t len)
{
	u32 knob;
	int err = kstrtouint(text, 0, &knob);

	if (err)
		return err;
	WRITE_ONCE(probe->knob, knob);
	return len;
}
DEFINE_DEVICE_ATTR(probe_knob, struct probe, misc, "knob", 0644, .show = probe_knob_show,
		   .store = probe_knob_store);
static struct attribute *probe_attrs[] = {&probe_knob.attr, NULL};
ATTRIBUTE_GROUPS(probe);

static struct probe probe = {
	.misc =
		{
			.minor = MISC_DYNAMIC_MINOR,
			.name = "probe",
			.fops = &probe_fops,
			.mode = 0666,
			.groups = probe_groups,
		},
	.knob = 7,
};

static int __init probe_init(void)
{
	int err;

	if (broken)
		return -ENODEV;
	BUG_ON(crash);
	if (hang)
		wait_event(probe_wakers, false);
	err = misc_register(&probe.misc);
	if (err)
		return err;
	probe.debug = debugfs_create_dir("probe", NULL);
	probe_opens_create("opens", 0444, probe.debug, &probe);
	probe.proc = probe_proc_create("driver/probe", 0444, &probe);
	return 0;
}

static void __exit probe_exit(void)
{
	proc_remove(probe.proc);
	debugfs_remove(probe.debug);
	misc_deregister(&probe.misc);
}

cleat_module(probe, probe_init, probe_exit);
MODULE_DESCRIPTION("shows the transport's tests what arrives in a driver");
MODULE_AUTHOR("the Cleat authors");
