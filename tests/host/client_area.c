/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* An area that the driver fills (tests/api/area): its mapping is found, wherever it is. */
#define _GNU_SOURCE
#include "tests/host/client.h"

#include "tests/api/area/uapi.h"

enum { PAGE = 4096, SIZE = AREA_N_PAGES * PAGE };

static struct area_state state(int fd)
{
	struct area_state s = {0};

	if (ioctl(fd, AREA_STATE, &s) < 0)
		printf("# AREA_STATE: %s\n", strerror(errno));
	return s;
}

static int put(int fd, uint64_t off, const char *text)
{
	struct area_io io = {.off = off, .len = strlen(text)};

	memcpy(io.data, text, io.len);
	return ioctl(fd, AREA_POPULATE, &io) < 0 ? -1 : ioctl(fd, AREA_WRITE, &io);
}

static bool shows(const volatile char *at, const char *text)
{
	for (double end = now_s() + 5; now_s() < end;) {
		size_t i = 0;

		while (text[i] && at[i] == text[i])
			i++;
		if (!text[i])
			return true;
	}
	return false;
}

static char *map(int fd, size_t size, int prot)
{
	/* As Binder programs do; before Linux 6.6 FUSE has no other for such a file. */
	return mmap(NULL, size, prot, MAP_PRIVATE, fd, 0);
}

static void case_area_show(void)
{
	int fd = open_node(O_RDWR);
	char *at, text[16];

	check(state(fd).mapped == 0);
	check_fails(put(fd, 0, "x"), ESRCH);
	at = map(fd, SIZE, PROT_READ);
	check(at != MAP_FAILED);
	check(state(fd).mapped == 1 && state(fd).size == SIZE);
	check(state(fd).addr == (uintptr_t)at);
	for (int i = 0; i < 20; i++) {
		snprintf(text, sizeof(text), "turn %d", i);
		if (put(fd, (uint64_t)i * 1600, text) < 0 || !shows(at + i * 1600, text)) {
			check(!"the mapping shows the update");
			return;
		}
	}
	check(state(fd).used == AREA_N_PAGES);
}

/* What goes and comes again is empty, also for a program that has looked at it before. */
static void case_area_idle(void)
{
	int fd = open_node(O_RDWR);
	char *at = map(fd, SIZE, PROT_READ);
	struct area_io io = {.off = PAGE, .len = PAGE};

	check(put(fd, PAGE, "old") == 0 && shows(at + PAGE, "old"));
	check(put(fd, 0, "kept") == 0 && shows(at, "kept"));
	check(ioctl(fd, AREA_IDLE, &io) == 0);
	check(ioctl(fd, AREA_SHRINK) == 1);
	check(state(fd).used == 1 && state(fd).idle == 0);
	check(ioctl(fd, AREA_POPULATE, &io) == 0);
	for (double end = now_s() + 5; at[PAGE] && now_s() < end;)
		;
	check(at[PAGE] == 0 && shows(at, "kept"));
}

static void case_area_writable(void)
{
	int fd = open_node(O_RDWR);
	char *at = map(fd, SIZE, PROT_READ | PROT_WRITE);

	/* FUSE lets it be mapped; the driver does not take it. */
	check(at == MAP_FAILED || state(fd).mapped == 0);
	if (at != MAP_FAILED)
		munmap(at, SIZE);
	at = map(fd, SIZE, PROT_READ);
	check(at != MAP_FAILED && state(fd).addr == (uintptr_t)at);
}

/* Several files of one program, each with its own; a long one, and one in two parts. */
static void case_area_each(void)
{
	int fd[4];
	char *at[4];

	for (int i = 0; i < 4; i++) {
		fd[i] = open_node(O_RDWR);
		at[i] = map(fd[i], i == 2 ? 3 * SIZE : SIZE, PROT_READ);
	}
	check(mprotect(at[3] + PAGE, PAGE, PROT_NONE) == 0);
	for (int i = 3; i >= 0; i--) {
		check(state(fd[i]).addr == (uintptr_t)at[i] && state(fd[i]).size == SIZE);
		check(put(fd[i], 2 * PAGE, (const char *[]){"zero", "one", "two", "three"}[i]) == 0);
	}
	for (int i = 0; i < 4; i++)
		check(shows(at[i] + 2 * PAGE,
			    (const char *[]){"zero", "one", "two", "three"}[i]));
}

/* The area is the opener's: a child that maps the inherited file does not get it. */
static void case_area_child(void)
{
	int fd = open_node(O_RDWR), status;
	char *at;

	if (fork() == 0) {
		map(fd, SIZE, PROT_READ);
		_exit(state(fd).mapped);
	}
	wait(&status);
	check(status == 0);
	at = map(fd, SIZE, PROT_READ);
	check(state(fd).addr == (uintptr_t)at);
	if (fork() == 0)
		_exit(put(fd, 5, "child"));
	wait(&status);
	check(status == 0 && shows(at + 5, "child"));
}

static int shared_fd;

static void *first_put(void *off)
{
	return (void *)(intptr_t)put(shared_fd, (uintptr_t)off, "text");
}

/* All threads' first ioctl at once: none may find the area without its mapping. */
static void case_area_threads(void)
{
	for (int round = 0; round < 20; round++) {
		pthread_t thread[4];
		void *ret;

		shared_fd = open_node(O_RDWR);
		map(shared_fd, SIZE, PROT_READ);
		for (int i = 0; i < 4; i++)
			pthread_create(&thread[i], NULL, first_put, (void *)(uintptr_t)(i * 8));
		for (int i = 0; i < 4; i++) {
			pthread_join(thread[i], &ret);
			check(ret == NULL);
		}
		close(shared_fd);
	}
}

/* In a kernel: memory is asked for, the mapping goes in parts, and what is not there is no memory. */
static void case_area_reclaim(void)
{
	int fd = open_node(O_RDWR), drop = open("/proc/sys/vm/drop_caches", O_WRONLY);
	char *at = map(fd, SIZE, PROT_READ);
	struct area_io io = {.off = PAGE, .len = 4 * PAGE};

	check(put(fd, 0, "kept") == 0 && ioctl(fd, AREA_POPULATE, &io) == 0);
	check(shows(at, "kept") && at[PAGE] == 0);
	check(ioctl(fd, AREA_IDLE, &io) == 0);
	check(state(fd).idle == 4 && state(fd).used == 1);
	for (double end = now_s() + 20; state(fd).idle && now_s() < end;)
		check(write(drop, "2", 1) == 1);
	check(state(fd).idle == 0 && state(fd).used == 1 && shows(at, "kept"));
	check(put(fd, PAGE, "back") == 0 && shows(at + PAGE, "back"));
}

static void case_area_unmap(void)
{
	int fd = open_node(O_RDWR);
	char *at = map(fd, SIZE, PROT_READ);

	check_fails(mprotect(at, PAGE, PROT_READ | PROT_WRITE), EACCES);
	check(put(fd, 0, "x") == 0);
	check(munmap(at + 4 * PAGE, PAGE) == 0);
	check(state(fd).mapped == 0);
	check_fails(put(fd, PAGE, "y"), ESRCH);
	check(put(fd, 0, "z") == 0 && shows(at, "z"));
	check(map(fd, SIZE, PROT_READ) == MAP_FAILED && errno == EBUSY);
	/* The area ends with the file, which the rest of the mapping holds. */
	close(fd);
	check(shows(at, "z"));
	munmap(at, SIZE);
	fd = open_node(O_RDWR);
	at = map(fd, SIZE, PROT_READ);
	check(mremap(at, SIZE, 2 * SIZE, MREMAP_MAYMOVE) == MAP_FAILED || state(fd).size == SIZE);
}

static void case_area_absent(void)
{
	int fd = open_node(O_RDWR), status;
	char *at = map(fd, SIZE, PROT_READ);

	check(put(fd, 0, "x") == 0);
	if (fork() == 0)
		_exit(at[0] == 'x');
	wait(&status);
	check(WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV);
	if (fork() == 0) {
		fd = open_node(O_RDWR);
		at = map(fd, SIZE, PROT_READ);
		_exit(at[PAGE]);
	}
	wait(&status);
	check(WIFSIGNALED(status) && WTERMSIG(status) == SIGBUS);
}

const struct test_case area_cases[] = {
	{"area-show", case_area_show},
	{"area-idle", case_area_idle},
	{"area-writable", case_area_writable},
	{"area-each", case_area_each},
	{"area-child", case_area_child},
	{"area-threads", case_area_threads},
	{"area-reclaim", case_area_reclaim},
	{"area-unmap", case_area_unmap},
	{"area-absent", case_area_absent},
	{0},
};
