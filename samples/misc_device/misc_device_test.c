/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include <cleat/kunit.h>

#include "uapi.h"

static struct kunit_file *open_device(struct kunit *test)
{
	return kunit_open(test, "cleat-misc-device", O_RDWR);
}

static void misc_device_test_value(struct kunit *test)
{
	struct kunit_file *f = open_device(test);
	s32 value = -7;

	KUNIT_EXPECT_EQ(test, kunit_ioctl_obj(f, MISC_DEVICE_SET_VALUE, &value), 0);
	value = 0;
	KUNIT_EXPECT_EQ(test, kunit_ioctl_obj(f, MISC_DEVICE_GET_VALUE, &value), 0);
	KUNIT_EXPECT_EQ(test, value, -7);
}

static void misc_device_test_files_are_apart(struct kunit *test)
{
	struct kunit_file *a = open_device(test), *b = open_device(test);
	s32 value = 5;

	KUNIT_EXPECT_EQ(test, kunit_ioctl_obj(a, MISC_DEVICE_SET_VALUE, &value), 0);
	KUNIT_EXPECT_EQ(test, kunit_ioctl_obj(b, MISC_DEVICE_GET_VALUE, &value), 0);
	KUNIT_EXPECT_EQ(test, value, 0);
}

static void misc_device_test_hello(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, kunit_ioctl(open_device(test), MISC_DEVICE_HELLO, NULL), 0);
}

static void misc_device_test_bad_calls(struct kunit *test)
{
	struct kunit_file *f = open_device(test);
	char byte;

	KUNIT_EXPECT_EQ(test, kunit_ioctl(f, 0x1234, NULL), -ENOTTY);
	KUNIT_EXPECT_EQ(test, kunit_ioctl(f, MISC_DEVICE_SET_VALUE, NULL), -EFAULT);
	KUNIT_EXPECT_EQ(test, kunit_ioctl(f, MISC_DEVICE_SET_VALUE, kunit_user_bad(test)), -EFAULT);
	KUNIT_EXPECT_EQ(test, kunit_ioctl(f, MISC_DEVICE_GET_VALUE, kunit_user_bad(test)), -EFAULT);
	KUNIT_EXPECT_EQ(test, kunit_read(f, &byte, 1), -EINVAL);
	KUNIT_EXPECT_EQ(test, kunit_lseek(f, 0, SEEK_SET), -ESPIPE);
}

/* An object that ends in a page that is not there. */
static void misc_device_test_half_mapped(struct kunit *test)
{
	struct kunit_file *f = open_device(test);
	char __user *page = kunit_user_alloc(test, PAGE_SIZE);

	KUNIT_EXPECT_EQ(test, kunit_ioctl(f, MISC_DEVICE_SET_VALUE, page + PAGE_SIZE - 2), -EFAULT);
	KUNIT_EXPECT_EQ(test, kunit_ioctl(f, MISC_DEVICE_SET_VALUE, page + PAGE_SIZE - 4), 0);
}

static int use_device(struct kunit *test)
{
	struct kunit_file *f = kunit_try_open(test, "cleat-misc-device", O_RDWR);
	s32 value = 3;
	long err;

	if (IS_ERR(f))
		return PTR_ERR(f);
	err = kunit_ioctl_obj(f, MISC_DEVICE_SET_VALUE, &value);
	if (!err)
		err = kunit_ioctl_obj(f, MISC_DEVICE_GET_VALUE, &value);
	kunit_close(f);
	return err;
}

static void misc_device_test_sweep(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, kunit_fault_sweep(test, use_device), 3);
}

static struct kunit_case misc_device_cases[] = {
	KUNIT_CASE(misc_device_test_value),
	KUNIT_CASE(misc_device_test_files_are_apart),
	KUNIT_CASE(misc_device_test_hello),
	KUNIT_CASE(misc_device_test_bad_calls),
	KUNIT_CASE(misc_device_test_half_mapped),
	KUNIT_CASE(misc_device_test_sweep),
	{},
};

static struct kunit_suite misc_device_suite = {
	.name = "misc_device",
	.test_cases = misc_device_cases,
};

kunit_test_suite(misc_device_suite);
