/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include <cleat/kunit.h>

void misuse_now(void);

static void misuse_test_now(struct kunit *test)
{
	misuse_now();
}

static struct kunit_case misuse_cases[] = { KUNIT_CASE(misuse_test_now), {} };
static struct kunit_suite misuse_suite = { .name = "misuse", .test_cases = misuse_cases };
kunit_test_suite(misuse_suite);
