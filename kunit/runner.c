/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The test runner: suites, cases, KTAP, the failure sweep, and a last test of its own: after the
 * driver's exit nothing is left of it, and its init works again.
 */
#include "world.h"

#include <cleat/delay.h>
#include <cleat/err.h>
#include <cleat/kunit_mount.h>
#include <cleat/printk.h>

#ifdef __KERNEL__
#include <linux/kernel.h>
#include <linux/stdarg.h>
#else
#include <stdarg.h>
int vsnprintf(char *to, size_t size, const char *fmt, va_list ap);
#endif

static void print(const char *indent, const char *fmt, ...) __printf(2, 3);

static void print(const char *indent, const char *fmt, ...)
{
	char line[256];
	va_list ap;
	int n = scnprintf(line, sizeof(line), "%s", indent);

	va_start(ap, fmt);
	vsnprintf(line + n, sizeof(line) - (size_t)n, fmt, ap);
	va_end(ap);
	kunit_world_print(line);
}

void kunit_fail(struct kunit *test, const char *file, int line, const char *fmt, ...)
{
	char text[192];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	print("    ", "# %s: %s:%d", test->name, file, line);
	print("    ", "# %s: %s", test->name, text);
	test->status = KUNIT_FAILURE;
}

void kunit_info(struct kunit *test, const char *fmt, ...)
{
	char text[192];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	print("    ", "# %s: %s", test->name, text);
}

_Noreturn void kunit_skip(struct kunit *test, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(test->comment, sizeof(test->comment), fmt, ap);
	va_end(ap);
	test->status = KUNIT_SKIPPED;
	kunit_abort(test);
}

static const char *verdict(const struct kunit *test)
{
	return test->status == KUNIT_FAILURE ? "not ok" : "ok";
}

/* One case; its status. */
static enum kunit_status run_case(struct kunit_suite *suite, struct kunit_case *c, int number)
{
	struct kunit test = {.name = c->name};
	int warnings = kunit_world_warnings();
	int err = suite->init ? suite->init(&test) : 0;

	if (err)
		KUNIT_FAIL(&test, "suite init failed: %d", err);
	else
		kunit_world_call(&test, c->run_case);
	if (suite->exit)
		suite->exit(&test);
	if (kunit_world_warnings() != warnings)
		KUNIT_FAIL(&test, "a warning was reported");
	if (test.status == KUNIT_SKIPPED)
		print("    ", "ok %d %s # SKIP %s", number, c->name, test.comment);
	else
		print("    ", "%s %d %s", verdict(&test), number, c->name);
	return test.status;
}

static int run_suite(struct kunit_suite *suite, int number)
{
	int cases = 0, failed = 0;

	while (suite->test_cases[cases].run_case)
		cases++;
	print("    ", "KTAP version 1");
	print("    ", "# Subtest: %s", suite->name);
	print("    ", "1..%d", cases);
	for (int i = 0; i < cases; i++)
		failed += run_case(suite, &suite->test_cases[i], i + 1) == KUNIT_FAILURE;
	print("", "%s %d %s", failed ? "not ok" : "ok", number, suite->name);
	return failed;
}

static void expect_nothing_left(struct kunit *test, const char *after)
{
	long left = kunit_live_objects();

	if (left > 0)
		KUNIT_FAIL(test, "%ld allocations left after %s", left, after);
}

/* init with its N-th operation failing, for every N: it must undo what it did. */
static int sweep_init(struct kunit *test)
{
	for (int n = 1;; n++) {
		bool hit;
		int err;

		cleat_fault_arm(n);
		err = kunit_world_init();
		hit = cleat_fault_disarm();
		if (!hit)
			return err;
		if (!err) {
			KUNIT_FAIL(test, "init: operation %d failed, init did not", n);
			kunit_world_exit();
		}
		expect_nothing_left(test, "a failed init");
	}
}

/* The driver goes, leaves nothing, fails cleanly, and comes again. */
static int run_lifecycle(int number)
{
	struct kunit test = {.name = "lifecycle"};
	int warnings = kunit_world_warnings(), err;

	kunit_world_exit();
	expect_nothing_left(&test, "exit");
	err = sweep_init(&test);
	if (err)
		KUNIT_FAIL(&test, "init after exit: %d", err);
	if (kunit_world_warnings() != warnings)
		KUNIT_FAIL(&test, "init or exit reported a warning");
	print("", "%s %d lifecycle", verdict(&test), number);
	return test.status == KUNIT_FAILURE;
}

int kunit_run(struct kunit_suite *const *suites)
{
	int n = 0, failed = 0;

	while (suites[n])
		n++;
	print("", "KTAP version 1");
	print("", "1..%d", n + 1);
	for (int i = 0; i < n; i++)
		failed += run_suite(suites[i], i + 1);
	return failed + run_lifecycle(n + 1);
}

struct kunit_file *kunit_try_open(struct kunit *test, const char *name, unsigned int flags)
{
	char path[256];

	scnprintf(path, sizeof(path), "dev/%s", name);
	return kunit_open_path(test, path, flags);
}

struct kunit_file *kunit_open(struct kunit *test, const char *name, unsigned int flags)
{
	struct kunit_file *f = kunit_try_open(test, name, flags);

	if (IS_ERR(f)) {
		KUNIT_FAIL(test, "open %s: %ld", name, PTR_ERR(f));
		kunit_abort(test);
	}
	return f;
}

struct kunit_mount *kunit_mount(struct kunit *test, const char *type, const char *options)
{
	struct kunit_mount *m = kunit_try_mount(test, type, options);

	if (IS_ERR(m)) {
		KUNIT_FAIL(test, "mount %s: %ld", type, PTR_ERR(m));
		kunit_abort(test);
	}
	return m;
}

int kunit_reload(struct kunit *test)
{
	(void)test;
	kunit_world_exit();
	return kunit_world_init();
}

int kunit_reload_params(struct kunit *test, const char *const *params)
{
	int err;

	(void)test;
	kunit_world_exit();
	err = kunit_world_params(params);
	return err ? err : kunit_world_init();
}

static bool injected_errno(int ret)
{
	return ret == -ENOMEM || ret == -EFAULT || ret == -EINTR || ret == -ERESTARTSYS;
}

/*
 * What the driver's own threads have not freed yet is not left behind; a leak stays. Fewer than before:
 * they freed what was from earlier.
 */
static long objects_left(long before)
{
	enum { SETTLE_MS = 2000 };

	for (int ms = 0; ms < SETTLE_MS && kunit_live_objects() > before; ms++)
		msleep(1);
	return kunit_live_objects() - before;
}

void kunit_in_threads(struct kunit *test, unsigned int n, void (*fn)(struct kunit *test, void *arg), void *arg)
{
	struct kunit_thread *t[16];

	n = min_t(unsigned int, n, ARRAY_SIZE(t));
	for (unsigned int i = 0; i < n; i++)
		t[i] = kunit_thread_run(test, fn, arg);
	for (unsigned int i = 0; i < n; i++)
		kunit_thread_join(t[i]);
}

int kunit_fault_sweep(struct kunit *test, int (*scenario)(struct kunit *test))
{
	enum { LIMIT = 10000 };

	for (int n = 1; n < LIMIT; n++) {
		long before = kunit_live_objects();
		bool hit;
		long left;
		int ret;

		cleat_fault_arm(n);
		ret = scenario(test);
		hit = cleat_fault_disarm();
		left = objects_left(before);
		if (!hit) {
			if (ret)
				KUNIT_FAIL(test, "sweep: without a fault: %d", ret);
			if (left > 0)
				KUNIT_FAIL(test, "sweep: without a fault: %ld allocations left", left);
			return n - 1;
		}
		if (!injected_errno(ret))
			KUNIT_FAIL(test, "sweep: operation %d failed, the scenario returned %d", n, ret);
		if (left > 0)
			KUNIT_FAIL(test, "sweep: operation %d failed: %ld allocations left", n, left);
	}
	KUNIT_FAIL(test, "sweep: no end after %d operations", LIMIT);
	return LIMIT;
}
