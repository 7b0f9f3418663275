/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include <cleat/kunit.h>

#include "uapi.h"

enum { SIZE = MMAP_N_PAGES * PAGE_SIZE };

static struct kunit_file *open_device(struct kunit *test)
{
	return kunit_open(test, "cleat-mmap", O_RDWR);
}

static long put(struct kunit_file *f, u64 off, const char *text)
{
	struct mmap_io io = {.off = off, .len = strlen(text)};

	memcpy(io.data, text, io.len);
	return kunit_ioctl_obj(f, MMAP_WRITE, &io);
}

static void mmap_test_program_sees_writes(struct kunit *test)
{
	struct kunit_file *f = open_device(test);
	char __user *map = kunit_mmap(f, 0, SIZE, false);
	char seen[8] = "";

	/* Across the border of two pages; the other mapping begins at the second page. */
	KUNIT_EXPECT_EQ(test, put(f, PAGE_SIZE - 3, "abcdefg"), 0);
	kunit_user_read(test, seen, map + PAGE_SIZE - 3, 7);
	KUNIT_EXPECT_STREQ(test, seen, "abcdefg");
	memset(seen, 0, sizeof(seen));
	kunit_user_read(test, seen, (char __user *)kunit_mmap(f, PAGE_SIZE, PAGE_SIZE, false), 4);
	KUNIT_EXPECT_STREQ(test, seen, "defg");
}

static void mmap_test_zero(struct kunit *test)
{
	struct kunit_file *f = open_device(test);
	char __user *map = kunit_mmap(f, 0, SIZE, false);
	struct mmap_io most = {.off = 1, .len = SIZE - 2};
	char byte = 1;

	KUNIT_EXPECT_EQ(test, put(f, 0, "x"), 0);
	KUNIT_EXPECT_EQ(test, put(f, PAGE_SIZE, "y"), 0);
	KUNIT_EXPECT_EQ(test, put(f, SIZE - 2, "wz"), 0);
	KUNIT_EXPECT_EQ(test, kunit_ioctl_obj(f, MMAP_ZERO, &most), 0);
	kunit_user_read(test, &byte, map, 1);
	KUNIT_EXPECT_EQ(test, byte, 'x');
	kunit_user_read(test, &byte, map + PAGE_SIZE, 1);
	KUNIT_EXPECT_EQ(test, byte, 0);
	kunit_user_read(test, &byte, map + SIZE - 2, 1);
	KUNIT_EXPECT_EQ(test, byte, 0);
	kunit_user_read(test, &byte, map + SIZE - 1, 1);
	KUNIT_EXPECT_EQ(test, byte, 'z');
}

static void mmap_test_copy_from_program(struct kunit *test)
{
	struct kunit_file *f = open_device(test);
	static char page[PAGE_SIZE + 2];
	char seen[4] = "";

	memset(page, 'p', sizeof(page));
	KUNIT_EXPECT_EQ(test, kunit_write(f, page, sizeof(page)), (ssize_t)sizeof(page));
	kunit_user_read(test, seen, (char __user *)kunit_mmap(f, 0, SIZE, false) + PAGE_SIZE, 3);
	KUNIT_EXPECT_MEMEQ(test, seen, "pp\0", 3);
}

static void mmap_test_bounds(struct kunit *test)
{
	static const struct mmap_io bad[] = {
		{.off = SIZE, .len = 1},
		{.off = SIZE - 1, .len = 2},
		{.off = -1ull, .len = 2},
		{.off = -1ull, .len = 0},
		{.off = SIZE + 1, .len = 0},
		{.off = 1, .len = -1ull},
	};
	struct mmap_io end = {.off = SIZE, .len = 0};
	struct kunit_file *f = open_device(test);

	for (unsigned int i = 0; i < ARRAY_SIZE(bad); i++) {
		struct mmap_io io = bad[i];

		KUNIT_EXPECT_EQ(test, kunit_ioctl_obj(f, MMAP_WRITE, &io),
				io.len > 2 ? -EMSGSIZE : -EINVAL);
		KUNIT_EXPECT_EQ(test, kunit_ioctl_obj(f, MMAP_READ, &io),
				io.len > 2 ? -EMSGSIZE : -EINVAL);
		KUNIT_EXPECT_EQ(test, kunit_ioctl_obj(f, MMAP_ZERO, &io), -EINVAL);
	}
	KUNIT_EXPECT_EQ(test, kunit_ioctl_obj(f, MMAP_WRITE, &end), 0);
}

static void expect_no_map(struct kunit *test, struct kunit_file *f, loff_t off, size_t len,
			  bool writable, long err)
{
	void __user *map = kunit_mmap(f, off, len, writable);

	KUNIT_EXPECT_EQ(test, IS_ERR((__force void *)map) ? PTR_ERR((__force void *)map) : 0, err);
}

static void mmap_test_bad_maps(struct kunit *test)
{
	struct kunit_file *f = open_device(test);

	expect_no_map(test, f, 0, SIZE + PAGE_SIZE, false, -ENXIO);
	expect_no_map(test, f, PAGE_SIZE, SIZE, false, -ENXIO);
	expect_no_map(test, f, SIZE, PAGE_SIZE, false, -ENXIO);
	expect_no_map(test, f, 0, 0, false, -EINVAL);
	expect_no_map(test, f, 1, PAGE_SIZE, false, -EINVAL);
	expect_no_map(test, f, 0, PAGE_SIZE, true, -EPERM);
	KUNIT_EXPECT_FALSE(test, kunit_may_write(test, kunit_mmap(f, 0, PAGE_SIZE, false)));
}

static void mmap_test_program_writes(struct kunit *test)
{
	struct kunit_file *f = open_device(test);
	struct mmap_io io = {.off = 5, .len = 4};
	char __user *map;

	KUNIT_EXPECT_EQ(test, kunit_ioctl(f, MMAP_ALLOW_WRITE, NULL), 0);
	map = kunit_mmap(f, 0, SIZE, true);
	KUNIT_ASSERT_FALSE(test, IS_ERR((__force void *)map));
	KUNIT_EXPECT_TRUE(test, kunit_may_write(test, map));
	kunit_user_write(test, map + 5, "user", 4);
	KUNIT_EXPECT_EQ(test, kunit_ioctl_obj(f, MMAP_READ, &io), 0);
	KUNIT_EXPECT_MEMEQ(test, io.data, "user", 4);
}

static void mmap_test_mapping_outlives_pages(struct kunit *test)
{
	struct kunit_file *f = open_device(test);
	char __user *map = kunit_mmap(f, 0, SIZE, false);
	char seen[4] = "";

	KUNIT_EXPECT_EQ(test, put(f, 0, "old"), 0);
	KUNIT_EXPECT_EQ(test, kunit_ioctl(f, MMAP_DROP, NULL), 0);
	KUNIT_EXPECT_EQ(test, put(f, 0, "new"), -EINVAL);
	expect_no_map(test, f, 0, PAGE_SIZE, false, -ENODEV);
	kunit_user_read(test, seen, map, 3);
	KUNIT_EXPECT_STREQ(test, seen, "old");
}

static int use_device(struct kunit *test)
{
	struct kunit_file *f = kunit_try_open(test, "cleat-mmap", O_RDWR);
	long err;

	if (IS_ERR(f))
		return PTR_ERR(f);
	err = put(f, 0, "text");
	if (!err)
		err = kunit_write(f, "data", 4);
	kunit_close(f);
	return err < 0 ? err : 0;
}

static void mmap_test_sweep(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, kunit_fault_sweep(test, use_device), 4);
}

static struct kunit_case mmap_cases[] = {
	KUNIT_CASE(mmap_test_program_sees_writes),
	KUNIT_CASE(mmap_test_zero),
	KUNIT_CASE(mmap_test_copy_from_program),
	KUNIT_CASE(mmap_test_bounds),
	KUNIT_CASE(mmap_test_bad_maps),
	KUNIT_CASE(mmap_test_program_writes),
	KUNIT_CASE(mmap_test_mapping_outlives_pages),
	KUNIT_CASE(mmap_test_sweep),
	{},
};

static struct kunit_suite mmap_suite = {
	.name = "mmap",
	.test_cases = mmap_cases,
};

kunit_test_suite(mmap_suite);
