/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Work that a program's call queues ends after the last call, not before; a timer may end for good. */
#include <cleat/miscdevice.h>
#include <cleat/module.h>
#include <cleat/timer.h>
#include <cleat/workqueue.h>

static struct log {
	struct delayed_work flush;
	struct timer_list tick;
	u32 n;
} log;

DEFINE_DELAYED_WORK_FUNCTIONS(log_flush, struct log, flush, log_write_out);
DEFINE_TIMER_FUNCTIONS(log_tick, struct log, tick, log_ticked);

static void log_write_out(struct log *l)
{
	log_flush_queue(l, HZ);
}

static void log_ticked(struct log *l)
{
}

static void log_wake(struct log *l)
{
	log_flush_queue(l, HZ);
	log_tick_mod(l, jiffies + HZ);
}

static long log_ioctl(struct log *l, struct file *file, unsigned int cmd, void __user *arg)
{
	log_wake(l);
	return 0;
}

DEFINE_FILE_OPERATIONS(log_fops, struct log, .shared = &log, .ioctl = log_ioctl);

static struct miscdevice log_misc = {.minor = MISC_DYNAMIC_MINOR, .name = "log", .fops = &log_fops};

static int __init log_init(void)
{
	log_flush_init(&log);
	log_tick_setup(&log);
	return misc_register(&log_misc);
}

/* bad: a call may come between the two */
static void __exit log_exit(void)
{
	log_flush_cancel_sync(&log);
	misc_deregister(&log_misc);
	log_tick_shutdown_sync(&log);
}

cleat_module(log, log_init, log_exit);

/*
 * check:
 *	52: CL116: 'log.flush' goes while others may still call the driver through 'log_misc'
 */
