/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include <cleat/kunit.h>

#include "waits.h"

enum { ROUNDS = 500 };

/* ---- completion ---- */

static void waits_test_completion_counts(struct kunit *test)
{
	struct completion done;

	init_completion(&done);
	KUNIT_EXPECT_FALSE(test, completion_done(&done));
	KUNIT_EXPECT_FALSE(test, try_wait_for_completion(&done));
	complete(&done);
	complete(&done);
	KUNIT_EXPECT_TRUE(test, completion_done(&done));
	wait_for_completion(&done);
	KUNIT_EXPECT_EQ(test, wait_for_completion_interruptible(&done), 0);
	KUNIT_EXPECT_EQ(test, wait_for_completion_timeout(&done, HZ / 100), 0);
	KUNIT_EXPECT_EQ(test, wait_for_completion_interruptible_timeout(&done, HZ / 100), 0);
	complete_all(&done);
	for (int i = 0; i < 3; i++)
		KUNIT_EXPECT_GT(test, wait_for_completion_timeout(&done, HZ), 0);
	KUNIT_EXPECT_GT(test, wait_for_completion_interruptible_timeout(&done, HZ), 0);
	reinit_completion(&done);
	KUNIT_EXPECT_FALSE(test, try_wait_for_completion(&done));
}

struct waiting {
	struct completion done;
	long result;
};

static void wait_interruptibly(struct kunit *test, void *arg)
{
	struct waiting *w = arg;

	w->result = wait_for_completion_interruptible(&w->done);
}

static void waits_test_completion_wakes(struct kunit *test)
{
	struct waiting w = {.result = 1};
	struct kunit_thread *t;

	init_completion(&w.done);
	t = kunit_thread_run(test, wait_interruptibly, &w);
	KUNIT_EXPECT_TRUE(test, kunit_thread_asleep(t));
	complete(&w.done);
	kunit_thread_join(t);
	KUNIT_EXPECT_EQ(test, w.result, 0);
}

static void waits_test_completion_signal(struct kunit *test)
{
	struct waiting w = {.result = 1};
	struct kunit_thread *t;

	init_completion(&w.done);
	t = kunit_thread_run(test, wait_interruptibly, &w);
	KUNIT_EXPECT_TRUE(test, kunit_thread_asleep(t));
	kunit_thread_signal(t);
	kunit_thread_join(t);
	KUNIT_EXPECT_EQ(test, w.result, -ERESTARTSYS);
	KUNIT_EXPECT_FALSE(test, completion_done(&w.done));
}

/* Requests whose completion lives on the waiter's stack, answered by another thread. */
struct desk {
	struct mutex lock;
	struct completion *request __guarded_by(&lock);
	struct completion wanted;
	int answers;
};

static void answer(struct kunit *test, void *arg)
{
	struct desk *d = arg;

	for (d->answers = 0; d->answers < ROUNDS; d->answers++) {
		wait_for_completion(&d->wanted);
		guard(mutex)(&d->lock);
		complete(d->request);
	}
}

static void waits_test_completion_on_stack(struct kunit *test)
{
	struct desk d = {.answers = 0};
	struct kunit_thread *t;

	mutex_init(&d.lock);
	init_completion(&d.wanted);
	t = kunit_thread_run(test, answer, &d);
	for (int i = 0; i < ROUNDS; i++) {
		DECLARE_COMPLETION_ONSTACK(done);

		scoped_guard(mutex, &d.lock)
			d.request = &done;
		complete(&d.wanted);
		wait_for_completion(&done);
	}
	kunit_thread_join(t);
	KUNIT_EXPECT_EQ(test, d.answers, ROUNDS);
	mutex_destroy(&d.lock);
}

/* ---- wait queues ---- */

struct passing {
	int (*pass)(unsigned long timeout);
	unsigned long timeout;
	int result;
};

static void pass(struct kunit *test, void *arg)
{
	struct passing *p = arg;

	p->result = p->pass(p->timeout);
}

static void pass_and_wake(struct kunit *test, int (*fn)(unsigned long timeout), unsigned long timeout)
{
	struct passing p = {.pass = fn, .timeout = timeout, .result = 1};
	struct kunit_thread *t = kunit_thread_run(test, pass, &p);

	KUNIT_EXPECT_TRUE(test, kunit_thread_asleep(t));
	KUNIT_EXPECT_TRUE(test, gate_has_waiters());
	gate_open();
	kunit_thread_join(t);
	KUNIT_EXPECT_EQ(test, p.result, 0);
	KUNIT_EXPECT_FALSE(test, gate_has_waiters());
}

static void waits_test_wakes(struct kunit *test)
{
	KUNIT_EXPECT_FALSE(test, gate_has_waiters());
	pass_and_wake(test, gate_pass, 3600 * HZ);
	pass_and_wake(test, gate_pass, MAX_SCHEDULE_TIMEOUT);
	pass_and_wake(test, gate_pass_locked, 3600 * HZ);
	pass_and_wake(test, gate_pass_locked, MAX_SCHEDULE_TIMEOUT);
}

static void waits_test_time_ends(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, gate_pass(0), -ETIMEDOUT);
	KUNIT_EXPECT_EQ(test, gate_pass(msecs_to_jiffies(10)), -ETIMEDOUT);
	KUNIT_EXPECT_EQ(test, gate_pass_locked(msecs_to_jiffies(10)), -ETIMEDOUT);
	gate_open();
	KUNIT_EXPECT_EQ(test, gate_pass(0), 0);
	gate_open();
	KUNIT_EXPECT_EQ(test, gate_pass_locked(0), 0);
}

static void waits_test_signal(struct kunit *test)
{
	int (*const fns[])(unsigned long timeout) = {gate_pass, gate_pass_locked};

	for (unsigned int i = 0; i < ARRAY_SIZE(fns); i++) {
		struct passing p = {.pass = fns[i], .timeout = MAX_SCHEDULE_TIMEOUT, .result = 1};
		struct kunit_thread *t = kunit_thread_run(test, pass, &p);

		KUNIT_EXPECT_TRUE(test, kunit_thread_asleep(t));
		kunit_thread_signal(t);
		kunit_thread_join(t);
		KUNIT_EXPECT_EQ(test, p.result, -ERESTARTSYS);
	}
	KUNIT_EXPECT_FALSE(test, gate_has_waiters());
}

static struct kunit_case completion_cases[] = {
	KUNIT_CASE(waits_test_completion_counts),
	KUNIT_CASE(waits_test_completion_wakes),
	KUNIT_CASE(waits_test_completion_signal),
	KUNIT_CASE(waits_test_completion_on_stack),
	{},
};

static struct kunit_case queue_cases[] = {
	KUNIT_CASE(waits_test_wakes),
	KUNIT_CASE(waits_test_time_ends),
	KUNIT_CASE(waits_test_signal),
	{},
};

static struct kunit_suite completion_suite = {.name = "completion", .test_cases = completion_cases};
static struct kunit_suite queue_suite = {.name = "wait_queue", .test_cases = queue_cases};

kunit_test_suites(&completion_suite, &queue_suite);
