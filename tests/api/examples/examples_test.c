/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include <cleat/kunit.h>

#include "uapi.h"

static struct kunit_file *open_device(struct kunit *test)
{
	return kunit_open(test, "cleat-fifo-example", O_RDWR);
}

static void examples_test_calls(struct kunit *test)
{
	struct kunit_file *f = open_device(test);

	KUNIT_EXPECT_EQ(test, kunit_ioctl(f, EXAMPLES_SCAN, NULL), 1);
	KUNIT_EXPECT_EQ(test, kunit_ioctl(f, EXAMPLES_UART, NULL), 5);
	KUNIT_EXPECT_EQ(test, kunit_ioctl(f, EXAMPLES_BOARD, NULL), 0);
	KUNIT_EXPECT_EQ(test, kunit_ioctl(f, EXAMPLES_BOARD_BAD, NULL), -EINVAL);
	KUNIT_EXPECT_GT(test, kunit_ioctl(f, EXAMPLES_PID, NULL), 0);
}

static void examples_test_owner(struct kunit *test)
{
	struct examples_info info = {.uid = 77};
	struct kunit_file *f;

	kunit_become(test, 0, 0);
	f = open_device(test);
	kunit_become(test, 1000, 1000);
	KUNIT_EXPECT_EQ(test, kunit_ioctl(f, EXAMPLES_ROOT, NULL), 0);
	KUNIT_EXPECT_EQ(test, kunit_ioctl_obj(f, EXAMPLES_INFO, &info), 0);
	KUNIT_EXPECT_EQ(test, info.uid, 1000u);
}

static void expect_text(struct kunit *test, const char *path, const char *want)
{
	struct kunit_file *f = kunit_open_path(test, path, O_RDONLY);
	char got[64];
	ssize_t n;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, f);
	n = kunit_read(f, got, sizeof(got) - 1);
	KUNIT_ASSERT_GE(test, n, 0);
	got[n] = '\0';
	KUNIT_EXPECT_STREQ(test, got, want);
}

static void examples_test_files(struct kunit *test)
{
	expect_text(test, "debug/cleat-fifo-example/stats", "0 of 0\n");
	expect_text(test, "debug/cleat-fifo-example/queue", "7\n8\n");
	expect_text(test, "proc/cleat-fifo-example", "0 of 0\n");
	expect_text(test, "sys/class/misc/cleat-fifo-example/slots", "4\n");
}

static struct kunit_case examples_cases[] = {
	KUNIT_CASE(examples_test_calls),
	KUNIT_CASE(examples_test_owner),
	KUNIT_CASE(examples_test_files),
	{},
};

static struct kunit_suite examples_suite = {
	.name = "examples",
	.test_cases = examples_cases,
};

kunit_test_suite(examples_suite);
