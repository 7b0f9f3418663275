/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include <cleat/kunit.h>

#include "atomics.h"

/* On a machine with one processor each message costs a tick. */
enum { THREADS = 4, ROUNDS = 2000, MESSAGES = 40 };

/* ---- atomics ---- */

#define TEST_ATOMIC(test, p, A, V)                                                                 \
	do {                                                                                       \
		A v = ATOMIC_INIT(5);                                                              \
		V old = 9;                                                                         \
                                                                                                   \
		KUNIT_EXPECT_EQ(test, p##_read(&v), 5);                                            \
		p##_add(3, &v), p##_sub(1, &v), p##_inc(&v), p##_dec(&v), p##_inc(&v);             \
		KUNIT_EXPECT_EQ(test, p##_read_acquire(&v), 8);                                    \
		KUNIT_EXPECT_EQ(test, p##_add_return(4, &v), 12);                                  \
		KUNIT_EXPECT_EQ(test, p##_sub_return_release(2, &v), 10);                          \
		KUNIT_EXPECT_EQ(test, p##_inc_return_relaxed(&v), 11);                             \
		KUNIT_EXPECT_EQ(test, p##_dec_return_acquire(&v), 10);                             \
		KUNIT_EXPECT_EQ(test, p##_fetch_add(1, &v), 10);                                   \
		KUNIT_EXPECT_EQ(test, p##_fetch_sub(1, &v), 11);                                   \
		KUNIT_EXPECT_EQ(test, p##_fetch_inc(&v), 10);                                      \
		KUNIT_EXPECT_EQ(test, p##_fetch_dec(&v), 11);                                      \
		KUNIT_EXPECT_EQ(test, p##_fetch_or(5, &v), 10);                                    \
		KUNIT_EXPECT_EQ(test, p##_fetch_andnot(1, &v), 15);                                \
		KUNIT_EXPECT_EQ(test, p##_fetch_xor(2, &v), 14);                                   \
		KUNIT_EXPECT_EQ(test, p##_fetch_and(8, &v), 12);                                   \
		p##_or(3, &v), p##_andnot(1, &v), p##_xor(1, &v), p##_and(9, &v);                  \
		KUNIT_EXPECT_EQ(test, p##_xchg(&v, 7), 9);                                         \
		KUNIT_EXPECT_EQ(test, p##_cmpxchg(&v, 6, 1), 7);                                   \
		KUNIT_EXPECT_EQ(test, p##_cmpxchg_release(&v, 7, 1), 7);                           \
		KUNIT_EXPECT_FALSE(test, p##_try_cmpxchg(&v, &old, 2));                            \
		KUNIT_EXPECT_EQ(test, old, 1);                                                     \
		KUNIT_EXPECT_TRUE(test, p##_try_cmpxchg_acquire(&v, &old, 2));                     \
		KUNIT_EXPECT_FALSE(test, p##_dec_and_test(&v));                                    \
		KUNIT_EXPECT_TRUE(test, p##_dec_and_test(&v));                                     \
		KUNIT_EXPECT_FALSE(test, p##_inc_not_zero(&v));                                    \
		KUNIT_EXPECT_EQ(test, p##_dec_if_positive(&v), -1);                                \
		KUNIT_EXPECT_EQ(test, p##_read(&v), 0);                                            \
		KUNIT_EXPECT_TRUE(test, p##_dec_unless_positive(&v));                              \
		KUNIT_EXPECT_FALSE(test, p##_inc_unless_negative(&v));                             \
		KUNIT_EXPECT_TRUE(test, p##_inc_and_test(&v));                                     \
		KUNIT_EXPECT_TRUE(test, p##_add_negative(-2, &v));                                 \
		KUNIT_EXPECT_TRUE(test, p##_sub_and_test(-2, &v));                                 \
		p##_set_release(&v, 4);                                                            \
		KUNIT_EXPECT_TRUE(test, p##_add_unless(&v, 1, 9));                                 \
		KUNIT_EXPECT_FALSE(test, p##_add_unless(&v, 1, 5));                                \
		KUNIT_EXPECT_EQ(test, p##_fetch_add_unless(&v, 2, 0), 5);                          \
		p##_set(&v, 0);                                                                    \
		KUNIT_EXPECT_EQ(test, p##_read(&v), 0);                                            \
	} while (0)

static void atomics_test_atomic(struct kunit *test)
{
	TEST_ATOMIC(test, atomic, atomic_t, int);
}

static void atomics_test_atomic64(struct kunit *test)
{
	atomic64_t big = ATOMIC64_INIT(0xffffffffll);

	TEST_ATOMIC(test, atomic64, atomic64_t, s64);
	KUNIT_EXPECT_EQ(test, atomic64_inc_return(&big), 0x100000000ll);
}

static void atomics_test_atomic_long(struct kunit *test)
{
	TEST_ATOMIC(test, atomic_long, atomic_long_t, long);
}

struct counts {
	atomic_t incs, pairs, users_seen;
	unsigned long plain;
	int flag, message;
};

static void count_up(struct kunit *test, void *arg)
{
	struct counts *c = arg;

	for (int i = 0; i < ROUNDS; i++) {
		int old = atomic_read(&c->pairs);

		atomic_inc(&c->incs);
		while (!atomic_try_cmpxchg(&c->pairs, &old, old + 2))
			;
		if (user_enter())
			continue;
		atomic_inc(&c->users_seen);
		user_leave();
	}
}

static void atomics_test_atomic_threads(struct kunit *test)
{
	struct counts c = {.plain = 7};

	kunit_in_threads(test, THREADS, count_up, &c);
	KUNIT_EXPECT_EQ(test, atomic_read(&c.incs), THREADS * ROUNDS);
	KUNIT_EXPECT_EQ(test, atomic_read(&c.pairs), 2 * THREADS * ROUNDS);
	KUNIT_EXPECT_GT(test, atomic_read(&c.users_seen), 0);
	for (int i = 0; i < ATOMICS_USERS; i++)
		KUNIT_EXPECT_EQ(test, user_enter(), 0);
	KUNIT_EXPECT_EQ(test, user_enter(), -EBUSY);
	for (int i = 0; i < ATOMICS_USERS; i++)
		user_leave();
	KUNIT_EXPECT_EQ(test, xchg(&c.plain, 8ul), 7);
	KUNIT_EXPECT_EQ(test, cmpxchg(&c.plain, 8ul, 9ul), 8);
	KUNIT_EXPECT_EQ(test, cmpxchg(&c.plain, 8ul, 1ul), 9);
}

/* What was written before a release is there after the acquire that saw it. */
static void send_messages(struct kunit *test, void *arg)
{
	struct counts *c = arg;

	for (int i = 1; i <= MESSAGES; i++) {
		c->message = i;
		smp_store_release(&c->flag, i);
		while (smp_load_acquire(&c->flag) == i)
			cond_resched();
	}
}

static void atomics_test_atomic_release(struct kunit *test)
{
	struct counts c = {.flag = 0};
	struct kunit_thread *t = kunit_thread_run(test, send_messages, &c);

	for (int i = 1; i <= MESSAGES; i++) {
		while (smp_load_acquire(&c.flag) != i)
			cond_resched();
		if (c.message != i)
			KUNIT_FAIL(test, "message %d, got %d", i, c.message);
		smp_mb();
		smp_store_release(&c.flag, 0);
	}
	kunit_thread_join(t);
}

/* ---- bits ---- */

static void atomics_test_bits(struct kunit *test)
{
	DECLARE_BITMAP(map, 130);
	bool naive[130] = {false};
	u32 random = 12345;
	unsigned long nr, n = 0;

	bitmap_zero(map, 130);
	for (int i = 0; i < ROUNDS; i++) {
		random = random * 1664525 + 1013904223;
		nr = (random >> 8) % 130;
		switch (random >> 30) {
		case 0:
			KUNIT_EXPECT_EQ(test, test_and_set_bit(nr, map), naive[nr]);
			naive[nr] = true;
			break;
		case 1:
			KUNIT_EXPECT_EQ(test, __test_and_clear_bit(nr, map), naive[nr]);
			naive[nr] = false;
			break;
		case 2:
			KUNIT_EXPECT_EQ(test, test_and_change_bit(nr, map), naive[nr]);
			naive[nr] = !naive[nr];
			break;
		default:
			__set_bit(nr, map);
			clear_bit(nr, map);
			set_bit(nr, map);
			change_bit(nr, map);
			KUNIT_EXPECT_FALSE(test, test_and_set_bit_lock(nr, map));
			KUNIT_EXPECT_TRUE(test, test_bit_acquire(nr, map));
			clear_bit_unlock(nr, map);
			set_bit(nr, map);
			KUNIT_EXPECT_TRUE(test, test_and_clear_bit(nr, map));
			naive[nr] = false;
		}
	}
	for (nr = 0; nr < 130; nr++)
		KUNIT_EXPECT_EQ(test, test_bit(nr, map), naive[nr]);
	for_each_set_bit(nr, map, 130) {
		KUNIT_EXPECT_TRUE(test, naive[nr]);
		n++;
	}
	KUNIT_EXPECT_EQ(test, n, bitmap_weight(map, 130));
}

static void atomics_test_bit_search(struct kunit *test)
{
	DECLARE_BITMAP(map, 130);

	bitmap_zero(map, 130);
	KUNIT_EXPECT_EQ(test, find_first_bit(map, 130), 130);
	KUNIT_EXPECT_EQ(test, find_last_bit(map, 130), 130);
	KUNIT_EXPECT_TRUE(test, bitmap_empty(map, 130));
	set_bit(129, map);
	set_bit(64, map);
	KUNIT_EXPECT_EQ(test, find_first_bit(map, 130), 64);
	KUNIT_EXPECT_EQ(test, find_next_bit(map, 130, 65), 129);
	KUNIT_EXPECT_EQ(test, find_next_bit(map, 129, 65), 129);
	KUNIT_EXPECT_EQ(test, find_last_bit(map, 130), 129);
	KUNIT_EXPECT_EQ(test, find_next_zero_bit(map, 130, 64), 65);
	bitmap_fill(map, 130);
	KUNIT_EXPECT_TRUE(test, bitmap_full(map, 130));
	KUNIT_EXPECT_EQ(test, find_first_zero_bit(map, 130), 130);
	KUNIT_EXPECT_EQ(test, ilog2(4096), 12);
	KUNIT_EXPECT_EQ(test, fls(0x80), 8);
	KUNIT_EXPECT_EQ(test, fls(0), 0);
	KUNIT_EXPECT_EQ(test, fls64(1ull << 40), 41);
	KUNIT_EXPECT_EQ(test, __ffs(0x50), 4);
	KUNIT_EXPECT_EQ(test, ffs(0), 0);
	KUNIT_EXPECT_EQ(test, hweight32(0xf00f), 8);
	KUNIT_EXPECT_EQ(test, hweight64(~0ull), 64);
}

static int slot_users[ATOMICS_SLOTS];

static void use_slots(struct kunit *test, void *arg)
{
	for (int i = 0; i < ROUNDS; i++) {
		int slot = slot_take();

		if (slot < 0) {
			KUNIT_FAIL(test, "no slot: %d", slot);
			return;
		}
		if (slot_users[slot]++)
			KUNIT_FAIL(test, "slot %d has two users", slot);
		slot_users[slot]--;
		slot_give(slot);
	}
}

static void atomics_test_bit_threads(struct kunit *test)
{
	kunit_in_threads(test, THREADS, use_slots, NULL);
	KUNIT_EXPECT_EQ(test, slot_take(), 0);
	slot_give(0);
}

static struct kunit_case atomic_cases[] = {
	KUNIT_CASE(atomics_test_atomic),
	KUNIT_CASE(atomics_test_atomic64),
	KUNIT_CASE(atomics_test_atomic_long),
	KUNIT_CASE(atomics_test_atomic_threads),
	KUNIT_CASE(atomics_test_atomic_release),
	KUNIT_CASE(atomics_test_bits),
	KUNIT_CASE(atomics_test_bit_search),
	KUNIT_CASE(atomics_test_bit_threads),
	{},
};

static struct kunit_suite atomic_suite = {.name = "atomic", .test_cases = atomic_cases};

kunit_test_suites(&atomic_suite);
