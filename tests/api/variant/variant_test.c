/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Queues of several types, names for numbers, and parts of strings. */
#include <cleat/hash.h>
#include <cleat/kunit.h>
#include <cleat/string.h>

#include "variant.h"

static void variant_test_order(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, inbox_remark("first"), 0);
	KUNIT_ASSERT_EQ(test, inbox_submit(7, true), 0);
	KUNIT_ASSERT_EQ(test, inbox_remark("last"), 0);
	KUNIT_EXPECT_EQ(test, inbox_next(), 7);
	KUNIT_EXPECT_EQ(test, inbox_next(), -1);
	KUNIT_EXPECT_EQ(test, inbox_next(), 1007);
	KUNIT_EXPECT_EQ(test, inbox_next(), -1);
	KUNIT_EXPECT_EQ(test, inbox_next(), -ENOENT);
}

static void variant_test_cancel(struct kunit *test)
{
	for (u32 i = 1; i <= 3; i++)
		KUNIT_ASSERT_EQ(test, inbox_submit(i, i == 2), 0);
	KUNIT_EXPECT_TRUE(test, inbox_cancel(2));
	KUNIT_EXPECT_FALSE(test, inbox_cancel(2));
	KUNIT_EXPECT_EQ(test, inbox_next(), 3);
	KUNIT_EXPECT_EQ(test, inbox_next(), 1);
	KUNIT_EXPECT_EQ(test, inbox_next(), 1002);
	KUNIT_EXPECT_EQ(test, inbox_next(), -ENOENT);
}

/* What is taken is of the kind that was asked for, or nothing. */
static void variant_test_kinds(struct kunit *test)
{
	struct note a = {}, b = {};
	struct inbox one, two;

	inbox_init(&one);
	inbox_init(&two);
	KUNIT_EXPECT_TRUE(test, inbox_empty(&one));
	KUNIT_EXPECT_EQ(test, inbox_kind(&one), 0);
	KUNIT_EXPECT_NULL(test, inbox_note_pop(&one));
	inbox_note_add_tail(&one, &a);
	inbox_note_add_tail(&two, &b);
	KUNIT_EXPECT_EQ(test, inbox_kind(&one), INBOX_NOTE);
	KUNIT_EXPECT_NULL(test, inbox_job_pop(&one));
	KUNIT_EXPECT_NULL(test, inbox_job_first(&one));
	KUNIT_EXPECT_TRUE(test, inbox_note_first(&one) == &a);
	inbox_splice_tail(&one, &two);
	KUNIT_EXPECT_TRUE(test, inbox_empty(&two));
	KUNIT_EXPECT_TRUE(test, inbox_note_linked(&b));
	KUNIT_EXPECT_TRUE(test, inbox_note_dequeue(&b) == &b);
	KUNIT_EXPECT_FALSE(test, inbox_note_linked(&b));
	KUNIT_EXPECT_NULL(test, inbox_note_dequeue(&b));
	KUNIT_EXPECT_TRUE(test, inbox_note_pop(&one) == &a);
	KUNIT_EXPECT_TRUE(test, inbox_empty(&one));
}

static void variant_test_hash(struct kunit *test)
{
	u32 same = cleat_hash_id(0x1234567890ull), others = 0;

	KUNIT_EXPECT_EQ(test, cleat_hash_id(0x1234567890ull), same);
	for (u64 i = 0; i < 64; i++)
		others += cleat_hash_id(0x1234567890ull ^ (1ull << i)) != same;
	KUNIT_EXPECT_EQ(test, others, 64);
}

static void variant_test_strsep(struct kunit *test)
{
	char text[] = "a,,bc", *rest = text;

	KUNIT_EXPECT_STREQ(test, strsep(&rest, ","), "a");
	KUNIT_EXPECT_STREQ(test, strsep(&rest, ","), "");
	KUNIT_EXPECT_STREQ(test, strsep(&rest, ","), "bc");
	KUNIT_EXPECT_NULL(test, rest);
	KUNIT_EXPECT_NULL(test, strsep(&rest, ","));
}

static struct kunit_case variant_cases[] = {
	KUNIT_CASE(variant_test_order),
	KUNIT_CASE(variant_test_cancel),
	KUNIT_CASE(variant_test_kinds),
	KUNIT_CASE(variant_test_hash),
	KUNIT_CASE(variant_test_strsep),
	{},
};

static struct kunit_suite variant_suite = {.name = "variant", .test_cases = variant_cases};
kunit_test_suite(variant_suite);
