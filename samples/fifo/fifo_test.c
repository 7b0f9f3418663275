/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include <cleat/kunit.h>

#include "uapi.h"

enum { BIG = 96 << 10 };

static struct fifo_stat stat_of(struct kunit *test, struct kunit_file *f)
{
	struct fifo_stat stat = {};

	KUNIT_EXPECT_EQ(test, kunit_ioctl_obj(f, FIFO_GET_STAT, &stat), 0);
	return stat;
}

static void fifo_test_bytes_in_order(struct kunit *test)
{
	struct kunit_file *w = kunit_open(test, "fifo", O_WRONLY);
	struct kunit_file *r = kunit_open(test, "fifo", O_RDONLY);
	char buf[16] = {};

	KUNIT_EXPECT_EQ(test, kunit_write(w, "hello ", 6), 6);
	KUNIT_EXPECT_EQ(test, kunit_write(w, "world", 5), 5);
	KUNIT_EXPECT_EQ(test, kunit_read(r, buf, 3), 3);
	KUNIT_EXPECT_EQ(test, kunit_read(r, buf + 3, sizeof(buf) - 4), 8);
	KUNIT_EXPECT_STREQ(test, buf, "hello world");
	KUNIT_EXPECT_EQ(test, kunit_read(r, buf, 0), 0);
}

static void fifo_test_end_of_file(struct kunit *test)
{
	struct kunit_file *r = kunit_open(test, "fifo", O_RDONLY | O_NONBLOCK);
	struct kunit_file *w;
	char byte;

	KUNIT_EXPECT_EQ(test, kunit_read(r, &byte, 1), -EAGAIN);
	w = kunit_open(test, "fifo", O_WRONLY);
	KUNIT_EXPECT_EQ(test, kunit_write(w, "x", 1), 1);
	KUNIT_EXPECT_EQ(test, kunit_poll(r) & (EPOLLIN | EPOLLHUP), EPOLLIN);
	kunit_close(w);
	KUNIT_EXPECT_EQ(test, kunit_read(r, &byte, 1), 1);
	KUNIT_EXPECT_EQ(test, kunit_read(r, &byte, 1), 0);
	KUNIT_EXPECT_EQ(test, kunit_poll(r) & (EPOLLIN | EPOLLHUP), EPOLLHUP);
}

/* The writer has gone before the reader comes. */
static void fifo_test_end_after_late_open(struct kunit *test)
{
	struct kunit_file *w = kunit_open(test, "fifo", O_WRONLY), *r;
	char buf[8];

	KUNIT_EXPECT_EQ(test, kunit_write(w, "x", 1), 1);
	kunit_close(w);
	r = kunit_open(test, "fifo", O_RDONLY | O_NONBLOCK);
	KUNIT_EXPECT_EQ(test, kunit_read(r, buf, sizeof(buf)), 1);
	KUNIT_EXPECT_EQ(test, kunit_read(r, buf, sizeof(buf)), 0);
}

static void fifo_test_full(struct kunit *test)
{
	struct kunit_file *f = kunit_open(test, "fifo", O_RDWR | O_NONBLOCK);
	char *buf = kzalloc(FIFO_ATOMIC, GFP_KERNEL);
	u32 size = FIFO_ATOMIC * 2;

	KUNIT_ASSERT_NOT_NULL(test, buf);
	KUNIT_EXPECT_EQ(test, kunit_ioctl_obj(f, FIFO_SET_SIZE, &size), 0);
	KUNIT_EXPECT_EQ(test, kunit_write(f, buf, FIFO_ATOMIC), FIFO_ATOMIC);
	KUNIT_EXPECT_EQ(test, kunit_write(f, buf, 1), 1);
	KUNIT_EXPECT_EQ(test, kunit_poll(f) & EPOLLOUT, 0);
	/* Small: whole or not at all. */
	KUNIT_EXPECT_EQ(test, kunit_write(f, buf, FIFO_ATOMIC), -EAGAIN);
	KUNIT_EXPECT_EQ(test, stat_of(test, f).len, FIFO_ATOMIC + 1);
	size = FIFO_ATOMIC;
	KUNIT_EXPECT_EQ(test, kunit_ioctl_obj(f, FIFO_SET_SIZE, &size), -EBUSY);
	while (kunit_read(f, buf, FIFO_ATOMIC) > 0)
		;
	kfree(buf);
}

static void fifo_test_resize_keeps_bytes(struct kunit *test)
{
	struct kunit_file *f = kunit_open(test, "fifo", O_RDWR | O_NONBLOCK);
	u32 sizes[] = {FIFO_ATOMIC, FIFO_ATOMIC * 16, FIFO_ATOMIC};
	u8 *buf = kzalloc(3000, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, buf);
	for (unsigned int i = 0; i < ARRAY_SIZE(sizes); i++) {
		/* Move the start into the ring, so that the bytes wrap. */
		memset(buf, 1, 3000);
		KUNIT_EXPECT_EQ(test, kunit_write(f, buf, 3000), 3000);
		KUNIT_EXPECT_EQ(test, kunit_read(f, buf, 3000), 3000);
		for (unsigned int j = 0; j < 3000; j++)
			buf[j] = (u8)(j * 7);
		KUNIT_EXPECT_EQ(test, kunit_write(f, buf, 3000), 3000);
		KUNIT_EXPECT_EQ(test, kunit_ioctl_obj(f, FIFO_SET_SIZE, &sizes[i]), 0);
		memset(buf, 0, 3000);
		KUNIT_EXPECT_EQ(test, kunit_read(f, buf, 3000), 3000);
		for (unsigned int j = 0; j < 3000; j++)
			KUNIT_ASSERT_EQ(test, buf[j], (u8)(j * 7));
	}
	kfree(buf);
}

static void fifo_test_bad_calls(struct kunit *test)
{
	struct kunit_file *f = kunit_open(test, "fifo", O_RDWR | O_NONBLOCK);
	char __user *page = kunit_user_alloc(test, PAGE_SIZE);
	u32 sizes[] = {0, 1, FIFO_ATOMIC - 1, FIFO_ATOMIC + 1, 32 << 20, 0xffffffff};
	u64 before = stat_of(test, f).bytes_in;

	for (unsigned int i = 0; i < ARRAY_SIZE(sizes); i++)
		KUNIT_EXPECT_EQ(test, kunit_ioctl_obj(f, FIFO_SET_SIZE, &sizes[i]), -EINVAL);
	KUNIT_EXPECT_EQ(test, kunit_ioctl(f, FIFO_GET_STAT, kunit_user_bad(test)), -EFAULT);
	KUNIT_EXPECT_EQ(test, kunit_ioctl(f, FIFO_GET_STAT, page + PAGE_SIZE - 8), -EFAULT);
	KUNIT_EXPECT_EQ(test, kunit_ioctl(f, FIFO_SET_SIZE, NULL), -EFAULT);
	KUNIT_EXPECT_EQ(test, kunit_ioctl(f, 0, NULL), -ENOTTY);
	KUNIT_EXPECT_EQ(test, stat_of(test, f).bytes_in, before);
}

static void read_one(struct kunit *test, void *arg)
{
	struct kunit_file *r = arg;
	char buf[4] = {};

	KUNIT_EXPECT_EQ(test, kunit_read(r, buf, sizeof(buf)), 4);
	KUNIT_EXPECT_MEMEQ(test, buf, "wake", 4);
}

static void fifo_test_read_sleeps(struct kunit *test)
{
	struct kunit_file *w = kunit_open(test, "fifo", O_WRONLY);
	struct kunit_file *r = kunit_open(test, "fifo", O_RDONLY);
	struct kunit_thread *t = kunit_thread_run(test, read_one, r);

	KUNIT_EXPECT_TRUE(test, kunit_thread_asleep(t));
	KUNIT_EXPECT_EQ(test, kunit_write(w, "wake", 4), 4);
	kunit_thread_join(t);
}

static void read_interrupted(struct kunit *test, void *arg)
{
	struct kunit_file *r = arg;
	char byte;
	ssize_t n = kunit_read(r, &byte, 1);

	KUNIT_EXPECT_TRUE(test, n == -EINTR || n == -ERESTARTSYS);
}

static void fifo_test_signal_ends_sleep(struct kunit *test)
{
	struct kunit_file *f = kunit_open(test, "fifo", O_RDWR);
	struct kunit_thread *t = kunit_thread_run(test, read_interrupted, f);

	KUNIT_EXPECT_TRUE(test, kunit_thread_asleep(t));
	kunit_thread_signal(t);
	kunit_thread_join(t);
}

static void write_big(struct kunit *test, void *arg)
{
	struct kunit_file *w = arg;
	u8 *buf = kvmalloc(BIG, GFP_KERNEL);

	for (unsigned int i = 0; i < BIG; i++)
		buf[i] = (u8)(i * 13 >> 3);
	KUNIT_EXPECT_EQ(test, kunit_write(w, buf, BIG), BIG);
	kvfree(buf);
}

static void fifo_test_write_larger_than_ring(struct kunit *test)
{
	struct kunit_file *w = kunit_open(test, "fifo", O_WRONLY);
	struct kunit_file *r = kunit_open(test, "fifo", O_RDONLY);
	u32 size = FIFO_ATOMIC, got = 0, wrong = 0;
	struct kunit_thread *t;
	u8 buf[512];

	KUNIT_ASSERT_EQ(test, kunit_ioctl_obj(r, FIFO_SET_SIZE, &size), 0);
	t = kunit_thread_run(test, write_big, w);
	while (got < BIG) {
		ssize_t n = kunit_read(r, buf, sizeof(buf));

		KUNIT_ASSERT_TRUE(test, n > 0);
		for (ssize_t i = 0; i < n; i++, got++)
			wrong += buf[i] != (u8)(got * 13 >> 3);
	}
	kunit_thread_join(t);
	KUNIT_EXPECT_EQ(test, wrong, 0);
}

static void fifo_test_stat_counts_files(struct kunit *test)
{
	struct kunit_file *r = kunit_open(test, "fifo", O_RDONLY);
	struct kunit_file *w = kunit_open(test, "fifo", O_WRONLY);

	KUNIT_EXPECT_EQ(test, stat_of(test, r).readers, 1);
	KUNIT_EXPECT_EQ(test, stat_of(test, r).writers, 1);
	kunit_close(w);
	KUNIT_EXPECT_EQ(test, stat_of(test, r).writers, 0);
	KUNIT_EXPECT_EQ(test, kunit_write(r, "x", 1), -EBADF);
}

static ssize_t use_fifo(struct kunit_file *f)
{
	struct fifo_stat stat;
	u32 size = FIFO_ATOMIC * 4;
	char buf[8];
	ssize_t n;

	n = kunit_ioctl_obj(f, FIFO_SET_SIZE, &size);
	if (!n)
		n = kunit_ioctl_obj(f, FIFO_GET_STAT, &stat);
	if (!n)
		n = kunit_write(f, "12345678", 8);
	if (n == 8)
		n = kunit_read(f, buf, 8);
	return n == 8 ? 0 : n;
}

static int sweep(struct kunit *test)
{
	struct kunit_file *f = kunit_try_open(test, "fifo", O_RDWR | O_NONBLOCK);
	ssize_t ret;
	char rest[64];

	if (IS_ERR(f))
		return PTR_ERR(f);
	ret = use_fifo(f);
	while (ret && kunit_read(f, rest, sizeof(rest)) > 0)
		;
	kunit_close(f);
	return ret;
}

static void fifo_test_sweep(struct kunit *test)
{
	/* open, two for the new size, the stat, write and read. */
	KUNIT_EXPECT_EQ(test, kunit_fault_sweep(test, sweep), 6);
}

static struct kunit_case fifo_cases[] = {
	KUNIT_CASE(fifo_test_bytes_in_order),
	KUNIT_CASE(fifo_test_end_of_file),
	KUNIT_CASE(fifo_test_end_after_late_open),
	KUNIT_CASE(fifo_test_full),
	KUNIT_CASE(fifo_test_resize_keeps_bytes),
	KUNIT_CASE(fifo_test_bad_calls),
	KUNIT_CASE(fifo_test_read_sleeps),
	KUNIT_CASE(fifo_test_signal_ends_sleep),
	KUNIT_CASE(fifo_test_write_larger_than_ring),
	KUNIT_CASE(fifo_test_stat_counts_files),
	KUNIT_CASE(fifo_test_sweep),
	{},
};

static struct kunit_suite fifo_suite = {
	.name = "fifo",
	.test_cases = fifo_cases,
};

kunit_test_suite(fifo_suite);
