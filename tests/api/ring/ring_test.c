/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include <cleat/kunit.h>
#include <cleat/ring.h>

static void ring_test_sizes(struct kunit *test)
{
	static const u32 bad[] = {0, 3, 4097, 0x7fffffff, 0xffffffff};
	struct cleat_ring r;

	for (unsigned int i = 0; i < ARRAY_SIZE(bad); i++)
		KUNIT_EXPECT_EQ(test, cleat_ring_alloc(&r, bad[i]), -EINVAL);
	KUNIT_ASSERT_EQ(test, cleat_ring_alloc(&r, 8), 0);
	KUNIT_EXPECT_EQ(test, cleat_ring_room(&r), 8);
	KUNIT_EXPECT_EQ(test, cleat_ring_len(&r), 0);
	cleat_ring_free(&r);
	cleat_ring_free(&r);
}

static void ring_test_all_or_nothing(struct kunit *test)
{
	struct cleat_ring r;
	char buf[9] = "12345678";

	KUNIT_ASSERT_EQ(test, cleat_ring_alloc(&r, 8), 0);
	KUNIT_EXPECT_EQ(test, cleat_ring_put(&r, buf, 9), -ENOSPC);
	KUNIT_EXPECT_EQ(test, cleat_ring_get(&r, buf, 1), -ENODATA);
	KUNIT_EXPECT_EQ(test, cleat_ring_put(&r, buf, 8), 0);
	KUNIT_EXPECT_EQ(test, cleat_ring_put(&r, buf, 1), -ENOSPC);
	KUNIT_EXPECT_EQ(test, cleat_ring_get(&r, buf, 9), -ENODATA);
	KUNIT_EXPECT_EQ(test, cleat_ring_len(&r), 8);
	cleat_ring_free(&r);
}

/* A counter in, a counter out, by random amounts, across the end and the wrap of the counts. */
static void ring_test_order(struct kunit *test)
{
	u32 seed = 1, in = 0, out = 0, wrong = 0;
	struct cleat_ring r;
	u8 buf[64];

	KUNIT_ASSERT_EQ(test, cleat_ring_alloc(&r, 64), 0);
	r.head = r.tail = 0xffffff00;
	for (int i = 0; i < 5000; i++) {
		u32 n = (seed = seed * 1103515245 + 12345) >> 16 & 63;

		for (u32 j = 0; j < n; j++)
			buf[j] = (u8)(in + j);
		if (i & 1) {
			int err = cleat_ring_put(&r, buf, n);

			wrong += (err == 0) != (n <= 64 - (in - out));
			in += err ? 0 : n;
		} else {
			int err = cleat_ring_get(&r, buf, n);

			wrong += (err == 0) != (n <= in - out);
			for (u32 j = 0; !err && j < n; j++)
				wrong += buf[j] != (u8)(out + j);
			out += err ? 0 : n;
		}
		wrong += cleat_ring_len(&r) != in - out;
	}
	KUNIT_EXPECT_EQ(test, wrong, 0);
	KUNIT_EXPECT_GT(test, out, 1000);
	cleat_ring_free(&r);
}

static void ring_test_replace(struct kunit *test)
{
	struct cleat_ring r, other;
	char buf[8] = {};

	KUNIT_ASSERT_EQ(test, cleat_ring_alloc(&r, 8), 0);
	KUNIT_EXPECT_EQ(test, cleat_ring_put(&r, "......", 6), 0);
	KUNIT_EXPECT_EQ(test, cleat_ring_get(&r, buf, 6), 0);
	KUNIT_EXPECT_EQ(test, cleat_ring_put(&r, "abcde", 5), 0);
	KUNIT_ASSERT_EQ(test, cleat_ring_alloc(&other, 4), 0);
	KUNIT_EXPECT_EQ(test, cleat_ring_replace(&r, &other), -EBUSY);
	cleat_ring_free(&other);
	KUNIT_ASSERT_EQ(test, cleat_ring_alloc(&other, 16), 0);
	KUNIT_EXPECT_EQ(test, cleat_ring_replace(&r, &other), 0);
	cleat_ring_free(&other);
	KUNIT_EXPECT_EQ(test, cleat_ring_room(&r), 11);
	KUNIT_EXPECT_EQ(test, cleat_ring_get(&r, buf, 5), 0);
	KUNIT_EXPECT_MEMEQ(test, buf, "abcde", 5);
	cleat_ring_free(&r);
}

static struct kunit_case ring_cases[] = {
	KUNIT_CASE(ring_test_sizes),
	KUNIT_CASE(ring_test_all_or_nothing),
	KUNIT_CASE(ring_test_order),
	KUNIT_CASE(ring_test_replace),
	{},
};

static struct kunit_suite ring_suite = {
	.name = "ring",
	.test_cases = ring_cases,
};

kunit_test_suite(ring_suite);
