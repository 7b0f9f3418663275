/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include <cleat/kunit.h>

#include "uapi.h"

static void board_test_write_then_read(struct kunit *test)
{
	struct kunit_file *a = kunit_open(test, "board", O_RDWR), *b = kunit_open(test, "board", O_RDONLY);
	char buf[8] = {};

	KUNIT_EXPECT_EQ(test, kunit_lseek(a, 4000, SEEK_SET), 4000);
	KUNIT_EXPECT_EQ(test, kunit_write(a, "seven..", 7), 7);
	KUNIT_EXPECT_EQ(test, kunit_lseek(b, 4000, SEEK_SET), 4000);
	KUNIT_EXPECT_EQ(test, kunit_read(b, buf, 7), 7);
	KUNIT_EXPECT_STREQ(test, buf, "seven..");
}

static void board_test_ends(struct kunit *test)
{
	struct kunit_file *f = kunit_open(test, "board", O_RDWR);
	char buf[16] = {};

	KUNIT_EXPECT_EQ(test, kunit_lseek(f, 0, SEEK_END), BOARD_SIZE);
	KUNIT_EXPECT_EQ(test, kunit_read(f, buf, 1), 0);
	KUNIT_EXPECT_EQ(test, kunit_write(f, buf, 1), -ENOSPC);
	KUNIT_EXPECT_EQ(test, kunit_lseek(f, -4, SEEK_END), BOARD_SIZE - 4);
	KUNIT_EXPECT_EQ(test, kunit_write(f, buf, sizeof(buf)), 4);
	KUNIT_EXPECT_EQ(test, kunit_lseek(f, -1, SEEK_SET), -EINVAL);
	KUNIT_EXPECT_EQ(test, kunit_lseek(f, BOARD_SIZE + 1, SEEK_SET), -EINVAL);
}

static void board_test_clear(struct kunit *test)
{
	struct kunit_file *f = kunit_open(test, "board", O_RDWR);
	char byte = 'x';

	KUNIT_EXPECT_EQ(test, kunit_write(f, &byte, 1), 1);
	KUNIT_EXPECT_EQ(test, kunit_ioctl(f, BOARD_CLEAR, NULL), 0);
	KUNIT_EXPECT_EQ(test, kunit_lseek(f, 0, SEEK_SET), 0);
	KUNIT_EXPECT_EQ(test, kunit_read(f, &byte, 1), 1);
	KUNIT_EXPECT_EQ(test, byte, 0);
	KUNIT_EXPECT_EQ(test, kunit_ioctl(f, 0, NULL), -ENOTTY);
}

static int use_board(struct kunit *test)
{
	struct kunit_file *f = kunit_try_open(test, "board", O_RDWR);
	ssize_t n;
	char byte = 1;

	if (IS_ERR(f))
		return PTR_ERR(f);
	n = kunit_write(f, &byte, 1);
	kunit_lseek(f, 0, SEEK_SET);
	if (n == 1)
		n = kunit_read(f, &byte, 1);
	kunit_close(f);
	return n == 1 ? 0 : n;
}

static void board_test_sweep(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, kunit_fault_sweep(test, use_board), 2);
}

static struct kunit_case board_cases[] = {
	KUNIT_CASE(board_test_write_then_read),
	KUNIT_CASE(board_test_ends),
	KUNIT_CASE(board_test_clear),
	KUNIT_CASE(board_test_sweep),
	{},
};

static struct kunit_suite board_suite = {
	.name = "board",
	.test_cases = board_cases,
};

kunit_test_suite(board_suite);
