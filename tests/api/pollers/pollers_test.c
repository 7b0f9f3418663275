/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include <cleat/kunit.h>

#include "uapi.h"

static struct kunit_file *open_office(struct kunit *test)
{
	return kunit_open(test, "cleat-office", O_RDWR);
}

static long desk(struct kunit_file *f, unsigned int cmd, u32 number)
{
	return kunit_ioctl_obj(f, cmd, &number);
}

static void pollers_test_woken(struct kunit *test)
{
	struct kunit_file *f = open_office(test);
	struct kunit_watch *w;

	KUNIT_EXPECT_EQ(test, desk(f, DESK_CHOOSE, 0), 0);
	w = kunit_watch(f);
	KUNIT_EXPECT_FALSE(test, kunit_watch_woken(w));
	KUNIT_EXPECT_EQ(test, kunit_poll(f), 0);
	KUNIT_EXPECT_EQ(test, desk(f, DESK_COME, 0), 0);
	KUNIT_EXPECT_TRUE(test, kunit_watch_woken(w));
	KUNIT_EXPECT_EQ(test, kunit_poll(f), EPOLLIN | EPOLLRDNORM);
	KUNIT_EXPECT_EQ(test, desk(f, DESK_SERVE, 0), 1);
	KUNIT_EXPECT_EQ(test, kunit_poll(f), 0);
}

static void pollers_test_queue_ends(struct kunit *test)
{
	struct kunit_file *f = open_office(test);
	struct kunit_watch *w;

	KUNIT_EXPECT_EQ(test, desk(f, DESK_CHOOSE, 0), 0);
	w = kunit_watch(f);
	KUNIT_EXPECT_EQ(test, desk(f, DESK_DROP, 0), 0);
	KUNIT_EXPECT_TRUE(test, kunit_watch_woken(w));
	KUNIT_EXPECT_EQ(test, kunit_poll(f), EPOLLHUP);
	/* The watch is on no queue now, and ends without looking at what is gone. */
	KUNIT_EXPECT_EQ(test, desk(f, DESK_CHOOSE, 0), 0);
	KUNIT_EXPECT_EQ(test, desk(f, DESK_COME, 0), 0);
	KUNIT_EXPECT_FALSE(test, kunit_watch_woken(w));
	kunit_watch_end(w);
	KUNIT_EXPECT_EQ(test, desk(f, DESK_DROP, 0), 0);
}

/* What two threads poll at once are two queues of one file. */
static void pollers_test_two_queues(struct kunit *test)
{
	struct kunit_file *f = open_office(test);
	struct kunit_watch *a, *b;

	KUNIT_EXPECT_EQ(test, desk(f, DESK_CHOOSE, 0), 0);
	a = kunit_watch(f);
	KUNIT_EXPECT_EQ(test, desk(f, DESK_CHOOSE, 1), 0);
	b = kunit_watch(f);
	KUNIT_EXPECT_EQ(test, desk(f, DESK_COME, 0), 0);
	KUNIT_EXPECT_TRUE(test, kunit_watch_woken(a));
	KUNIT_EXPECT_FALSE(test, kunit_watch_woken(b));
	KUNIT_EXPECT_EQ(test, desk(f, DESK_DROP, 0), 0);
	KUNIT_EXPECT_EQ(test, desk(f, DESK_COME, 1), 0);
	KUNIT_EXPECT_TRUE(test, kunit_watch_woken(b));
}

static struct kunit_file *served;
static long served_result;

static void serve(struct kunit *test, void *arg)
{
	served_result = desk(served, DESK_SERVE, 0);
}

static void pollers_test_freezable_sleep(struct kunit *test)
{
	struct kunit_thread *t;

	served = open_office(test);
	t = kunit_thread_run(test, serve, NULL);
	KUNIT_EXPECT_TRUE(test, kunit_thread_asleep(t));
	KUNIT_EXPECT_EQ(test, desk(served, DESK_COME, 0), 0);
	kunit_thread_join(t);
	KUNIT_EXPECT_EQ(test, served_result, 1);
	t = kunit_thread_run(test, serve, NULL);
	KUNIT_EXPECT_TRUE(test, kunit_thread_asleep(t));
	kunit_thread_signal(t);
	kunit_thread_join(t);
	KUNIT_EXPECT_TRUE(test, served_result == -ERESTARTSYS || served_result == -EINTR);
}

enum { ROUNDS = 200 };

static void come_and_go(struct kunit *test, void *arg)
{
	struct kunit_file *f = arg;

	for (int i = 0; i < ROUNDS; i++) {
		desk(f, DESK_COME, 0);
		desk(f, DESK_DROP, 0);
	}
}

/* Watches come and end while the queue does. */
static void pollers_test_race(struct kunit *test)
{
	struct kunit_file *f = open_office(test);
	struct kunit_thread *t = kunit_thread_run(test, come_and_go, f);

	for (int i = 0; i < ROUNDS; i++) {
		struct kunit_watch *w;

		desk(f, DESK_CHOOSE, 0);
		w = kunit_watch(f);
		kunit_watch_end(w);
	}
	kunit_thread_join(t);
}

static struct kunit_case pollers_cases[] = {
	KUNIT_CASE(pollers_test_woken),
	KUNIT_CASE(pollers_test_queue_ends),
	KUNIT_CASE(pollers_test_two_queues),
	KUNIT_CASE(pollers_test_freezable_sleep),
	KUNIT_CASE(pollers_test_race),
	{},
};

static struct kunit_suite pollers_suite = {
	.name = "pollers",
	.test_cases = pollers_cases,
};

kunit_test_suite(pollers_suite);
