/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include <cleat/kunit.h>

#include "uapi.h"

static struct devices_who who(struct kunit *test, struct kunit_file *f)
{
	struct devices_who w = {0};

	KUNIT_EXPECT_EQ(test, kunit_ioctl_obj(f, DEVICES_WHO, &w), 0);
	return w;
}

static void devices_test_each_its_own(struct kunit *test)
{
	struct kunit_file *zero = kunit_open(test, "cleat-device0", O_RDWR);
	struct kunit_file *two = kunit_open(test, "cleat-device2", O_RDWR);
	struct kunit_file *again = kunit_open(test, "cleat-device2", O_RDWR);
	u32 before = who(test, zero).opens;

	KUNIT_EXPECT_EQ(test, who(test, zero).number, 0);
	KUNIT_EXPECT_EQ(test, who(test, two).number, 2);
	KUNIT_EXPECT_EQ(test, who(test, again).opens, who(test, two).opens);
	kunit_open(test, "cleat-device2", O_RDWR);
	KUNIT_EXPECT_EQ(test, who(test, zero).opens, before);
}

static void devices_test_outlives_its_node(struct kunit *test)
{
	struct kunit_file *f = kunit_open(test, "cleat-device1", O_RDWR), *gone;

	KUNIT_EXPECT_EQ(test, kunit_ioctl(f, DEVICES_LEAVE, NULL), 0);
	gone = kunit_try_open(test, "cleat-device1", O_RDWR);
	KUNIT_EXPECT_TRUE(test, IS_ERR(gone));
	KUNIT_EXPECT_EQ(test, kunit_reload(test), 0);
	KUNIT_EXPECT_EQ(test, who(test, f).number, 1);
	KUNIT_EXPECT_EQ(test, who(test, kunit_open(test, "cleat-device1", O_RDWR)).opens, 1);
}

static void devices_test_as_many_as_asked(struct kunit *test)
{
	static const char *const five[] = {"nodes=5", NULL}, *const three[] = {"nodes=3", NULL};
	struct kunit_file *f;

	KUNIT_EXPECT_EQ(test, kunit_reload_params(test, five), 0);
	f = kunit_open(test, "cleat-device4", O_RDWR);
	KUNIT_EXPECT_EQ(test, who(test, f).number, 4);
	kunit_close(f);
	KUNIT_EXPECT_EQ(test, kunit_reload_params(test, three), 0);
	KUNIT_EXPECT_TRUE(test, IS_ERR(kunit_try_open(test, "cleat-device4", O_RDWR)));
}

static struct kunit_case devices_cases[] = {
	KUNIT_CASE(devices_test_each_its_own),
	KUNIT_CASE(devices_test_outlives_its_node),
	KUNIT_CASE(devices_test_as_many_as_asked),
	{},
};

static struct kunit_suite devices_suite = {
	.name = "devices",
	.test_cases = devices_cases,
};

kunit_test_suite(devices_suite);
