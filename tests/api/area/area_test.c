/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include <cleat/kunit.h>

#include "uapi.h"

enum { SIZE = AREA_N_PAGES * PAGE_SIZE };

static struct kunit_file *open_device(struct kunit *test)
{
	return kunit_open(test, "cleat-area", O_RDWR);
}

static long range(struct kunit_file *f, unsigned int cmd, u64 off, u64 len)
{
	struct area_io io = {.off = off, .len = len, .data = {'f'}};

	return kunit_ioctl_obj(f, cmd, &io);
}

static long put(struct kunit_file *f, u64 off, const char *text)
{
	struct area_io io = {.off = off, .len = strlen(text)};

	memcpy(io.data, text, io.len);
	return kunit_ioctl_obj(f, AREA_WRITE, &io);
}

static struct area_state state(struct kunit *test, struct kunit_file *f)
{
	struct area_state s = {0};

	KUNIT_EXPECT_EQ(test, kunit_ioctl_obj(f, AREA_STATE, &s), 0);
	return s;
}

static void expect_pages(struct kunit *test, struct kunit_file *f, u32 used, u32 idle)
{
	struct area_state s = state(test, f);

	KUNIT_EXPECT_EQ(test, s.used, used);
	KUNIT_EXPECT_EQ(test, s.idle, idle);
}

static char __user *map_area(struct kunit *test, struct kunit_file *f)
{
	void __user *map = kunit_mmap(f, 0, SIZE, false);

	KUNIT_ASSERT_FALSE(test, IS_ERR((__force void *)map));
	return map;
}

static long map_error(struct kunit_file *f, size_t len, bool writable)
{
	void __user *map = kunit_mmap(f, 0, len, writable);

	return IS_ERR((__force void *)map) ? PTR_ERR((__force void *)map) : 0;
}

static void area_test_client_sees_writes(struct kunit *test)
{
	struct kunit_file *f = open_device(test);
	char __user *map = map_area(test, f);
	struct area_io io = {.off = PAGE_SIZE - 3, .len = 7};
	char seen[8] = "";

	KUNIT_EXPECT_EQ(test, range(f, AREA_POPULATE, 10, PAGE_SIZE), 0);
	KUNIT_EXPECT_EQ(test, put(f, PAGE_SIZE - 3, "abcdefg"), 0);
	kunit_user_read(test, seen, map + PAGE_SIZE - 3, 7);
	KUNIT_EXPECT_STREQ(test, seen, "abcdefg");
	KUNIT_EXPECT_EQ(test, kunit_ioctl_obj(f, AREA_READ, &io), 0);
	KUNIT_EXPECT_MEMEQ(test, io.data, "abcdefg", 7);
	KUNIT_EXPECT_EQ(test, range(f, AREA_ZERO, PAGE_SIZE - 1, 2), 0);
	kunit_user_read(test, seen, map + PAGE_SIZE - 3, 7);
	KUNIT_EXPECT_MEMEQ(test, seen, "ab\0\0efg", 7);
}

static void area_test_where_it_is(struct kunit *test)
{
	struct kunit_file *f = open_device(test);
	struct area_state s = state(test, f);
	char __user *map;

	KUNIT_EXPECT_EQ(test, s.mapped | s.addr | s.size | s.total, 0);
	map = map_area(test, f);
	s = state(test, f);
	KUNIT_EXPECT_EQ(test, s.mapped, 1);
	KUNIT_EXPECT_EQ(test, s.addr, (u64)(unsigned long)map);
	KUNIT_EXPECT_EQ(test, s.size, SIZE);
	KUNIT_EXPECT_EQ(test, s.total, AREA_N_PAGES);
}

static void area_test_bad_maps(struct kunit *test)
{
	struct kunit_file *f = open_device(test);

	KUNIT_EXPECT_EQ(test, map_error(f, SIZE, true), -EPERM);
	KUNIT_EXPECT_EQ(test, map_error(f, 0, false), -EINVAL);
	KUNIT_EXPECT_FALSE(test, kunit_may_write(test, map_area(test, f)));
	KUNIT_EXPECT_EQ(test, map_error(f, SIZE, false), -EBUSY);
	KUNIT_EXPECT_EQ(test, map_error(f, SIZE, true), -EPERM);
}

static void area_test_longer_and_shorter(struct kunit *test)
{
	struct kunit_file *f = open_device(test), *g = open_device(test);

	KUNIT_EXPECT_EQ(test, map_error(f, 2 * SIZE, false), 0);
	KUNIT_EXPECT_EQ(test, state(test, f).size, SIZE);
	KUNIT_EXPECT_EQ(test, range(f, AREA_POPULATE, SIZE - 1, 1), 0);
	KUNIT_EXPECT_EQ(test, range(f, AREA_POPULATE, SIZE, 1), -EINVAL);
	KUNIT_EXPECT_EQ(test, map_error(g, PAGE_SIZE, false), 0);
	KUNIT_EXPECT_EQ(test, state(test, g).size, PAGE_SIZE);
	KUNIT_EXPECT_EQ(test, range(g, AREA_POPULATE, 0, PAGE_SIZE + 1), -EINVAL);
}

static void area_test_only_what_is_in_use(struct kunit *test)
{
	struct area_io io = {.off = PAGE_SIZE, .len = 1};
	struct kunit_file *f = open_device(test);

	KUNIT_EXPECT_EQ(test, put(f, 0, "x"), -EINVAL);
	KUNIT_EXPECT_EQ(test, range(f, AREA_POPULATE, 0, 1), -ESRCH);
	map_area(test, f);
	KUNIT_EXPECT_EQ(test, put(f, 0, "x"), -EINVAL);
	KUNIT_EXPECT_EQ(test, range(f, AREA_POPULATE, 0, 1), 0);
	KUNIT_EXPECT_EQ(test, put(f, PAGE_SIZE - 1, "x"), 0);
	KUNIT_EXPECT_EQ(test, put(f, PAGE_SIZE - 1, "xy"), -EINVAL);
	KUNIT_EXPECT_EQ(test, kunit_ioctl_obj(f, AREA_READ, &io), -EINVAL);
	KUNIT_EXPECT_EQ(test, range(f, AREA_ZERO, PAGE_SIZE - 1, 2), -EINVAL);
	KUNIT_EXPECT_EQ(test, range(f, AREA_FILL, 0, PAGE_SIZE + 1), -EINVAL);
	KUNIT_EXPECT_EQ(test, range(f, AREA_POPULATE, PAGE_SIZE, 1), 0);
	KUNIT_EXPECT_EQ(test, put(f, PAGE_SIZE - 1, "xy"), 0);
	KUNIT_EXPECT_EQ(test, range(f, AREA_IDLE, PAGE_SIZE, PAGE_SIZE), 0);
	KUNIT_EXPECT_EQ(test, put(f, PAGE_SIZE, "y"), -EINVAL);
}

static void area_test_bounds(struct kunit *test)
{
	static const u64 bad[][2] = {
		{SIZE, 1}, {SIZE - 1, 2}, {-1ull, 2}, {-1ull, 0}, {SIZE + 1, 0}, {1, -1ull},
	};
	struct kunit_file *f = open_device(test);

	map_area(test, f);
	KUNIT_EXPECT_EQ(test, range(f, AREA_POPULATE, 0, SIZE), 0);
	for (unsigned int i = 0; i < ARRAY_SIZE(bad); i++) {
		long want = bad[i][1] > 64 ? -EMSGSIZE : -EINVAL;

		KUNIT_EXPECT_EQ(test, range(f, AREA_WRITE, bad[i][0], bad[i][1]), want);
		KUNIT_EXPECT_EQ(test, range(f, AREA_READ, bad[i][0], bad[i][1]), want);
		KUNIT_EXPECT_EQ(test, range(f, AREA_ZERO, bad[i][0], bad[i][1]), -EINVAL);
		KUNIT_EXPECT_EQ(test, range(f, AREA_POPULATE, bad[i][0], bad[i][1]), -EINVAL);
	}
	KUNIT_EXPECT_EQ(test, range(f, AREA_WRITE, SIZE, 0), 0);
	KUNIT_EXPECT_EQ(test, range(f, AREA_READ, SIZE, 0), 0);
	KUNIT_EXPECT_EQ(test, range(f, AREA_ZERO, SIZE, 0), 0);
	KUNIT_EXPECT_EQ(test, range(f, AREA_POPULATE, SIZE, 0), 0);
	KUNIT_EXPECT_EQ(test, range(f, AREA_FILL, 0, SIZE), 0);
}

static void area_test_from_the_caller(struct kunit *test)
{
	struct kunit_file *f = open_device(test);
	char __user *map = map_area(test, f);
	static char page[PAGE_SIZE + 2];
	char seen[4] = "";

	memset(page, 'p', sizeof(page));
	KUNIT_EXPECT_EQ(test, kunit_write(f, page, 2), -EINVAL);
	KUNIT_EXPECT_EQ(test, range(f, AREA_POPULATE, 0, 2 * PAGE_SIZE), 0);
	KUNIT_EXPECT_EQ(test, kunit_write(f, page, sizeof(page)), (ssize_t)sizeof(page));
	kunit_user_read(test, seen, map + PAGE_SIZE, 3);
	KUNIT_EXPECT_MEMEQ(test, seen, "pp\0", 3);
}

static void area_test_idle_pages(struct kunit *test)
{
	struct kunit_file *f = open_device(test);

	map_area(test, f);
	KUNIT_EXPECT_EQ(test, range(f, AREA_POPULATE, 100, 3 * PAGE_SIZE), 0);
	expect_pages(test, f, 4, 0);
	/* The first and the last are shared with others. */
	KUNIT_EXPECT_EQ(test, range(f, AREA_IDLE, 100, 3 * PAGE_SIZE), 0);
	expect_pages(test, f, 2, 2);
	KUNIT_EXPECT_EQ(test, range(f, AREA_IDLE, 100, 3 * PAGE_SIZE), 0);
	expect_pages(test, f, 2, 2);
	KUNIT_EXPECT_EQ(test, range(f, AREA_POPULATE, PAGE_SIZE, 1), 0);
	expect_pages(test, f, 3, 1);
	/* Absent pages are no idle ones. */
	KUNIT_EXPECT_EQ(test, range(f, AREA_IDLE, 0, SIZE), 0);
	expect_pages(test, f, 0, 4);
}

static void area_test_memory_is_short(struct kunit *test)
{
	struct kunit_file *f = open_device(test), *g = open_device(test);
	char __user *map = map_area(test, f);
	char seen[4] = "";

	map_area(test, g);
	KUNIT_EXPECT_EQ(test, range(f, AREA_POPULATE, 0, 3 * PAGE_SIZE), 0);
	KUNIT_EXPECT_EQ(test, range(g, AREA_POPULATE, 0, PAGE_SIZE), 0);
	KUNIT_EXPECT_EQ(test, put(f, 0, "kept"), 0);
	KUNIT_EXPECT_EQ(test, put(f, PAGE_SIZE, "gone"), 0);
	kunit_user_read(test, seen, map + PAGE_SIZE, 4);
	KUNIT_EXPECT_EQ(test, range(f, AREA_IDLE, PAGE_SIZE, 2 * PAGE_SIZE), 0);
	KUNIT_EXPECT_EQ(test, range(g, AREA_IDLE, 0, PAGE_SIZE), 0);
	KUNIT_EXPECT_EQ(test, kunit_ioctl(f, AREA_SHRINK, NULL), 3);
	expect_pages(test, f, 1, 0);
	KUNIT_EXPECT_EQ(test, kunit_ioctl(f, AREA_SHRINK, NULL), 0);
	kunit_user_read(test, seen, map, 4);
	KUNIT_EXPECT_MEMEQ(test, seen, "kept", 4);
	/* It comes back, empty, and the client sees the new page, not the one that was taken. */
	KUNIT_EXPECT_EQ(test, range(f, AREA_POPULATE, PAGE_SIZE, 4), 0);
	kunit_user_read(test, seen, map + PAGE_SIZE, 4);
	KUNIT_EXPECT_MEMEQ(test, seen, "\0\0\0\0", 4);
	KUNIT_EXPECT_EQ(test, put(f, PAGE_SIZE, "back"), 0);
	kunit_user_read(test, seen, map + PAGE_SIZE, 4);
	KUNIT_EXPECT_MEMEQ(test, seen, "back", 4);
}

static void area_test_mapping_gone(struct kunit *test)
{
	struct kunit_file *f = open_device(test);
	char __user *map = map_area(test, f);
	struct area_state s;

	KUNIT_EXPECT_EQ(test, range(f, AREA_POPULATE, 0, 2 * PAGE_SIZE), 0);
	KUNIT_EXPECT_EQ(test, range(f, AREA_IDLE, PAGE_SIZE, PAGE_SIZE), 0);
	kunit_munmap(test, map);
	s = state(test, f);
	KUNIT_EXPECT_EQ(test, s.mapped, 0);
	KUNIT_EXPECT_EQ(test, s.addr, (u64)(unsigned long)map);
	KUNIT_EXPECT_EQ(test, s.size, SIZE);
	/* What is there can be used to its end; nothing new comes, and it is not mapped again. */
	KUNIT_EXPECT_EQ(test, put(f, 0, "x"), 0);
	KUNIT_EXPECT_EQ(test, range(f, AREA_POPULATE, 0, SIZE), -ESRCH);
	expect_pages(test, f, 1, 1);
	KUNIT_EXPECT_EQ(test, kunit_ioctl(f, AREA_SHRINK, NULL), 1);
	KUNIT_EXPECT_EQ(test, map_error(f, SIZE, false), -EBUSY);
}

static void area_test_area_gone(struct kunit *test)
{
	struct kunit_file *f = open_device(test);
	char __user *map = map_area(test, f);
	char seen[4] = "";

	KUNIT_EXPECT_EQ(test, range(f, AREA_POPULATE, 0, 1), 0);
	KUNIT_EXPECT_EQ(test, put(f, 0, "old"), 0);
	KUNIT_EXPECT_EQ(test, kunit_ioctl(f, AREA_DROP, NULL), 0);
	kunit_user_read(test, seen, map, 3);
	KUNIT_EXPECT_STREQ(test, seen, "old");
	KUNIT_EXPECT_EQ(test, state(test, f).mapped, 0);
	map = map_area(test, f);
	KUNIT_EXPECT_EQ(test, range(f, AREA_POPULATE, 0, 1), 0);
	kunit_user_read(test, seen, map, 3);
	KUNIT_EXPECT_MEMEQ(test, seen, "\0\0\0", 3);
}

static long use_area(struct kunit *test, struct kunit_file *f)
{
	void __user *map = kunit_mmap(f, 0, SIZE, false);
	long err;

	if (IS_ERR((__force void *)map))
		return PTR_ERR((__force void *)map);
	err = range(f, AREA_POPULATE, 0, 2 * PAGE_SIZE);
	if (!err)
		err = put(f, 0, "text");
	if (!err)
		err = kunit_write(f, "data", 4);
	kunit_munmap(test, map);
	return err;
}

static int use_device(struct kunit *test)
{
	struct kunit_file *f = kunit_try_open(test, "cleat-area", O_RDWR);
	long err;

	if (IS_ERR(f))
		return PTR_ERR(f);
	err = use_area(test, f);
	kunit_close(f);
	return err < 0 ? err : 0;
}

static void area_test_sweep(struct kunit *test)
{
	/* open, the map's array and its link, a copy in and two pages, a copy in, a copy in. */
	KUNIT_EXPECT_EQ(test, kunit_fault_sweep(test, use_device), 8);
}

static void area_test_all_or_nothing(struct kunit *test)
{
	struct kunit_file *f = open_device(test);
	char __user *map = map_area(test, f);

	KUNIT_EXPECT_EQ(test, range(f, AREA_POPULATE, 0, PAGE_SIZE), 0);
	kunit_munmap(test, map);
	KUNIT_EXPECT_EQ(test, range(f, AREA_IDLE, 0, PAGE_SIZE), 0);
	KUNIT_EXPECT_EQ(test, range(f, AREA_POPULATE, 0, 2 * PAGE_SIZE), -ESRCH);
	expect_pages(test, f, 0, 1);
	KUNIT_EXPECT_EQ(test, range(f, AREA_POPULATE, 0, PAGE_SIZE), 0);
	expect_pages(test, f, 1, 0);
}

static struct kunit_case area_cases[] = {
	KUNIT_CASE(area_test_client_sees_writes),
	KUNIT_CASE(area_test_where_it_is),
	KUNIT_CASE(area_test_bad_maps),
	KUNIT_CASE(area_test_longer_and_shorter),
	KUNIT_CASE(area_test_only_what_is_in_use),
	KUNIT_CASE(area_test_bounds),
	KUNIT_CASE(area_test_from_the_caller),
	KUNIT_CASE(area_test_idle_pages),
	KUNIT_CASE(area_test_memory_is_short),
	KUNIT_CASE(area_test_mapping_gone),
	KUNIT_CASE(area_test_area_gone),
	KUNIT_CASE(area_test_all_or_nothing),
	KUNIT_CASE(area_test_sweep),
	{},
};

static struct kunit_suite area_suite = {
	.name = "area",
	.test_cases = area_cases,
};

kunit_test_suite(area_suite);
