/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Tests in KUnit's shape, one file for both worlds. In the kernel they run when the test module is
 * loaded, in a process under sanitizers; both print KTAP. A test reaches the driver as a program
 * does: it opens the node and calls it with real user memory.
 *
 *	KUNIT_EXPECT_EQ(test, a, b) …NE LT LE GT GE TRUE FALSE NULL NOT_NULL STREQ MEMEQ NOT_ERR_OR_NULL
 *	KUNIT_ASSERT_…			the same, and the test ends there
 *	KUNIT_FAIL(test, fmt, …), kunit_skip(test, fmt, …), kunit_info(test, fmt, …)
 *
 * Context: process context; a case may sleep.
 * Source: include/kunit/test.h; Documentation/dev-tools/ktap.rst.
 *
 * Example::
 *
 *	static void hello_test_value(struct kunit *test)
 *	{
 *		struct kunit_file *f = kunit_open(test, "hello", O_RDWR);
 *		int value = 7;
 *
 *		KUNIT_ASSERT_EQ(test, kunit_ioctl_obj(f, HELLO_SET, &value), 0);
 *	}
 *	static struct kunit_case hello_cases[] = { KUNIT_CASE(hello_test_value), {} };
 *	static struct kunit_suite hello_suite = { .name = "hello", .test_cases = hello_cases };
 *	kunit_test_suite(hello_suite);
 */
#ifndef CLEAT_KUNIT_H
#define CLEAT_KUNIT_H

#include <cleat/fs.h>
#include <cleat/poll.h>
#include <cleat/printk.h>
#include <cleat/slab.h>
#include <cleat/string.h>

struct kunit;
struct kunit_file;
struct kunit_thread;
struct kunit_watch;

enum kunit_status { KUNIT_SUCCESS, KUNIT_FAILURE, KUNIT_SKIPPED };

/**
 * struct kunit - one running case
 * @name: its function's name; @priv: the suite's own (set in suite init)
 */
struct kunit {
	const char *name;
	void *priv;
	enum kunit_status status;
	char comment[128];
	struct kunit_resource *resources;
	void *jump;
	void *world;
};

struct kunit_case {
	void (*run_case)(struct kunit *test);
	const char *name;
};
#define KUNIT_CASE(fn) {.run_case = fn, .name = #fn}

/**
 * struct kunit_suite - cases that belong together
 * @init: before each case, may be NULL; an errno fails the case; @exit: after each case, may be NULL
 * @test_cases: ends with {}
 */
struct kunit_suite {
	const char *name;
	int (*init)(struct kunit *test);
	void (*exit)(struct kunit *test);
	struct kunit_case *test_cases;
};

/* The driver's suites: one line in its test file. */
#define kunit_test_suites(suites...)                                                               \
	struct kunit_suite *const cleat_kunit_suites[] = {suites, NULL}
#define kunit_test_suite(suite) kunit_test_suites(&suite)
extern struct kunit_suite *const cleat_kunit_suites[];

/* ---- the driver, as a program sees it ---- */

/**
 * kunit_open - open the device node @name ("fifo", not "/dev/fifo")
 *
 * Return: the open file; ends the case when it cannot be opened. Closed at the end of the case if
 * it is not before.
 */
struct kunit_file *kunit_open(struct kunit *test, const char *name, unsigned int flags);

/** kunit_try_open - the same, but an error is an answer: ERR_PTR(-errno) */
struct kunit_file *__must_check kunit_try_open(struct kunit *test, const char *name, unsigned int flags);

/**
 * kunit_open_path - open a file of the driver's by its place: "debug/NAME/file", "sys/class/misc/NAME/file",
 * "proc/NAME" or "dev/NAME"; as kunit_try_open
 */
struct kunit_file *__must_check kunit_open_path(struct kunit *test, const char *path, unsigned int flags);

/** kunit_close - the last close of @f */
void kunit_close(struct kunit_file *f);

/** kunit_read - read(2) of up to @len bytes into @buf; kunit_write - write(2). Bytes, or -errno. */
ssize_t kunit_read(struct kunit_file *f, void *buf, size_t len);
ssize_t kunit_write(struct kunit_file *f, const void *buf, size_t len);

/** kunit_ioctl - ioctl(2) with a user address; kunit_ioctl_obj - with *@obj copied in and back out */
long kunit_ioctl(struct kunit_file *f, unsigned int cmd, void __user *arg);
long kunit_ioctl_buf(struct kunit_file *f, unsigned int cmd, void *obj, size_t size);
#define kunit_ioctl_obj(f, cmd, obj) kunit_ioctl_buf(f, cmd, obj, sizeof(*(obj)))

/** kunit_poll - what is ready now; kunit_lseek - lseek(2) */
__poll_t kunit_poll(struct kunit_file *f);
loff_t kunit_lseek(struct kunit_file *f, loff_t off, int whence);

/**
 * kunit_watch - poll, and stay on the file's wait queues as epoll does
 *
 * It ends by kunit_watch_end or with the case, before @f is closed.
 */
struct kunit_watch *kunit_watch(struct kunit_file *f);
void kunit_watch_end(struct kunit_watch *w);
/** kunit_watch_woken - has a wake-up come since the last time that this was asked? */
bool kunit_watch_woken(struct kunit_watch *w);

/** kunit_nonblock - switch O_NONBLOCK of an open file, as fcntl(F_SETFL) does */
void kunit_nonblock(struct kunit_file *f, bool on);

/**
 * kunit_become - what the case calls from now on is called by user @uid, group @gid (real and
 * effective); only user 0 has capabilities
 */
void kunit_become(struct kunit *test, unsigned int uid, unsigned int gid);

/* ---- user memory ---- */

/** kunit_user_alloc - @size bytes of user memory, zeroed, until the case ends; whole pages */
void __user *kunit_user_alloc(struct kunit *test, size_t size);
/** kunit_user_write - fill it; kunit_user_read - look at it */
void kunit_user_write(struct kunit *test, void __user *to, const void *from, size_t n);
void kunit_user_read(struct kunit *test, void *to, const void __user *from, size_t n);
/**
 * kunit_mmap - map @len bytes at @off of an open file, shared, until the case ends
 * @writable: PROT_WRITE too
 *
 * Return: the address, or ERR_PTR(-errno) as mmap(2).
 */
void __user *kunit_mmap(struct kunit_file *f, loff_t off, size_t len, bool writable);
/** kunit_munmap - end what kunit_mmap made before the case ends */
void kunit_munmap(struct kunit *test, void __user *map);
/** kunit_may_write - may the program make this mapping writable (mprotect), if it is not already? */
bool kunit_may_write(struct kunit *test, void __user *map);
/** kunit_user_bad - an address at which nothing is mapped */
void __user *kunit_user_bad(struct kunit *test);

/* ---- descriptors ---- */

/**
 * kunit_fd_new - a descriptor of the test's for a file of its own, which has nothing in it
 *
 * Whoever closes it closes it; the end of the case does not.
 */
int kunit_fd_new(struct kunit *test);
/** kunit_fd_close - close(2): 0 or -EBADF */
int kunit_fd_close(struct kunit *test, int fd);
/** kunit_fd_same - are both open, and for the same file? */
bool kunit_fd_same(struct kunit *test, int a, int b);
/** kunit_fd_cloexec - is it open, and closed by exec? */
bool kunit_fd_cloexec(struct kunit *test, int fd);

/* ---- a second thread ---- */

/**
 * kunit_thread_run - run @fn in a thread of the same process; joined at the end of the case at last
 * @arg: handed to @fn
 */
struct kunit_thread *kunit_thread_run(struct kunit *test, void (*fn)(struct kunit *test, void *arg),
				      void *arg);
/** kunit_process_run - the same, and to the driver it is a thread of another process */
struct kunit_thread *kunit_process_run(struct kunit *test, void (*fn)(struct kunit *test, void *arg),
				       void *arg);
/** kunit_in_threads - run @fn in @n threads at once, 16 at most, and wait for all */
void kunit_in_threads(struct kunit *test, unsigned int n, void (*fn)(struct kunit *test, void *arg), void *arg);
/** kunit_thread_join - wait for its end */
void kunit_thread_join(struct kunit_thread *t);
/** kunit_thread_signal - a signal arrives at @t: its interruptible sleep ends */
void kunit_thread_signal(struct kunit_thread *t);
/** kunit_thread_asleep - wait until @t sleeps in the driver (false: it ended instead) */
bool kunit_thread_asleep(struct kunit_thread *t);

/* ---- the failure sweep ---- */

/**
 * kunit_fault_sweep - run @scenario with its N-th operation failing, for N = 1, 2, … until none failed
 * @scenario: does its work on the driver and undoes it; returns 0 or the first negative errno that a
 *	call gave it; must not use KUNIT_ASSERT while a fault is armed
 *
 * Each failed run must return -ENOMEM, -EFAULT, -EINTR or -ERESTARTSYS (what was injected), the first
 * run without a fault must return 0, and none may leave an allocation behind.
 *
 * Return: how many operations were made to fail.
 */
int kunit_fault_sweep(struct kunit *test, int (*scenario)(struct kunit *test));

/** kunit_live_objects - allocations of the driver that are not freed; -1 where it cannot be known */
long kunit_live_objects(void);

/** kunit_reload - run the driver's exit and init; their errno */
int __must_check kunit_reload(struct kunit *test);

/**
 * kunit_reload_params - kunit_reload with parameters set between exit and init
 * @params: "name=value" strings that stay in place, ends with NULL. A value remains until it is set again
 *
 * Return: 0; -EINVAL for a parameter that is not there or a value that is not of its type (then the
 * driver is not up); init's errno.
 */
int __must_check kunit_reload_params(struct kunit *test, const char *const *params);

/**
 * kunit_time_pass - let at least @ms milliseconds pass; the driver's timers that are due have run
 *
 * A process moves its clock instead of waiting: jiffies, ktime_get and timers follow, the time of a
 * sleep or a wait stays real. In the kernel all time is real, and the test sleeps.
 */
void kunit_time_pass(struct kunit *test, unsigned int ms);

/* ---- verdicts ---- */

void kunit_fail(struct kunit *test, const char *file, int line, const char *fmt, ...) __printf(4, 5);
void kunit_end_case(struct kunit *test);

/** kunit_abort - end the case here. The loop tells the compiler and objtool that nothing follows. */
static inline _Noreturn void kunit_abort(struct kunit *test)
{
	for (;;)
		kunit_end_case(test);
}
_Noreturn void kunit_skip(struct kunit *test, const char *fmt, ...) __printf(2, 3);
void kunit_info(struct kunit *test, const char *fmt, ...) __printf(2, 3);

#define KUNIT_FAIL(test, fmt, ...) kunit_fail(test, __FILE__, __LINE__, fmt, ##__VA_ARGS__)

#define __kunit_check(test, ok, then, fmt, ...)                                                    \
	do {                                                                                       \
		if (!(ok)) {                                                                       \
			kunit_fail(test, __FILE__, __LINE__, fmt, ##__VA_ARGS__);                  \
			then;                                                                      \
		}                                                                                  \
	} while (0)
#define __kunit_compare(test, a, op, b, then)                                                      \
	do {                                                                                       \
		__typeof__((a) + 0) __ka = (a);                                                    \
		__typeof__((b) + 0) __kb = (b);                                                    \
		__kunit_check(test, __ka op __kb, then,                                            \
			      "expected %s: %lld, %lld", #a " " #op " " #b, (long long)__ka,       \
			      (long long)__kb);                                                    \
	} while (0)
#define __kunit_bool(test, a, want, then)                                                          \
	__kunit_check(test, (!!(a)) == want, then, "expected %s to be %s", #a, #want)
#define __kunit_pointer(test, p, ok, what, then)                                                   \
	__kunit_check(test, ok, then, "expected %s to be %s", #p, what)
#define __kunit_streq(test, a, b, then)                                                            \
	do {                                                                                       \
		const char *__ka = (a), *__kb = (b);                                               \
		__kunit_check(test, strcmp(__ka, __kb) == 0, then,                                 \
			      "expected " #a " == " #b ": \"%s\", \"%s\"", __ka, __kb);            \
	} while (0)
#define __kunit_memeq(test, a, b, n, then)                                                         \
	__kunit_check(test, memcmp(a, b, n) == 0, then, "expected " #a " and " #b " to be equal")

#define KUNIT_EXPECT_EQ(test, a, b) __kunit_compare(test, a, ==, b, )
#define KUNIT_EXPECT_NE(test, a, b) __kunit_compare(test, a, !=, b, )
#define KUNIT_EXPECT_LT(test, a, b) __kunit_compare(test, a, <, b, )
#define KUNIT_EXPECT_LE(test, a, b) __kunit_compare(test, a, <=, b, )
#define KUNIT_EXPECT_GT(test, a, b) __kunit_compare(test, a, >, b, )
#define KUNIT_EXPECT_GE(test, a, b) __kunit_compare(test, a, >=, b, )
#define KUNIT_EXPECT_TRUE(test, a) __kunit_bool(test, a, true, )
#define KUNIT_EXPECT_FALSE(test, a) __kunit_bool(test, a, false, )
#define KUNIT_EXPECT_NULL(test, p) __kunit_pointer(test, p, (p) == NULL, "NULL", )
#define KUNIT_EXPECT_NOT_NULL(test, p) __kunit_pointer(test, p, (p) != NULL, "not NULL", )
#define KUNIT_EXPECT_NOT_ERR_OR_NULL(test, p)                                                      \
	__kunit_pointer(test, p, !IS_ERR_OR_NULL(p), "an object", )
#define KUNIT_EXPECT_STREQ(test, a, b) __kunit_streq(test, a, b, )
#define KUNIT_EXPECT_MEMEQ(test, a, b, n) __kunit_memeq(test, a, b, n, )

#define KUNIT_ASSERT_EQ(test, a, b) __kunit_compare(test, a, ==, b, kunit_abort(test))
#define KUNIT_ASSERT_NE(test, a, b) __kunit_compare(test, a, !=, b, kunit_abort(test))
#define KUNIT_ASSERT_LT(test, a, b) __kunit_compare(test, a, <, b, kunit_abort(test))
#define KUNIT_ASSERT_GE(test, a, b) __kunit_compare(test, a, >=, b, kunit_abort(test))
#define KUNIT_ASSERT_TRUE(test, a) __kunit_bool(test, a, true, kunit_abort(test))
#define KUNIT_ASSERT_FALSE(test, a) __kunit_bool(test, a, false, kunit_abort(test))
#define KUNIT_ASSERT_NOT_NULL(test, p)                                                             \
	__kunit_pointer(test, p, (p) != NULL, "not NULL", kunit_abort(test))
#define KUNIT_ASSERT_NOT_ERR_OR_NULL(test, p)                                                      \
	__kunit_pointer(test, p, !IS_ERR_OR_NULL(p), "an object", kunit_abort(test))

#endif
