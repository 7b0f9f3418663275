/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include <cleat/kunit.h>
#include <cleat/uidgid.h>

#include "uapi.h"

enum { USER = 1000, GROUP = 1001 };

static struct kunit_file *open_device(struct kunit *test)
{
	return kunit_open(test, "cleat-caller", O_RDWR);
}

static struct caller_who ask(struct kunit *test, struct kunit_file *f, unsigned int cmd)
{
	struct caller_who who;

	memset(&who, 0xa5, sizeof(who));
	KUNIT_EXPECT_EQ(test, kunit_ioctl_obj(f, cmd, &who), 0);
	return who;
}

static void caller_test_ids(struct kunit *test)
{
	struct caller_who who;
	struct kunit_file *f;

	kunit_become(test, USER, GROUP);
	f = open_device(test);
	who = ask(test, f, CALLER_WHO);
	KUNIT_EXPECT_EQ(test, who.uid, (u32)USER);
	KUNIT_EXPECT_EQ(test, who.euid, (u32)USER);
	KUNIT_EXPECT_EQ(test, who.gid, (u32)GROUP);
	KUNIT_EXPECT_EQ(test, who.egid, (u32)GROUP);
	KUNIT_EXPECT_EQ(test, who.first_ns_uid, (u32)USER);
	KUNIT_EXPECT_EQ(test, who.opener, (u32)USER);
	KUNIT_EXPECT_EQ(test, who.opener_is_root, 0u);
	KUNIT_EXPECT_EQ(test, who.may_admin, 0u);
	KUNIT_EXPECT_EQ(test, who.may_admin_own_ns, 0u);
	KUNIT_EXPECT_GT(test, who.pid, 0);
	KUNIT_EXPECT_GT(test, who.tgid, 0);
}

/* Ids are compared as numbers without a sign, and the invalid one is the greatest. */
#define TEST_ORDER(test, kind, INIT, INVALID)                                                      \
	do {                                                                                       \
		KUNIT_EXPECT_TRUE(test, kind##_gt(INIT(5), INIT(4)));                              \
		KUNIT_EXPECT_FALSE(test, kind##_gt(INIT(4), INIT(4)));                             \
		KUNIT_EXPECT_TRUE(test, kind##_gte(INIT(4), INIT(4)));                             \
		KUNIT_EXPECT_FALSE(test, kind##_gte(INIT(3), INIT(4)));                            \
		KUNIT_EXPECT_TRUE(test, kind##_lt(INIT(4), INIT(0x80000000)));                     \
		KUNIT_EXPECT_FALSE(test, kind##_lt(INIT(4), INIT(4)));                             \
		KUNIT_EXPECT_TRUE(test, kind##_lte(INIT(4), INIT(4)));                             \
		KUNIT_EXPECT_FALSE(test, kind##_lte(INIT(5), INIT(4)));                            \
		KUNIT_EXPECT_TRUE(test, kind##_gt(INVALID, INIT(0xfffffffe)));                     \
		KUNIT_EXPECT_FALSE(test, kind##_valid(INVALID));                                   \
		KUNIT_EXPECT_TRUE(test, kind##_valid(INIT(0xfffffffe)));                           \
		KUNIT_EXPECT_FALSE(test, kind##_eq(INIT(1), INIT(0)));                             \
	} while (0)

static void caller_test_order(struct kunit *test)
{
	TEST_ORDER(test, uid, KUIDT_INIT, INVALID_UID);
	TEST_ORDER(test, gid, KGIDT_INIT, INVALID_GID);
}

/* The opener stays the opener when another user calls. */
static void caller_test_opener(struct kunit *test)
{
	struct caller_who who;
	struct kunit_file *f;

	kunit_become(test, 0, 0);
	f = open_device(test);
	KUNIT_EXPECT_EQ(test, ask(test, f, CALLER_WHO).may_admin, 1u);
	kunit_become(test, USER, GROUP);
	who = ask(test, f, CALLER_WHO);
	KUNIT_EXPECT_EQ(test, who.uid, (u32)USER);
	KUNIT_EXPECT_EQ(test, who.opener, 0u);
	KUNIT_EXPECT_EQ(test, who.opener_is_root, 1u);
	KUNIT_EXPECT_EQ(test, who.may_admin, 0u);
}

/* In a thread of the driver's own nobody calls; the opener's credentials are still there. */
static void caller_test_kept_credentials(struct kunit *test)
{
	struct caller_who who;
	struct kunit_file *f;

	kunit_become(test, USER, GROUP);
	f = open_device(test);
	who = ask(test, f, CALLER_LATER);
	KUNIT_EXPECT_EQ(test, who.uid, 0u);
	KUNIT_EXPECT_EQ(test, who.may_admin, 1u);
	KUNIT_EXPECT_EQ(test, who.opener, (u32)USER);
}

static void caller_test_pid(struct kunit *test)
{
	struct kunit_file *f = open_device(test);

	KUNIT_EXPECT_EQ(test, kunit_ioctl(f, CALLER_IS_MINE, NULL), 0);
	KUNIT_EXPECT_EQ(test, kunit_ioctl(f, CALLER_TAKE, NULL), 0);
	KUNIT_EXPECT_EQ(test, kunit_ioctl(f, CALLER_TAKE, NULL), -EBUSY);
	KUNIT_EXPECT_EQ(test, kunit_ioctl(f, CALLER_IS_MINE, NULL), 1);
	KUNIT_EXPECT_EQ(test, kunit_ioctl(f, CALLER_DROP, NULL), 0);
	KUNIT_EXPECT_EQ(test, kunit_ioctl(f, CALLER_IS_MINE, NULL), 0);
	KUNIT_EXPECT_EQ(test, kunit_ioctl(f, CALLER_TAKE_THREAD, NULL), 0);
}

static void caller_test_round(struct kunit *test)
{
	struct kunit_file *f = open_device(test);
	u32 user = USER, none = ~0u;

	KUNIT_EXPECT_EQ(test, kunit_ioctl_obj(f, CALLER_ROUND, &user), 0);
	KUNIT_EXPECT_EQ(test, kunit_ioctl_obj(f, CALLER_ROUND, &none), -EINVAL);
}

static int use_device(struct kunit *test)
{
	struct kunit_file *f = kunit_try_open(test, "cleat-caller", O_RDWR);
	struct caller_who who;
	long err;

	if (IS_ERR(f))
		return PTR_ERR(f);
	err = kunit_ioctl_obj(f, CALLER_WHO, &who);
	kunit_close(f);
	return err;
}

static void caller_test_sweep(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, kunit_fault_sweep(test, use_device), 2);
}

static struct kunit_case caller_cases[] = {
	KUNIT_CASE(caller_test_ids),
	KUNIT_CASE(caller_test_order),
	KUNIT_CASE(caller_test_opener),
	KUNIT_CASE(caller_test_kept_credentials),
	KUNIT_CASE(caller_test_pid),
	KUNIT_CASE(caller_test_round),
	KUNIT_CASE(caller_test_sweep),
	{},
};

static struct kunit_suite caller_suite = {
	.name = "caller",
	.test_cases = caller_cases,
};

kunit_test_suite(caller_suite);
