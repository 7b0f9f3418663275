/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include <cleat/kunit.h>

#include "uapi.h"

static struct kunit_file *open_device(struct kunit *test)
{
	return kunit_open(test, "cleat-deferred", O_RDWR);
}

static long call(struct kunit_file *f, unsigned int cmd)
{
	return kunit_ioctl(f, cmd, NULL);
}

static long set(struct kunit_file *f, unsigned int cmd, u32 n)
{
	return kunit_ioctl_obj(f, cmd, &n);
}

static void deferred_test_runs_once(struct kunit *test)
{
	struct kunit_file *f = open_device(test);

	KUNIT_EXPECT_EQ(test, call(f, DEFERRED_FLUSH), 0);
	KUNIT_EXPECT_EQ(test, call(f, DEFERRED_CANCEL), 0);
	KUNIT_EXPECT_EQ(test, call(f, DEFERRED_QUEUE), 1);
	call(f, DEFERRED_FLUSH);
	KUNIT_EXPECT_EQ(test, call(f, DEFERRED_COUNT), 1);
	KUNIT_EXPECT_EQ(test, call(f, DEFERRED_PENDING), 0);
	KUNIT_EXPECT_EQ(test, call(f, DEFERRED_QUEUE), 1);
	call(f, DEFERRED_FLUSH);
	KUNIT_EXPECT_EQ(test, call(f, DEFERRED_COUNT), 2);
}

/* Wait until the function is in its gate: it is no longer pending then. */
static void wait_for_begin(struct kunit *test, struct kunit_file *f)
{
	while (call(f, DEFERRED_PENDING))
		kunit_time_pass(test, 1);
}

/* Once while it runs; the second queueing waits for the first to end, the third is the second. */
static void deferred_test_not_twice_at_once(struct kunit *test)
{
	struct kunit_file *f = open_device(test);

	KUNIT_EXPECT_EQ(test, set(f, DEFERRED_GATE, 1), 0);
	KUNIT_EXPECT_EQ(test, call(f, DEFERRED_QUEUE), 1);
	wait_for_begin(test, f);
	KUNIT_EXPECT_EQ(test, call(f, DEFERRED_QUEUE), 1);
	KUNIT_EXPECT_EQ(test, call(f, DEFERRED_QUEUE), 0);
	kunit_time_pass(test, 5);
	KUNIT_EXPECT_EQ(test, call(f, DEFERRED_PENDING), 1);
	KUNIT_EXPECT_EQ(test, set(f, DEFERRED_GATE, 0), 0);
	call(f, DEFERRED_FLUSH);
	KUNIT_EXPECT_EQ(test, call(f, DEFERRED_COUNT), 2);
}

static void deferred_test_queues_itself(struct kunit *test)
{
	struct kunit_file *f = open_device(test);

	KUNIT_EXPECT_EQ(test, set(f, DEFERRED_AGAIN, 9), 0);
	KUNIT_EXPECT_EQ(test, call(f, DEFERRED_QUEUE), 1);
	while (call(f, DEFERRED_FLUSH))
		;
	KUNIT_EXPECT_EQ(test, call(f, DEFERRED_COUNT), 10);
}

static void do_cancel(struct kunit *test, void *arg)
{
	KUNIT_EXPECT_EQ(test, call(arg, DEFERRED_CANCEL), 1);
}

/* A cancel takes the queued one off, waits for the running one, and lets none come after it. */
static void deferred_test_cancel(struct kunit *test)
{
	struct kunit_file *f = open_device(test);
	struct kunit_thread *t;

	KUNIT_EXPECT_EQ(test, set(f, DEFERRED_GATE, 1), 0);
	KUNIT_EXPECT_EQ(test, set(f, DEFERRED_AGAIN, 1000), 0);
	KUNIT_EXPECT_EQ(test, call(f, DEFERRED_QUEUE), 1);
	wait_for_begin(test, f);
	KUNIT_EXPECT_EQ(test, call(f, DEFERRED_QUEUE), 1);
	t = kunit_thread_run(test, do_cancel, f);
	KUNIT_EXPECT_TRUE(test, kunit_thread_asleep(t));
	KUNIT_EXPECT_EQ(test, set(f, DEFERRED_GATE, 0), 0);
	kunit_thread_join(t);
	KUNIT_EXPECT_EQ(test, call(f, DEFERRED_COUNT), 1);
	KUNIT_EXPECT_EQ(test, call(f, DEFERRED_PENDING), 0);
}

/* The file goes while its work waits in the function and wants to queue itself for ever. */
static void deferred_test_release_ends_work(struct kunit *test)
{
	struct kunit_file *f = open_device(test);

	KUNIT_EXPECT_EQ(test, set(f, DEFERRED_GATE, 1), 0);
	KUNIT_EXPECT_EQ(test, set(f, DEFERRED_AGAIN, ~0u), 0);
	KUNIT_EXPECT_EQ(test, call(f, DEFERRED_QUEUE), 1);
	KUNIT_EXPECT_EQ(test, set(f, DEFERRED_LATER, 1000), 1);
	wait_for_begin(test, f);
	kunit_close(f);
}

static void deferred_test_delay(struct kunit *test)
{
	struct kunit_file *f = open_device(test);

	KUNIT_EXPECT_EQ(test, set(f, DEFERRED_LATER, 50), 1);
	KUNIT_EXPECT_EQ(test, set(f, DEFERRED_LATER, 0), 0);
	KUNIT_EXPECT_EQ(test, call(f, DEFERRED_LATER_PENDING), 1);
	KUNIT_EXPECT_EQ(test, call(f, DEFERRED_LATER_COUNT), 0);
	kunit_time_pass(test, 100);
	call(f, DEFERRED_LATER_FLUSH);
	KUNIT_EXPECT_EQ(test, call(f, DEFERRED_LATER_COUNT), 1);
	KUNIT_EXPECT_EQ(test, call(f, DEFERRED_LATER_PENDING), 0);
}

static void deferred_test_delay_flush(struct kunit *test)
{
	struct kunit_file *f = open_device(test);

	KUNIT_EXPECT_EQ(test, call(f, DEFERRED_LATER_FLUSH), 0);
	KUNIT_EXPECT_EQ(test, set(f, DEFERRED_LATER, 3600000), 1);
	call(f, DEFERRED_LATER_FLUSH);
	KUNIT_EXPECT_EQ(test, call(f, DEFERRED_LATER_COUNT), 1);
}

static void deferred_test_delay_mod(struct kunit *test)
{
	struct kunit_file *f = open_device(test);

	KUNIT_EXPECT_EQ(test, set(f, DEFERRED_LATER_MOD, 50), 0);
	KUNIT_EXPECT_EQ(test, set(f, DEFERRED_LATER_MOD, 3600000), 1);
	kunit_time_pass(test, 100);
	KUNIT_EXPECT_EQ(test, call(f, DEFERRED_LATER_COUNT), 0);
	KUNIT_EXPECT_EQ(test, set(f, DEFERRED_LATER_MOD, 0), 1);
	call(f, DEFERRED_LATER_FLUSH);
	KUNIT_EXPECT_EQ(test, call(f, DEFERRED_LATER_COUNT), 1);
}

static void deferred_test_delay_cancel(struct kunit *test)
{
	struct kunit_file *f = open_device(test);

	KUNIT_EXPECT_EQ(test, set(f, DEFERRED_LATER, 20), 1);
	KUNIT_EXPECT_EQ(test, call(f, DEFERRED_LATER_CANCEL), 1);
	KUNIT_EXPECT_EQ(test, call(f, DEFERRED_LATER_CANCEL), 0);
	kunit_time_pass(test, 50);
	KUNIT_EXPECT_EQ(test, call(f, DEFERRED_LATER_COUNT), 0);
	KUNIT_EXPECT_EQ(test, set(f, DEFERRED_LATER, 0), 1);
	call(f, DEFERRED_LATER_FLUSH);
	KUNIT_EXPECT_EQ(test, call(f, DEFERRED_LATER_COUNT), 1);
}

static void deferred_test_owned_in_order(struct kunit *test)
{
	struct kunit_file *f = open_device(test);

	for (u32 i = 1; i <= 9; i++)
		KUNIT_EXPECT_EQ(test, set(f, DEFERRED_ITEM, i), 0);
	KUNIT_EXPECT_EQ(test, call(f, DEFERRED_DRAIN), 0);
	KUNIT_EXPECT_EQ(test, call(f, DEFERRED_ORDER), 123456789);
	KUNIT_EXPECT_EQ(test, set(f, DEFERRED_ITEM, 1), -ESHUTDOWN);
}

struct hammer {
	struct kunit_file *f;
	u32 queued;
};

static void do_hammer(struct kunit *test, void *arg)
{
	struct hammer *h = arg;

	for (int i = 0; i < 2000; i++) {
		h->queued += call(h->f, DEFERRED_QUEUE);
		if (i % 7 == 0)
			call(h->f, DEFERRED_FLUSH);
		if (i % 64 == 0)
			set(h->f, DEFERRED_LATER, 0);
	}
}

/* Every queueing that was taken is one run. */
static void deferred_test_many_threads(struct kunit *test)
{
	struct kunit_file *f = open_device(test);
	struct hammer h[3] = {{f}, {f}, {f}};
	struct kunit_thread *t[3];

	for (int i = 0; i < 3; i++)
		t[i] = kunit_thread_run(test, do_hammer, &h[i]);
	for (int i = 0; i < 3; i++)
		kunit_thread_join(t[i]);
	call(f, DEFERRED_FLUSH);
	KUNIT_EXPECT_EQ(test, call(f, DEFERRED_COUNT), h[0].queued + h[1].queued + h[2].queued);
}

static int use_device(struct kunit *test)
{
	struct kunit_file *f = kunit_try_open(test, "cleat-deferred", O_RDWR);
	long err;

	if (IS_ERR(f))
		return PTR_ERR(f);
	call(f, DEFERRED_QUEUE);
	err = set(f, DEFERRED_ITEM, 1);
	kunit_close(f);
	return err;
}

static void deferred_test_sweep(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, kunit_fault_sweep(test, use_device), 4);
}

static struct kunit_case deferred_cases[] = {
	KUNIT_CASE(deferred_test_runs_once),
	KUNIT_CASE(deferred_test_not_twice_at_once),
	KUNIT_CASE(deferred_test_queues_itself),
	KUNIT_CASE(deferred_test_cancel),
	KUNIT_CASE(deferred_test_release_ends_work),
	KUNIT_CASE(deferred_test_delay),
	KUNIT_CASE(deferred_test_delay_flush),
	KUNIT_CASE(deferred_test_delay_mod),
	KUNIT_CASE(deferred_test_delay_cancel),
	KUNIT_CASE(deferred_test_owned_in_order),
	KUNIT_CASE(deferred_test_many_threads),
	KUNIT_CASE(deferred_test_sweep),
	{},
};

static struct kunit_suite deferred_suite = {
	.name = "deferred",
	.test_cases = deferred_cases,
};

kunit_test_suite(deferred_suite);
