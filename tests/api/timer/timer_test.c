/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include <cleat/kunit.h>

#include "uapi.h"

static struct kunit_file *open_device(struct kunit *test)
{
	return kunit_open(test, "cleat-timer", O_RDWR);
}

static struct timer_stat stat_of(struct kunit *test, struct kunit_file *f)
{
	struct timer_stat stat = {};

	KUNIT_EXPECT_EQ(test, kunit_ioctl_obj(f, TIMER_GET_STAT, &stat), 0);
	return stat;
}

static long number(struct kunit_file *f, unsigned int cmd, u32 n)
{
	return kunit_ioctl_obj(f, cmd, &n);
}

static void timer_test_fires_once(struct kunit *test)
{
	struct kunit_file *f = open_device(test);

	KUNIT_EXPECT_EQ(test, stat_of(test, f).pending, 0);
	KUNIT_EXPECT_EQ(test, number(f, TIMER_MOD, 20), 0);
	kunit_time_pass(test, 20);
	KUNIT_EXPECT_EQ(test, number(f, TIMER_WAIT, 1), 0);
	kunit_time_pass(test, 50);
	KUNIT_EXPECT_EQ(test, stat_of(test, f).fired, 1);
	KUNIT_EXPECT_EQ(test, stat_of(test, f).early, 0);
	KUNIT_EXPECT_EQ(test, stat_of(test, f).pending, 0);
}

static void timer_test_time_can_be_changed(struct kunit *test)
{
	struct kunit_file *f = open_device(test);

	KUNIT_EXPECT_EQ(test, number(f, TIMER_MOD, 3600 * 1000), 0);
	KUNIT_EXPECT_EQ(test, stat_of(test, f).pending, 1);
	KUNIT_EXPECT_EQ(test, number(f, TIMER_MOD, 5), 1);
	kunit_time_pass(test, 10);
	KUNIT_EXPECT_EQ(test, number(f, TIMER_WAIT, 1), 0);
	KUNIT_EXPECT_EQ(test, number(f, TIMER_MOD, 3600 * 1000), 0);
	kunit_time_pass(test, 50);
	KUNIT_EXPECT_EQ(test, stat_of(test, f).fired, 1);
	KUNIT_EXPECT_EQ(test, kunit_ioctl(f, TIMER_DELETE, NULL), 1);
	KUNIT_EXPECT_EQ(test, kunit_ioctl(f, TIMER_DELETE, NULL), 0);
	KUNIT_EXPECT_EQ(test, stat_of(test, f).pending, 0);
}

static void timer_test_arms_itself(struct kunit *test)
{
	struct kunit_file *f = open_device(test);

	KUNIT_EXPECT_EQ(test, number(f, TIMER_REARM, 9), 0);
	KUNIT_EXPECT_EQ(test, number(f, TIMER_MOD, 1), 0);
	kunit_time_pass(test, 60);
	KUNIT_EXPECT_EQ(test, number(f, TIMER_WAIT, 10), 0);
	kunit_time_pass(test, 20);
	KUNIT_EXPECT_EQ(test, stat_of(test, f).fired, 10);
}

static void timer_test_shutdown_is_for_good(struct kunit *test)
{
	struct kunit_file *f = open_device(test);

	KUNIT_EXPECT_EQ(test, number(f, TIMER_MOD, 10), 0);
	KUNIT_EXPECT_EQ(test, kunit_ioctl(f, TIMER_SHUTDOWN, NULL), 0);
	KUNIT_EXPECT_EQ(test, number(f, TIMER_MOD, 1), 0);
	KUNIT_EXPECT_EQ(test, stat_of(test, f).pending, 0);
	kunit_time_pass(test, 50);
	KUNIT_EXPECT_EQ(test, stat_of(test, f).fired, 0);
}

/* A timer that arms itself for ever is stopped for good while it does. */
static void timer_test_shutdown_ends_rearming(struct kunit *test)
{
	for (int i = 0; i < 20; i++) {
		struct kunit_file *f = open_device(test);
		u32 fired;

		KUNIT_EXPECT_EQ(test, number(f, TIMER_REARM, 0xffffffff), 0);
		KUNIT_EXPECT_EQ(test, number(f, TIMER_MOD, 0), 0);
		kunit_time_pass(test, 1);
		KUNIT_EXPECT_EQ(test, number(f, TIMER_WAIT, 1), 0);
		KUNIT_EXPECT_EQ(test, kunit_ioctl(f, TIMER_SHUTDOWN, NULL), 0);
		fired = stat_of(test, f).fired;
		kunit_time_pass(test, 10);
		KUNIT_EXPECT_EQ(test, stat_of(test, f).fired, fired);
		kunit_close(f);
	}
}

/*
 * Let the slow function begin; false when it was never seen inside: in the kernel it runs on the
 * processor that armed it, and we wait.
 */
static bool begin_function(struct kunit *test, struct kunit_file *f, u32 rearm)
{
	KUNIT_EXPECT_EQ(test, number(f, TIMER_SLOW, 3000), 0);
	KUNIT_EXPECT_EQ(test, number(f, TIMER_REARM, rearm), 0);
	for (int round = 0; round < 5; round++) {
		KUNIT_EXPECT_GE(test, number(f, TIMER_MOD, 0), 0);
		for (int i = 0; i < 100000; i++) {
			struct timer_stat s = stat_of(test, f);

			if (s.inside)
				return true;
			if (!s.pending && s.fired)
				break;
		}
	}
	return false;
}

static void timer_test_sync_waits(struct kunit *test)
{
	struct kunit_file *f = open_device(test);

	if (!begin_function(test, f, 0))
		kunit_skip(test, "no second processor to see the function at work from");
	KUNIT_EXPECT_EQ(test, kunit_ioctl(f, TIMER_SHUTDOWN, NULL), 0);
	KUNIT_EXPECT_EQ(test, stat_of(test, f).inside, 0);
	f = open_device(test);
	if (!begin_function(test, f, 0xffffffff))
		kunit_skip(test, "no second processor to see the function at work from");
	KUNIT_EXPECT_GE(test, kunit_ioctl(f, TIMER_DELETE, NULL), 0);
	KUNIT_EXPECT_EQ(test, stat_of(test, f).inside, 0);
	KUNIT_EXPECT_EQ(test, stat_of(test, f).pending, 0);
}

static void timer_test_open_file_goes_while_armed(struct kunit *test)
{
	for (u32 i = 0; i < 50; i++) {
		struct kunit_file *f = open_device(test);

		KUNIT_EXPECT_EQ(test, number(f, TIMER_MOD, i % 3), 0);
		KUNIT_EXPECT_EQ(test, number(f, TIMER_PERIOD, 100 + i * 20), 0);
		kunit_close(f);
	}
}

static void timer_test_many_in_order(struct kunit *test)
{
	enum { N = 100 };
	struct kunit_file *files[N];

	for (u32 i = 0; i < N; i++) {
		files[i] = open_device(test);
		KUNIT_EXPECT_EQ(test, number(files[i], TIMER_MOD, 10000 + i * 7919 % N), 0);
	}
	for (u32 i = 0; i < N; i += 3)
		KUNIT_EXPECT_EQ(test, kunit_ioctl(files[i], TIMER_DELETE, NULL), 1);
	for (u32 i = 1; i < N; i += 3)
		KUNIT_EXPECT_EQ(test, number(files[i], TIMER_MOD, i * 31 % 20), 1);
	kunit_time_pass(test, 60);
	for (u32 i = 1; i < N; i += 3)
		KUNIT_EXPECT_EQ(test, number(files[i], TIMER_WAIT, 1), 0);
	for (u32 i = 0; i < N; i++) {
		struct timer_stat s = stat_of(test, files[i]);

		KUNIT_EXPECT_EQ(test, s.fired, i % 3 == 1);
		KUNIT_EXPECT_EQ(test, s.pending, i % 3 == 2);
		KUNIT_EXPECT_EQ(test, s.early, 0);
	}
}

static void timer_test_periodic(struct kunit *test)
{
	struct kunit_file *f = open_device(test);
	struct timer_stat s;

	KUNIT_EXPECT_EQ(test, number(f, TIMER_PERIOD, 2000), 0);
	KUNIT_EXPECT_EQ(test, stat_of(test, f).active, 1);
	kunit_time_pass(test, 41);
	KUNIT_EXPECT_EQ(test, kunit_ioctl(f, TIMER_CANCEL, NULL), 1);
	s = stat_of(test, f);
	KUNIT_EXPECT_GE(test, s.ticks, 20);
	KUNIT_EXPECT_LE(test, s.runs, s.ticks);
	KUNIT_EXPECT_GT(test, s.runs, 0);
	KUNIT_EXPECT_EQ(test, s.active, 0);
	kunit_time_pass(test, 10);
	KUNIT_EXPECT_EQ(test, stat_of(test, f).ticks, s.ticks);
	KUNIT_EXPECT_EQ(test, kunit_ioctl(f, TIMER_CANCEL, NULL), 0);
}

static void mod_and_delete(struct kunit *test, void *arg)
{
	struct kunit_file *f = arg;

	for (u32 i = 0; i < 300; i++) {
		KUNIT_EXPECT_GE(test, number(f, TIMER_MOD, i % 2), 0);
		KUNIT_EXPECT_GE(test, kunit_ioctl(f, TIMER_DELETE, NULL), 0);
		KUNIT_EXPECT_EQ(test, number(f, TIMER_PERIOD, 50), 0);
		KUNIT_EXPECT_GE(test, kunit_ioctl(f, TIMER_CANCEL, NULL), 0);
	}
}

static void timer_test_two_threads(struct kunit *test)
{
	struct kunit_file *f = open_device(test);
	struct kunit_thread *a = kunit_thread_run(test, mod_and_delete, f);
	struct kunit_thread *b = kunit_thread_run(test, mod_and_delete, open_device(test));

	kunit_thread_join(a);
	kunit_thread_join(b);
	KUNIT_EXPECT_EQ(test, stat_of(test, f).pending, 0);
	KUNIT_EXPECT_EQ(test, stat_of(test, f).active, 0);
}

static void timer_test_clocks(struct kunit *test)
{
	struct kunit_file *f = open_device(test);
	struct timer_clocks a, b;

	KUNIT_EXPECT_EQ(test, kunit_ioctl_obj(f, TIMER_GET_CLOCKS, &a), 0);
	kunit_time_pass(test, 30);
	KUNIT_EXPECT_EQ(test, kunit_ioctl_obj(f, TIMER_GET_CLOCKS, &b), 0);
	KUNIT_EXPECT_GE(test, b.mono_ns - a.mono_ns, 30000000ull);
	KUNIT_EXPECT_GE(test, b.boot_ns - a.boot_ns, 30000000ull);
	KUNIT_EXPECT_GE(test, b.now_jiffies - a.now_jiffies, (u64)a.hz * 30 / 1000);
	KUNIT_EXPECT_LE(test, a.mono_s, b.mono_s);
	KUNIT_EXPECT_TRUE(test, a.mono_s == (s64)(a.mono_ns / 1000000000) ||
				a.mono_s == (s64)(a.mono_ns / 1000000000) + 1);
	/* After 2020, before 2100. */
	KUNIT_EXPECT_TRUE(test, a.real_s > 1577836800 && a.real_s < 4102444800);
}

static void timer_test_delays(struct kunit *test)
{
	struct kunit_file *f = open_device(test);
	u64 passed[3] = {};

	KUNIT_EXPECT_EQ(test, kunit_ioctl_obj(f, TIMER_DELAYS, &passed), 0);
	KUNIT_EXPECT_GE(test, passed[0], 300000ull);
	/* A quarter: udelay counts cycles, whose speed an emulator cannot tell. */
	KUNIT_EXPECT_GE(test, passed[1], 50000ull);
	KUNIT_EXPECT_GE(test, passed[2], 3000000ull);
	KUNIT_EXPECT_EQ(test, number(f, TIMER_MSLEEP, 2), 0);
	KUNIT_EXPECT_EQ(test, kunit_ioctl(f, TIMER_ARITHMETIC, NULL), 0);
}

static void sleep_long(struct kunit *test, void *arg)
{
	long left = number(arg, TIMER_MSLEEP, 3600 * 1000);

	KUNIT_EXPECT_GT(test, left, 3000 * 1000);
	/* The kernel may count one more tick than was asked for. */
	KUNIT_EXPECT_LE(test, left, 3600 * 1000 + 10);
}

static void timer_test_signal_ends_msleep(struct kunit *test)
{
	struct kunit_thread *t = kunit_thread_run(test, sleep_long, open_device(test));

	KUNIT_EXPECT_TRUE(test, kunit_thread_asleep(t));
	kunit_thread_signal(t);
	kunit_thread_join(t);
}

static void timer_test_bad_calls(struct kunit *test)
{
	struct kunit_file *f = open_device(test);

	KUNIT_EXPECT_EQ(test, kunit_ioctl(f, TIMER_MOD, kunit_user_bad(test)), -EFAULT);
	KUNIT_EXPECT_EQ(test, kunit_ioctl(f, TIMER_GET_STAT, NULL), -EFAULT);
	KUNIT_EXPECT_EQ(test, number(f, TIMER_PERIOD, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, number(f, _IOW('t', 99, u32), 0), -ENOTTY);
}

static int use_device(struct kunit *test)
{
	struct kunit_file *f = kunit_try_open(test, "cleat-timer", O_RDWR);
	long ret;

	if (IS_ERR(f))
		return PTR_ERR(f);
	ret = number(f, TIMER_MOD, 1000);
	if (ret >= 0)
		ret = number(f, TIMER_MSLEEP, 1);
	kunit_close(f);
	/* A sleep that was cut short is not an error: what is left is told. */
	return ret == 1 ? -EINTR : ret;
}

static void timer_test_sweep(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, kunit_fault_sweep(test, use_device), 4);
}

static struct kunit_case timer_cases[] = {
	KUNIT_CASE(timer_test_fires_once),
	KUNIT_CASE(timer_test_time_can_be_changed),
	KUNIT_CASE(timer_test_arms_itself),
	KUNIT_CASE(timer_test_shutdown_is_for_good),
	KUNIT_CASE(timer_test_shutdown_ends_rearming),
	KUNIT_CASE(timer_test_sync_waits),
	KUNIT_CASE(timer_test_open_file_goes_while_armed),
	KUNIT_CASE(timer_test_many_in_order),
	KUNIT_CASE(timer_test_periodic),
	KUNIT_CASE(timer_test_two_threads),
	KUNIT_CASE(timer_test_clocks),
	KUNIT_CASE(timer_test_delays),
	KUNIT_CASE(timer_test_signal_ends_msleep),
	KUNIT_CASE(timer_test_bad_calls),
	KUNIT_CASE(timer_test_sweep),
	{},
};

static struct kunit_suite timer_suite = {
	.name = "timer",
	.test_cases = timer_cases,
};

kunit_test_suite(timer_suite);
