/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include <cleat/kunit.h>
#include <cleat/kunit_mount.h>

#include "uapi.h"

static struct kunit_file *open_in(struct kunit *test, struct kunit_mount *m, const char *path)
{
	struct kunit_file *f = kunit_mount_open(m, path, O_RDONLY);

	if (IS_ERR(f)) {
		KUNIT_FAIL(test, "open %s: %ld", path, PTR_ERR(f));
		kunit_abort(test);
	}
	return f;
}

static long open_error(struct kunit_mount *m, const char *path)
{
	struct kunit_file *f = kunit_mount_open(m, path, O_RDONLY);

	if (IS_ERR(f))
		return PTR_ERR(f);
	kunit_close(f);
	return 0;
}

static long add_box(struct kunit_file *control, const char *name, u32 *ret_number)
{
	struct shelf_box_request req = {.number = ~0u};
	long err;

	scnprintf(req.name, sizeof(req.name), "%s", name);
	err = kunit_ioctl_obj(control, SHELF_ADD, &req);
	if (ret_number)
		*ret_number = req.number;
	return err;
}

static struct shelf_counts counts(struct kunit *test)
{
	struct kunit_file *f = kunit_open(test, "cleat-shelves", O_RDWR);
	struct shelf_counts c = {0};

	KUNIT_EXPECT_EQ(test, kunit_ioctl_obj(f, SHELF_COUNTS, &c), 0);
	kunit_close(f);
	return c;
}

static void expect_text(struct kunit *test, struct kunit_mount *m, const char *path,
			const char *want)
{
	struct kunit_file *f = open_in(test, m, path);
	char got[64];
	ssize_t n = kunit_read(f, got, sizeof(got) - 1);

	KUNIT_ASSERT_GE(test, n, 0);
	got[n] = '\0';
	KUNIT_EXPECT_STREQ(test, got, want);
	kunit_close(f);
}

static void expect_options(struct kunit *test, struct kunit_mount *m, const char *want)
{
	char got[64];

	kunit_mount_options(m, got, sizeof(got));
	KUNIT_EXPECT_STREQ(test, got, want);
}

static void shelf_test_root(struct kunit *test)
{
	struct kunit_mount *m = kunit_mount(test, "cleat-shelf", NULL);
	struct kunit_stat st;

	expect_text(test, m, "boxes", "0\n");
	expect_text(test, m, "features/numbers", "1\n");
	KUNIT_EXPECT_EQ(test, open_error(m, "nothing"), -ENOENT);
	KUNIT_EXPECT_EQ(test, open_error(m, "logs/1"), -ENOENT);
	KUNIT_ASSERT_EQ(test, kunit_mount_stat(m, "control", &st), 0);
	KUNIT_EXPECT_EQ(test, st.mode & 07777, 0600);
	KUNIT_EXPECT_TRUE(test, uid_eq(st.uid, GLOBAL_ROOT_UID));
	KUNIT_EXPECT_TRUE(test, gid_eq(st.gid, GLOBAL_ROOT_GID));
	KUNIT_ASSERT_EQ(test, kunit_mount_stat(m, "features", &st), 0);
	KUNIT_EXPECT_EQ(test, st.mode & 07777, 0755);
}

static void shelf_test_options(struct kunit *test)
{
	static const char *const bad[] = {"max=33",   "max=-1",	 "max",	       "max=",
					  "max=x",    "max=1x",	 "logs=other", "logs",
					  "quiet=no", "unknown", "unknown=1",  "max=4294967296"};
	struct kunit_mount *m = kunit_mount(test, "cleat-shelf", NULL);

	expect_options(test, m, ",max=32");
	m = kunit_mount(test, "cleat-shelf", "max=0x10,logs=each,quiet");
	expect_options(test, m, ",max=16,logs=each,quiet");
	m = kunit_mount(test, "cleat-shelf", "max=3,max=4");
	expect_options(test, m, ",max=4");
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct kunit_mount *none = kunit_try_mount(test, "cleat-shelf", bad[i]);

		if (!IS_ERR(none) || PTR_ERR(none) != -EINVAL)
			KUNIT_FAIL(test, "%s: %ld", bad[i], IS_ERR(none) ? PTR_ERR(none) : 0);
	}
	KUNIT_EXPECT_EQ(test, counts(test).shelves, 3);
	KUNIT_EXPECT_EQ(test, PTR_ERR(kunit_try_mount(test, "cleat-shelves", NULL)), -ENODEV);
}

static void shelf_test_remount(struct kunit *test)
{
	struct kunit_mount *m = kunit_mount(test, "cleat-shelf", "max=1");
	struct kunit_file *control = open_in(test, m, "control");

	KUNIT_EXPECT_EQ(test, add_box(control, "a", NULL), 0);
	KUNIT_EXPECT_EQ(test, add_box(control, "b", NULL), -ENOSPC);
	KUNIT_EXPECT_EQ(test, kunit_remount(m, "max=2,logs=each"), -EINVAL);
	KUNIT_EXPECT_EQ(test, kunit_remount(m, "max=99"), -EINVAL);
	KUNIT_EXPECT_EQ(test, add_box(control, "b", NULL), -ENOSPC);
	KUNIT_EXPECT_EQ(test, kunit_remount(m, "max=2,quiet"), 0);
	expect_options(test, m, ",max=2,quiet");
	KUNIT_EXPECT_EQ(test, add_box(control, "b", NULL), 0);
	/* What is not named goes back to its default. */
	KUNIT_EXPECT_EQ(test, kunit_remount(m, NULL), 0);
	expect_options(test, m, ",max=32");
}

static void shelf_test_permission(struct kunit *test)
{
	struct kunit_mount *m;

	kunit_become(test, 1000, 1000);
	m = kunit_try_mount(test, "cleat-shelf", "logs=each");
	kunit_become(test, 0, 0);
	KUNIT_EXPECT_TRUE(test, IS_ERR(m));
	KUNIT_EXPECT_EQ(test, PTR_ERR(m), -EPERM);
}

static void shelf_test_nodes(struct kunit *test)
{
	struct kunit_mount *m = kunit_mount(test, "cleat-shelf", NULL);
	struct kunit_file *control = open_in(test, m, "control"), *a, *b;
	u32 first, second, got;
	struct kunit_stat st;

	KUNIT_EXPECT_EQ(test, add_box(control, "a", &first), 0);
	KUNIT_EXPECT_EQ(test, add_box(control, "b", &second), 0);
	KUNIT_EXPECT_NE(test, first, second);
	KUNIT_EXPECT_EQ(test, add_box(control, "a", NULL), -EEXIST);
	KUNIT_EXPECT_EQ(test, add_box(control, "features", NULL), -EEXIST);
	KUNIT_EXPECT_EQ(test, add_box(control, "", NULL), -EACCES);
	KUNIT_EXPECT_EQ(test, add_box(control, ".", NULL), -EACCES);
	KUNIT_EXPECT_EQ(test, add_box(control, "..", NULL), -EACCES);
	KUNIT_EXPECT_EQ(test, add_box(control, "x/y", NULL), -EACCES);
	expect_text(test, m, "boxes", "2\n");
	a = open_in(test, m, "a");
	b = open_in(test, m, "b");
	KUNIT_EXPECT_EQ(test, kunit_ioctl_obj(a, SHELF_NUMBER, &got), 0);
	KUNIT_EXPECT_EQ(test, got, first);
	KUNIT_EXPECT_EQ(test, kunit_ioctl_obj(b, SHELF_NUMBER, &got), 0);
	KUNIT_EXPECT_EQ(test, got, second);
	KUNIT_ASSERT_EQ(test, kunit_mount_stat(m, "a", &st), 0);
	KUNIT_EXPECT_EQ(test, st.mode & 07777, 0600);
#ifdef __KERNEL__
	{
		struct kunit_file *f = kunit_open(test, "cleat-shelves", O_RDWR);
		u32 major = 0;

		KUNIT_EXPECT_EQ(test, kunit_ioctl_obj(f, SHELF_MAJOR, &major), 0);
		KUNIT_EXPECT_TRUE(test, S_ISCHR(st.mode));
		KUNIT_EXPECT_EQ(test, st.rdev_major, major);
		KUNIT_EXPECT_EQ(test, st.rdev_minor, first);
	}
#endif
}

static void shelf_test_long_name(struct kunit *test)
{
	struct kunit_mount *m = kunit_mount(test, "cleat-shelf", NULL);
	struct kunit_file *control = open_in(test, m, "control");
	char name[SHELF_NAME_MAX + 1];

	memset(name, 'x', sizeof(name));
	name[SHELF_NAME_MAX] = '\0';
	KUNIT_EXPECT_EQ(test, add_box(control, name, NULL), 0);
	KUNIT_EXPECT_EQ(test, open_error(m, name), 0);
}

static void shelf_test_unlink(struct kunit *test)
{
	struct kunit_mount *m = kunit_mount(test, "cleat-shelf", "max=1");
	struct kunit_file *control = open_in(test, m, "control"), *box;
	u32 number, got = ~0u;

	KUNIT_EXPECT_EQ(test, add_box(control, "a", &number), 0);
	box = open_in(test, m, "a");
	KUNIT_EXPECT_EQ(test, kunit_mount_unlink(m, "a"), 0);
	KUNIT_EXPECT_EQ(test, open_error(m, "a"), -ENOENT);
	KUNIT_EXPECT_EQ(test, kunit_mount_unlink(m, "a"), -ENOENT);
	/* It lives on in the open file, and takes its place until then. */
	KUNIT_EXPECT_EQ(test, kunit_ioctl_obj(box, SHELF_NUMBER, &got), 0);
	KUNIT_EXPECT_EQ(test, got, number);
	KUNIT_EXPECT_EQ(test, counts(test).boxes, 1);
	KUNIT_EXPECT_EQ(test, add_box(control, "b", NULL), -ENOSPC);
	kunit_close(box);
	KUNIT_EXPECT_EQ(test, counts(test).boxes, 0);
	KUNIT_EXPECT_EQ(test, add_box(control, "a", NULL), 0);
	KUNIT_EXPECT_EQ(test, kunit_mount_unlink(m, "a"), 0);
	KUNIT_EXPECT_EQ(test, counts(test).boxes, 0);
}

static void shelf_test_protected(struct kunit *test)
{
	struct kunit_mount *m = kunit_mount(test, "cleat-shelf", "logs=each");
	struct kunit_file *control = open_in(test, m, "control");

	KUNIT_EXPECT_EQ(test, add_box(control, "a", NULL), 0);
	KUNIT_EXPECT_EQ(test, kunit_mount_unlink(m, "control"), -EPERM);
	KUNIT_EXPECT_EQ(test, kunit_mount_unlink(m, "boxes"), -EPERM);
	KUNIT_EXPECT_EQ(test, kunit_mount_unlink(m, "features"), -EISDIR);
	KUNIT_EXPECT_EQ(test, kunit_mount_unlink(m, "features/numbers"), -EPERM);
	KUNIT_EXPECT_EQ(test, kunit_mount_rename(m, "control", "other"), -EPERM);
	KUNIT_EXPECT_EQ(test, kunit_mount_rename(m, "a", "control"), -EPERM);
	KUNIT_EXPECT_EQ(test, kunit_mount_rename(m, "boxes", "other"), -EPERM);
	KUNIT_EXPECT_EQ(test, kunit_mount_rename(m, "logs", "other"), -EPERM);
	KUNIT_EXPECT_EQ(test, kunit_mount_rename(m, "a", "features"), -EISDIR);
	KUNIT_EXPECT_EQ(test, open_error(m, "a"), 0);
	KUNIT_EXPECT_EQ(test, open_error(m, "control"), 0);
}

static void shelf_test_rename(struct kunit *test)
{
	struct kunit_mount *m = kunit_mount(test, "cleat-shelf", NULL);
	struct kunit_file *control = open_in(test, m, "control"), *box;
	u32 a, b, got = ~0u;

	KUNIT_EXPECT_EQ(test, add_box(control, "a", &a), 0);
	KUNIT_EXPECT_EQ(test, add_box(control, "b", &b), 0);
	KUNIT_EXPECT_EQ(test, kunit_mount_rename(m, "nothing", "c"), -ENOENT);
	KUNIT_EXPECT_EQ(test, kunit_mount_rename(m, "a", "c"), 0);
	KUNIT_EXPECT_EQ(test, open_error(m, "a"), -ENOENT);
	KUNIT_EXPECT_EQ(test, kunit_mount_rename(m, "c", "features/c"), 0);
	KUNIT_EXPECT_EQ(test, kunit_mount_rename(m, "features", "traits"), 0);
	KUNIT_EXPECT_EQ(test, kunit_mount_rename(m, "traits/c", "b"), 0);
	KUNIT_EXPECT_EQ(test, counts(test).boxes, 1);
	box = open_in(test, m, "b");
	KUNIT_EXPECT_EQ(test, kunit_ioctl_obj(box, SHELF_NUMBER, &got), 0);
	KUNIT_EXPECT_EQ(test, got, a);
	expect_text(test, m, "traits/numbers", "1\n");
	/* The name is free, for the driver too. */
	KUNIT_EXPECT_EQ(test, add_box(control, "features", NULL), 0);
}

static void shelf_test_logs(struct kunit *test)
{
	struct kunit_mount *m = kunit_mount(test, "cleat-shelf", "logs=each");
	struct kunit_file *control = open_in(test, m, "control"), *one, *two, *log;
	char text[16] = "", want[16];
	u32 number;

	KUNIT_EXPECT_EQ(test, add_box(control, "a", &number), 0);
	scnprintf(want, sizeof(want), "box %u\n", number);
	one = open_in(test, m, "a");
	two = open_in(test, m, "a");
	expect_text(test, m, "logs/1", want);
	expect_text(test, m, "logs/2", want);
	log = open_in(test, m, "logs/1");
	kunit_close(one);
	KUNIT_EXPECT_EQ(test, open_error(m, "logs/1"), -ENOENT);
	KUNIT_EXPECT_EQ(test, open_error(m, "logs/2"), 0);
	/* The note is there for whoever has it open. */
	KUNIT_EXPECT_EQ(test, counts(test).notes, 2);
	KUNIT_EXPECT_EQ(test, kunit_read(log, text, sizeof(text) - 1), (ssize_t)strlen(want));
	KUNIT_EXPECT_STREQ(test, text, want);
	kunit_close(log);
	KUNIT_EXPECT_EQ(test, counts(test).notes, 1);
	/* With the directory all of it goes; the rest does without. */
	KUNIT_EXPECT_EQ(test, kunit_ioctl(control, SHELF_REMOVE_LOGS, NULL), 0);
	KUNIT_EXPECT_EQ(test, open_error(m, "logs/2"), -ENOENT);
	KUNIT_EXPECT_EQ(test, counts(test).notes, 0);
	kunit_close(two);
	KUNIT_EXPECT_EQ(test, open_error(m, "a"), 0);
}

static void shelf_test_late(struct kunit *test)
{
	struct kunit_mount *m = kunit_mount(test, "cleat-shelf", "logs=each");
	struct kunit_file *control = open_in(test, m, "control");

	KUNIT_EXPECT_EQ(test, kunit_ioctl(control, SHELF_LATE_NOTE, NULL), -ENOENT);
	KUNIT_EXPECT_EQ(test, kunit_ioctl(control, SHELF_LATE_NOTE, NULL), -ENODEV);
	KUNIT_EXPECT_EQ(test, counts(test).notes, 0);
}

static void shelf_test_mounts_are_apart(struct kunit *test)
{
	struct kunit_mount *m = kunit_mount(test, "cleat-shelf", "max=1"),
			   *n = kunit_mount(test, "cleat-shelf", "max=1");
	struct kunit_file *in_m = open_in(test, m, "control"), *in_n = open_in(test, n, "control");
	u32 number, other;

	KUNIT_EXPECT_EQ(test, add_box(in_m, "a", &number), 0);
	KUNIT_EXPECT_EQ(test, open_error(n, "a"), -ENOENT);
	KUNIT_EXPECT_EQ(test, add_box(in_n, "a", &other), 0);
	KUNIT_EXPECT_NE(test, number, other);
	KUNIT_EXPECT_EQ(test, kunit_mount_unlink(n, "a"), 0);
	KUNIT_EXPECT_EQ(test, open_error(m, "a"), 0);
	KUNIT_EXPECT_EQ(test, counts(test).shelves, 2);
}

static void shelf_test_umount(struct kunit *test)
{
	struct shelf_counts before = counts(test), now;
	struct kunit_mount *m = kunit_mount(test, "cleat-shelf", "logs=each");
	struct kunit_file *control = open_in(test, m, "control"), *box;

	KUNIT_EXPECT_EQ(test, add_box(control, "a", NULL), 0);
	KUNIT_EXPECT_EQ(test, add_box(control, "b", NULL), 0);
	box = open_in(test, m, "a");
	KUNIT_EXPECT_EQ(test, kunit_mount_unlink(m, "a"), 0);
	/* A file keeps the file system, which still takes boxes. */
	kunit_umount(m);
	KUNIT_EXPECT_EQ(test, add_box(control, "c", NULL), 0);
	now = counts(test);
	KUNIT_EXPECT_EQ(test, now.boxes, before.boxes + 3);
	KUNIT_EXPECT_EQ(test, now.shelves, before.shelves + 1);
	kunit_close(control);
	kunit_close(box);
	now = counts(test);
	KUNIT_EXPECT_EQ(test, now.boxes, before.boxes);
	KUNIT_EXPECT_EQ(test, now.notes, before.notes);
	KUNIT_EXPECT_EQ(test, now.shelves, before.shelves);
}

static void shelf_test_first_ipc(struct kunit *test)
{
	struct kunit_mount *m = kunit_mount(test, "cleat-shelf", NULL);

	KUNIT_EXPECT_EQ(test, kunit_ioctl(open_in(test, m, "control"), SHELF_FIRST_IPC, NULL), 1);
}

/* ---- at once ---- */

enum { ROUNDS = 200 };

struct race {
	struct kunit_mount *m;
	struct kunit_file *control;
};

static void unlink_all(struct kunit *test, void *arg)
{
	struct race *r = arg;

	for (int i = 0; i < ROUNDS; i++) {
		kunit_mount_unlink(r->m, "a");
		kunit_mount_rename(r->m, "b", "a");
	}
}

static void shelf_test_race(struct kunit *test)
{
	struct race r = {.m = kunit_mount(test, "cleat-shelf", "logs=each")};
	struct kunit_thread *t;

	r.control = open_in(test, r.m, "control");
	t = kunit_thread_run(test, unlink_all, &r);
	for (int i = 0; i < ROUNDS; i++) {
		struct kunit_file *box;
		long err = add_box(r.control, i % 2 ? "a" : "b", NULL);

		KUNIT_EXPECT_TRUE(test, err == 0 || err == -EEXIST);
		box = kunit_mount_open(r.m, "a", O_RDONLY);
		if (!IS_ERR(box))
			kunit_close(box);
	}
	kunit_thread_join(t);
	kunit_mount_unlink(r.m, "a");
	kunit_mount_unlink(r.m, "b");
	KUNIT_EXPECT_EQ(test, counts(test).boxes, 0);
	KUNIT_EXPECT_EQ(test, counts(test).notes, 0);
}

static int scenario(struct kunit *test)
{
	struct kunit_mount *m = kunit_try_mount(test, "cleat-shelf", "logs=each");
	struct kunit_file *f;
	long err;

	if (IS_ERR(m))
		return (int)PTR_ERR(m);
	f = kunit_mount_open(m, "control", O_RDONLY);
	err = IS_ERR(f) ? PTR_ERR(f) : add_box(f, "a", NULL);
	if (!IS_ERR(f))
		kunit_close(f);
	if (!err) {
		f = kunit_mount_open(m, "a", O_RDONLY);
		err = IS_ERR(f) ? PTR_ERR(f) : 0;
		if (!err)
			kunit_close(f);
	}
	kunit_umount(m);
	return (int)err;
}

static void shelf_test_sweep(struct kunit *test)
{
	KUNIT_EXPECT_GE(test, kunit_fault_sweep(test, scenario), 12);
	KUNIT_EXPECT_EQ(test, counts(test).shelves, 0);
}

static struct kunit_case shelf_cases[] = {
	KUNIT_CASE(shelf_test_root),
	KUNIT_CASE(shelf_test_options),
	KUNIT_CASE(shelf_test_remount),
	KUNIT_CASE(shelf_test_permission),
	KUNIT_CASE(shelf_test_nodes),
	KUNIT_CASE(shelf_test_long_name),
	KUNIT_CASE(shelf_test_unlink),
	KUNIT_CASE(shelf_test_protected),
	KUNIT_CASE(shelf_test_rename),
	KUNIT_CASE(shelf_test_logs),
	KUNIT_CASE(shelf_test_late),
	KUNIT_CASE(shelf_test_mounts_are_apart),
	KUNIT_CASE(shelf_test_umount),
	KUNIT_CASE(shelf_test_first_ipc),
	KUNIT_CASE(shelf_test_race),
	KUNIT_CASE(shelf_test_sweep),
	{},
};

static struct kunit_suite shelf_suite = {
	.name = "filesystem",
	.test_cases = shelf_cases,
};

kunit_test_suite(shelf_suite);
