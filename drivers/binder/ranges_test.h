/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* The suite "binder_ranges" of binder_test.c: the array and the tree do the same. */
#ifndef BINDER_RANGES_TEST_H
#define BINDER_RANGES_TEST_H

#include <cleat/kunit.h>

#include "ranges.h"

enum { RANGES_SIZE = 1 << 16, RANGES_MAX = 64 };

/* @either is what it likes to be, @tree always a tree; @places: what is taken in both. */
static struct {
	struct binder_ranges either, tree;
	u32 places[RANGES_MAX];
	u32 n;
	u32 seed;
} both;

static u32 ranges_random(u32 below)
{
	both.seed = both.seed * 1664525 + 1013904223;
	return (both.seed >> 8) % below;
}

static void ranges_begin(u32 seed)
{
	both.seed = seed;
	both.n = 0;
	binder_ranges_init(&both.either);
	binder_ranges_init(&both.tree);
	binder_ranges_begin(&both.either, RANGES_SIZE);
	binder_ranges_begin(&both.tree, RANGES_SIZE);
}

static void ranges_end(void)
{
	binder_ranges_clear(&both.either);
	binder_ranges_clear(&both.tree);
}

/* Few sizes, so that there are gaps of equal ones. */
static void ranges_take_some(struct kunit *test, int id)
{
	u32 room = 64 * (1 + ranges_random(24));
	struct binder_range *a = binder_ranges_take(&both.either, room), *b;

	KUNIT_ASSERT_EQ(test, binder_ranges_grow(&both.tree), 0);
	b = binder_ranges_take(&both.tree, room);
	if (IS_ERR(a)) {
		KUNIT_ASSERT_EQ(test, PTR_ERR(a), -ENOSPC);
		KUNIT_ASSERT_EQ(test, PTR_ERR(b), -ENOSPC);
		return;
	}
	KUNIT_ASSERT_FALSE(test, IS_ERR(b));
	KUNIT_ASSERT_EQ(test, a->place, b->place);
	a->id = b->id = id;
	both.places[both.n++] = a->place;
}

static void ranges_give_some(struct kunit *test)
{
	u32 which = ranges_random(both.n);
	struct binder_gap a = binder_ranges_give(&both.either, both.places[which]), b;

	KUNIT_ASSERT_EQ(test, binder_ranges_grow(&both.tree), 0);
	b = binder_ranges_give(&both.tree, both.places[which]);
	KUNIT_ASSERT_EQ(test, a.begin, b.begin);
	KUNIT_ASSERT_EQ(test, a.end, b.end);
	both.places[which] = both.places[--both.n];
}

static void ranges_expect_same(struct kunit *test)
{
	u32 n = 0, end = 0;

	binder_ranges_for_each(range, &both.either) {
		const struct binder_range *other = binder_ranges_from(&both.tree, range->place);

		KUNIT_ASSERT_NOT_NULL(test, other);
		KUNIT_ASSERT_EQ(test, other->place, range->place);
		KUNIT_ASSERT_EQ(test, other->id, range->id);
		KUNIT_ASSERT_GE(test, range->place, end);
		end = range->place + range->room;
		n++;
	}
	KUNIT_ASSERT_EQ(test, n, both.n);
	KUNIT_ASSERT_LT(test, end, RANGES_SIZE + 1);
}

/* @most at a time: below the array's size, around it, and far above until there is no room. */
static void ranges_run(struct kunit *test, u32 most, int steps)
{
	ranges_begin(most);
	for (int i = 0; i < steps && test->status == KUNIT_SUCCESS; i++) {
		if (both.n && (both.n == most || ranges_random(5) < 2))
			ranges_give_some(test);
		else
			ranges_take_some(test, i);
		ranges_expect_same(test);
	}
	ranges_end();
}

static void ranges_test_same(struct kunit *test)
{
	ranges_run(test, 3, 1000);
	ranges_run(test, BINDER_SLOTS, 1000);
	ranges_run(test, BINDER_SLOTS + 2, 2000);
	ranges_run(test, RANGES_MAX, 4000);
}

/* 64, 256, 64, 128, 64 bytes, of which the second and the fourth are free again. */
static void ranges_test_best(struct kunit *test)
{
	static const u32 rooms[] = {64, 256, 64, 128, 64};
	struct binder_range *small;
	struct binder_gap gap;

	ranges_begin(1);
	for (size_t i = 0; i < ARRAY_SIZE(rooms); i++)
		KUNIT_ASSERT_FALSE(test, IS_ERR(binder_ranges_take(&both.either, rooms[i])));
	binder_ranges_give(&both.either, 64);
	gap = binder_ranges_give(&both.either, 64 + 256 + 64);
	KUNIT_EXPECT_EQ(test, gap.end - gap.begin, 128);
	small = binder_ranges_take(&both.either, 100);
	KUNIT_ASSERT_FALSE(test, IS_ERR(small));
	KUNIT_EXPECT_EQ(test, small->place, gap.begin);
	KUNIT_EXPECT_EQ(test, PTR_ERR(binder_ranges_take(&both.either, RANGES_SIZE)), -ENOSPC);
	/* What is given is joined to the gaps around it. */
	gap = binder_ranges_give(&both.either, 64 + 256);
	KUNIT_EXPECT_EQ(test, gap.begin, 64);
	KUNIT_EXPECT_EQ(test, gap.end, 64 + 256 + 64);
	ranges_end();
}

/* When the tree cannot be made, what there was is still there. */
static int ranges_outgrow(struct kunit *test)
{
	int err = 0;

	ranges_begin(1);
	for (int i = 0; i < BINDER_SLOTS + 4 && !err; i++) {
		err = PTR_ERR_OR_ZERO(binder_ranges_take(&both.either, 64));
		both.n += !err;
	}
	binder_ranges_for_each(range, &both.either)
		both.n--;
	KUNIT_EXPECT_EQ(test, both.n, 0);
	ranges_end();
	return err;
}

static void ranges_test_sweep(struct kunit *test)
{
	/* A stretch for each of the array, and one that is free; then one for each range. */
	KUNIT_EXPECT_EQ(test, kunit_fault_sweep(test, ranges_outgrow), BINDER_SLOTS + 1 + 4);
}

static struct kunit_case ranges_cases[] = {
	KUNIT_CASE(ranges_test_same),
	KUNIT_CASE(ranges_test_best),
	KUNIT_CASE(ranges_test_sweep),
	{},
};

static struct kunit_suite ranges_suite = {.name = "binder_ranges", .test_cases = ranges_cases};

#endif
