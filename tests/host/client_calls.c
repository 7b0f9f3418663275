/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* ioctls: who calls, sizes, pointers of all kinds. */
#define _GNU_SOURCE
#include "tests/host/client.h"

enum { BIG = 100 * 1024, PAGE = 4096 };

static void *who_in_thread(void *arg)
{
	struct probe_who who;

	check(ioctl(*(int *)arg, PROBE_WHO, &who) == 0);
	check(who.pid == (int)syscall(SYS_gettid));
	check(who.tgid == getpid());
	return NULL;
}

static void case_who(void)
{
	int fd = open_node(O_RDWR);
	struct probe_who who;
	pthread_t t;
	pid_t child;
	int st;

	check(ioctl(fd, PROBE_WHO, &who) == 0);
	check(who.pid == getpid() && who.tgid == getpid());
	check(who.uid == getuid() && who.euid == geteuid());
	check(strcmp(who.comm, "client") == 0);
	pthread_create(&t, NULL, who_in_thread, &fd);
	pthread_join(t, NULL);
	child = fork();
	if (child == 0) {
		ioctl(fd, PROBE_WHO, &who);
		_exit(who.tgid == getpid() ? 0 : 1);
	}
	waitpid(child, &st, 0);
	check(WIFEXITED(st) && WEXITSTATUS(st) == 0);
}

static void case_sizes(void)
{
	int fd = open_node(O_RDWR);
	uint32_t n = 21;
	char *hole =
		mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	char *readonly = mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	munmap(hole + PAGE, PAGE);
	check(ioctl(fd, PROBE_NULL) == 0);
	check_fails(ioctl(fd, _IO('p', 99)), ENOTTY);
	check_fails(ioctl(fd, _IOR('p', 1, char[3]), hole), ENOTTY);
	check_fails(ioctl(fd, _IOW('p', 3, struct probe_stat), hole), ENOTTY);
	check_fails(ioctl(fd, PROBE_WHO, NULL), EFAULT);
	check_fails(ioctl(fd, PROBE_WHO, hole + PAGE - 8), EFAULT);
	check_fails(ioctl(fd, PROBE_WHO, readonly), EFAULT);
	check_fails(ioctl(fd, PROBE_FAIL, (void *)8), EFAULT);
	check(ioctl(fd, PROBE_BUMP, &n) == 0 && n == 22);
	check_fails(ioctl(fd, PROBE_BUMP, hole + PAGE), EFAULT);
	check_fails(ioctl(fd, PROBE_BUMP, readonly), EFAULT);
	check_fails(ioctl(fd, PROBE_FAIL, &n), EIO);
	check(n == 44);
}

static long copy(int fd, const void *src, void *dst, uint32_t len, uint32_t *ret_copied)
{
	struct probe_copy req = {
		.src = (uintptr_t)src, .dst = (uintptr_t)dst, .len = len, .copied = 0xdead};
	long ret = ioctl(fd, PROBE_COPY, &req);

	*ret_copied = req.copied;
	return ret;
}

static void case_nested(void)
{
	int fd = open_node(O_RDWR);
	char *src = malloc(BIG), *dst = calloc(1, BIG);
	char *hole =
		mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	uint32_t n;

	munmap(hole + PAGE, PAGE);
	for (int i = 0; i < BIG; i++)
		src[i] = (char)(i * 7);
	check(copy(fd, src, dst, BIG, &n) == BIG && n == BIG);
	check(memcmp(src, dst, BIG) == 0);
	check(copy(fd, src, dst, 0, &n) == 0);
	check_fails(copy(fd, (void *)16, dst, 64, &n), EFAULT);
	check_fails(copy(fd, hole + PAGE - 10, dst, 64, &n), EFAULT);
	check_fails(copy(fd, src, (void *)16, 64, &n), EFAULT);
	/* The first page is there: what fits is written, and said. */
	check_fails(copy(fd, src, hole + PAGE - 10, 64, &n), EFAULT);
	check(n == 10 && memcmp(hole + PAGE - 10, src, 10) == 0);
	check_fails(copy(fd, src, dst, 5u << 20, &n), EINVAL);
}

enum { OPENS = 300, THREADS = 8 };

static void *open_often(void *arg)
{
	bool *good = arg;

	*good = true;
	for (int i = 0; i < OPENS; i++) {
		int a = open(node, O_RDWR), b = open(node, O_RDONLY);
		uint32_t na, nb, again;

		if (a < 0 || b < 0 || ioctl(a, PROBE_NUMBER, &na) || ioctl(b, PROBE_NUMBER, &nb) ||
		    ioctl(a, PROBE_NUMBER, &again) || na == nb || na != again)
			*good = false;
		close(a);
		close(b);
	}
	return NULL;
}

static void case_threads(void)
{
	bool good[THREADS];
	pthread_t t[THREADS];

	for (int i = 0; i < THREADS; i++)
		pthread_create(&t[i], NULL, open_often, &good[i]);
	for (int i = 0; i < THREADS; i++) {
		pthread_join(t[i], NULL);
		check(good[i]);
	}
}

/* An error filter stands before the driver: count how often it strikes. */
static void case_count_errors(void)
{
	int fd = open_node(O_RDWR), errors = 0, other = 0;

	for (int i = 0; i < 1000; i++) {
		if (ioctl(fd, PROBE_NULL) < 0)
			errno == EIO ? errors++ : other++;
	}
	printf("errors %d other %d\n", errors, other);
	check(other == 0);
}

/* All that these calls name stands in the caller's frame. */
static void case_frame(void)
{
	int fd = open_node(O_RDWR), wrong = 0;
	char from[16], to[16];
	struct probe_copy req = {
		.src = (uintptr_t)from, .dst = (uintptr_t)to, .len = sizeof(from)};

	for (int i = 0; i < 1000; i++) {
		memset(from, i, sizeof(from));
		memset(to, ~i, sizeof(to));
		wrong += ioctl(fd, PROBE_COPY, &req) != sizeof(from) ||
			 memcmp(from, to, sizeof(from)) != 0;
	}
	check(wrong == 0);
}

static void case_crash(void)
{
	int fd = open_node(O_RDWR);

	check_fails(ioctl(fd, PROBE_CRASH), ECONNABORTED);
	/* Until the supervisor has taken the mount away, and then. */
	check(open(node, O_RDWR) < 0 &&
	      (errno == ENOTCONN || errno == ECONNABORTED || errno == ENOENT));
}

static void case_leak(void)
{
	check(ioctl(open_node(O_RDWR), PROBE_LEAK) == 0);
}

const struct test_case calls_cases[] = {
	{"who", case_who},
	{"sizes", case_sizes},
	{"nested", case_nested},
	{"threads", case_threads},
	{"count-errors", case_count_errors},
	{"frame", case_frame},
	{"crash", case_crash},
	{"leak", case_leak},
	{0},
};
