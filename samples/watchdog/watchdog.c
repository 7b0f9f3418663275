/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * A software watchdog with the kernel's watchdog ABI: unless the program that opened it gives signs
 * of life, it restarts the machine. watchdog.h says how its data lies.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <cleat/module.h>
#include <cleat/reboot.h>
#include <cleat/string.h>

#include "watchdog.h"

enum { TIMEOUT_MAX = 65535 };

static unsigned int margin = 60;
module_param(margin, uint, 0444);
MODULE_PARM_DESC(margin, "seconds without a sign of life, 1 to 65535 (default 60)");

bool nowayout;
module_param(nowayout, bool, 0444);
MODULE_PARM_DESC(nowayout, "once started it cannot be stopped (default no)");

static char *action = "reboot";
module_param(action, charp, 0444);
MODULE_PARM_DESC(action, "when the time is up: reboot (default), panic, log (and nothing else)");

static char *node = "watchdog";
module_param(node, charp, 0444);
MODULE_PARM_DESC(node, "name of the device node, beside another watchdog (default watchdog)");

static struct watchdog watchdog;

DEFINE_HRTIMER_FUNCTIONS(watchdog_timer, struct watchdog, timer, watchdog_expired);
DEFINE_HRTIMER_FUNCTIONS(watchdog_pretimer, struct watchdog, pretimer, watchdog_warn);

static void watchdog_await_pretimeout(struct watchdog *w) __must_hold(&w->lock)
{
	ktime_t moment = ktime_sub(w->deadline, ktime_set(w->pretimeout, 0));

	if (w->running && w->pretimeout)
		watchdog_pretimer_start(w, ktime_sub(moment, ktime_get()));
}

static void watchdog_feed(struct watchdog *w) __must_hold(&w->lock)
{
	if (!w->running)
		return;
	w->status = WDIOF_KEEPALIVEPING;
	w->deadline = ktime_add(ktime_get(), ktime_set(w->timeout, 0));
	watchdog_timer_start(w, ktime_set(w->timeout, 0));
	watchdog_await_pretimeout(w);
}

static void watchdog_start(struct watchdog *w) __must_hold(&w->lock)
{
	if (!w->running)
		cleat_module_pin();
	w->running = true;
	watchdog_feed(w);
}

static int __must_check watchdog_stop(struct watchdog *w) __must_hold(&w->lock)
{
	if (!w->running)
		return 0;
	if (nowayout) {
		pr_info("nowayout is set: it cannot be stopped\n");
		return -EBUSY;
	}
	w->running = false;
	cleat_module_unpin();
	return 0;
}

/* ---- time is up ---- */

static enum hrtimer_restart watchdog_expired(struct watchdog *w)
{
	scoped_guard(spinlock_irqsave, &w->lock) {
		if (!w->running || ktime_before(ktime_get(), w->deadline))
			return HRTIMER_NORESTART;
		w->bootstatus |= WDIOF_CARDRESET;
	}
	switch (w->action) {
	case ACTION_PANIC:
		panic("%s: no sign of life\n", KBUILD_MODNAME);
		break;
	case ACTION_REBOOT:
		pr_crit("no sign of life: restarting the machine\n");
		emergency_restart();
		break;
	default:
		pr_crit("no sign of life: action=log, so nothing is done\n");
		break;
	}
	return HRTIMER_NORESTART;
}

static enum hrtimer_restart watchdog_warn(struct watchdog *w)
{
	guard(spinlock_irqsave)(&w->lock);
	if (w->running && watchdog_ms_left(w) <= w->pretimeout * MSEC_PER_SEC) {
		w->status |= WDIOF_PRETIMEOUT;
		pr_alert("no sign of life: %u s to go\n", w->pretimeout);
	}
	return HRTIMER_NORESTART;
}

/* ---- the file ---- */

static int watchdog_open(struct watchdog *w, struct file *file)
{
	guard(spinlock_irqsave)(&w->lock);
	if (w->open)
		return -EBUSY;
	w->open = true;
	w->may_stop = false;
	watchdog_start(w);
	return 0;
}

static void watchdog_release(struct watchdog *w, struct file *file)
{
	guard(spinlock_irqsave)(&w->lock);
	w->open = false;
	if (w->may_stop && watchdog_stop(w) == 0)
		return;
	if (!w->running)
		return;
	pr_crit("closed, but not stopped: %u s to go\n", w->timeout);
	watchdog_feed(w);
}

/* A 'V' anywhere in the last write allows the stop. */
static ssize_t watchdog_write(struct watchdog *w, struct file *file, struct cleat_user_reader *from)
{
	size_t len = from->left;
	bool may_stop = false;
	int err = 0;
	char buf[64];

	if (!len)
		return 0;
	while (from->left && !err) {
		size_t n = min(from->left, sizeof(buf));

		err = cleat_user_read(from, buf, n);
		may_stop = !err && (may_stop || memchr(buf, 'V', n));
	}
	guard(spinlock_irqsave)(&w->lock);
	w->may_stop = may_stop;
	if (err)
		return err;
	watchdog_feed(w);
	return (ssize_t)len;
}

static long watchdog_set_options(struct watchdog *w, s32 options)
{
	int err = 0;

	if (!options || options & ~(WDIOS_DISABLECARD | WDIOS_ENABLECARD))
		return -EINVAL;
	guard(spinlock_irqsave)(&w->lock);
	if (options & WDIOS_DISABLECARD)
		err = watchdog_stop(w);
	if (!err && options & WDIOS_ENABLECARD)
		watchdog_start(w);
	return err;
}

static long watchdog_set_timeout(struct watchdog *w, s32 seconds)
{
	if (seconds < 1 || seconds > TIMEOUT_MAX)
		return -EINVAL;
	guard(spinlock_irqsave)(&w->lock);
	w->timeout = (u32)seconds;
	if (w->pretimeout >= w->timeout)
		w->pretimeout = 0;
	watchdog_feed(w);
	return 0;
}

static long watchdog_set_pretimeout(struct watchdog *w, s32 seconds)
{
	guard(spinlock_irqsave)(&w->lock);
	if (seconds < 0 || (u32)seconds >= w->timeout)
		return -EINVAL;
	w->pretimeout = (u32)seconds;
	watchdog_await_pretimeout(w);
	return 0;
}

static long watchdog_get_support(void __user *arg)
{
	struct watchdog_info info = {
		.options = WATCHDOG_OPTIONS,
		.identity = WATCHDOG_IDENTITY,
	};

	return cleat_put_user_obj(arg, &info);
}

static long watchdog_keepalive(struct watchdog *w)
{
	guard(spinlock_irqsave)(&w->lock);
	watchdog_feed(w);
	return 0;
}

static long watchdog_set(struct watchdog *w, unsigned int cmd, void __user *arg)
{
	s32 value, now;
	long err = cleat_get_user_obj(&value, arg);

	if (err)
		return err;
	switch (cmd) {
	case WDIOC_SETOPTIONS:
		return watchdog_set_options(w, value);
	case WDIOC_SETPRETIMEOUT:
		return watchdog_set_pretimeout(w, value);
	default:
		err = watchdog_set_timeout(w, value);
		now = watchdog_get(w, WDIOC_GETTIMEOUT);
		return err ? err : cleat_put_user_obj(arg, &now);
	}
}

static long watchdog_ioctl(struct watchdog *w, struct file *file, unsigned int cmd,
			   void __user *arg)
{
	s32 value;

	switch (cmd) {
	case WDIOC_GETSUPPORT:
		return watchdog_get_support(arg);
	case WDIOC_KEEPALIVE:
		return watchdog_keepalive(w);
	case WDIOC_SETOPTIONS:
	case WDIOC_SETTIMEOUT:
	case WDIOC_SETPRETIMEOUT:
		return watchdog_set(w, cmd, arg);
	case WDIOC_GETSTATUS:
		value = watchdog_take_status(w);
		break;
	case WDIOC_GETTIMELEFT:
	case WDIOC_GETBOOTSTATUS:
	case WDIOC_GETTIMEOUT:
	case WDIOC_GETPRETIMEOUT:
		value = watchdog_get(w, cmd);
		break;
	default:
		return -ENOTTY;
	}
	return cleat_put_user_obj(arg, &value);
}

DEFINE_FILE_OPERATIONS(watchdog_fops, struct watchdog,
	.shared = &watchdog,
	.open_shared = watchdog_open,
	.release_shared = watchdog_release,
	.write = watchdog_write,
	.ioctl = watchdog_ioctl);

/* ---- the driver's life ---- */

static int __must_check watchdog_parse_action(void)
{
	static const char *const names[N_ACTIONS] = {"reboot", "panic", "log"};

	for (int i = 0; i < N_ACTIONS; i++)
		if (strcmp(action, names[i]) == 0)
			return i;
	pr_err("action=%s: it must be reboot, panic or log\n", action);
	return -EINVAL;
}

static int __init watchdog_init(void)
{
	struct watchdog *w = &watchdog;
	bool usual = strcmp(node, "watchdog") == 0;
	int err = watchdog_parse_action();

	if (err < 0)
		return err;
	if (margin < 1 || margin > TIMEOUT_MAX) {
		pr_err("margin=%u: it must be 1 to %d seconds\n", margin, TIMEOUT_MAX);
		return -EINVAL;
	}
	*w = (struct watchdog){
		.action = (enum watchdog_action)err,
		.timeout = margin,
		.misc = {
			.name = node,
			.minor = usual ? WATCHDOG_MINOR : MISC_DYNAMIC_MINOR,
			.fops = &watchdog_fops,
			.groups = watchdog_groups,
			.mode = 0600,
		},
	};
	spin_lock_init(&w->lock);
	watchdog_timer_setup(w);
	watchdog_pretimer_setup(w);
	err = misc_register(&w->misc);
	if (err == -EBUSY || err == -EEXIST)
		pr_err("/dev/%s is another driver's: give a name of your own, node=NAME\n", node);
	return err;
}

/* A running watchdog pins its module: it comes here only when a process ends, or by force. */
static void __exit watchdog_exit(void)
{
	struct watchdog *w = &watchdog;

	misc_deregister(&w->misc);
	scoped_guard(spinlock_irqsave, &w->lock) {
		if (w->running)
			cleat_module_unpin();
		w->running = false;
	}
	watchdog_timer_cancel(w);
	watchdog_pretimer_cancel(w);
}

cleat_module(cleat_watchdog, watchdog_init, watchdog_exit);
MODULE_DESCRIPTION("software watchdog");
MODULE_AUTHOR("the Cleat authors");
