/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include <cleat/kunit.h>

#include "uapi.h"

static struct kunit_file *open_device(struct kunit *test)
{
	return kunit_open(test, "cleat-usermem", O_RDWR);
}

static long call(struct kunit_file *f, unsigned int cmd, const void __user *addr, u64 len)
{
	struct usermem_range r = {.addr = (unsigned long)addr, .len = len};

	return kunit_ioctl_obj(f, cmd, &r);
}

static void usermem_test_clear(struct kunit *test)
{
	struct kunit_file *f = open_device(test);
	char __user *page = kunit_user_alloc(test, PAGE_SIZE);
	char got[8];

	kunit_user_write(test, page + 10, "abcdefgh", 8);
	KUNIT_EXPECT_EQ(test, call(f, USERMEM_CLEAR, page + 12, 3), 3);
	kunit_user_read(test, got, page + 10, 8);
	KUNIT_EXPECT_MEMEQ(test, got, "ab\0\0\0fgh", 8);
	KUNIT_EXPECT_EQ(test, call(f, USERMEM_CLEAR, page, 0), 0);
	KUNIT_EXPECT_EQ(test, call(f, USERMEM_CLEAR, NULL, 5), 0);
	KUNIT_EXPECT_EQ(test, call(f, USERMEM_CLEAR, kunit_user_bad(test), 100), 0);
	KUNIT_EXPECT_EQ(test, call(f, USERMEM_CLEAR, page, PAGE_SIZE), PAGE_SIZE);
	kunit_user_read(test, got, page + 10, 8);
	KUNIT_EXPECT_MEMEQ(test, got, "\0\0\0\0\0\0\0\0", 8);
	/* How much of what lies before the hole is zeroed is the machine's affair. */
	KUNIT_EXPECT_LE(test, call(f, USERMEM_CLEAR, page + PAGE_SIZE - 8, 16), 8);
}

static void usermem_test_copy(struct kunit *test)
{
	struct kunit_file *f = open_device(test);
	u8 __user *page = kunit_user_alloc(test, PAGE_SIZE);

	kunit_user_write(test, page + PAGE_SIZE - 3, "\1\2\3", 3);
	KUNIT_EXPECT_EQ(test, call(f, USERMEM_SUM, page + PAGE_SIZE - 3, 3), 6);
	KUNIT_EXPECT_EQ(test, call(f, USERMEM_SUM, page + PAGE_SIZE - 3, 0), 0);
	KUNIT_EXPECT_EQ(test, call(f, USERMEM_SUM, page + PAGE_SIZE - 3, 4), -EFAULT);
	KUNIT_EXPECT_EQ(test, call(f, USERMEM_SUM, NULL, 1), -EFAULT);
}

static void usermem_test_string(struct kunit *test)
{
	struct kunit_file *f = open_device(test);
	char __user *page = kunit_user_alloc(test, PAGE_SIZE);
	char __user *end = page + PAGE_SIZE - 3;

	/* The last byte of the page is its end. */
	kunit_user_write(test, end, "\1\2", 3);
	KUNIT_EXPECT_EQ(test, call(f, USERMEM_SUM_STRING, end, 100), 3);
	KUNIT_EXPECT_EQ(test, call(f, USERMEM_SUM_STRING, end, 3), 3);
	KUNIT_EXPECT_EQ(test, call(f, USERMEM_SUM_STRING, end, 2), -EINVAL);
	KUNIT_EXPECT_EQ(test, call(f, USERMEM_SUM_STRING, end + 2, 1), 0);
	kunit_user_write(test, end, "\1\2\3", 3);
	KUNIT_EXPECT_EQ(test, call(f, USERMEM_SUM_STRING, end, 3), -EINVAL);
	KUNIT_EXPECT_EQ(test, call(f, USERMEM_SUM_STRING, end, 100), -EFAULT);
	KUNIT_EXPECT_EQ(test, call(f, USERMEM_SUM_STRING, kunit_user_bad(test), 100), -EFAULT);
	/* Longer than what is looked at in one piece. */
	for (int i = 0; i < 300; i++)
		kunit_user_write(test, page + 20 + i, "\1", 1);
	KUNIT_EXPECT_EQ(test, call(f, USERMEM_SUM_STRING, page + 20, 1000), 300);
	KUNIT_EXPECT_EQ(test, call(f, USERMEM_SUM_STRING, page + 20, 301), 300);
	KUNIT_EXPECT_EQ(test, call(f, USERMEM_SUM_STRING, page + 20, 300), -EINVAL);
}

static void usermem_test_widths(struct kunit *test)
{
	struct kunit_file *f = open_device(test);
	u8 __user *page = kunit_user_alloc(test, PAGE_SIZE);
	u8 got[4];

	kunit_user_write(test, page + PAGE_SIZE - 1, "\x7f", 1);
	KUNIT_EXPECT_EQ(test, call(f, USERMEM_WIDTHS, page + PAGE_SIZE - 1, 0), 0x7f);
	kunit_user_write(test, page, "\x80\2\3\4", 4);
	KUNIT_EXPECT_EQ(test, call(f, USERMEM_WIDTHS, page, 0), 0x1ff);
	kunit_user_read(test, got, page, 4);
	KUNIT_EXPECT_MEMEQ(test, got, "\xff\2\3\4", 4);
	KUNIT_EXPECT_EQ(test, call(f, USERMEM_WIDTHS, kunit_user_bad(test), 0), -EFAULT);
}

static void usermem_test_mode(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, kunit_ioctl(kunit_open(test, "cleat-usermem", O_RDONLY), USERMEM_MODE, NULL), 1);
	KUNIT_EXPECT_EQ(test, kunit_ioctl(kunit_open(test, "cleat-usermem", O_WRONLY), USERMEM_MODE, NULL), 2);
	KUNIT_EXPECT_EQ(test, kunit_ioctl(open_device(test), USERMEM_MODE, NULL), 3);
}

static void usermem_test_seek(struct kunit *test)
{
	struct kunit_file *f = open_device(test);
	u8 byte = 0;

	KUNIT_EXPECT_EQ(test, kunit_lseek(f, 40, SEEK_SET), 40);
	KUNIT_EXPECT_EQ(test, kunit_read(f, &byte, 1), 1);
	KUNIT_EXPECT_EQ(test, byte, 40);
	KUNIT_EXPECT_EQ(test, kunit_lseek(f, 9, SEEK_CUR), 50);
	KUNIT_EXPECT_EQ(test, kunit_lseek(f, -51, SEEK_CUR), -EINVAL);
	KUNIT_EXPECT_EQ(test, kunit_lseek(f, 51, SEEK_CUR), -EINVAL);
	KUNIT_EXPECT_EQ(test, kunit_lseek(f, 0, SEEK_CUR), 50);
	KUNIT_EXPECT_EQ(test, kunit_lseek(f, 0, SEEK_END), USERMEM_SIZE);
	KUNIT_EXPECT_EQ(test, kunit_read(f, &byte, 1), 0);
	KUNIT_EXPECT_EQ(test, kunit_lseek(f, -1, SEEK_END), USERMEM_SIZE - 1);
	KUNIT_EXPECT_EQ(test, kunit_lseek(f, 1, SEEK_END), -EINVAL);
	KUNIT_EXPECT_EQ(test, kunit_lseek(f, -1, SEEK_SET), -EINVAL);
	KUNIT_EXPECT_EQ(test, kunit_lseek(f, USERMEM_SIZE + 1, SEEK_SET), -EINVAL);
	KUNIT_EXPECT_EQ(test, kunit_lseek(f, 0, 7), -EINVAL);
	KUNIT_EXPECT_EQ(test, kunit_read(f, &byte, 1), 1);
	KUNIT_EXPECT_EQ(test, byte, USERMEM_SIZE - 1);
}

static void __user *swept;

static int copy_all(struct kunit *test)
{
	struct kunit_file *f = kunit_try_open(test, "cleat-usermem", O_RDWR);
	long ret;

	if (IS_ERR(f))
		return PTR_ERR(f);
	ret = call(f, USERMEM_SUM, swept, 5);
	if (ret >= 0)
		ret = call(f, USERMEM_SUM_STRING, swept, 5);
	if (ret >= 0)
		ret = call(f, USERMEM_WIDTHS, swept, 0);
	kunit_close(f);
	return ret < 0 ? ret : 0;
}

static void usermem_test_sweep(struct kunit *test)
{
	swept = kunit_user_alloc(test, PAGE_SIZE);
	/* For each copy: its request, its memory, its bytes; then a request, a byte in and a byte out. */
	KUNIT_EXPECT_EQ(test, kunit_fault_sweep(test, copy_all), 9);
}

static struct kunit_case usermem_cases[] = {
	KUNIT_CASE(usermem_test_clear),
	KUNIT_CASE(usermem_test_copy),
	KUNIT_CASE(usermem_test_string),
	KUNIT_CASE(usermem_test_widths),
	KUNIT_CASE(usermem_test_mode),
	KUNIT_CASE(usermem_test_seek),
	KUNIT_CASE(usermem_test_sweep),
	{},
};

static struct kunit_suite usermem_suite = {.name = "usermem", .test_cases = usermem_cases};

kunit_test_suite(usermem_suite);
