/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include <cleat/kunit.h>
#include <cleat/kunit_genetlink.h>

#include "uapi.h"

static struct kunit_file *bell(struct kunit *test)
{
	return kunit_open(test, "cleat-bell", O_RDWR);
}

static struct kunit_genl *listen(struct kunit *test, const char *group)
{
	struct kunit_genl *l = kunit_genl_listen(test, BELL_FAMILY, group);

	KUNIT_ASSERT_FALSE(test, IS_ERR(l));
	return l;
}

static long ring(struct kunit_file *f, u32 times, u32 loud)
{
	struct bell_ring r = {.times = times, .loud = loud, .who = "sexton"};

	return kunit_ioctl_obj(f, BELL_RING, &r);
}

static void genetlink_test_heard(struct kunit *test)
{
	struct kunit_file *f = bell(test);
	struct kunit_genl *l = listen(test, BELL_GROUP);

	KUNIT_EXPECT_EQ(test, kunit_genl_next(l), -EAGAIN);
	KUNIT_EXPECT_EQ(test, ring(f, 3, 1), 0);
	KUNIT_EXPECT_EQ(test, ring(f, 4, 0), 0);
	KUNIT_EXPECT_EQ(test, kunit_genl_next(l), BELL_CMD_RANG);
	KUNIT_EXPECT_EQ(test, kunit_genl_version(l), 1);
	KUNIT_EXPECT_EQ(test, kunit_genl_number(l, BELL_A_TIMES), 3);
	KUNIT_EXPECT_STREQ(test, kunit_genl_string(l, BELL_A_WHO), "sexton");
	KUNIT_EXPECT_EQ(test, kunit_genl_size(l, BELL_A_LOUD), 0);
	KUNIT_EXPECT_EQ(test, kunit_genl_size(l, BELL_A_U8), -ENOENT);
	KUNIT_EXPECT_EQ(test, kunit_genl_next(l), BELL_CMD_RANG);
	KUNIT_EXPECT_EQ(test, kunit_genl_number(l, BELL_A_TIMES), 4);
	KUNIT_EXPECT_EQ(test, kunit_genl_size(l, BELL_A_LOUD), -ENOENT);
	KUNIT_EXPECT_EQ(test, kunit_genl_next(l), -EAGAIN);
	KUNIT_EXPECT_EQ(test, kunit_genl_version(l), -ENOENT);
}

/* Nobody listens, somebody else's group, two who listen, one of them no longer. */
static void genetlink_test_listeners(struct kunit *test)
{
	struct kunit_file *f = bell(test);
	struct kunit_genl *a, *b, *other;

	KUNIT_EXPECT_EQ(test, ring(f, 1, 0), -ESRCH);
	other = listen(test, BELL_GROUP_OTHER);
	KUNIT_EXPECT_EQ(test, ring(f, 2, 0), -ESRCH);
	a = listen(test, BELL_GROUP);
	b = listen(test, BELL_GROUP);
	KUNIT_EXPECT_EQ(test, ring(f, 3, 0), 0);
	kunit_genl_end(a);
	KUNIT_EXPECT_EQ(test, ring(f, 4, 0), 0);
	KUNIT_EXPECT_EQ(test, kunit_genl_next(b), BELL_CMD_RANG);
	KUNIT_EXPECT_EQ(test, kunit_genl_number(b, BELL_A_TIMES), 3);
	KUNIT_EXPECT_EQ(test, kunit_genl_next(b), BELL_CMD_RANG);
	KUNIT_EXPECT_EQ(test, kunit_genl_number(b, BELL_A_TIMES), 4);
	kunit_genl_end(b);
	KUNIT_EXPECT_EQ(test, ring(f, 5, 0), -ESRCH);
	KUNIT_EXPECT_EQ(test, kunit_genl_next(other), -EAGAIN);
}

static void genetlink_test_kinds(struct kunit *test)
{
	struct kunit_file *f = bell(test);
	struct kunit_genl *l = listen(test, BELL_GROUP);
	u32 len = 3000;

	KUNIT_EXPECT_EQ(test, kunit_ioctl_obj(f, BELL_ALL, &len), 0);
	KUNIT_EXPECT_EQ(test, kunit_genl_next(l), BELL_CMD_ALL);
	KUNIT_EXPECT_EQ(test, kunit_genl_size(l, BELL_A_LOUD), 0);
	KUNIT_EXPECT_EQ(test, kunit_genl_size(l, BELL_A_U8), 1);
	KUNIT_EXPECT_EQ(test, kunit_genl_number(l, BELL_A_U8), 0x12);
	KUNIT_EXPECT_EQ(test, kunit_genl_size(l, BELL_A_U16), 2);
	KUNIT_EXPECT_EQ(test, kunit_genl_number(l, BELL_A_U16), 0x1234);
	KUNIT_EXPECT_EQ(test, kunit_genl_size(l, BELL_A_TIMES), 4);
	KUNIT_EXPECT_EQ(test, kunit_genl_number(l, BELL_A_TIMES), 0x12345678);
	KUNIT_EXPECT_EQ(test, kunit_genl_size(l, BELL_A_U64), 8);
	KUNIT_EXPECT_EQ(test, kunit_genl_number(l, BELL_A_U64), 0x123456789abcdef0ll);
	KUNIT_EXPECT_EQ(test, kunit_genl_size(l, BELL_A_WHO), len);
	KUNIT_EXPECT_EQ(test, strlen(kunit_genl_string(l, BELL_A_WHO)), len - 1);
}

static void genetlink_test_too_long(struct kunit *test)
{
	struct kunit_file *f = bell(test);
	struct kunit_genl *l = listen(test, BELL_GROUP);
	u32 len = 1 << 16;

	KUNIT_EXPECT_EQ(test, kunit_ioctl_obj(f, BELL_ALL, &len), -EMSGSIZE);
	KUNIT_EXPECT_EQ(test, kunit_genl_next(l), -EAGAIN);
}

static void genetlink_test_groups(struct kunit *test)
{
	struct kunit_file *f = bell(test);
	struct kunit_genl *l = listen(test, BELL_GROUP_OTHER);
	u32 group = 1;

	KUNIT_EXPECT_EQ(test, kunit_ioctl_obj(f, BELL_TO, &group), 0);
	KUNIT_EXPECT_EQ(test, kunit_genl_next(l), BELL_CMD_RANG);
	KUNIT_EXPECT_EQ(test, kunit_genl_number(l, BELL_A_TIMES), 1);
	group = 2;
	KUNIT_EXPECT_EQ(test, kunit_ioctl_obj(f, BELL_TO, &group), -EINVAL);
}

static void genetlink_test_names(struct kunit *test)
{
	struct kunit_file *f = bell(test);

	KUNIT_EXPECT_EQ(test, PTR_ERR(kunit_genl_listen(test, "cleat-no-bell", BELL_GROUP)), -ENOENT);
	KUNIT_EXPECT_EQ(test, PTR_ERR(kunit_genl_listen(test, BELL_FAMILY, "noise")), -ENOENT);
	KUNIT_EXPECT_EQ(test, kunit_ioctl(f, BELL_TWICE, NULL), -EEXIST);
	KUNIT_EXPECT_EQ(test, kunit_ioctl(f, BELL_STOP, NULL), 0);
	KUNIT_EXPECT_EQ(test, PTR_ERR(kunit_genl_listen(test, BELL_FAMILY, BELL_GROUP)), -ENOENT);
	KUNIT_EXPECT_EQ(test, ring(f, 1, 0), -ESRCH);
	KUNIT_EXPECT_EQ(test, kunit_ioctl(f, BELL_TWICE, NULL), 0);
	KUNIT_EXPECT_EQ(test, kunit_ioctl(f, BELL_START, NULL), 0);
	kunit_genl_end(listen(test, BELL_GROUP));
}

static int scenario(struct kunit *test)
{
	struct kunit_file *f = bell(test);
	long err = kunit_ioctl(f, BELL_STOP, NULL);
	u32 len = 10;

	err = err ? err : kunit_ioctl(f, BELL_START, NULL);
	if (!err) {
		struct kunit_genl *l = kunit_genl_listen(test, BELL_FAMILY, BELL_GROUP);

		err = IS_ERR(l) ? PTR_ERR(l) : ring(f, 1, 1);
		err = err ? err : kunit_ioctl_obj(f, BELL_ALL, &len);
		if (!IS_ERR(l))
			kunit_genl_end(l);
	}
	kunit_close(f);
	return (int)err;
}

static void genetlink_test_faults(struct kunit *test)
{
	/* Registration, two messages, the copies of two arguments, the long text. */
	KUNIT_EXPECT_EQ(test, kunit_fault_sweep(test, scenario), 6);
	kunit_genl_end(listen(test, BELL_GROUP));
}

static struct kunit_case genetlink_cases[] = {
	KUNIT_CASE(genetlink_test_heard),     KUNIT_CASE(genetlink_test_listeners),
	KUNIT_CASE(genetlink_test_kinds),     KUNIT_CASE(genetlink_test_too_long),
	KUNIT_CASE(genetlink_test_groups),    KUNIT_CASE(genetlink_test_names),
	KUNIT_CASE(genetlink_test_faults),    {},
};

static struct kunit_suite genetlink_suite = {.name = "genetlink", .test_cases = genetlink_cases};
kunit_test_suite(genetlink_suite);
