/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include <cleat/kunit.h>

#include "uapi.h"

static struct kunit_file *open_shelf(struct kunit *test)
{
	return kunit_open(test, "cleat-shelf", O_RDWR);
}

static long with_fd(struct kunit_file *f, unsigned int cmd, int *fd)
{
	return kunit_ioctl_obj(f, cmd, fd);
}

static void descriptors_test_given_on(struct kunit *test)
{
	struct kunit_file *f = open_shelf(test);
	int mine = kunit_fd_new(test), theirs = -1, other = kunit_fd_new(test);

	KUNIT_EXPECT_EQ(test, with_fd(f, SHELF_PUT, &mine), 0);
	KUNIT_EXPECT_EQ(test, with_fd(f, SHELF_TAKE, &theirs), 0);
	KUNIT_EXPECT_NE(test, mine, theirs);
	KUNIT_EXPECT_TRUE(test, kunit_fd_same(test, mine, theirs));
	KUNIT_EXPECT_FALSE(test, kunit_fd_same(test, other, theirs));
	KUNIT_EXPECT_TRUE(test, kunit_fd_cloexec(test, theirs));
	/* What was given is the receiver's, whatever the sender does. */
	KUNIT_EXPECT_EQ(test, kunit_fd_close(test, mine), 0);
	KUNIT_EXPECT_TRUE(test, kunit_fd_same(test, theirs, theirs));
	KUNIT_EXPECT_EQ(test, kunit_fd_close(test, theirs), 0);
	KUNIT_EXPECT_EQ(test, kunit_fd_close(test, other), 0);
}

static void descriptors_test_two(struct kunit *test)
{
	struct kunit_file *f = open_shelf(test);
	int mine = kunit_fd_new(test), theirs[2] = {-1, -1};

	KUNIT_EXPECT_EQ(test, with_fd(f, SHELF_PUT, &mine), 0);
	KUNIT_EXPECT_EQ(test, kunit_ioctl_obj(f, SHELF_TAKE_TWO, &theirs), 0);
	KUNIT_EXPECT_NE(test, theirs[0], theirs[1]);
	KUNIT_EXPECT_TRUE(test, kunit_fd_same(test, theirs[0], theirs[1]));
	KUNIT_EXPECT_TRUE(test, kunit_fd_cloexec(test, theirs[0]));
	KUNIT_EXPECT_FALSE(test, kunit_fd_cloexec(test, theirs[1]));
	KUNIT_EXPECT_EQ(test, kunit_fd_close(test, theirs[0]), 0);
	KUNIT_EXPECT_EQ(test, kunit_fd_close(test, theirs[1]), 0);
	KUNIT_EXPECT_EQ(test, kunit_fd_close(test, mine), 0);
}

static void descriptors_test_bad(struct kunit *test)
{
	struct kunit_file *f = open_shelf(test);
	int gone = kunit_fd_new(test), none = 1 << 20, mine, out = -1;

	KUNIT_EXPECT_EQ(test, kunit_fd_close(test, gone), 0);
	KUNIT_EXPECT_EQ(test, with_fd(f, SHELF_PUT, &gone), -EBADF);
	KUNIT_EXPECT_EQ(test, with_fd(f, SHELF_PUT, &none), -EBADF);
	KUNIT_EXPECT_EQ(test, with_fd(f, SHELF_CLOSE, &gone), -EBADF);
	KUNIT_EXPECT_EQ(test, with_fd(f, SHELF_TAKE, &out), -ENOENT);
	/* The number that could not be told is free again, and so is one that was given back. */
	mine = kunit_fd_new(test);
	KUNIT_EXPECT_EQ(test, with_fd(f, SHELF_PUT, &mine), 0);
	KUNIT_EXPECT_EQ(test, kunit_ioctl(f, SHELF_TAKE, kunit_user_bad(test)), -EFAULT);
	KUNIT_EXPECT_EQ(test, with_fd(f, SHELF_TRY, &out), 0);
	KUNIT_EXPECT_FALSE(test, kunit_fd_same(test, out, out));
	gone = kunit_fd_new(test);
	KUNIT_EXPECT_EQ(test, gone, out);
	KUNIT_EXPECT_EQ(test, kunit_fd_close(test, gone), 0);
	KUNIT_EXPECT_EQ(test, kunit_fd_close(test, mine), 0);
}

static void descriptors_test_closed_for_the_caller(struct kunit *test)
{
	struct kunit_file *f = open_shelf(test);
	int mine = kunit_fd_new(test), other = kunit_fd_new(test);

	KUNIT_EXPECT_EQ(test, with_fd(f, SHELF_CLOSE, &mine), 0);
	KUNIT_EXPECT_EQ(test, with_fd(f, SHELF_CLOSE, &mine), -EBADF);
	KUNIT_EXPECT_EQ(test, kunit_fd_close(test, mine), -EBADF);
	KUNIT_EXPECT_EQ(test, kunit_fd_close(test, other), 0);
}

static int put_and_take(struct kunit *test)
{
	struct kunit_file *f = kunit_try_open(test, "cleat-shelf", O_RDWR);
	int mine = kunit_fd_new(test), theirs = -1;
	long err;

	if (IS_ERR(f))
		return PTR_ERR(f);
	err = with_fd(f, SHELF_PUT, &mine);
	if (!err)
		err = with_fd(f, SHELF_TAKE, &theirs);
	if (!err)
		kunit_fd_close(test, theirs);
	kunit_fd_close(test, mine);
	kunit_close(f);
	return err < 0 ? err : 0;
}

/* What is closed "later" is closed when the call is over, and nothing of it is left. */
static int let_close(struct kunit *test)
{
	struct kunit_file *f = kunit_try_open(test, "cleat-shelf", O_RDWR);
	int mine = kunit_fd_new(test);
	long err;

	if (IS_ERR(f))
		return PTR_ERR(f);
	err = with_fd(f, SHELF_CLOSE, &mine);
	KUNIT_EXPECT_EQ(test, kunit_fd_close(test, mine), err ? 0 : -EBADF);
	kunit_close(f);
	return err < 0 ? err : 0;
}

static void descriptors_test_sweep(struct kunit *test)
{
	/* A copy in; what the number is closed with. */
	KUNIT_EXPECT_EQ(test, kunit_fault_sweep(test, let_close), 2);
	/* A copy in; a number and a copy out. */
	KUNIT_EXPECT_EQ(test, kunit_fault_sweep(test, put_and_take), 3);
}

static struct kunit_case descriptors_cases[] = {
	KUNIT_CASE(descriptors_test_given_on),
	KUNIT_CASE(descriptors_test_two),
	KUNIT_CASE(descriptors_test_bad),
	KUNIT_CASE(descriptors_test_closed_for_the_caller),
	KUNIT_CASE(descriptors_test_sweep),
	{},
};

static struct kunit_suite descriptors_suite = {
	.name = "descriptors",
	.test_cases = descriptors_cases,
};

kunit_test_suite(descriptors_suite);
