/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include <cleat/kunit.h>

#include "uapi.h"

static long open_error(struct kunit *test, const char *name)
{
	struct kunit_file *f = kunit_try_open(test, name, O_RDWR);

	return IS_ERR(f) ? PTR_ERR(f) : 0;
}

static void open_guest(struct kunit *test, void *arg)
{
	KUNIT_EXPECT_EQ(test, open_error(test, "cleat-guest"), -ECONNREFUSED);
}

static void remove_guest(struct kunit *test, void *arg)
{
	KUNIT_EXPECT_EQ(test, kunit_ioctl(arg, REMOVAL_REMOVE, NULL), 1);
}

/* An open is in the driver while the device goes: the device waits for it. */
static void removal_test_waits_for_open(struct kunit *test)
{
	struct kunit_file *f = kunit_open(test, "cleat-removal", O_RDWR);
	struct kunit_thread *opener, *remover;

	KUNIT_ASSERT_EQ(test, kunit_ioctl(f, REMOVAL_ADD, NULL), 0);
	opener = kunit_thread_run(test, open_guest, NULL);
	KUNIT_ASSERT_TRUE(test, kunit_thread_asleep(opener));
	remover = kunit_thread_run(test, remove_guest, f);
	KUNIT_EXPECT_TRUE(test, kunit_thread_asleep(remover));
	KUNIT_EXPECT_EQ(test, kunit_ioctl(f, REMOVAL_GO, NULL), 0);
	kunit_thread_join(opener);
	kunit_thread_join(remover);
	KUNIT_EXPECT_EQ(test, open_error(test, "cleat-guest"), -ENOENT);
}

static void removal_test_again(struct kunit *test)
{
	struct kunit_file *f = kunit_open(test, "cleat-removal", O_RDWR);

	for (int i = 0; i < 3; i++) {
		KUNIT_EXPECT_EQ(test, kunit_ioctl(f, REMOVAL_ADD, NULL), 0);
		KUNIT_EXPECT_EQ(test, kunit_ioctl(f, REMOVAL_ADD, NULL), -EEXIST);
		KUNIT_EXPECT_EQ(test, kunit_ioctl(f, REMOVAL_REMOVE, NULL), 0);
		KUNIT_EXPECT_EQ(test, kunit_ioctl(f, REMOVAL_REMOVE, NULL), -ENOENT);
	}
}

static struct kunit_case removal_cases[] = {
	KUNIT_CASE(removal_test_waits_for_open),
	KUNIT_CASE(removal_test_again),
	{},
};

static struct kunit_suite removal_suite = {
	.name = "removal",
	.test_cases = removal_cases,
};

kunit_test_suite(removal_suite);
