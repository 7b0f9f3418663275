/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The examples of the API's headers, word for word, in a driver that uses them
 * (tests/api/examples.sh compares): what the documentation shows compiles, and runs.
 */
#include <cleat/cred.h>
#include <cleat/debugfs.h>
#include <cleat/ioctl.h>
#include <cleat/miscdevice.h>
#include <cleat/mm.h>
#include <cleat/module.h>
#include <cleat/mutex.h>
#include <cleat/pid.h>
#include <cleat/proc_fs.h>
#include <cleat/revocable.h>
#include <cleat/seq_file.h>
#include <cleat/slab.h>
#include <cleat/sysfs.h>
#include <cleat/workqueue.h>

#include "uapi.h"

enum { SLOTS = 4 };

/* ---- <cleat/workqueue.h> ---- */

struct scanner {
	struct work_struct work;
	u32 scans;
};

DEFINE_WORK_FUNCTIONS(scan_work, struct scanner, work, scan);

static void scan(struct scanner *d)
{
	d->scans++;
}

static struct scanner *__own __opt scanner_new(void)
{
	struct scanner *d = kzalloc_obj(*d);

	if (d)
		scan_work_init(d);
	return d;
}

static void scanner_free(struct scanner *__own d)
{
	scan_work_cancel_sync(d);
	kfree(d);
}

static long scanner_run(void)
{
	struct scanner *d = scanner_new();
	long scans;

	if (!d)
		return -ENOMEM;
	scan_work_queue(d);
	scan_work_flush(d);
	scans = d->scans;
	scanner_free(d);
	return scans;
}

/* ---- <cleat/revocable.h> ---- */

struct regs {
	u32 status;
};

static void regs_unmap(struct regs *__own regs)
{
	kfree(regs);
}

DEFINE_REVOCABLE(uart_regs, struct regs, regs_unmap);

struct uart {
	struct uart_regs regs;
};

static long uart_status(struct uart *d)
{
	CLASS(uart_regs, access)(&d->regs);
	if (!access.object)
		return -ENXIO;
	return access.object->status;
}

static long uart_run(void)
{
	struct regs *regs = kzalloc_obj(*regs);
	struct uart uart;
	long before;

	if (!regs)
		return -ENOMEM;
	regs->status = 5;
	uart_regs_init(&uart.regs, regs);
	before = uart_status(&uart);
	uart_regs_revoke(&uart.regs);
	if (uart_status(&uart) != -ENXIO)
		before = -EBUSY;
	uart_regs_destroy(&uart.regs);
	return before;
}

/* ---- <cleat/mm.h> ---- */

struct ring_head {
	u32 len;
};

struct board {
	struct cleat_pages pages;
};

static int board_take(struct board *d)
{
	u8 buf[16];
	struct ring_head head;
	int err = cleat_pages_read_obj(&d->pages, 0, &head);

	if (err)
		return err;
	if (head.len > sizeof(buf))
		return -EINVAL;
	return cleat_pages_read(&d->pages, sizeof(head), buf, head.len);
}

static long board_run(u32 len)
{
	struct ring_head head = {.len = len};
	struct board d;
	int err = cleat_pages_alloc(&d.pages, 1);

	if (err)
		return err;
	err = cleat_pages_write_obj(&d.pages, 0, &head);
	if (!err)
		err = board_take(&d);
	cleat_pages_free(&d.pages);
	return err;
}

/* ---- <cleat/cred.h>, <cleat/uidgid.h>, <cleat/pid.h> ---- */

struct owned {
	kuid_t owner;
};

static long owned_check(struct owned *d, struct file *file)
{
	if (!uid_eq(file->f_cred->euid, d->owner) && !capable(CAP_SYS_ADMIN))
		return -EPERM;
	return 0;
}

static long owned_show(void __user *arg)
{
	kuid_t owner = current_euid();
	struct examples_info info;

	info.uid = from_kuid_munged(current_user_ns(), owner);
	return cleat_put_user_obj(arg, &info);
}

struct held {
	struct pid *__own owner;
};

static long held_run(void)
{
	struct held held, *d = &held;
	long nr;

	d->owner = get_task_pid(current, PIDTYPE_TGID);
	nr = pid_vnr(d->owner);
	put_pid(d->owner);
	return nr;
}

/* ---- <cleat/seq_file.h>, <cleat/debugfs.h>, <cleat/proc_fs.h>, <cleat/sysfs.h> ---- */

struct fifo {
	struct miscdevice misc;
	struct mutex lock;
	u32 len __guarded_by(&lock);
	u32 room __guarded_by(&lock);
	u32 slots;
};

struct fifo_shown {
	struct dentry *__own __opt __errptr debug;
	struct proc_dir_entry *__own __opt proc;
};

struct queue {
	u32 len;
	u32 slot[SLOTS];
};

static struct queue queue = {.len = 2, .slot = {7, 8}};

static int queue_show(struct seq_file *m, struct queue *q)
{
	u32 i;

	for (i = 0; i < q->len && i < ARRAY_SIZE(q->slot); i++)
		seq_printf(m, "%u\n", q->slot[i]);
	return 0;
}
DEFINE_DEBUGFS_FILE(queue_file, struct queue, .show = queue_show);

static int fifo_stats_show(struct seq_file *m, struct fifo *f)
{
	guard(mutex)(&f->lock);
	seq_printf(m, "%u of %u\n", f->len, f->room);
	return 0;
}
DEFINE_DEBUGFS_FILE(fifo_stats, struct fifo, .show = fifo_stats_show);
DEFINE_PROC_FILE(fifo_proc, struct fifo, fifo_stats_show);

static ssize_t fifo_slots_show(struct fifo *f, char *buf)
{
	return sysfs_emit(buf, "%u\n", READ_ONCE(f->slots));
}
DEFINE_DEVICE_ATTR(fifo_slots, struct fifo, misc, "slots", 0444, .show = fifo_slots_show);
static struct attribute *fifo_attrs[] = {&fifo_slots.attr, NULL};
ATTRIBUTE_GROUPS(fifo);

static long fifo_ioctl(struct fifo *f, struct file *file, unsigned int cmd, void __user *arg)
{
	struct owned root = {.owner = GLOBAL_ROOT_UID};

	switch (cmd) {
	case EXAMPLES_SCAN:
		return scanner_run();
	case EXAMPLES_UART:
		return uart_run();
	case EXAMPLES_BOARD:
		return board_run(16);
	case EXAMPLES_BOARD_BAD:
		return board_run(17);
	case EXAMPLES_ROOT:
		return owned_check(&root, file);
	case EXAMPLES_INFO:
		return owned_show(arg);
	case EXAMPLES_PID:
		return held_run();
	default:
		return -ENOTTY;
	}
}

static struct fifo fifo;
DEFINE_FILE_OPERATIONS(fifo_fops, struct fifo, .shared = &fifo, .ioctl = fifo_ioctl);

static struct fifo fifo = {
	.misc = {
		.minor = MISC_DYNAMIC_MINOR,
		.name = "cleat-fifo-example",
		.fops = &fifo_fops,
		.groups = fifo_groups,
	},
};

static struct fifo_shown shown;

static int fifo_show(struct fifo *f)
{
	struct proc_dir_entry *entry;
	struct dentry *dir;

	if (shown.debug || shown.proc)
		return -EBUSY;
	entry = fifo_proc_create("cleat-fifo-example", 0444, f);
	if (!entry)
		return -ENOMEM;
	dir = debugfs_create_dir("cleat-fifo-example", NULL);
	fifo_stats_create("stats", 0400, dir, f);
	queue_file_create("queue", 0400, dir, &queue);
	shown.proc = entry;
	shown.debug = dir;
	return 0;
}

static int __init examples_init(void)
{
	int err;

	mutex_init(&fifo.lock);
	fifo.slots = SLOTS;
	err = misc_register(&fifo.misc);
	if (err)
		return err;
	err = fifo_show(&fifo);
	if (err)
		misc_deregister(&fifo.misc);
	return err;
}

static void __exit examples_exit(void)
{
	misc_deregister(&fifo.misc);
	debugfs_remove(shown.debug);
	shown.debug = NULL;
	proc_remove(shown.proc);
	shown.proc = NULL;
}

cleat_module(examples, examples_init, examples_exit);
MODULE_DESCRIPTION("the examples of the API's headers");
MODULE_AUTHOR("the Cleat authors");
