// SPDX-License-Identifier: MIT OR GPL-2.0-only
/*
 * Calls the drivers in a guest, between markers for the plugin: for each operation a batch on the
 * kit's driver, then the same batch on the plain-C twin, and so on for ROUNDS rounds. The number
 * of a measurement is 2 * operation, + 1 for the twin.
 *
 *	client list	the operations, one a line, and how often each is done between two markers
 *	client		do it all
 */
#define _GNU_SOURCE
#include "bench/icount/marker.h"
#include "bench/icount/settle.h"
#include "samples/fifo/uapi.h"
#include "samples/misc_device/uapi.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { ROUNDS = 15, BATCH = 200, RING = 4 << 20 };

/* The two drivers of a pair: the kit's, and the twin. */
struct pair {
	const char *path[2];
	int fd[2];
};

static struct pair misc = {.path = {"/dev/cleat-misc-device", "/dev/plain-misc-device"}};
static struct pair fifo = {.path = {"/dev/fifo", "/dev/twin"}};
static char buf[4096];

static void check(long ret, long want, const char *what)
{
	if (ret == want)
		return;
	fprintf(stderr, "icount client: %s gave %ld, not %ld: %s\n", what, ret, want,
		strerror(errno));
	exit(1);
}

static void open_pair(struct pair *p)
{
	for (int i = 0; i < 2; i++) {
		p->fd[i] = open(p->path[i], O_RDWR);
		if (p->fd[i] < 0) {
			fprintf(stderr, "icount client: %s: %s\n", p->path[i], strerror(errno));
			exit(1);
		}
	}
}

static void op_set(const struct pair *p, int who)
{
	int value = 7;

	check(ioctl(p->fd[who], MISC_DEVICE_SET_VALUE, &value), 0, "set");
}

static void op_get(const struct pair *p, int who)
{
	int value = 0;

	check(ioctl(p->fd[who], MISC_DEVICE_GET_VALUE, &value), 0, "get");
	check(value, 7, "the value");
}

static void op_unknown(const struct pair *p, int who)
{
	check(ioctl(p->fd[who], FIFO_GET_STAT, buf), -1, "an unknown ioctl");
}

static void op_open_close(const struct pair *p, int who)
{
	int fd = open(p->path[who], O_RDWR);

	check(fd >= 0, 1, "open");
	check(close(fd), 0, "close");
}

static void op_stat(const struct pair *p, int who)
{
	struct fifo_stat stat;

	check(ioctl(p->fd[who], FIFO_GET_STAT, &stat), 0, "stat");
}

static void op_poll(const struct pair *p, int who)
{
	struct pollfd fd = {.fd = p->fd[who], .events = POLLIN | POLLOUT};

	check(poll(&fd, 1, 0), 1, "poll");
}

static void op_write_16(const struct pair *p, int who)
{
	check(write(p->fd[who], buf, 16), 16, "write 16");
}

static void op_read_16(const struct pair *p, int who)
{
	check(read(p->fd[who], buf, 16), 16, "read 16");
}

static void op_write_4k(const struct pair *p, int who)
{
	check(write(p->fd[who], buf, 4096), 4096, "write 4096");
}

static void op_read_4k(const struct pair *p, int who)
{
	check(read(p->fd[who], buf, 4096), 4096, "read 4096");
}

/* In this order: what is written is read by the next. */
static const struct op {
	const char *name;
	const struct pair *pair;
	void (*run)(const struct pair *p, int who);
} ops[] = {
	{"ioctl-set", &misc, op_set},
	{"ioctl-get", &misc, op_get},
	{"ioctl-unknown", &misc, op_unknown},
	{"open-close", &misc, op_open_close},
	{"fifo-ioctl-stat", &fifo, op_stat},
	{"fifo-poll", &fifo, op_poll},
	{"fifo-write-16", &fifo, op_write_16},
	{"fifo-read-16", &fifo, op_read_16},
	{"fifo-write-4096", &fifo, op_write_4k},
	{"fifo-read-4096", &fifo, op_read_4k},
	{"fifo-open-close", &fifo, op_open_close},
};
enum { OPS = sizeof(ops) / sizeof(ops[0]) };

/* A marker's code is part of an instruction: one place for each. */
#define CASE(n)                                                                                    \
	case n:                                                                                    \
		MARKER(n);                                                                         \
		break
#define CASES(n) CASE(n); CASE((n) + 1); CASE((n) + 2); CASE((n) + 3)

static __attribute__((noinline)) void begin(int code)
{
	switch (code) {
		CASES(0);
		CASES(4);
		CASES(8);
		CASES(12);
		CASES(16);
		CASES(20);
	default:
		check(code, 0, "the measurement's number");
	}
}

static void batch(int op, int who, int count)
{
	begin(2 * op + who);
	for (int i = 0; i < count; i++)
		ops[op].run(ops[op].pair, who);
	MARKER(MARKER_END);
}

int main(int argc, char **argv)
{
	unsigned int ring = RING;

	if (argc > 1 && strcmp(argv[1], "list") == 0) {
		for (int op = 0; op < OPS; op++)
			printf("%d %s %d\n", op, ops[op].name, BATCH);
		return 0;
	}
	open_pair(&misc);
	open_pair(&fifo);
	for (int who = 0; who < 2; who++)
		check(ioctl(fifo.fd[who], FIFO_SET_SIZE, &ring), 0, "the ring's size");
	settle();
	MARKER(MARKER_START);
	for (int round = 0; round < ROUNDS; round++) {
		for (int op = 0; op < OPS; op++) {
			batch(op, 0, BATCH);
			batch(op, 1, BATCH);
		}
	}
	puts("done");
	return 0;
}
