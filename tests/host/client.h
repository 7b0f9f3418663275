/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What the cases of the test client share: one line "ok" or "not ok" for each thing looked at. */
#ifndef TESTS_HOST_CLIENT_H
#define TESTS_HOST_CLIENT_H

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tests/host/drivers/probe/uapi.h"

extern const char *node;

/* A case: its name on the command line and its function. */
struct test_case {
	const char *name;
	void (*run)(void);
};
extern const struct test_case calls_cases[], files_cases[], sleep_cases[], maps_cases[],
	area_cases[], fds_cases[], poll_cases[], ring_cases[];

void check_at(bool good, const char *file, int line, const char *text);
#define check(cond) check_at((cond), __FILE__, __LINE__, #cond)

/* The call fails with this errno. */
#define check_fails(call, error)                                              \
	do {                                                                  \
		errno = 0;                                                    \
		long got_ = (long)(call);                                     \
		int errno_ = errno;                                           \
		check_at(got_ == -1 && errno_ == (error), __FILE__, __LINE__, \
			 #call " fails with " #error);                        \
		if (got_ != -1 || errno_ != (error))                          \
			printf("# result %ld, %s\n", got_, strerror(errno_)); \
	} while (0)

int open_node(int flags);
struct probe_stat stat_of(int fd);
/* Wait, at most 10 s, until @waiting callers sleep in the driver; false when they do not. */
bool wait_for_waiting(int fd, unsigned int waiting);
double now_s(void);

#endif
