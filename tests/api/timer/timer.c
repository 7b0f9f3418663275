/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Every open file has a coarse and a fine timer, driven by ioctls. */
#include <cleat/delay.h>
#include <cleat/hrtimer.h>
#include <cleat/ioctl.h>
#include <cleat/jiffies.h>
#include <cleat/ktime.h>
#include <cleat/miscdevice.h>
#include <cleat/module.h>
#include <cleat/slab.h>
#include <cleat/spinlock.h>
#include <cleat/timer.h>
#include <cleat/wait.h>

#include "uapi.h"

struct timertest {
	spinlock_t lock;
	struct timer_list timer;
	struct hrtimer fine;
	struct wait_queue_head fired_wq;
	unsigned long expires __guarded_by(&lock);
	u32 rearm __guarded_by(&lock);
	u32 slow_us __guarded_by(&lock);
	ktime_t period __guarded_by(&lock);
	struct timer_stat stat __guarded_by(&lock);
};

DEFINE_TIMER_FUNCTIONS(timertest_timer, struct timertest, timer, timertest_expired);
DEFINE_HRTIMER_FUNCTIONS(timertest_fine, struct timertest, fine, timertest_tick);

static void timertest_expired(struct timertest *t)
{
	bool again;
	u32 us;

	scoped_guard(spinlock_irqsave, &t->lock) {
		t->stat.inside = 1;
		us = t->slow_us;
	}
	if (us)
		udelay(us);
	scoped_guard(spinlock_irqsave, &t->lock) {
		t->stat.inside = 0;
		t->stat.fired++;
		if (time_before(jiffies, t->expires))
			t->stat.early++;
		again = t->rearm > 0;
		if (again)
			t->rearm--;
	}
	if (again)
		timertest_timer_mod(t, jiffies + 1);
	wake_up(&t->fired_wq);
}

static enum hrtimer_restart timertest_tick(struct timertest *t)
{
	guard(spinlock_irqsave)(&t->lock);
	if (!t->period)
		return HRTIMER_NORESTART;
	t->stat.runs++;
	t->stat.ticks += (u32)timertest_fine_forward_now(t, t->period);
	return HRTIMER_RESTART;
}

static struct timertest *timertest_open(struct file *file)
{
	struct timertest *t = kzalloc_obj(*t);

	if (!t)
		return ERR_PTR(-ENOMEM);
	spin_lock_init(&t->lock);
	init_waitqueue_head(&t->fired_wq);
	timertest_timer_setup(t);
	timertest_fine_setup(t);
	return t;
}

static void timertest_release(struct timertest *__own t, struct file *file)
{
	timertest_timer_shutdown_sync(t);
	timertest_fine_cancel(t);
	kfree(t);
}

static long timertest_mod(struct timertest *t, u32 ms)
{
	unsigned long expires = jiffies + msecs_to_jiffies(ms);

	scoped_guard(spinlock_irqsave, &t->lock)
		t->expires = expires;
	return timertest_timer_mod(t, expires);
}

static long timertest_period(struct timertest *t, u32 us)
{
	ktime_t period = ktime_add_us(0, us);

	scoped_guard(spinlock_irqsave, &t->lock)
		t->period = period;
	timertest_fine_start(t, period);
	return 0;
}

static long timertest_rearm(struct timertest *t, u32 n)
{
	guard(spinlock_irqsave)(&t->lock);
	t->rearm = n;
	return 0;
}

static long timertest_slow(struct timertest *t, u32 us)
{
	if (us > 5000)
		return -EINVAL;
	guard(spinlock_irqsave)(&t->lock);
	t->slow_us = us;
	return 0;
}

static long timertest_get_stat(struct timertest *t, void __user *arg)
{
	struct timer_stat stat;

	scoped_guard(spinlock_irqsave, &t->lock)
		stat = t->stat;
	stat.pending = timertest_timer_pending(t);
	stat.active = timertest_fine_active(t);
	return cleat_put_user_obj(arg, &stat);
}

static u32 timertest_fired(struct timertest *t)
{
	guard(spinlock_irqsave)(&t->lock);
	return t->stat.fired;
}

static long timertest_get_clocks(void __user *arg)
{
	struct timer_clocks c = {
		.mono_ns = ktime_get_ns(),
		.boot_ns = ktime_get_boottime_ns(),
		.real_ns = ktime_get_real_ns(),
		.mono_s = ktime_get_seconds(),
		.real_s = ktime_get_real_seconds(),
		.now_jiffies = get_jiffies_64(),
		.hz = HZ,
	};

	return cleat_put_user_obj(arg, &c);
}

/* The clocks as ktime_t agree with the clocks as numbers; a moment ahead goes to a whole second. */
static long timertest_clock_kinds(void)
{
	u64 boot = ktime_get_boottime_ns(), real = ktime_get_real_ns();
	unsigned long near = round_jiffies(jiffies + 10 * HZ), now = jiffies;
	int wrong = 0;

	wrong += ktime_to_ns(ktime_get_boottime()) < (s64)boot;
	wrong += ktime_to_ns(ktime_get_boottime()) < ktime_to_ns(ktime_get()) - NSEC_PER_MSEC;
	wrong += ktime_ms_delta(ktime_get_real(), ns_to_ktime(real)) > 60 * MSEC_PER_SEC;
	wrong += ktime_us_delta(ktime_get_real(), 0) / USEC_PER_SEC < ktime_get_real_seconds() - 60;
	wrong += time_before(near, now + 9 * HZ) || time_after(near, now + 11 * HZ);
	/* Moments of one second come together (but for some ticks a processor); none goes into the past. */
	wrong += time_after_eq(round_jiffies(near + HZ / 8), near + HZ / 8);
	wrong += time_before(round_jiffies(now), now);
	return wrong;
}

static long timertest_delays(void __user *arg)
{
	u64 passed[3] = {};
	unsigned long ticks;
	ktime_t begin = ktime_get();

	usleep_range(300, 2000);
	passed[0] = (u64)ktime_to_ns(ktime_sub(ktime_get(), begin));
	begin = ktime_get();
	udelay(200);
	passed[1] = (u64)ktime_to_ns(ktime_sub(ktime_get(), begin));
	ticks = jiffies;
	msleep(3);
	passed[2] = (u64)jiffies_to_msecs(jiffies - ticks) * NSEC_PER_MSEC;
	return copy_to_user(arg, passed, sizeof(passed)) ? -EFAULT : 0;
}

static long timertest_arithmetic(void)
{
	unsigned long old = ~0ul - 2, new = 3;
	int wrong = 0;

	wrong += !time_after(new, old) + !time_before(old, new) + time_after(old, new);
	wrong += !time_after_eq(new, new) + !time_before_eq(new, new) + time_before(new, new);
	wrong += !time_in_range(0ul, old, new) + time_in_range(4ul, old, new);
	wrong += msecs_to_jiffies(1000) != HZ || jiffies_to_msecs(HZ) != 1000;
	wrong += msecs_to_jiffies(1) == 0 || usecs_to_jiffies(1) == 0;
	wrong += secs_to_jiffies(3) != 3 * HZ;
	wrong += round_jiffies_relative(10 * HZ) < 9 * HZ;
	wrong += round_jiffies_relative(10 * HZ) > 11 * HZ;
	wrong += ktime_to_ms(ktime_set(2, 3000000)) != 2003;
	wrong += ktime_to_us(ms_to_ktime(5)) != 5000 || ktime_to_ns(ktime_add_us(0, 5)) != 5000;
	wrong += ktime_compare(ktime_sub_ms(ktime_add_us(0, 7000), 7), 0) != 0;
	wrong += !ktime_after(1, 0) + !ktime_before(-1, 0) + ktime_after(0, 0);
	wrong += ktime_ms_delta(ktime_set(1, 0), ms_to_ktime(400)) != 600;
	wrong += ktime_us_delta(ktime_set(1, 999), ms_to_ktime(400)) != 600000;
	wrong += ktime_us_delta(0, ktime_set(0, 1999)) != -1;
	wrong += jiffies_to_usecs(HZ) != 1000000 || jiffies_to_usecs(usecs_to_jiffies(1)) < 1;
	return wrong;
}

static long timertest_ioctl_number(struct timertest *t, unsigned int cmd, void __user *arg)
{
	u32 n;
	int err = cleat_get_user_obj(&n, arg);

	if (err)
		return err;
	switch (cmd) {
	case TIMER_MOD:
		return timertest_mod(t, n);
	case TIMER_REARM:
		return timertest_rearm(t, n);
	case TIMER_SLOW:
		return timertest_slow(t, n);
	case TIMER_PERIOD:
		return n ? timertest_period(t, n) : -EINVAL;
	case TIMER_WAIT:
		return wait_event_interruptible(t->fired_wq, timertest_fired(t) >= n);
	case TIMER_MSLEEP:
		return msleep_interruptible(n);
	default:
		return -ENOTTY;
	}
}

static long timertest_ioctl(struct timertest *t, struct file *file, unsigned int cmd,
			    void __user *arg)
{
	switch (cmd) {
	case TIMER_DELETE:
		return timertest_timer_delete_sync(t);
	case TIMER_SHUTDOWN:
		timertest_timer_shutdown_sync(t);
		return 0;
	case TIMER_CANCEL:
		return timertest_fine_cancel(t);
	case TIMER_GET_STAT:
		return timertest_get_stat(t, arg);
	case TIMER_GET_CLOCKS:
		return timertest_get_clocks(arg);
	case TIMER_DELAYS:
		return timertest_delays(arg);
	case TIMER_ARITHMETIC:
		return timertest_arithmetic() + timertest_clock_kinds();
	default:
		return timertest_ioctl_number(t, cmd, arg);
	}
}

DEFINE_FILE_OPERATIONS(timertest_fops, struct timertest,
	.open = timertest_open,
	.release = timertest_release,
	.ioctl = timertest_ioctl);

static struct miscdevice timertest_misc = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "cleat-timer",
	.fops = &timertest_fops,
	.mode = 0666,
};

static int __init timertest_init(void)
{
	return misc_register(&timertest_misc);
}

static void __exit timertest_exit(void)
{
	misc_deregister(&timertest_misc);
}

cleat_module(timer, timertest_init, timertest_exit);
MODULE_DESCRIPTION("timers, clocks and delays");
MODULE_AUTHOR("the Cleat authors");
