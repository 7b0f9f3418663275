/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include <cleat/kunit.h>

#include "uapi.h"

static struct kunit_file *open_device(struct kunit *test)
{
	return kunit_open(test, "cleat-task", O_RDWR);
}

static struct task_priority ask(struct kunit *test, struct kunit_file *f, unsigned int cmd, int want)
{
	struct task_priority p = {.want = want};

	KUNIT_EXPECT_EQ(test, kunit_ioctl_obj(f, cmd, &p), 0);
	return p;
}

static void task_test_nice(struct kunit *test)
{
	struct kunit_file *f = open_device(test);
	int before = ask(test, f, TASK_PRIORITY, 0).nice;

	/* A test that root does not run. */
	if (!ask(test, f, TASK_PRIORITY, -20).may)
		return;
	KUNIT_EXPECT_EQ(test, ask(test, f, TASK_BECOME, -7).nice, -7);
	KUNIT_EXPECT_EQ(test, ask(test, f, TASK_BECOME, 12).nice, 12);
	KUNIT_EXPECT_EQ(test, ask(test, f, TASK_FORCE, 20).nice, 12);
	KUNIT_EXPECT_EQ(test, ask(test, f, TASK_FORCE, -21).nice, 12);
	KUNIT_EXPECT_EQ(test, ask(test, f, TASK_FORCE, before).nice, before);
}

static void task_test_not_more_than_allowed(struct kunit *test)
{
	struct kunit_file *f = open_device(test);
	struct task_priority p;

	kunit_become(test, 1000, 1000);
	p = ask(test, f, TASK_PRIORITY, -20);
	KUNIT_EXPECT_GE(test, p.first_allowed, -20);
	KUNIT_EXPECT_LE(test, p.first_allowed, 20);
	KUNIT_EXPECT_EQ(test, p.may, p.first_allowed == -20);
	for (int want = -20; want < 20; want++)
		KUNIT_EXPECT_EQ(test, ask(test, f, TASK_PRIORITY, want).may,
				want >= p.first_allowed);
	if (p.first_allowed == 20)
		KUNIT_EXPECT_EQ(test, ask(test, f, TASK_BECOME, -20).nice, p.nice);
}

static void task_test_context(struct kunit *test)
{
	struct kunit_file *f = open_device(test);
	struct task_context c = {0};

	KUNIT_EXPECT_EQ(test, kunit_ioctl_obj(f, TASK_CONTEXT, &c), 0);
	/* Which error, is the module's own matter. */
	KUNIT_EXPECT_TRUE(test, c.err ? c.err < 0 && !c.len : c.len > 0);
	KUNIT_EXPECT_LE(test, c.strlen, c.len);
	kunit_info(test, "error %d, %u bytes", c.err, c.len);
}

static void task_test_may_all(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, kunit_ioctl(open_device(test), TASK_MAY_ALL, NULL), 0);
}

static struct kunit_case task_cases[] = {
	KUNIT_CASE(task_test_nice),
	KUNIT_CASE(task_test_not_more_than_allowed),
	KUNIT_CASE(task_test_context),
	KUNIT_CASE(task_test_may_all),
	{},
};

static struct kunit_suite task_suite = {
	.name = "task",
	.test_cases = task_cases,
};

kunit_test_suite(task_suite);
