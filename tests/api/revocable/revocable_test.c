/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include <cleat/kunit.h>

#include "uapi.h"

static struct kunit_file *open_device(struct kunit *test)
{
	return kunit_open(test, "cleat-revocable", O_RDWR);
}

static long call(struct kunit_file *f, unsigned int cmd)
{
	return kunit_ioctl(f, cmd, NULL);
}

static long set_gate(struct kunit_file *f, u32 shut)
{
	return kunit_ioctl_obj(f, REVOCABLE_GATE, &shut);
}

static void revocable_test_access(struct kunit *test)
{
	struct kunit_file *f = open_device(test);

	KUNIT_EXPECT_EQ(test, call(f, REVOCABLE_FAST), 11);
	KUNIT_EXPECT_EQ(test, call(f, REVOCABLE_SLOW), 22);
	KUNIT_EXPECT_EQ(test, call(f, REVOCABLE_ENDED), 0);
}

static void revocable_test_revoke_once(struct kunit *test)
{
	struct kunit_file *f = open_device(test);

	KUNIT_EXPECT_EQ(test, call(f, REVOCABLE_REVOKE), 2);
	KUNIT_EXPECT_EQ(test, call(f, REVOCABLE_FAST), -ENXIO);
	KUNIT_EXPECT_EQ(test, call(f, REVOCABLE_SLOW), -ENXIO);
	KUNIT_EXPECT_EQ(test, call(f, REVOCABLE_REVOKE), 0);
	KUNIT_EXPECT_EQ(test, call(f, REVOCABLE_ENDED), 2);
}

struct reader {
	struct kunit_file *f;
	long got;
};

static void read_slow(struct kunit *test, void *arg)
{
	struct reader *r = arg;

	r->got = call(r->f, REVOCABLE_SLOW);
}

static void revoke(struct kunit *test, void *arg)
{
	KUNIT_EXPECT_EQ(test, call(arg, REVOCABLE_REVOKE), 2);
}

/* The resource is there to the end of the block that sleeps in it. */
static void revocable_test_revoke_waits(struct kunit *test)
{
	struct kunit_file *f = open_device(test);
	struct reader r = {.f = f};
	struct kunit_thread *reader, *revoker;

	KUNIT_EXPECT_EQ(test, set_gate(f, 1), 0);
	reader = kunit_thread_run(test, read_slow, &r);
	KUNIT_ASSERT_TRUE(test, kunit_thread_asleep(reader));
	revoker = kunit_thread_run(test, revoke, f);
	while (call(f, REVOCABLE_ENDED) < 1)
		kunit_time_pass(test, 1);
	KUNIT_ASSERT_TRUE(test, kunit_thread_asleep(revoker));
	KUNIT_EXPECT_EQ(test, call(f, REVOCABLE_ENDED), 1);
	KUNIT_EXPECT_EQ(test, set_gate(f, 0), 0);
	kunit_thread_join(reader);
	kunit_thread_join(revoker);
	KUNIT_EXPECT_EQ(test, r.got, 22);
	KUNIT_EXPECT_EQ(test, call(f, REVOCABLE_ENDED), 2);
}

static void read_until_gone(struct kunit *test, void *arg)
{
	struct kunit_file *f = arg;
	long fast, slow;

	do {
		fast = call(f, REVOCABLE_FAST);
		slow = call(f, REVOCABLE_SLOW);
		KUNIT_EXPECT_TRUE(test, fast == 11 || fast == -ENXIO);
		KUNIT_EXPECT_TRUE(test, slow == 22 || slow == -ENXIO);
	} while (fast > 0 || slow > 0);
}

/* Two read all the time while a third takes it away. */
static void revocable_test_race(struct kunit *test)
{
	for (int i = 0; i < 20; i++) {
		struct kunit_file *f = open_device(test);
		struct kunit_thread *a = kunit_thread_run(test, read_until_gone, f);
		struct kunit_thread *b = kunit_thread_run(test, read_until_gone, f);

		KUNIT_EXPECT_EQ(test, call(f, REVOCABLE_REVOKE), 2);
		kunit_thread_join(a);
		kunit_thread_join(b);
		kunit_close(f);
	}
}

static int use_device(struct kunit *test)
{
	struct kunit_file *f = kunit_try_open(test, "cleat-revocable", O_RDWR);

	if (IS_ERR(f))
		return PTR_ERR(f);
	kunit_close(f);
	return 0;
}

static void revocable_test_sweep(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, kunit_fault_sweep(test, use_device), 4);
}

static struct kunit_case revocable_cases[] = {
	KUNIT_CASE(revocable_test_access),
	KUNIT_CASE(revocable_test_revoke_once),
	KUNIT_CASE(revocable_test_revoke_waits),
	KUNIT_CASE(revocable_test_race),
	KUNIT_CASE(revocable_test_sweep),
	{},
};

static struct kunit_suite revocable_suite = {
	.name = "revocable",
	.test_cases = revocable_cases,
};

kunit_test_suite(revocable_suite);
