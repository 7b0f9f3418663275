/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Round trips by several ways, in turn, so that a busy machine is busy for all of them.
 *
 *	ipc SCRATCH latency	"NAME SIZE MEDIAN P99", in nanoseconds; the caller may pin us to one CPU
 *	ipc SCRATCH throughput	"NAME CLIENTS TRIPS", per second
 *	ipc SCRATCH memory	"NAME KIB ALONE", what a client that is connected costs whoever stands between
 */
#define _GNU_SOURCE
#include "ipc.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { ROUNDS = 40, BATCH = 50, MAX_CLIENTS = 8, SECOND_ROUNDS = 5, IDLE = 64 };

const char *scratch;
static struct contender *const all[] = {&unix_direct, &unix_broker,    &binder,	     &binder_calls,
					&dbus_broker, &sd_dbus_broker, &dbus_daemon, &sd_dbus_daemon};
enum { ALL = sizeof(all) / sizeof(all[0]) };

void need(bool fine, const char *what)
{
	if (fine)
		return;
	fprintf(stderr, "ipc: %s: %s\n", what, strerror(errno));
	exit(1);
}

pid_t fork_main(void (*main)(int), int arg)
{
	pid_t pid = fork();

	need(pid >= 0, "fork");
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		main(arg);
		_exit(0);
	}
	return pid;
}

static void start(struct contender *c)
{
	int ready[2];
	char byte;

	c->here = c->start();
	if (!c->here) {
		fprintf(stderr, "ipc: without %s\n", c->name);
		return;
	}
	if (c->part)
		return;
	need(pipe(ready) == 0, "pipe");
	c->server = fork_main(c->serve, ready[1]);
	close(ready[1]);
	need(read(ready[0], &byte, 1) == 1, c->name);
	close(ready[0]);
}

static uint64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static int by_value(const void *a, const void *b)
{
	const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

static void latency(void)
{
	static uint32_t took[ALL][2][ROUNDS * BATCH];
	static const size_t sizes[2] = {16, 4096};
	void *clients[ALL];

	for (int i = 0; i < ALL; i++)
		clients[i] = all[i]->here ? all[i]->connect() : NULL;
	for (int n = 0; n < ROUNDS * 2 * ALL; n++) {
		int i = n % ALL, size = n / ALL % 2, round = n / ALL / 2;

		for (int k = -3; k < BATCH && all[i]->here; k++) {
			uint64_t t0 = now_ns();

			all[i]->trip(clients[i], sizes[size]);
			/* The first ones only warm up what the others have pushed out. */
			if (k >= 0)
				took[i][size][round * BATCH + k] = (uint32_t)(now_ns() - t0);
		}
	}
	for (int i = 0; i < ALL; i++) {
		for (int size = 0; size < 2 && all[i]->here; size++) {
			uint32_t *t = took[i][size];

			qsort(t, ROUNDS * BATCH, sizeof(*t), by_value);
			printf("%s\t%zu\t%u\t%u\n", all[i]->name, sizes[size],
			       t[ROUNDS * BATCH / 2], t[ROUNDS * BATCH * 99 / 100]);
		}
	}
}

/* ---- several clients ---- */

static struct {
	atomic_int ready, go, stop;
	atomic_ulong trips;
} * shared;

static void busy_client(int which)
{
	void *client = all[which]->connect();
	unsigned long n = 0;

	all[which]->trip(client, 16);
	atomic_fetch_add(&shared->ready, 1);
	while (!atomic_load(&shared->go))
		usleep(100);
	while (!atomic_load_explicit(&shared->stop, memory_order_relaxed)) {
		all[which]->trip(client, 16);
		n++;
	}
	atomic_fetch_add(&shared->trips, n);
}

/* Trips in half a second by so many clients, twice that. */
static unsigned long measure(int which, int clients)
{
	pid_t pids[MAX_CLIENTS];

	memset(shared, 0, sizeof(*shared));
	for (int i = 0; i < clients; i++)
		pids[i] = fork_main(busy_client, which);
	while (atomic_load(&shared->ready) < clients)
		usleep(1000);
	atomic_store(&shared->go, 1);
	usleep(500 * 1000);
	atomic_store(&shared->stop, 1);
	for (int i = 0; i < clients; i++)
		waitpid(pids[i], NULL, 0);
	return shared->trips * 2;
}

static void throughput(void)
{
	static uint32_t trips[ALL][4][SECOND_ROUNDS];

	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1,
		      0);
	need(shared != MAP_FAILED, "mmap");
	for (int round = 0; round < SECOND_ROUNDS; round++)
		for (int n = 0; n < 4; n++)
			for (int i = 0; i < ALL; i++)
				if (all[i]->here)
					trips[i][n][round] = (uint32_t)measure(i, 1 << n);
	for (int i = 0; i < ALL; i++)
		for (int n = 0; n < 4 && all[i]->here; n++) {
			qsort(trips[i][n], SECOND_ROUNDS, sizeof(uint32_t), by_value);
			printf("%s\t%d\t%u\n", all[i]->name, 1 << n,
			       trips[i][n][SECOND_ROUNDS / 2]);
		}
}

/* ---- memory ---- */

/* The process's own share of memory in KiB. */
static long pss_kib(pid_t pid)
{
	char path[64], line[256];
	long kib = 0;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/smaps_rollup", pid);
	f = fopen(path, "r");
	while (f && fgets(line, sizeof(line), f))
		if (sscanf(line, "Pss: %ld kB", &kib) == 1)
			break;
	if (f)
		fclose(f);
	return kib;
}

static void idle_client(int which)
{
	void *client = all[which]->connect();

	all[which]->trip(client, 16);
	atomic_fetch_add(&shared->ready, 1);
	for (;;)
		pause();
}

static void memory(void)
{
	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1,
		      0);
	need(shared != MAP_FAILED, "mmap");
	for (int i = 0; i < ALL; i++) {
		pid_t pids[IDLE], broker = all[i]->here ? all[i]->broker() : 0;
		long before;

		if (!broker)
			continue;
		atomic_store(&shared->ready, 0);
		before = pss_kib(broker);
		for (int k = 0; k < IDLE; k++)
			pids[k] = fork_main(idle_client, i);
		while (atomic_load(&shared->ready) < IDLE)
			usleep(1000);
		printf("%s\t%.1f\t%ld\n", all[i]->name, (double)(pss_kib(broker) - before) / IDLE,
		       before);
		for (int k = 0; k < IDLE; k++) {
			kill(pids[k], SIGKILL);
			waitpid(pids[k], NULL, 0);
		}
	}
}

int main(int argc, char **argv)
{
	const char *what = argc == 3 ? argv[2] : "";

	signal(SIGPIPE, SIG_IGN);
	scratch = argc == 3 ? argv[1] : "";
	for (int i = 0; i < ALL; i++)
		if (!all[i]->part || strcmp(what, "latency") == 0)
			start(all[i]);
	if (strcmp(what, "latency") == 0)
		latency();
	else if (strcmp(what, "throughput") == 0)
		throughput();
	else if (strcmp(what, "memory") == 0)
		memory();
	else
		return fputs("usage: ipc SCRATCH latency|throughput|memory\n", stderr), 2;
	fflush(stdout);
	for (int i = 0; i < ALL; i++)
		if (all[i]->server > 0)
			kill(all[i]->server, SIGKILL);
	return 0;
}
