/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include <cleat/kunit.h>

#include "readers.h"

struct reading {
	atomic_t stop;
	atomic_t reads;
};

static void read_config(struct kunit *test, void *arg)
{
	struct reading *r = arg;

	while (!atomic_read(&r->stop)) {
		if (!config_limit())
			KUNIT_FAIL(test, "a reader saw no configuration");
		atomic_inc(&r->reads);
		cond_resched();
	}
}

static void readers_test_readers(struct kunit *test)
{
	struct reading r = {.stop = ATOMIC_INIT(0)};
	struct kunit_thread *t[2];
	int retired = atomic_read(&configs_retired);

	for (int i = 0; i < 2; i++)
		t[i] = kunit_thread_run(test, read_config, &r);
	for (u32 i = 1; i <= 300; i++) {
		KUNIT_EXPECT_EQ(test, i % 2 ? config_set(i) : config_set_counted(i), 0);
		KUNIT_EXPECT_EQ(test, config_limit(), i);
	}
	while (!atomic_read(&r.reads))
		cond_resched();
	atomic_set(&r.stop, 1);
	for (int i = 0; i < 2; i++)
		kunit_thread_join(t[i]);
	rcu_barrier();
	KUNIT_EXPECT_EQ(test, atomic_read(&configs_retired), retired + 150);
}

/* An open section keeps synchronize_rcu waiting: it begins in the section and ends after it. */
struct section {
	atomic_t entered, waiting, left;
};

static void stay_inside(struct kunit *test, void *arg)
{
	enum { LONG_ENOUGH = 5000000, A_WHILE = 1000000 };
	struct section *s = arg;

	guard(rcu)();
	atomic_set(&s->entered, 1);
	/* With one processor the waiter cannot run before this ends. */
	for (int i = 0; i < LONG_ENOUGH && !atomic_read(&s->waiting); i++)
		;
	for (int i = 0; i < A_WHILE; i++)
		atomic_read(&s->left);
	atomic_set(&s->left, 1);
}

static void readers_test_waits(struct kunit *test)
{
	struct section s = {.entered = ATOMIC_INIT(0)};
	struct kunit_thread *reader = kunit_thread_run(test, stay_inside, &s);

	while (!atomic_read(&s.entered))
		cond_resched();
	atomic_set(&s.waiting, 1);
	synchronize_rcu();
	KUNIT_EXPECT_EQ(test, atomic_read(&s.left), 1);
	kunit_thread_join(reader);
}

static void readers_test_mightsleep(struct kunit *test)
{
	u32 *n = kzalloc_obj(*n);
	long before = kunit_live_objects();

	KUNIT_ASSERT_NOT_NULL(test, n);
	kfree_rcu_mightsleep(n);
	KUNIT_EXPECT_EQ(test, kunit_live_objects(), before - 1);
}

static int set_config(struct kunit *test)
{
	int err = config_set(3);

	return err ? err : config_set_counted(4);
}

static void readers_test_sweep(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, config_set(2), 0);
	KUNIT_EXPECT_EQ(test, kunit_fault_sweep(test, set_config), 2);
	rcu_barrier();
}

static struct kunit_case rcu_cases[] = {
	KUNIT_CASE(readers_test_readers),
	KUNIT_CASE(readers_test_waits),
	KUNIT_CASE(readers_test_mightsleep),
	KUNIT_CASE(readers_test_sweep),
	{},
};

static struct kunit_suite rcu_suite = {.name = "rcu", .test_cases = rcu_cases};

kunit_test_suites(&rcu_suite);
