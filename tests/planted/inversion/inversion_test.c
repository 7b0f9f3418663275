/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include <cleat/ioctl.h>
#include <cleat/kunit.h>

static void inversion_test(struct kunit *test)
{
	struct kunit_file *f = kunit_open(test, "inversion", O_RDWR);

	KUNIT_EXPECT_EQ(test, kunit_ioctl(f, _IO('|', 1), NULL), 0);
	KUNIT_EXPECT_EQ(test, kunit_ioctl(f, _IO('|', 2), NULL), 0);
}

static struct kunit_case inversion_cases[] = {
	KUNIT_CASE(inversion_test),
	{},
};

static struct kunit_suite inversion_suite = {
	.name = "inversion",
	.test_cases = inversion_cases,
};

kunit_test_suite(inversion_suite);
