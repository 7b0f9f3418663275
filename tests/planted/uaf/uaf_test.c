/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include <cleat/ioctl.h>
#include <cleat/kunit.h>

static void uaf_test(struct kunit *test)
{
	s32 value;

	kunit_ioctl_obj(kunit_open(test, "uaf", O_RDWR), _IOR('|', 0x82, s32), &value);
}

static struct kunit_case uaf_cases[] = {
	KUNIT_CASE(uaf_test),
	{},
};

static struct kunit_suite uaf_suite = {
	.name = "uaf",
	.test_cases = uaf_cases,
};

kunit_test_suite(uaf_suite);
