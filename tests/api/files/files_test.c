/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include <cleat/kunit.h>

#include "uapi.h"

#define DEBUG_DIR "debug/cleat-files/"
#define SYS_DIR "sys/class/misc/cleat-files/"

static struct kunit_file *open_file(struct kunit *test, const char *path, unsigned int flags)
{
	struct kunit_file *f = kunit_open_path(test, path, flags);

	if (IS_ERR(f)) {
		KUNIT_FAIL(test, "open %s: %ld", path, PTR_ERR(f));
		kunit_abort(test);
	}
	return f;
}

static long open_error(struct kunit *test, const char *path, unsigned int flags)
{
	struct kunit_file *f = kunit_open_path(test, path, flags);

	return IS_ERR(f) ? PTR_ERR(f) : 0;
}

/* The device as every case finds it. */
static struct kunit_file *open_device(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, kunit_reload(test), 0);
	return kunit_open(test, "cleat-files", O_RDWR);
}

static void expect_text(struct kunit *test, const char *path, const char *want)
{
	struct kunit_file *f = open_file(test, path, O_RDONLY);
	char got[64];
	ssize_t n = kunit_read(f, got, sizeof(got) - 1);

	KUNIT_ASSERT_GE(test, n, 0);
	got[n] = '\0';
	KUNIT_EXPECT_STREQ(test, got, want);
	KUNIT_EXPECT_EQ(test, kunit_read(f, got, sizeof(got)), 0);
	kunit_close(f);
}

static ssize_t store(struct kunit *test, const char *path, const char *text)
{
	struct kunit_file *f = open_file(test, path, O_WRONLY);
	ssize_t n = kunit_write(f, text, strlen(text));

	kunit_close(f);
	return n;
}

static void files_test_debugfs_text(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, kunit_reload(test), 0);
	expect_text(test, DEBUG_DIR "text", "\n");
	KUNIT_EXPECT_EQ(test, store(test, DEBUG_DIR "text", "hello"), 5);
	expect_text(test, DEBUG_DIR "text", "hello\n");
	KUNIT_EXPECT_EQ(test, store(test, DEBUG_DIR "text", "longer than its place"), -E2BIG);
}

static void files_test_debugfs_one_way(struct kunit *test)
{
	static char page[PAGE_SIZE];
	char byte;

	KUNIT_ASSERT_EQ(test, kunit_reload(test), 0);
	KUNIT_EXPECT_EQ(test, kunit_read(open_file(test, DEBUG_DIR "inner/only", O_RDWR), &byte, 1),
			-EINVAL);
	KUNIT_EXPECT_EQ(test, kunit_write(open_file(test, DEBUG_DIR "inner/lines", O_RDWR), "x", 1),
			-EINVAL);
	KUNIT_EXPECT_EQ(test,
			kunit_write(open_file(test, DEBUG_DIR "text", O_RDWR), page, PAGE_SIZE),
			-EINVAL);
	KUNIT_EXPECT_EQ(test, store(test, DEBUG_DIR "inner/only", "12"), 2);
	expect_text(test, SYS_DIR "slots", "12\n");
}

static void files_test_debugfs_numbers(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, kunit_reload(test), 0);
	expect_text(test, DEBUG_DIR "number", "7\n");
	KUNIT_EXPECT_EQ(test, store(test, DEBUG_DIR "number", "0x10\n"), 5);
	expect_text(test, DEBUG_DIR "number", "16\n");
	KUNIT_EXPECT_EQ(test, store(test, DEBUG_DIR "number", "many"), -EINVAL);
	KUNIT_EXPECT_EQ(test, store(test, DEBUG_DIR "inner/big", "18446744073709551615"), 20);
	expect_text(test, DEBUG_DIR "inner/big", "18446744073709551615\n");
	KUNIT_EXPECT_EQ(test, store(test, DEBUG_DIR "inner/on", "y"), 1);
	expect_text(test, DEBUG_DIR "inner/on", "Y\n");
}

/* The text is longer than one buffer and one read; it is shown anew only from its start. */
static void files_test_long_text(struct kunit *test)
{
	struct kunit_file *dev = open_device(test),
			  *f = open_file(test, DEBUG_DIR "inner/lines", O_RDONLY);
	enum { LINES = 5000, LINE = 11 };
	static char got[3 * LINE];
	u32 lines = 0, seen = 0;

	KUNIT_EXPECT_EQ(test, kunit_read(f, got, sizeof(got)), -ENODATA);
	lines = LINES;
	KUNIT_ASSERT_EQ(test, kunit_ioctl_obj(dev, FILES_LINES, &lines), 0);
	while (kunit_read(f, got, LINE) == LINE) {
		char want[LINE + 1];

		snprintf(want, sizeof(want), "line %05u\n", seen++);
		KUNIT_ASSERT_EQ(test, memcmp(got, want, LINE), 0);
	}
	KUNIT_EXPECT_EQ(test, seen, (u32)LINES);
	lines = 1;
	KUNIT_ASSERT_EQ(test, kunit_ioctl_obj(dev, FILES_LINES, &lines), 0);
	KUNIT_EXPECT_EQ(test, kunit_lseek(f, 0, SEEK_SET), 0);
	KUNIT_EXPECT_EQ(test, kunit_read(f, got, sizeof(got)), LINE);
}

static void files_test_bytes(struct kunit *test)
{
	struct kunit_file *dev = open_device(test), *f;
	u32 pieces = 5000, at = 0, wrong = 0;
	char got[512];
	ssize_t n;

	KUNIT_ASSERT_EQ(test, kunit_ioctl_obj(dev, FILES_LINES, &pieces), 0);
	f = open_file(test, DEBUG_DIR "inner/bytes", O_RDONLY);
	while ((n = kunit_read(f, got, sizeof(got))) > 0)
		for (ssize_t i = 0; i < n; i++, at++)
			wrong += got[i] != "a\0\nb"[at % 4];
	KUNIT_EXPECT_EQ(test, n, 0);
	KUNIT_EXPECT_EQ(test, at, 4 * pieces);
	KUNIT_EXPECT_EQ(test, wrong, 0);
	kunit_close(f);
}

static void files_test_formats(struct kunit *test)
{
	static const char numbers[] = "-7|ab   |  12|abc|123456789abcdef|99|%|c|0000beef|-1|0xff|xy\n";
	enum { NUMBERS = sizeof(numbers) - 1, ADDRESS = 17 };
	struct kunit_file *dev = open_device(test),
			  *f = open_file(test, DEBUG_DIR "inner/formats", O_RDONLY);
	char got[128] = "";
	ssize_t n = kunit_read(f, got, sizeof(got) - 1);

	KUNIT_ASSERT_EQ(test, n, (ssize_t)(NUMBERS + 2 * ADDRESS));
	KUNIT_EXPECT_EQ(test, memcmp(got, numbers, NUMBERS), 0);
	/* Sixteen digits, the first eight of them 0; a young kernel says (____ptrval____). */
	for (int i = 0; i < 2; i++) {
		const char *address = got + NUMBERS + i * ADDRESS;

		KUNIT_EXPECT_EQ(test, address[16], '\n');
		KUNIT_EXPECT_TRUE(test, memcmp(address, "00000000", 8) == 0 || address[0] == '(');
	}
	KUNIT_EXPECT_NE(test, memcmp(got + NUMBERS, got + NUMBERS + ADDRESS, ADDRESS) == 0 &&
			got[NUMBERS] != '(', true);
	kunit_close(dev);
}

static void files_test_sysfs(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, kunit_reload(test), 0);
	expect_text(test, SYS_DIR "slots", "3\n");
	expect_text(test, SYS_DIR "pair", "one two\n");
	KUNIT_EXPECT_EQ(test, store(test, SYS_DIR "slots", "0x20\n"), 5);
	expect_text(test, SYS_DIR "slots", "32\n");
	KUNIT_EXPECT_EQ(test, store(test, SYS_DIR "slots", "4294967296"), -ERANGE);
	KUNIT_EXPECT_EQ(test, open_error(test, SYS_DIR "pair", O_WRONLY), -EACCES);
	KUNIT_EXPECT_EQ(test, open_error(test, SYS_DIR "nothing", O_RDONLY), -ENOENT);
}

static void files_test_proc(struct kunit *test)
{
	struct kunit_file *dev = open_device(test), *f;
	char byte;

	expect_text(test, "proc/cleat-files/number", "number 7\n");
	f = open_file(test, "proc/cleat-files/number", O_RDONLY);
	KUNIT_EXPECT_EQ(test, kunit_ioctl(dev, FILES_DROP_PROC, NULL), 0);
	KUNIT_EXPECT_EQ(test, kunit_read(f, &byte, 1), -EIO);
	KUNIT_EXPECT_EQ(test, open_error(test, "proc/cleat-files/number", O_RDONLY), -ENOENT);
	expect_text(test, DEBUG_DIR "number", "7\n");
}

/* The object behind an open file goes; the file says so. */
static void files_test_open_file_outlives_object(struct kunit *test)
{
	struct kunit_file *dev = open_device(test), *f = open_file(test, DEBUG_DIR "text", O_RDWR);
	char text[8];

	KUNIT_EXPECT_EQ(test, kunit_read(f, text, sizeof(text)), 1);
	KUNIT_EXPECT_EQ(test, kunit_ioctl(dev, FILES_DROP_PROC, NULL), 0);
	KUNIT_EXPECT_EQ(test, kunit_ioctl(dev, FILES_DROP_DEBUG, NULL), 0);
	KUNIT_EXPECT_EQ(test, kunit_lseek(f, 0, SEEK_SET), -EIO);
	KUNIT_EXPECT_EQ(test, kunit_read(f, text, sizeof(text)), -EIO);
	KUNIT_EXPECT_EQ(test, kunit_write(f, "x", 1), -EIO);
	KUNIT_EXPECT_EQ(test, open_error(test, DEBUG_DIR "text", O_RDWR), -ENOENT);
	KUNIT_EXPECT_EQ(test, kunit_ioctl(dev, FILES_SHOW, NULL), 0);
	KUNIT_EXPECT_EQ(test, kunit_ioctl(dev, FILES_SHOW, NULL), -EEXIST);
	expect_text(test, DEBUG_DIR "number", "7\n");
}

struct slow {
	struct kunit_file *file, *dev;
	ssize_t n;
	char text[8];
};

static void read_slow(struct kunit *test, void *arg)
{
	struct slow *s = arg;

	s->n = kunit_read(s->file, s->text, sizeof(s->text));
}

static void drop_debug(struct kunit *test, void *arg)
{
	struct slow *s = arg;

	KUNIT_EXPECT_EQ(test, kunit_ioctl(s->dev, FILES_DROP_PROC, NULL), 0);
	KUNIT_EXPECT_EQ(test, kunit_ioctl(s->dev, FILES_DROP_DEBUG, NULL), 0);
}

/* A removal waits for the show that is under way, which sees a living object to its end. */
static void files_test_removal_waits(struct kunit *test)
{
	struct slow s = {.dev = open_device(test)};
	struct kunit_thread *reader, *remover;

	s.file = open_file(test, DEBUG_DIR "slow", O_RDONLY);
	reader = kunit_thread_run(test, read_slow, &s);
	KUNIT_ASSERT_TRUE(test, kunit_thread_asleep(reader));
	remover = kunit_thread_run(test, drop_debug, &s);
	KUNIT_EXPECT_TRUE(test, kunit_thread_asleep(remover));
	KUNIT_EXPECT_EQ(test, kunit_ioctl(s.dev, FILES_GO, NULL), 0);
	kunit_thread_join(reader);
	kunit_thread_join(remover);
	KUNIT_EXPECT_EQ(test, s.n, 2);
	KUNIT_EXPECT_MEMEQ(test, s.text, "7\n", 2);
}

static int use_device(struct kunit *test)
{
	struct kunit_file *f = kunit_try_open(test, "cleat-files", O_RDWR);
	long err;

	if (IS_ERR(f))
		return PTR_ERR(f);
	err = kunit_ioctl(f, FILES_SHOW, NULL);
	kunit_ioctl(f, FILES_DROP_PROC, NULL);
	kunit_ioctl(f, FILES_DROP_DEBUG, NULL);
	kunit_close(f);
	return err;
}

static void files_test_sweep(struct kunit *test)
{
	struct kunit_file *dev = open_device(test);

	KUNIT_EXPECT_EQ(test, kunit_ioctl(dev, FILES_DROP_PROC, NULL), 0);
	KUNIT_EXPECT_EQ(test, kunit_ioctl(dev, FILES_DROP_DEBUG, NULL), 0);
	KUNIT_EXPECT_GE(test, kunit_fault_sweep(test, use_device), 3);
}

static struct kunit_case files_cases[] = {
	KUNIT_CASE(files_test_debugfs_text),
	KUNIT_CASE(files_test_debugfs_one_way),
	KUNIT_CASE(files_test_debugfs_numbers),
	KUNIT_CASE(files_test_long_text),
	KUNIT_CASE(files_test_bytes),
	KUNIT_CASE(files_test_formats),
	KUNIT_CASE(files_test_sysfs),
	KUNIT_CASE(files_test_proc),
	KUNIT_CASE(files_test_open_file_outlives_object),
	KUNIT_CASE(files_test_removal_waits),
	KUNIT_CASE(files_test_sweep),
	{},
};

static struct kunit_suite files_suite = {
	.name = "files",
	.test_cases = files_cases,
};

kunit_test_suite(files_suite);
