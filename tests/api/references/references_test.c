/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include <cleat/kunit.h>

#include "references.h"

enum { THREADS = 4, ROUNDS = 2000 };

static void references_test_refcount(struct kunit *test)
{
	refcount_t r = REFCOUNT_INIT(1);

	refcount_inc(&r);
	refcount_add(3, &r);
	KUNIT_EXPECT_EQ(test, refcount_read(&r), 5);
	KUNIT_EXPECT_FALSE(test, refcount_sub_and_test(3, &r));
	refcount_dec(&r);
	KUNIT_EXPECT_FALSE(test, refcount_dec_not_one(&r));
	KUNIT_EXPECT_TRUE(test, refcount_inc_not_zero(&r));
	KUNIT_EXPECT_FALSE(test, refcount_dec_and_test(&r));
	KUNIT_EXPECT_TRUE(test, refcount_dec_if_one(&r));
	KUNIT_EXPECT_FALSE(test, refcount_inc_not_zero(&r));
	KUNIT_EXPECT_FALSE(test, refcount_add_not_zero(2, &r));
	refcount_set(&r, 1);
	KUNIT_EXPECT_TRUE(test, refcount_add_not_zero(2, &r));
	KUNIT_EXPECT_EQ(test, refcount_read(&r), 3);
	refcount_set(&r, 2);
	KUNIT_EXPECT_FALSE(test, refcount_dec_and_test(&r));
	KUNIT_EXPECT_TRUE(test, refcount_dec_and_test(&r));
}

static void references_test_refcount_lock(struct kunit *test)
{
	refcount_t r = REFCOUNT_INIT(2);
	struct mutex lock;
	spinlock_t spin;

	mutex_init(&lock);
	KUNIT_EXPECT_FALSE(test, refcount_dec_and_mutex_lock(&r, &lock));
	KUNIT_EXPECT_FALSE(test, mutex_is_locked(&lock));
	KUNIT_ASSERT_TRUE(test, refcount_dec_and_mutex_lock(&r, &lock));
	KUNIT_EXPECT_TRUE(test, mutex_is_locked(&lock));
	mutex_unlock(&lock);
	mutex_destroy(&lock);
	refcount_set(&r, 2);
	spin_lock_init(&spin);
	KUNIT_EXPECT_FALSE(test, refcount_dec_and_lock(&r, &spin));
	KUNIT_ASSERT_TRUE(test, refcount_dec_and_lock(&r, &spin));
	lockdep_assert_held(&spin);
	spin_unlock(&spin);
}

static void take_and_drop(struct kunit *test, void *arg)
{
	struct node *shared = arg;

	for (int i = 0; i < ROUNDS; i++) {
		struct node *n __free(node_put) = i % 2 ? node_get(shared)
			: node_get_unless_zero(shared);

		if (!n)
			KUNIT_FAIL(test, "the node has a reference, and gave none");
		else
			atomic_inc(&n->uses);
	}
}

static void references_test_reference(struct kunit *test)
{
	int before = atomic_read(&nodes_released);

	{
		struct node *n __free(node_put) = node_create();

		KUNIT_ASSERT_NOT_NULL(test, n);
		kunit_in_threads(test, THREADS, take_and_drop, n);
		KUNIT_EXPECT_EQ(test, kref_read(&n->refs), 1);
		KUNIT_EXPECT_EQ(test, atomic_read(&n->uses), THREADS * ROUNDS + 1);
		KUNIT_EXPECT_EQ(test, atomic_read(&nodes_released), before);
	}
	KUNIT_EXPECT_EQ(test, atomic_read(&nodes_released), before + 1);
}

static void references_test_reference_handed_on(struct kunit *test)
{
	int before = atomic_read(&nodes_released);
	struct node *a, *b;

	{
		struct node *n __free(node_put) = node_create();

		KUNIT_ASSERT_NOT_NULL(test, n);
		a = node_get(n);
		b = no_free_ptr(n);
	}
	KUNIT_EXPECT_EQ(test, kref_read(&b->refs), 2);
	node_put(a);
	KUNIT_EXPECT_EQ(test, atomic_read(&nodes_released), before);
	node_put(b);
	KUNIT_EXPECT_EQ(test, atomic_read(&nodes_released), before + 1);
}

static int create_node(struct kunit *test)
{
	struct node *n __free(node_put) = node_create();

	return n ? 0 : -ENOMEM;
}

static void references_test_reference_sweep(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, kunit_fault_sweep(test, create_node), 1);
}

static struct kunit_case reference_cases[] = {
	KUNIT_CASE(references_test_refcount),
	KUNIT_CASE(references_test_refcount_lock),
	KUNIT_CASE(references_test_reference),
	KUNIT_CASE(references_test_reference_handed_on),
	KUNIT_CASE(references_test_reference_sweep),
	{},
};

static struct kunit_suite reference_suite = {.name = "reference", .test_cases = reference_cases};

kunit_test_suites(&reference_suite);
