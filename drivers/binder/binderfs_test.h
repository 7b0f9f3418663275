/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* The suite "binderfs" of binder_test.c: mounts, their devices, and what ends when. */
#ifndef BINDERFS_TEST_H
#define BINDERFS_TEST_H

#include <cleat/kunit_mount.h>

#include "uapi.h"
#include "uapi_binderfs.h"

static struct kunit_file *binderfs_open(struct kunit *test, struct kunit_mount *m, const char *path)
{
	struct kunit_file *f = kunit_mount_open(m, path, O_RDWR);

	if (IS_ERR(f)) {
		KUNIT_FAIL(test, "open %s: %ld", path, PTR_ERR(f));
		kunit_abort(test);
	}
	return f;
}

static struct kunit_file *binderfs_control(struct kunit *test, struct kunit_mount *m)
{
	struct kunit_file *f = kunit_mount_open(m, "binder-control", O_RDONLY);

	KUNIT_ASSERT_FALSE(test, IS_ERR(f));
	return f;
}

static long binderfs_add(struct kunit_file *control, const char *name)
{
	struct binderfs_device d = {.minor = 0};

	scnprintf(d.name, sizeof(d.name), "%s", name);
	return kunit_ioctl_obj(control, BINDER_CTL_ADD, &d);
}

/* 0, or why it cannot be opened. */
static long binderfs_there(struct kunit_mount *m, const char *path)
{
	struct kunit_file *f = kunit_mount_open(m, path, O_RDONLY);

	if (IS_ERR(f))
		return PTR_ERR(f);
	kunit_close(f);
	return 0;
}

/* '1': this driver has it. */
static int binderfs_feature(struct kunit *test, struct kunit_mount *m, const char *path)
{
	struct kunit_file *f = kunit_mount_open(m, path, O_RDONLY);
	char text[4] = "";

	KUNIT_ASSERT_FALSE(test, IS_ERR(f));
	KUNIT_EXPECT_EQ(test, kunit_read(f, text, sizeof(text)), 2);
	kunit_close(f);
	return text[0];
}

static void binderfs_test_devices(struct kunit *test)
{
	struct kunit_mount *m = kunit_mount(test, "binder", "max=4");
	struct kunit_file *control = binderfs_control(test, m), *f;
	struct binder_version v = {0};

	KUNIT_EXPECT_EQ(test, binderfs_add(control, "mine"), 0);
	f = binderfs_open(test, m, "mine");
	KUNIT_EXPECT_EQ(test, kunit_ioctl_obj(f, BINDER_VERSION, &v), 0);
	KUNIT_EXPECT_EQ(test, v.protocol_version, BINDER_CURRENT_PROTOCOL_VERSION);
	KUNIT_EXPECT_EQ(test, binderfs_add(control, "more"), -ENOSPC);
	KUNIT_EXPECT_EQ(test, kunit_mount_unlink(m, "mine"), 0);
	/* Its place is taken for as long as somebody has it open. */
	KUNIT_EXPECT_EQ(test, binderfs_add(control, "more"), -ENOSPC);
	kunit_close(f);
	KUNIT_EXPECT_EQ(test, binderfs_add(control, "more"), 0);
	KUNIT_EXPECT_EQ(test, kunit_remount(m, "max=5"), 0);
	KUNIT_EXPECT_EQ(test, binderfs_add(control, "more"), -EEXIST);
	KUNIT_EXPECT_EQ(test, binderfs_add(control, ""), -EACCES);
	KUNIT_EXPECT_EQ(test, kunit_ioctl(control, BINDER_CTL_ADD, kunit_user_bad(test)), -EFAULT);
	KUNIT_EXPECT_EQ(test, kunit_ioctl(control, BINDER_VERSION, kunit_user_bad(test)), -EINVAL);
}

static void binderfs_test_rules(struct kunit *test)
{
	struct kunit_mount *m = kunit_mount(test, "binder", NULL);
	char options[64];

	KUNIT_EXPECT_EQ(test, kunit_mount_unlink(m, "binder-control"), -EPERM);
	KUNIT_EXPECT_EQ(test, kunit_mount_rename(m, "binder", "binder-control"), -EPERM);
	KUNIT_EXPECT_EQ(test, kunit_mount_rename(m, "binder", "mine"), 0);
	KUNIT_EXPECT_EQ(test, binderfs_there(m, "mine"), 0);
	KUNIT_EXPECT_EQ(test, binderfs_feature(test, m, "features/extended_error"), '1');
	KUNIT_EXPECT_EQ(test, binderfs_feature(test, m, "features/transaction_report"), '1');
	KUNIT_EXPECT_EQ(test, binderfs_there(m, "binder_logs/state"), -ENOENT);
	kunit_mount_options(m, options, sizeof(options));
	KUNIT_EXPECT_STREQ(test, options, ",max=1048576");
	KUNIT_EXPECT_EQ(test, kunit_remount(m, "stats=global"), -EINVAL);
	KUNIT_EXPECT_EQ(test, PTR_ERR(kunit_try_mount(test, "binder", "max=1048577")), -EINVAL);
	KUNIT_EXPECT_EQ(test, PTR_ERR(kunit_try_mount(test, "binder", "max=2")), -ENOSPC);
}

/* Each process that has a device of the mount open has a file. */
static void binderfs_test_logs(struct kunit *test)
{
	static const char *const logs[] = {"state", "state_hashed", "stats", "transactions",
					   "transactions_hashed", "transaction_log",
					   "failed_transaction_log"};
	struct kunit_mount *m = kunit_mount(test, "binder", "stats=global");
	struct kunit_file *f = binderfs_open(test, m, "binder");
	char path[64], text[32] = "";

	for (size_t i = 0; i < ARRAY_SIZE(logs); i++) {
		struct kunit_file *log;

		scnprintf(path, sizeof(path), "binder_logs/%s", logs[i]);
		log = kunit_mount_open(m, path, O_RDONLY);
		KUNIT_ASSERT_FALSE(test, IS_ERR(log));
		KUNIT_EXPECT_GE(test, kunit_read(log, text, sizeof(text) - 1), 0);
		kunit_close(log);
	}
	kunit_close(f);
}

static void binderfs_test_umount(struct kunit *test)
{
	struct kunit_mount *m = kunit_mount(test, "binder", "stats=global");
	struct kunit_file *control = binderfs_control(test, m);
	struct kunit_file *f = binderfs_open(test, m, "binder");
	struct binder_version v = {0};

	kunit_umount(m);
	KUNIT_EXPECT_EQ(test, kunit_ioctl_obj(f, BINDER_VERSION, &v), 0);
	KUNIT_EXPECT_EQ(test, binderfs_add(control, "late"), 0);
	kunit_close(control);
	KUNIT_EXPECT_EQ(test, kunit_ioctl_obj(f, BINDER_VERSION, &v), 0);
	kunit_close(f);
}

static int binderfs_scenario(struct kunit *test)
{
	struct kunit_mount *m = kunit_try_mount(test, "binder", "stats=global");
	struct kunit_file *control;
	long err;

	if (IS_ERR(m))
		return (int)PTR_ERR(m);
	control = kunit_mount_open(m, "binder-control", O_RDONLY);
	err = IS_ERR(control) ? PTR_ERR(control) : binderfs_add(control, "mine");
	if (!IS_ERR(control))
		kunit_close(control);
	kunit_umount(m);
	return (int)err;
}

static void binderfs_test_sweep(struct kunit *test)
{
	KUNIT_EXPECT_GE(test, kunit_fault_sweep(test, binderfs_scenario), 30);
}

static struct kunit_case binderfs_cases[] = {
	KUNIT_CASE(binderfs_test_devices),
	KUNIT_CASE(binderfs_test_rules),
	KUNIT_CASE(binderfs_test_logs),
	KUNIT_CASE(binderfs_test_umount),
	KUNIT_CASE(binderfs_test_sweep),
	{},
};

static struct kunit_suite binderfs_suite = {.name = "binderfs", .test_cases = binderfs_cases};

#endif
