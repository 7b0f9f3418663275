/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Open files that go from one program to another through a driver (tests/api/descriptors). */
#define _GNU_SOURCE
#include "tests/host/client.h"

#include <sys/time.h>

#include "tests/api/descriptors/uapi.h"

/* A file that says which one it is. */
static int file_with(const char *text)
{
	int fd = memfd_create("text", MFD_CLOEXEC);

	check(write(fd, text, strlen(text)) == (ssize_t)strlen(text));
	return fd;
}

static bool says(int fd, const char *text)
{
	char got[32] = {0};

	return pread(fd, got, sizeof(got) - 1, 0) == (ssize_t)strlen(text) && strcmp(got, text) == 0;
}

static int count_fds(void)
{
	int n = 0;

	for (int fd = 0; fd < 256; fd++)
		n += fcntl(fd, F_GETFD) >= 0;
	return n;
}

static int put(int shelf, int fd)
{
	uint32_t number = (uint32_t)fd;

	return ioctl(shelf, SHELF_PUT, &number);
}

static int take(int shelf, unsigned long cmd)
{
	uint32_t number = ~0u;

	return ioctl(shelf, cmd, &number) < 0 ? -1 : (int)number;
}

/* From a child that ends to its parent, many times; nothing else is left in it. */
static void case_fds_given(void)
{
	int shelf = open_node(O_RDWR), before, fd, status;
	char text[16];

	check_fails(take(shelf, SHELF_TAKE), ENOENT);
	check_fails(put(shelf, 200), EBADF);
	before = count_fds();
	for (int i = 0; i < 20; i++) {
		snprintf(text, sizeof(text), "turn %d", i);
		if (fork() == 0)
			_exit(put(shelf, file_with(text)) != 0);
		wait(&status);
		check(status == 0);
		fd = take(shelf, SHELF_TAKE);
		check(fd >= 0 && says(fd, text));
		check(fcntl(fd, F_GETFD) == FD_CLOEXEC);
		check(count_fds() == before + 1);
		close(fd);
	}
	check(count_fds() == before);
}

/* Numbers are the lowest that are free, as in a kernel; one that is given back is free again. */
static void case_fds_numbers(void)
{
	int shelf = open_node(O_RDWR), mine = file_with("two"), lowest = dup(0), before;
	uint32_t two[2];

	close(lowest);
	before = count_fds();
	check(put(shelf, mine) == 0);
	check(take(shelf, SHELF_TRY) == lowest);
	check(count_fds() == before);
	check_fails(ioctl(shelf, SHELF_TAKE, (void *)8), EFAULT);
	check(count_fds() == before);
	check(ioctl(shelf, SHELF_TAKE_TWO, two) == 0);
	check((int)two[0] == lowest && (int)two[1] == lowest + 1);
	check(says((int)two[0], "two") && says((int)two[1], "two"));
	check(fcntl((int)two[0], F_GETFD) == FD_CLOEXEC && fcntl((int)two[1], F_GETFD) == 0);
	check(count_fds() == before + 2);
}

/* Another file, the very file that is called, and one that is not open. */
static void case_fds_close(void)
{
	int shelf = open_node(O_RDWR), again = open_node(O_RDWR), pipe_fds[2];
	uint32_t number;
	char byte;

	check(pipe(pipe_fds) == 0);
	number = (uint32_t)pipe_fds[1];
	check(ioctl(shelf, SHELF_CLOSE, &number) == 0);
	check_fails(fcntl(pipe_fds[1], F_GETFD), EBADF);
	check(read(pipe_fds[0], &byte, 1) == 0);
	check_fails(ioctl(shelf, SHELF_CLOSE, &number), EBADF);
	number = (uint32_t)shelf;
	check(ioctl(shelf, SHELF_CLOSE, &number) == 0);
	check_fails(fcntl(shelf, F_GETFD), EBADF);
	check_fails(take(again, SHELF_TAKE), ENOENT);
}

/* The receiver sleeps in the driver, with signals that come meanwhile. */
static volatile sig_atomic_t alarms;

static void count_alarm(int sig)
{
	(void)sig;
	alarms++;
}

static void case_fds_await(void)
{
	struct itimerval often = {{0, 700}, {0, 700}}, never = {{0, 0}, {0, 0}};
	int shelf = open_node(O_RDWR), fd = -1, status;
	pid_t child;

	signal(SIGALRM, count_alarm);
	child = fork();
	if (child == 0) {
		int other = open_node(O_RDWR);

		for (;;) {
			int mine = file_with("awaited");

			usleep(2000);
			put(other, mine);
			close(mine);
		}
	}
	setitimer(ITIMER_REAL, &often, NULL);
	for (int got = 0; got < 50;) {
		fd = take(shelf, SHELF_AWAIT);
		check(fd >= 0 || errno == EINTR);
		if (fd < 0)
			continue;
		if (!says(fd, "awaited") || close(fd) < 0) {
			check(!"what came is the file");
			break;
		}
		got++;
	}
	setitimer(ITIMER_REAL, &never, NULL);
	check(alarms > 0);
	kill(child, SIGKILL);
	waitpid(child, &status, 0);
}

static void *taker(void *shelf)
{
	for (int i = 0; i < 50; i++) {
		int fd = take((int)(intptr_t)shelf, SHELF_TAKE);

		if (fd < 0 || !says(fd, "shared") || close(fd) < 0)
			return "wrong";
	}
	return NULL;
}

/* Several threads are held at once, while the first ones open and close files. */
static void case_fds_threads(void)
{
	int shelf = open_node(O_RDWR), mine = file_with("shared");
	pthread_t thread[4];
	void *ret;

	check(put(shelf, mine) == 0);
	for (int i = 0; i < 4; i++)
		pthread_create(&thread[i], NULL, taker, (void *)(intptr_t)shelf);
	for (int i = 0; i < 4; i++) {
		pthread_join(thread[i], &ret);
		check(ret == NULL);
	}
}

/* Killed at any point of it: the driver goes on, the parent hears of the death, the next one works. */
static void case_fds_killed(void)
{
	int shelf = open_node(O_RDWR), status;

	check(put(shelf, file_with("shared")) == 0);
	for (int i = 0; i < 60; i++) {
		pid_t child = fork();

		if (child == 0) {
			for (;;) {
				int fd = take(open_node(O_RDWR), SHELF_TAKE);

				close(fd);
				put(shelf, shelf);
			}
		}
		usleep((useconds_t)(i * 137 % 3000));
		kill(child, SIGKILL);
		check(waitpid(child, &status, 0) == child);
	}
	check(put(shelf, file_with("after")) == 0);
	check(says(take(shelf, SHELF_TAKE), "after"));
}

/* SIGSTOP, which cannot be held back, is kept to in the end. */
static void case_fds_stopped(void)
{
	int shelf = open_node(O_RDWR), status;
	pid_t child;

	check(put(shelf, file_with("shared")) == 0);
	child = fork();
	if (child == 0) {
		for (;;)
			close(take(shelf, SHELF_TAKE));
	}
	for (int i = 0; i < 30; i++) {
		usleep(1500);
		kill(child, SIGSTOP);
		check(waitpid(child, &status, WUNTRACED) == child && WIFSTOPPED(status));
		kill(child, SIGCONT);
	}
	kill(child, SIGKILL);
	check(waitpid(child, &status, 0) == child);
}

const struct test_case fds_cases[] = {
	{"fds-given", case_fds_given},	   {"fds-numbers", case_fds_numbers},
	{"fds-close", case_fds_close},	   {"fds-await", case_fds_await},
	{"fds-threads", case_fds_threads}, {"fds-killed", case_fds_killed},
	{"fds-stopped", case_fds_stopped}, {0},
};
