/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include <cleat/kunit.h>

#include "locks.h"

enum { THREADS = 4, ROUNDS = 2000 };

/* ---- reader-writer semaphore ---- */

struct holder {
	struct rw_semaphore lock;
	struct completion holds, release;
	bool write;
	int result;
};

static void hold(struct kunit *test, void *arg)
{
	struct holder *h = arg;

	if (h->write)
		down_write(&h->lock);
	else
		down_read(&h->lock);
	complete(&h->holds);
	wait_for_completion(&h->release);
	if (h->write)
		downgrade_write(&h->lock);
	complete(&h->holds);
	wait_for_completion(&h->release);
	up_read(&h->lock);
}

static void begin_hold(struct holder *h, bool write)
{
	h->write = write;
	init_rwsem(&h->lock);
	init_completion(&h->holds);
	init_completion(&h->release);
}

static void locks_test_rwsem_readers(struct kunit *test)
{
	struct holder h;
	struct kunit_thread *t;

	begin_hold(&h, false);
	KUNIT_EXPECT_FALSE(test, rwsem_is_locked(&h.lock));
	t = kunit_thread_run(test, hold, &h);
	wait_for_completion(&h.holds);
	KUNIT_EXPECT_TRUE(test, rwsem_is_locked(&h.lock));
	KUNIT_EXPECT_EQ(test, down_write_trylock(&h.lock), 0);
	KUNIT_ASSERT_EQ(test, down_read_trylock(&h.lock), 1);
	up_read(&h.lock);
	KUNIT_ASSERT_EQ(test, down_read_interruptible(&h.lock), 0);
	up_read(&h.lock);
	complete(&h.release);
	complete(&h.release);
	kunit_thread_join(t);
	KUNIT_ASSERT_EQ(test, down_write_killable(&h.lock), 0);
	up_write(&h.lock);
	KUNIT_EXPECT_FALSE(test, rwsem_is_locked(&h.lock));
}

static void locks_test_rwsem_downgrade(struct kunit *test)
{
	struct holder h;
	struct kunit_thread *t;

	begin_hold(&h, true);
	t = kunit_thread_run(test, hold, &h);
	wait_for_completion(&h.holds);
	KUNIT_EXPECT_EQ(test, down_read_trylock(&h.lock), 0);
	KUNIT_EXPECT_EQ(test, down_write_trylock(&h.lock), 0);
	complete(&h.release);
	wait_for_completion(&h.holds);
	KUNIT_EXPECT_EQ(test, down_write_trylock(&h.lock), 0);
	KUNIT_ASSERT_EQ(test, down_read_trylock(&h.lock), 1);
	up_read(&h.lock);
	complete(&h.release);
	kunit_thread_join(t);
	KUNIT_ASSERT_EQ(test, down_write_trylock(&h.lock), 1);
	up_write(&h.lock);
}

static void read_interruptibly(struct kunit *test, void *arg)
{
	struct holder *h = arg;

	h->result = down_read_interruptible(&h->lock);
	if (!h->result)
		up_read(&h->lock);
}

static void locks_test_rwsem_signal(struct kunit *test)
{
	struct holder h;
	struct kunit_thread *t;

	begin_hold(&h, false);
	h.result = 1;
	down_write(&h.lock);
	t = kunit_thread_run(test, read_interruptibly, &h);
	KUNIT_EXPECT_TRUE(test, kunit_thread_asleep(t));
	kunit_thread_signal(t);
	kunit_thread_join(t);
	KUNIT_EXPECT_EQ(test, h.result, -EINTR);
	up_write(&h.lock);
	read_interruptibly(test, &h);
	KUNIT_EXPECT_EQ(test, h.result, 0);
}

static void use_table(struct kunit *test, void *arg)
{
	for (int i = 0; i < ROUNDS; i++) {
		if (i % 8 == 0)
			table_bump();
		else if (!table_is_whole())
			KUNIT_FAIL(test, "a reader saw half of a change");
	}
}

static void locks_test_rwsem_threads(struct kunit *test)
{
	kunit_in_threads(test, THREADS, use_table, NULL);
	KUNIT_EXPECT_TRUE(test, table_is_whole());
}

/* Without a signal these are down_read and down_write: a lock that is held keeps them out. */
static void locks_test_rwsem_killable(struct kunit *test)
{
	struct rw_semaphore lock;

	init_rwsem(&lock);
	KUNIT_ASSERT_EQ(test, down_read_killable(&lock), 0);
	KUNIT_EXPECT_EQ(test, down_write_trylock(&lock), 0);
	up_read(&lock);
	KUNIT_ASSERT_EQ(test, down_write_killable(&lock), 0);
	KUNIT_EXPECT_TRUE(test, rwsem_is_locked(&lock));
	up_write(&lock);
}

/* ---- mutex ---- */

struct waiter {
	struct mutex lock;
	int (*take)(struct mutex *lock);
	int result;
};

static int take_interruptibly(struct mutex *lock)
{
	return mutex_lock_interruptible(lock);
}

static int take_killably(struct mutex *lock)
{
	return mutex_lock_killable(lock);
}

static void take(struct kunit *test, void *arg)
{
	struct waiter *w = arg;

	w->result = w->take(&w->lock);
	if (!w->result)
		mutex_unlock(&w->lock);
}

static void locks_test_mutex_waits(struct kunit *test)
{
	int (*const takes[])(struct mutex *lock) = {take_interruptibly, take_killably};

	for (unsigned int i = 0; i < ARRAY_SIZE(takes); i++) {
		struct waiter w = {.take = takes[i], .result = 1};
		struct kunit_thread *t;

		mutex_init(&w.lock);
		take(test, &w);
		KUNIT_EXPECT_EQ(test, w.result, 0);
		KUNIT_EXPECT_FALSE(test, mutex_is_locked(&w.lock));
		w.result = 1;
		mutex_lock(&w.lock);
		t = kunit_thread_run(test, take, &w);
		KUNIT_EXPECT_TRUE(test, kunit_thread_asleep(t));
		KUNIT_EXPECT_EQ(test, w.result, 1);
		mutex_unlock(&w.lock);
		kunit_thread_join(t);
		KUNIT_EXPECT_EQ(test, w.result, 0);
		mutex_destroy(&w.lock);
	}
}

static void locks_test_mutex_signal(struct kunit *test)
{
	struct waiter w = {.take = take_interruptibly, .result = 1};
	struct kunit_thread *t;

	mutex_init(&w.lock);
	mutex_lock(&w.lock);
	t = kunit_thread_run(test, take, &w);
	KUNIT_EXPECT_TRUE(test, kunit_thread_asleep(t));
	kunit_thread_signal(t);
	kunit_thread_join(t);
	KUNIT_EXPECT_EQ(test, w.result, -EINTR);
	mutex_unlock(&w.lock);
	take(test, &w);
	KUNIT_EXPECT_EQ(test, w.result, 0);
	mutex_destroy(&w.lock);
}

/* ---- two of one kind ---- */

struct purses {
	struct purse a, b;
	bool back; /* who asks first moves from b to a */
};

static void move_often(struct kunit *test, void *arg)
{
	struct purses *p = arg;
	bool back = __atomic_exchange_n(&p->back, true, __ATOMIC_RELAXED);
	struct purse *from = back ? &p->b : &p->a, *to = back ? &p->a : &p->b;

	for (int i = 0; i < ROUNDS; i++) {
		purse_move_coins(from, to, 1);
		KUNIT_EXPECT_EQ(test, purse_move_notes(from, to, 1), 0);
	}
}

static void locks_test_two_threads(struct kunit *test)
{
	struct purses p = {};

	purse_init(&p.a, ROUNDS, THREADS * ROUNDS);
	purse_init(&p.b, ROUNDS, THREADS * ROUNDS);
	kunit_in_threads(test, THREADS, move_often, &p);
	/* One went one way, all others came back. */
	KUNIT_EXPECT_EQ(test, p.a.coins, ROUNDS + (THREADS - 2) * ROUNDS);
	KUNIT_EXPECT_EQ(test, p.a.coins + p.b.coins, 2 * ROUNDS);
	KUNIT_EXPECT_EQ(test, p.a.notes + p.b.notes, 2 * THREADS * ROUNDS);
}

static void locks_test_two_or_one(struct kunit *test)
{
	struct purse a, b;

	purse_init(&a, 5, 5);
	purse_init(&b, 0, 0);
	purse_move_coins(&a, &a, 3);
	KUNIT_EXPECT_EQ(test, a.coins, 5);
	KUNIT_EXPECT_EQ(test, purse_move_notes(&a, &a, 5), 0);
	KUNIT_EXPECT_EQ(test, purse_move_notes(&a, &b, 6), -ENOSPC);
	purse_move_coins(&a, &b, 2);
	purse_move_coins(&b, &a, 1);
	KUNIT_EXPECT_EQ(test, b.coins, 1);
	KUNIT_EXPECT_FALSE(test, mutex_is_locked(&a.lock));
	KUNIT_EXPECT_FALSE(test, mutex_is_locked(&b.lock));
	KUNIT_EXPECT_FALSE(test, spin_is_locked(&a.notes_lock));
	KUNIT_EXPECT_FALSE(test, spin_is_locked(&b.notes_lock));
}

static struct kunit_case rwsem_cases[] = {
	KUNIT_CASE(locks_test_rwsem_readers),
	KUNIT_CASE(locks_test_rwsem_downgrade),
	KUNIT_CASE(locks_test_rwsem_signal),
	KUNIT_CASE(locks_test_rwsem_threads),
	KUNIT_CASE(locks_test_rwsem_killable),
	{},
};

static struct kunit_case mutex_cases[] = {
	KUNIT_CASE(locks_test_mutex_waits),
	KUNIT_CASE(locks_test_mutex_signal),
	{},
};

static struct kunit_case two_cases[] = {
	KUNIT_CASE(locks_test_two_threads),
	KUNIT_CASE(locks_test_two_or_one),
	{},
};

static struct kunit_suite rwsem_suite = {.name = "rwsem", .test_cases = rwsem_cases};
static struct kunit_suite mutex_suite = {.name = "mutex", .test_cases = mutex_cases};
static struct kunit_suite two_suite = {.name = "two", .test_cases = two_cases};

kunit_test_suites(&rwsem_suite, &mutex_suite, &two_suite);
