/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include <cleat/kunit.h>
#include <cleat/slab.h>

#include "memory.h"

enum { NUMBERS = 500 };

static void memory_test_grows(struct kunit *test)
{
	struct series s;
	u32 value;

	series_init(&s);
	KUNIT_EXPECT_EQ(test, series_at(&s, 0, &value), -ENOENT);
	for (u32 i = 0; i < NUMBERS; i++)
		KUNIT_ASSERT_EQ(test, series_add(&s, i * 3), 0);
	for (u32 i = 0; i < NUMBERS; i++) {
		KUNIT_ASSERT_EQ(test, series_at(&s, i, &value), 0);
		KUNIT_ASSERT_EQ(test, value, i * 3);
	}
	KUNIT_EXPECT_EQ(test, series_at(&s, NUMBERS, &value), -ENOENT);
	KUNIT_EXPECT_EQ(test, memory_largest(), (NUMBERS - 1) * 3u);
	series_clear(&s);
	KUNIT_EXPECT_EQ(test, series_at(&s, 0, &value), -ENOENT);
}

/* A product that wraps gives nothing, and leaves what there was. */
static void memory_test_wraps(struct kunit *test)
{
	u32 *p = kcalloc(4, sizeof(*p), GFP_KERNEL);
	u32 *more;

	KUNIT_ASSERT_NOT_NULL(test, p);
	p[3] = 7;
	more = krealloc_array(p, (size_t)-1 / 2, sizeof(*p), GFP_KERNEL);
	KUNIT_EXPECT_NULL(test, more);
	KUNIT_EXPECT_EQ(test, p[3], 7);
	kfree(p);
}

static int fill(struct kunit *test)
{
	struct series s;
	int err = 0;

	series_init(&s);
	for (u32 i = 0; i < 3 && !err; i++)
		err = series_add(&s, i);
	series_clear(&s);
	return err;
}

static void memory_test_sweep(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, kunit_fault_sweep(test, fill), 3);
}

static struct kunit_case memory_cases[] = {
	KUNIT_CASE(memory_test_grows),
	KUNIT_CASE(memory_test_wraps),
	KUNIT_CASE(memory_test_sweep),
	{},
};

static struct kunit_suite memory_suite = {.name = "memory", .test_cases = memory_cases};

kunit_test_suites(&memory_suite);
