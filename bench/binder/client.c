// SPDX-License-Identifier: MIT OR GPL-2.0-only
/*
 * Round trips through Binder in a guest, between markers for the plugin of bench/icount: a server,
 * which is the context manager, and a client, as libbinder does it. A call of the client is one
 *ioctl that frees the last reply, sends, and waits; the server's are two, for its reply's
 *completion comes alone. Number of a measurement: 2 * operation, + 1 for the second device.
 *
 *	client list		the operations, one a line, and how often each is done between two
 *markers client DEVICE DEVICE	ours and the twin; "-" for one that is not there
 */
#define _GNU_SOURCE
#include "bench/icount/marker.h"
#include "bench/icount/settle.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/android/binder.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

enum { ROUNDS = 9, BATCH = 1000, MAP = 1 << 20 };

static const struct op {
	const char *name;
	size_t size;
} ops[] = {{"binder-16", 16}, {"binder-4096", 4096}};
enum { OPS = sizeof(ops) / sizeof(ops[0]) };

static void check(int fine, const char *what)
{
	if (fine)
		return;
	fprintf(stderr, "binder client: %s: %s\n", what, strerror(errno));
	exit(1);
}

/* An open device, and the buffer that is to be freed with the next call. */
struct end {
	int fd;
	uint64_t buffer;
};

struct message {
	uint32_t free_cmd;
	uint64_t buffer;
	uint32_t cmd;
	struct binder_transaction_data tr;
} __attribute__((packed));

static int open_device(const char *path)
{
	int fd = open(path, O_RDWR | O_CLOEXEC);

	check(fd >= 0, path);
	check(mmap(NULL, MAP, PROT_READ, MAP_PRIVATE, fd, 0) != MAP_FAILED, "mmap");
	return fd;
}

/* Read until a transaction or reply comes; its data's size. */
static size_t receive(struct end *e, const void *out, size_t out_size)
{
	unsigned char in[256];
	struct binder_write_read bwr = {.write_size = out_size, .write_buffer = (uintptr_t)out};

	for (;;) {
		bwr.read_size = sizeof(in);
		bwr.read_consumed = 0;
		bwr.read_buffer = (uintptr_t)in;
		check(ioctl(e->fd, BINDER_WRITE_READ, &bwr) == 0, "BINDER_WRITE_READ");
		bwr.write_size = 0;
		for (size_t at = 0; at < bwr.read_consumed;) {
			struct binder_transaction_data tr;
			uint32_t cmd;

			memcpy(&cmd, in + at, 4);
			at += 4;
			if (cmd == BR_TRANSACTION || cmd == BR_REPLY) {
				memcpy(&tr, in + at, sizeof(tr));
				e->buffer = tr.data.ptr.buffer;
				return tr.data_size;
			}
			check(cmd == BR_NOOP || cmd == BR_TRANSACTION_COMPLETE,
			      "an unexpected return");
			at += _IOC_SIZE(cmd);
		}
	}
}

/* Free what was there, send @size bytes, and wait for what comes. */
static size_t exchange(struct end *e, uint32_t cmd, const void *data, size_t size)
{
	struct message m = {.free_cmd = BC_FREE_BUFFER,
			    .buffer = e->buffer,
			    .cmd = cmd,
			    .tr = {.data_size = size, .data.ptr.buffer = (uintptr_t)data}};
	size_t skip = e->buffer ? 0 : offsetof(struct message, cmd);

	return receive(e, (char *)&m + skip, sizeof(m) - skip);
}

static void serve(const char *path, int ready)
{
	static char data[4096];
	struct end e = {.fd = open_device(path)};
	uint32_t enter = BC_ENTER_LOOPER;
	size_t size;

	check(ioctl(e.fd, BINDER_SET_CONTEXT_MGR, 0) == 0, "BINDER_SET_CONTEXT_MGR");
	check(write(ready, "", 1) == 1, "write");
	size = receive(&e, &enter, sizeof(enter));
	for (;;)
		size = exchange(&e, BC_REPLY, data, size);
}

static pid_t start_server(const char *path)
{
	int ready[2];
	char byte;
	pid_t pid;

	check(pipe(ready) == 0, "pipe");
	pid = fork();
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		serve(path, ready[1]);
	}
	close(ready[1]);
	check(read(ready[0], &byte, 1) == 1, "the server");
	return pid;
}

/* A marker's code is part of an instruction: one place for each. */
static __attribute__((noinline)) void begin(int code)
{
	switch (code) {
	case 0:
		MARKER(0);
		break;
	case 1:
		MARKER(1);
		break;
	case 2:
		MARKER(2);
		break;
	default:
		MARKER(3);
	}
}

static void batch(struct end *e, int op, int code)
{
	static char data[4096];

	begin(code);
	for (int i = 0; i < BATCH; i++)
		if (exchange(e, BC_TRANSACTION, data, ops[op].size) != ops[op].size)
			check(0, "the reply's size");
	MARKER(MARKER_END);
}

int main(int argc, char **argv)
{
	struct end ends[2] = {{.fd = -1}, {.fd = -1}};
	pid_t servers[2] = {0, 0};

	if (argc == 2 && strcmp(argv[1], "list") == 0) {
		for (int op = 0; op < OPS; op++)
			printf("%d %s %d\n", op, ops[op].name, BATCH);
		return 0;
	}
	check(argc == 3, "usage: client DEVICE DEVICE");
	for (int who = 0; who < 2; who++) {
		if (strcmp(argv[1 + who], "-") == 0)
			continue;
		servers[who] = start_server(argv[1 + who]);
		ends[who].fd = open_device(argv[1 + who]);
	}
	settle();
	MARKER(MARKER_START);
	for (int round = 0; round < ROUNDS; round++)
		for (int op = 0; op < OPS; op++)
			for (int who = 0; who < 2; who++)
				if (ends[who].fd >= 0)
					batch(&ends[who], op, 2 * op + who);
	for (int who = 0; who < 2; who++)
		if (servers[who])
			kill(servers[who], SIGKILL);
	puts("done");
	return 0;
}
