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
#include "bench/binder/trip.h"
#include "bench/icount/marker.h"
#include "bench/icount/settle.h"

#include <signal.h>
#include <sys/prctl.h>

enum { ROUNDS = 9, BATCH = 1000 };

static const struct op {
	const char *name;
	size_t size;
} ops[] = {{"binder-16", 16}, {"binder-4096", 4096}};
enum { OPS = sizeof(ops) / sizeof(ops[0]) };

static pid_t start_server(const char *path)
{
	int ready[2];
	char byte;
	pid_t pid;

	check(pipe(ready) == 0, "pipe");
	pid = fork();
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		serve_binder(path, ready[1]);
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
