/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include <cleat/kunit.h>

#include "uapi.h"

/* Each case begins with a driver of these settings; action=log lets the machine live. */
#define SETTINGS(margin, nowayout)                                                                 \
	{"margin=" margin, "nowayout=" nowayout, "action=log", "node=watchdog", NULL}

static int watchdog_test_init(struct kunit *test)
{
	static const char *const settings[] = SETTINGS("60", "0");

	return kunit_reload_params(test, settings);
}

static struct kunit_file *open_device(struct kunit *test)
{
	return kunit_open(test, "watchdog", O_WRONLY);
}

static long set(struct kunit_file *f, unsigned int cmd, int value)
{
	return kunit_ioctl_obj(f, cmd, &value);
}

/* What an ioctl answers, or its errno: no answer is negative. */
static int get(struct kunit_file *f, unsigned int cmd)
{
	int value = -1;
	long err = kunit_ioctl_obj(f, cmd, &value);

	return err ? (int)err : value;
}

static void stop_and_close(struct kunit *test, struct kunit_file *f)
{
	KUNIT_EXPECT_EQ(test, kunit_write(f, "V", 1), 1);
	kunit_close(f);
}

static bool expired(struct kunit_file *f)
{
	return get(f, WDIOC_GETBOOTSTATUS) == WDIOF_CARDRESET;
}

/* Seconds pass; in the kernel the timer may come a moment later than the sleeper. */
static bool expires_within(struct kunit *test, struct kunit_file *f, unsigned int ms)
{
	kunit_time_pass(test, ms);
	for (int i = 0; i < 200 && !expired(f); i++)
		kunit_time_pass(test, 10);
	return expired(f);
}

static void watchdog_test_support(struct kunit *test)
{
	struct kunit_file *f = open_device(test);
	struct watchdog_info info;

	memset(&info, 0xff, sizeof(info));
	KUNIT_EXPECT_EQ(test, kunit_ioctl_obj(f, WDIOC_GETSUPPORT, &info), 0);
	KUNIT_EXPECT_STREQ(test, (char *)info.identity, "Cleat software watchdog");
	KUNIT_EXPECT_EQ(test, info.identity[sizeof(info.identity) - 1], 0);
	KUNIT_EXPECT_EQ(test, info.options,
			WDIOF_KEEPALIVEPING | WDIOF_MAGICCLOSE | WDIOF_PRETIMEOUT | WDIOF_SETTIMEOUT |
				WDIOF_CARDRESET);
	KUNIT_EXPECT_EQ(test, info.firmware_version, 0);
	stop_and_close(test, f);
}

static void watchdog_test_status(struct kunit *test)
{
	struct kunit_file *f = open_device(test);

	/* The open was a sign of life; asking forgets it. */
	KUNIT_EXPECT_EQ(test, get(f, WDIOC_GETSTATUS), WDIOF_KEEPALIVEPING);
	KUNIT_EXPECT_EQ(test, get(f, WDIOC_GETSTATUS), 0);
	KUNIT_EXPECT_EQ(test, kunit_ioctl(f, WDIOC_KEEPALIVE, NULL), 0);
	KUNIT_EXPECT_EQ(test, get(f, WDIOC_GETSTATUS), WDIOF_KEEPALIVEPING);
	KUNIT_EXPECT_EQ(test, kunit_write(f, "V", 1), 1);
	KUNIT_EXPECT_EQ(test, get(f, WDIOC_GETSTATUS), WDIOF_KEEPALIVEPING | WDIOF_MAGICCLOSE);
	KUNIT_EXPECT_EQ(test, kunit_write(f, "x", 1), 1);
	KUNIT_EXPECT_EQ(test, get(f, WDIOC_GETSTATUS), WDIOF_KEEPALIVEPING);
	KUNIT_EXPECT_EQ(test, get(f, WDIOC_GETBOOTSTATUS), 0);
}

static void expect_attribute(struct kunit *test, const char *name, const char *text)
{
	char path[64], seen[64] = "";
	struct kunit_file *f;

	snprintf(path, sizeof(path), "sys/class/misc/watchdog/%s", name);
	f = kunit_open_path(test, path, O_RDONLY);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, f);
	KUNIT_EXPECT_GT(test, kunit_read(f, seen, sizeof(seen) - 1), 0);
	KUNIT_EXPECT_STREQ(test, seen, text);
	kunit_close(f);
}

static void watchdog_test_sysfs(struct kunit *test)
{
	struct kunit_file *f = open_device(test);

	KUNIT_EXPECT_EQ(test, set(f, WDIOC_SETPRETIMEOUT, 7), 0);
	expect_attribute(test, "identity", "Cleat software watchdog\n");
	expect_attribute(test, "options", "0x83a0\n");
	expect_attribute(test, "state", "active\n");
	expect_attribute(test, "nowayout", "0\n");
	expect_attribute(test, "status", "0x8000\n");
	/* Who reads a file takes nothing from the program's answer. */
	KUNIT_EXPECT_EQ(test, get(f, WDIOC_GETSTATUS), WDIOF_KEEPALIVEPING);
	expect_attribute(test, "bootstatus", "0\n");
	expect_attribute(test, "timeout", "60\n");
	expect_attribute(test, "pretimeout", "7\n");
	KUNIT_EXPECT_EQ(test, set(f, WDIOC_SETOPTIONS, WDIOS_DISABLECARD), 0);
	expect_attribute(test, "state", "inactive\n");
	expect_attribute(test, "timeleft", "60\n");
	kunit_close(f);
}

static void watchdog_test_timeout(struct kunit *test)
{
	static const int bad[] = {0, -1, 65536, (int)0x80000000, 0x7fffffff};
	struct kunit_file *f = open_device(test);
	int seconds = 65535;

	KUNIT_EXPECT_EQ(test, get(f, WDIOC_GETTIMEOUT), 60);
	KUNIT_EXPECT_EQ(test, kunit_ioctl_obj(f, WDIOC_SETTIMEOUT, &seconds), 0);
	KUNIT_EXPECT_EQ(test, seconds, 65535);
	for (unsigned int i = 0; i < ARRAY_SIZE(bad); i++)
		KUNIT_EXPECT_EQ(test, set(f, WDIOC_SETTIMEOUT, bad[i]), -EINVAL);
	KUNIT_EXPECT_EQ(test, get(f, WDIOC_GETTIMEOUT), 65535);
	KUNIT_EXPECT_EQ(test, set(f, WDIOC_SETTIMEOUT, 1), 0);
	KUNIT_EXPECT_EQ(test, get(f, WDIOC_GETTIMEOUT), 1);
	stop_and_close(test, f);
}

static void watchdog_test_pretimeout(struct kunit *test)
{
	struct kunit_file *f = open_device(test);

	KUNIT_EXPECT_EQ(test, get(f, WDIOC_GETPRETIMEOUT), 0);
	KUNIT_EXPECT_EQ(test, set(f, WDIOC_SETPRETIMEOUT, 59), 0);
	KUNIT_EXPECT_EQ(test, set(f, WDIOC_SETPRETIMEOUT, 60), -EINVAL);
	KUNIT_EXPECT_EQ(test, set(f, WDIOC_SETPRETIMEOUT, -1), -EINVAL);
	KUNIT_EXPECT_EQ(test, get(f, WDIOC_GETPRETIMEOUT), 59);
	/* It goes when it is no longer before the end. */
	KUNIT_EXPECT_EQ(test, set(f, WDIOC_SETTIMEOUT, 59), 0);
	KUNIT_EXPECT_EQ(test, get(f, WDIOC_GETPRETIMEOUT), 0);
	stop_and_close(test, f);
}

static void expect_warning(struct kunit *test, struct kunit_file *f)
{
	int status = 0;

	KUNIT_EXPECT_EQ(test, get(f, WDIOC_GETSTATUS), WDIOF_KEEPALIVEPING);
	kunit_time_pass(test, 1000);
	for (int i = 0; i < 200 && !status; i++, kunit_time_pass(test, 10))
		status = get(f, WDIOC_GETSTATUS);
	KUNIT_EXPECT_EQ(test, status, WDIOF_PRETIMEOUT);
	KUNIT_EXPECT_FALSE(test, expired(f));
}

static void watchdog_test_pretimeout_warns(struct kunit *test)
{
	struct kunit_file *f = open_device(test);

	/* One second from now, and 59 to go. */
	KUNIT_EXPECT_EQ(test, set(f, WDIOC_SETPRETIMEOUT, 59), 0);
	expect_warning(test, f);
	/* A sign of life takes it back, and it comes again. */
	KUNIT_EXPECT_EQ(test, kunit_ioctl(f, WDIOC_KEEPALIVE, NULL), 0);
	expect_warning(test, f);
	stop_and_close(test, f);
}

static void watchdog_test_timeleft(struct kunit *test)
{
	struct kunit_file *f = open_device(test);

	KUNIT_EXPECT_EQ(test, set(f, WDIOC_SETTIMEOUT, 1000), 0);
	KUNIT_EXPECT_LE(test, get(f, WDIOC_GETTIMELEFT), 999);
	KUNIT_EXPECT_GE(test, get(f, WDIOC_GETTIMELEFT), 990);
	kunit_time_pass(test, 1001);
	KUNIT_EXPECT_LE(test, get(f, WDIOC_GETTIMELEFT), 998);
	/* A look is no sign of life; a write is. */
	KUNIT_EXPECT_EQ(test, kunit_write(f, "", 1), 1);
	KUNIT_EXPECT_EQ(test, get(f, WDIOC_GETTIMELEFT), 999);
	/* Nothing is no sign of life either. */
	kunit_time_pass(test, 1001);
	KUNIT_EXPECT_EQ(test, kunit_write(f, "", 0), 0);
	KUNIT_EXPECT_LE(test, get(f, WDIOC_GETTIMELEFT), 998);
	stop_and_close(test, f);
}

static void watchdog_test_expires(struct kunit *test)
{
	struct kunit_file *f = open_device(test);

	KUNIT_EXPECT_EQ(test, set(f, WDIOC_SETTIMEOUT, 1), 0);
	KUNIT_EXPECT_TRUE(test, expires_within(test, f, 1000));
	kunit_time_pass(test, 1100);
	KUNIT_EXPECT_EQ(test, get(f, WDIOC_GETTIMELEFT), 0);
	/* action=log: it can be brought back. */
	KUNIT_EXPECT_EQ(test, set(f, WDIOC_SETTIMEOUT, 60), 0);
	KUNIT_EXPECT_GE(test, get(f, WDIOC_GETTIMELEFT), 50);
	stop_and_close(test, f);
}

static void watchdog_test_signs_of_life(struct kunit *test)
{
	struct kunit_file *f = open_device(test);

	KUNIT_EXPECT_EQ(test, set(f, WDIOC_SETTIMEOUT, 2), 0);
	for (int i = 0; i < 8; i++) {
		kunit_time_pass(test, 300);
		KUNIT_EXPECT_EQ(test, kunit_ioctl(f, WDIOC_KEEPALIVE, NULL), 0);
	}
	KUNIT_EXPECT_FALSE(test, expired(f));
	stop_and_close(test, f);
}

static void watchdog_test_unexpected_close(struct kunit *test)
{
	struct kunit_file *f = open_device(test);

	KUNIT_EXPECT_EQ(test, set(f, WDIOC_SETTIMEOUT, 1), 0);
	KUNIT_EXPECT_EQ(test, kunit_write(f, "VV x", 4), 4);
	KUNIT_EXPECT_EQ(test, kunit_write(f, "x", 1), 1);
	kunit_close(f);
	kunit_time_pass(test, 1100);
	f = open_device(test);
	KUNIT_EXPECT_TRUE(test, expired(f));
	stop_and_close(test, f);
}

static void watchdog_test_magic_close(struct kunit *test)
{
	struct kunit_file *f = open_device(test);
	char text[200];

	/* The letter may stand anywhere in the last write. */
	memset(text, 'x', sizeof(text));
	text[130] = 'V';
	KUNIT_EXPECT_EQ(test, set(f, WDIOC_SETTIMEOUT, 1), 0);
	KUNIT_EXPECT_EQ(test, kunit_write(f, text, sizeof(text)), (ssize_t)sizeof(text));
	kunit_close(f);
	kunit_time_pass(test, 1500);
	f = open_device(test);
	KUNIT_EXPECT_FALSE(test, expired(f));
	/* The new one must say it again. */
	KUNIT_EXPECT_EQ(test, get(f, WDIOC_GETSTATUS), WDIOF_KEEPALIVEPING);
	stop_and_close(test, f);
}

static void watchdog_test_options(struct kunit *test)
{
	struct kunit_file *f = open_device(test);

	KUNIT_EXPECT_EQ(test, set(f, WDIOC_SETTIMEOUT, 1), 0);
	KUNIT_EXPECT_EQ(test, set(f, WDIOC_SETOPTIONS, WDIOS_DISABLECARD), 0);
	KUNIT_EXPECT_EQ(test, set(f, WDIOC_SETOPTIONS, WDIOS_DISABLECARD), 0);
	KUNIT_EXPECT_EQ(test, get(f, WDIOC_GETSTATUS), WDIOF_KEEPALIVEPING);
	/* Nobody asked for it: no sign of life. */
	KUNIT_EXPECT_EQ(test, kunit_ioctl(f, WDIOC_KEEPALIVE, NULL), 0);
	KUNIT_EXPECT_EQ(test, get(f, WDIOC_GETSTATUS), 0);
	kunit_time_pass(test, 1200);
	KUNIT_EXPECT_FALSE(test, expired(f));
	KUNIT_EXPECT_EQ(test, get(f, WDIOC_GETTIMELEFT), 1);
	KUNIT_EXPECT_EQ(test, set(f, WDIOC_SETOPTIONS, WDIOS_ENABLECARD), 0);
	KUNIT_EXPECT_EQ(test, get(f, WDIOC_GETTIMELEFT), 0);
	KUNIT_EXPECT_TRUE(test, expires_within(test, f, 1000));
	KUNIT_EXPECT_EQ(test, set(f, WDIOC_SETOPTIONS, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, set(f, WDIOC_SETOPTIONS, WDIOS_TEMPPANIC), -EINVAL);
	KUNIT_EXPECT_EQ(test, set(f, WDIOC_SETOPTIONS, -1), -EINVAL);
	/* Both at once: a fresh start. */
	KUNIT_EXPECT_EQ(test, set(f, WDIOC_SETOPTIONS, WDIOS_DISABLECARD | WDIOS_ENABLECARD), 0);
	KUNIT_EXPECT_EQ(test, set(f, WDIOC_SETOPTIONS, WDIOS_DISABLECARD), 0);
	/* Stopped, it may be closed without a word. */
	kunit_close(f);
}

static void watchdog_test_nowayout(struct kunit *test)
{
	static const char *const settings[] = SETTINGS("1", "1");
	struct kunit_file *f;

	KUNIT_ASSERT_EQ(test, kunit_reload_params(test, settings), 0);
	f = open_device(test);
	KUNIT_EXPECT_EQ(test, set(f, WDIOC_SETOPTIONS, WDIOS_DISABLECARD), -EBUSY);
	KUNIT_EXPECT_EQ(test, set(f, WDIOC_SETOPTIONS, WDIOS_DISABLECARD | WDIOS_ENABLECARD),
			-EBUSY);
	stop_and_close(test, f);
	kunit_time_pass(test, 1100);
	f = open_device(test);
	KUNIT_EXPECT_TRUE(test, expired(f));
}

static void watchdog_test_one_at_a_time(struct kunit *test)
{
	struct kunit_file *f = open_device(test), *second;

	second = kunit_try_open(test, "watchdog", O_RDWR);
	KUNIT_EXPECT_EQ(test, PTR_ERR(second), -EBUSY);
	second = kunit_try_open(test, "watchdog", O_WRONLY | O_NONBLOCK);
	KUNIT_EXPECT_EQ(test, PTR_ERR(second), -EBUSY);
	stop_and_close(test, f);
	/* O_NONBLOCK changes nothing: no call sleeps. */
	f = kunit_open(test, "watchdog", O_WRONLY | O_NONBLOCK);
	KUNIT_EXPECT_EQ(test, kunit_write(f, "ping", 4), 4);
	KUNIT_EXPECT_EQ(test, get(f, WDIOC_GETTIMEOUT), 60);
	stop_and_close(test, f);
}

struct race {
	unsigned long inside, most;
};

static void open_often(struct kunit *test, void *arg)
{
	struct race *r = arg;

	for (int i = 0; i < 500; i++) {
		struct kunit_file *f = kunit_try_open(test, "watchdog", O_WRONLY);

		if (IS_ERR(f)) {
			KUNIT_EXPECT_EQ(test, PTR_ERR(f), -EBUSY);
			continue;
		}
		if (__atomic_add_fetch(&r->inside, 1, __ATOMIC_SEQ_CST) > 1)
			__atomic_store_n(&r->most, 2, __ATOMIC_SEQ_CST);
		KUNIT_EXPECT_EQ(test, set(f, WDIOC_SETTIMEOUT, i % 9 + 1), 0);
		KUNIT_EXPECT_EQ(test, kunit_write(f, "V", 1), 1);
		__atomic_sub_fetch(&r->inside, 1, __ATOMIC_SEQ_CST);
		kunit_close(f);
	}
}

static void watchdog_test_two_threads(struct kunit *test)
{
	struct race race = {};
	struct kunit_thread *t = kunit_thread_run(test, open_often, &race);

	open_often(test, &race);
	kunit_thread_join(t);
	KUNIT_EXPECT_EQ(test, race.most, 0);
}

static void watchdog_test_bad_calls(struct kunit *test)
{
	static const unsigned int reads[] = {WDIOC_GETSUPPORT, WDIOC_GETSTATUS, WDIOC_GETBOOTSTATUS,
		WDIOC_GETTIMEOUT, WDIOC_GETPRETIMEOUT, WDIOC_GETTIMELEFT};
	static const unsigned int writes[] = {WDIOC_SETOPTIONS, WDIOC_SETTIMEOUT,
		WDIOC_SETPRETIMEOUT};
	struct kunit_file *f = open_device(test);
	char __user *page = kunit_user_alloc(test, PAGE_SIZE);

	for (unsigned int i = 0; i < ARRAY_SIZE(reads); i++) {
		KUNIT_EXPECT_EQ(test, kunit_ioctl(f, reads[i], NULL), -EFAULT);
		KUNIT_EXPECT_EQ(test, kunit_ioctl(f, reads[i], page + PAGE_SIZE - 3), -EFAULT);
	}
	for (unsigned int i = 0; i < ARRAY_SIZE(writes); i++)
		KUNIT_EXPECT_EQ(test, kunit_ioctl(f, writes[i], kunit_user_bad(test)), -EFAULT);
	KUNIT_EXPECT_EQ(test, get(f, WDIOC_GETTIMEOUT), 60);
	KUNIT_EXPECT_EQ(test, kunit_ioctl(f, WDIOC_GETTEMP, page), -ENOTTY);
	KUNIT_EXPECT_EQ(test, kunit_ioctl(f, _IOR('W', 1, u64), page), -ENOTTY);
	KUNIT_EXPECT_EQ(test, kunit_ioctl(f, _IOWR('W', 6, short), page), -ENOTTY);
	KUNIT_EXPECT_EQ(test, kunit_ioctl(f, 0, page), -ENOTTY);
	KUNIT_EXPECT_EQ(test, kunit_lseek(f, 0, SEEK_SET), -ESPIPE);
	stop_and_close(test, f);
}

static int use_device(struct kunit *test)
{
	struct kunit_file *f = kunit_try_open(test, "watchdog", O_WRONLY);
	long ret;

	if (IS_ERR(f))
		return PTR_ERR(f);
	ret = set(f, WDIOC_SETTIMEOUT, 30);
	if (!ret)
		ret = get(f, WDIOC_GETTIMELEFT) < 0 ? -EFAULT : 0;
	if (!ret)
		ret = kunit_write(f, "V", 1);
	kunit_close(f);
	return ret < 0 ? ret : 0;
}

static void watchdog_test_sweep(struct kunit *test)
{
	/* In a process the open file is one more. SETTIMEOUT copies in and out. */
	KUNIT_EXPECT_GE(test, kunit_fault_sweep(test, use_device), 4);
}

static int reload_with(struct kunit *test, const char *param)
{
	const char *const one[] = {param, NULL};

	return kunit_reload_params(test, one);
}

static void watchdog_test_parameters(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, reload_with(test, "margin=0"), -EINVAL);
	KUNIT_EXPECT_EQ(test, reload_with(test, "margin=65536"), -EINVAL);
	KUNIT_EXPECT_EQ(test, reload_with(test, "margin=-1"), -EINVAL);
	KUNIT_EXPECT_EQ(test, reload_with(test, "margin=soon"), -EINVAL);
	KUNIT_EXPECT_EQ(test, reload_with(test, "margin=65535"), 0);
	KUNIT_EXPECT_EQ(test, reload_with(test, "action=explode"), -EINVAL);
	KUNIT_EXPECT_EQ(test, reload_with(test, "action=log"), 0);
	KUNIT_EXPECT_EQ(test, reload_with(test, "timeout=3"), -EINVAL);
	KUNIT_EXPECT_EQ(test, reload_with(test, "node=dog"), 0);
	stop_and_close(test, kunit_open(test, "dog", O_WRONLY));
	KUNIT_EXPECT_EQ(test, PTR_ERR(kunit_try_open(test, "watchdog", O_WRONLY)), -ENOENT);
}

static struct kunit_case watchdog_cases[] = {
	KUNIT_CASE(watchdog_test_support),
	KUNIT_CASE(watchdog_test_status),
	KUNIT_CASE(watchdog_test_sysfs),
	KUNIT_CASE(watchdog_test_timeout),
	KUNIT_CASE(watchdog_test_pretimeout),
	KUNIT_CASE(watchdog_test_pretimeout_warns),
	KUNIT_CASE(watchdog_test_timeleft),
	KUNIT_CASE(watchdog_test_expires),
	KUNIT_CASE(watchdog_test_signs_of_life),
	KUNIT_CASE(watchdog_test_unexpected_close),
	KUNIT_CASE(watchdog_test_magic_close),
	KUNIT_CASE(watchdog_test_options),
	KUNIT_CASE(watchdog_test_nowayout),
	KUNIT_CASE(watchdog_test_one_at_a_time),
	KUNIT_CASE(watchdog_test_two_threads),
	KUNIT_CASE(watchdog_test_bad_calls),
	KUNIT_CASE(watchdog_test_sweep),
	KUNIT_CASE(watchdog_test_parameters),
	{},
};

static struct kunit_suite watchdog_suite = {
	.name = "watchdog",
	.init = watchdog_test_init,
	.test_cases = watchdog_cases,
};

kunit_test_suite(watchdog_suite);
