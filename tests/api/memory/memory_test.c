/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include <cleat/kunit.h>
#include <cleat/overflow.h>
#include <cleat/slab.h>
#include <cleat/string.h>

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

/* The sizes come from here, so that no compiler knows them. */
static size_t most = SIZE_MAX;

static void memory_test_sizes(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, size_mul(most / 2, 2), most - 1);
	KUNIT_EXPECT_EQ(test, size_mul(most / 2 + 1, 2), most);
	KUNIT_EXPECT_EQ(test, size_add(most - 1, 1), most);
	KUNIT_EXPECT_EQ(test, size_add(most, 1), most);
	KUNIT_EXPECT_EQ(test, size_sub(3, 2), 1);
	KUNIT_EXPECT_EQ(test, size_sub(2, 3), most);
	KUNIT_EXPECT_EQ(test, size_sub(most, 1), most);
	KUNIT_EXPECT_NULL(test, kmalloc_array(most / 2, 4, GFP_KERNEL));
	KUNIT_EXPECT_NULL(test, kcalloc(most / 2, 4, GFP_KERNEL));
	KUNIT_EXPECT_NULL(test, kvcalloc(most / 2, 4, GFP_KERNEL));
}

/* What was there stays, whether it becomes more or less. */
static void memory_test_resize(struct kunit *test)
{
	u8 *p = krealloc(NULL, 16, GFP_KERNEL), *more;
	u32 wrong = 0;

	KUNIT_ASSERT_NOT_NULL(test, p);
	for (u32 i = 0; i < 16; i++)
		p[i] = (u8)i;
	more = krealloc(p, 5000, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, more);
	for (u32 i = 0; i < 16; i++)
		wrong += more[i] != i;
	memset(more + 16, 0xff, 5000 - 16);
	p = krealloc(more, 8, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, p);
	for (u32 i = 0; i < 8; i++)
		wrong += p[i] != i;
	KUNIT_EXPECT_EQ(test, wrong, 0);
	kfree_sensitive(p);
	kfree_sensitive(NULL);
}

static void memory_test_copies(struct kunit *test)
{
	char bytes[8] = "abcdefg", *s = kasprintf(GFP_KERNEL, "%s-%05d-%c", "name", 42, 'x');
	u64 *zeros = kvcalloc(100000, sizeof(*zeros), GFP_KERNEL), sum = 0;
	char *copy = kmemdup(bytes, sizeof(bytes), GFP_KERNEL);
	char *part = kstrndup("abcdef", 3, GFP_KERNEL), *whole = kstrndup("ab", 99, GFP_KERNEL);

	KUNIT_ASSERT_TRUE(test, s && zeros && copy && part && whole);
	KUNIT_EXPECT_STREQ(test, s, "name-00042-x");
	KUNIT_EXPECT_STREQ(test, part, "abc");
	KUNIT_EXPECT_STREQ(test, whole, "ab");
	memmove(bytes + 1, bytes, 6);
	KUNIT_EXPECT_STREQ(test, bytes, "aabcdef");
	memmove(bytes, bytes + 1, 6);
	KUNIT_EXPECT_STREQ(test, bytes, "abcdeff");
	KUNIT_EXPECT_STREQ(test, copy, "abcdefg");
	KUNIT_EXPECT_EQ(test, strncmp(bytes, copy, 6), 0);
	KUNIT_EXPECT_LT(test, strncmp(bytes, copy, 7), 0);
	memzero_explicit(bytes, 4);
	KUNIT_EXPECT_EQ(test, memcmp(bytes, "\0\0\0\0eff", 8), 0);
	for (u32 i = 0; i < 100000; i++)
		sum |= zeros[i];
	KUNIT_EXPECT_EQ(test, sum, 0);
	kfree(s);
	kvfree(zeros);
	kfree(copy);
	kfree(part);
	kfree(whole);
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
	KUNIT_CASE(memory_test_sizes),
	KUNIT_CASE(memory_test_resize),
	KUNIT_CASE(memory_test_copies),
	KUNIT_CASE(memory_test_sweep),
	{},
};

static struct kunit_suite memory_suite = {.name = "memory", .test_cases = memory_cases};

kunit_test_suites(&memory_suite);
