/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include <cleat/kunit.h>

static void minimal_test_reload(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, kunit_reload(test), 0);
	KUNIT_EXPECT_EQ(test, kunit_live_objects(), 1);
}

static struct kunit_case minimal_cases[] = {
	KUNIT_CASE(minimal_test_reload),
	{},
};

static struct kunit_suite minimal_suite = {
	.name = "minimal",
	.test_cases = minimal_cases,
};

kunit_test_suite(minimal_suite);
