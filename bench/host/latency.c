// SPDX-License-Identifier: MIT OR GPL-2.0-only
/*
 * Latency of calls on a served device, beside a pipe and an eventfd in the same run: batches of
 * each operation in turn, so that a busy machine is busy for all of them. Prints "NAME NS", the
 * median over the batches of a batch's mean.
 *
 *	latency fifo | misc | mmap	the operations of the driver that is served at /dev
 */
#define _GNU_SOURCE
#include "samples/fifo/uapi.h"
#include "samples/misc_device/uapi.h"
#include "tests/api/mmap/uapi.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { ROUNDS = 101, BATCH = 40 };

static const char *node;
static int dev = -1, own_pipe[2], own_event, there[2], back[2], event_there, event_back;
static volatile unsigned char *map;
static char buf[4096];

static void check(int fine, const char *what)
{
	if (fine)
		return;
	fprintf(stderr, "latency: %s: %s\n", what, strerror(errno));
	exit(1);
}

/* ---- what it is measured against ---- */

static void pipe_alone(void)
{
	check(write(own_pipe[1], buf, 16) == 16, "pipe write");
	check(read(own_pipe[0], buf, 16) == 16, "pipe read");
}

static void pipe_trip(void)
{
	check(write(there[1], buf, 16) == 16, "pipe write");
	check(read(back[0], buf, 16) == 16, "pipe read");
}

static void event_alone(void)
{
	check(eventfd_write(own_event, 1) == 0, "eventfd write");
	check(read(own_event, buf, 8) == 8, "eventfd read");
}

static void event_trip(void)
{
	check(eventfd_write(event_there, 1) == 0, "eventfd write");
	check(read(event_back, buf, 8) == 8, "eventfd read");
}

static void pipe_poll(void)
{
	struct pollfd p = {.fd = own_pipe[1], .events = POLLOUT};

	check(poll(&p, 1, 0) == 1, "pipe poll");
}

static void file_open(void)
{
	int fd = open("/dev/null", O_RDWR | O_CLOEXEC);

	check(fd >= 0 && close(fd) == 0, "open /dev/null");
}

/* ---- the driver's ---- */

static void dev_open(void)
{
	int fd = open(node, O_RDWR | O_CLOEXEC);

	check(fd >= 0 && close(fd) == 0, node);
}

static void dev_write(void)
{
	check(write(dev, buf, 16) == 16, "write");
}

static void dev_read(void)
{
	check(read(dev, buf, 16) == 16, "read");
}

static void dev_poll(void)
{
	struct pollfd p = {.fd = dev, .events = POLLOUT};

	check(poll(&p, 1, 0) == 1, "poll");
}

static void dev_stat(void)
{
	struct fifo_stat stat;

	check(ioctl(dev, FIFO_GET_STAT, &stat) == 0, "ioctl");
}

static void dev_set(void)
{
	int value = 3;

	check(ioctl(dev, MISC_DEVICE_SET_VALUE, &value) == 0, "ioctl");
}

static void map_write(void)
{
	static unsigned char n;
	struct mmap_io io = {.off = 64, .len = 16};

	memset(io.data, ++n, sizeof(io.data));
	check(ioctl(dev, MMAP_WRITE, &io) == 0, "ioctl");
	check(map[64] == n, "the mapping shows what the driver wrote");
}

static void map_read(void)
{
	struct mmap_io io = {.off = 64, .len = 16};

	check(ioctl(dev, MMAP_READ, &io) == 0, "ioctl");
}

static const struct op {
	const char *set, *name;
	void (*run)(void);
} ops[] = {
	{"", "pipe write+read, one process", pipe_alone},
	{"", "pipe round trip, two processes", pipe_trip},
	{"", "eventfd write+read, one process", event_alone},
	{"", "eventfd round trip, two processes", event_trip},
	{"fifo", "open+close of /dev/null", file_open},
	{"fifo", "poll of a pipe", pipe_poll},
	{"fifo", "open+close", dev_open},
	{"fifo", "write 16 B", dev_write},
	{"fifo", "read 16 B", dev_read},
	{"fifo", "poll, ready", dev_poll},
	{"fifo", "ioctl, 32 B out", dev_stat},
	{"misc", "ioctl, 4 B in", dev_set},
	{"mmap", "ioctl, 32 B in and out", map_read},
	{"mmap", "ioctl with mmap update, seen", map_write},
};
enum { OPS = sizeof(ops) / sizeof(ops[0]) };

static uint64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static int by_value(const void *a, const void *b)
{
	const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

/* The other ends: what comes goes back. */
static pid_t start_echo(int from, int to, size_t n)
{
	pid_t pid = fork();
	char data[16];

	if (pid)
		return pid;
	while (read(from, data, n) == (ssize_t)n)
		if (write(to, data, n) != (ssize_t)n)
			break;
	_exit(0);
}

static void start(pid_t *echo)
{
	check(pipe2(own_pipe, O_CLOEXEC) == 0 && pipe(there) == 0 && pipe(back) == 0, "pipe");
	own_event = eventfd(0, 0);
	event_there = eventfd(0, 0);
	event_back = eventfd(0, 0);
	echo[0] = start_echo(there[0], back[1], 16);
	echo[1] = start_echo(event_there, event_back, 8);
}

int main(int argc, char **argv)
{
	static uint64_t took[OPS][ROUNDS];
	const char *set = argc > 1 ? argv[1] : "";
	pid_t echo[2];

	node = strcmp(set, "fifo") == 0 ? "/dev/fifo"
	       : strcmp(set, "misc") == 0 ? "/dev/cleat-misc-device" : "/dev/cleat-mmap";
	dev = open(node, O_RDWR | O_CLOEXEC);
	check(dev >= 0, node);
	if (strcmp(set, "mmap") == 0) {
		map = mmap(NULL, 4096, PROT_READ, MAP_SHARED, dev, 0);
		check(map != MAP_FAILED, "mmap");
	}
	start(echo);
	for (int round = 0; round < ROUNDS; round++) {
		for (int op = 0; op < OPS; op++) {
			uint64_t t0 = now_ns();

			if (*ops[op].set && strcmp(ops[op].set, set) != 0)
				continue;
			for (int i = 0; i < BATCH; i++)
				ops[op].run();
			took[op][round] = (now_ns() - t0) / BATCH;
		}
	}
	for (int op = 0; op < OPS; op++) {
		if (*ops[op].set && strcmp(ops[op].set, set) != 0)
			continue;
		qsort(took[op], ROUNDS, sizeof(took[op][0]), by_value);
		printf("%s\t%s\t%llu\n", set, ops[op].name,
		       (unsigned long long)took[op][ROUNDS / 2]);
	}
	kill(echo[0], SIGKILL);
	kill(echo[1], SIGKILL);
	while (wait(NULL) > 0)
		;
	return 0;
}
