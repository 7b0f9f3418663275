/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* How many ioctls a second the in-process core makes: no transport, as a fuzzer calls it. */
#include <cleat/ktime.h>
#include <cleat/kunit.h>

#include "../../../samples/misc_device/uapi.h"

enum { ROUNDS = 101, CALLS = 2000 };

/* The argument comes with the call, as a transport brings it. */
static u64 window_ns(struct kunit *test, struct kunit_file *f)
{
	u64 start = ktime_get_ns();

	for (s32 i = 0; i < CALLS; i += 2) {
		s32 value = i;
		long ret = kunit_ioctl_obj(f, MISC_DEVICE_SET_VALUE, &value);

		value = -1;
		ret |= kunit_ioctl_obj(f, MISC_DEVICE_GET_VALUE, &value);
		KUNIT_ASSERT_EQ(test, ret, 0);
		KUNIT_ASSERT_EQ(test, value, i);
	}
	return ktime_get_ns() - start;
}

/* The argument is an address of the caller's, which may be bad: a system call finds out. */
static u64 address_ns(struct kunit *test, struct kunit_file *f, s32 __user *arg)
{
	u64 start = ktime_get_ns();

	for (unsigned int i = 0; i < CALLS; i += 2) {
		long ret = kunit_ioctl(f, MISC_DEVICE_SET_VALUE, arg);

		ret |= kunit_ioctl(f, MISC_DEVICE_GET_VALUE, arg);
		KUNIT_ASSERT_EQ(test, ret, 0);
	}
	return ktime_get_ns() - start;
}

/* The median of the rounds. */
static u64 median_ns(u64 *ns)
{
	for (unsigned int i = 1; i < ROUNDS; i++)
		for (unsigned int j = i; j > 0 && ns[j - 1] > ns[j]; j--)
			swap(ns[j - 1], ns[j]);
	return ns[ROUNDS / 2];
}

static void core_rate(struct kunit *test)
{
	struct kunit_file *f = kunit_open(test, "cleat-misc-device", O_RDWR);
	s32 __user *arg = kunit_user_alloc(test, sizeof(*arg));
	u64 window[ROUNDS], address[ROUNDS];

	for (unsigned int i = 0; i < ROUNDS; i++) {
		window[i] = window_ns(test, f);
		address[i] = address_ns(test, f, arg);
	}
	kunit_info(test, "rate %llu ioctls per second, %llu by address",
		   (unsigned long long)(CALLS * 1000000000ull / median_ns(window)),
		   (unsigned long long)(CALLS * 1000000000ull / median_ns(address)));
}

static struct kunit_case core_cases[] = {
	KUNIT_CASE(core_rate),
	{},
};

static struct kunit_suite core_suite = {
	.name = "core",
	.test_cases = core_cases,
};

kunit_test_suite(core_suite);
