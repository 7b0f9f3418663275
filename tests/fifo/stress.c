/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Many clients on one fifo, some of them killed at random: records of 64 bytes go in and come out.
 * No record may be torn, come twice, or be lost, but for what a killed client had in its hands: a
 * reader that dies inside read() may have taken one record with it.
 *
 * usage: stress NODE CLIENTS OPERATIONS [SEED]
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "uapi.h"

enum { RECORD = 64, MAX_CLIENTS = 256 };

struct record {
	uint32_t client, number;
	uint8_t fill[RECORD - 16];
	uint64_t sum;
};
_Static_assert(sizeof(struct record) == RECORD, "a record is 64 bytes");

/* What became of one record. */
enum fate { NEVER, BEGUN, WRITTEN };

/*
 * Shared by all processes. fate and seen have an entry for each record of each client; a client
 * that was killed goes on under the same number.
 */
struct board {
	uint32_t written[MAX_CLIENTS];
	uint32_t done[MAX_CLIENTS];
	uint32_t reading[MAX_CLIENTS];
	uint32_t torn, twice, strange, calls;
	uint32_t writers_left;
};

static struct board *board;
static uint8_t *fate, *seen;
static int clients, operations;
static const char *node;

static uint64_t sum_of(const struct record *r)
{
	const uint8_t *p = (const uint8_t *)r;
	uint64_t h = 0xcbf29ce484222325ull;

	for (size_t i = 0; i < offsetof(struct record, sum); i++)
		h = (h ^ p[i]) * 0x100000001b3ull;
	return h;
}

static void die(const char *what)
{
	fprintf(stderr, "%s: %s\n", what, strerror(errno));
	exit(1);
}

static void note(const struct record *r)
{
	size_t at = (size_t)r->client * (size_t)operations + r->number;

	if (r->client >= (uint32_t)clients || r->number >= (uint32_t)operations || r->sum != sum_of(r))
		__atomic_add_fetch(&board->torn, 1, __ATOMIC_RELAXED);
	else if (__atomic_add_fetch(&seen[at], 1, __ATOMIC_RELAXED) > 1)
		__atomic_add_fetch(&board->twice, 1, __ATOMIC_RELAXED);
}

/* Writes never sleep for ever: when the ring is full, this client reads instead. */
static int write_one(int fd, int me)
{
	uint32_t number = board->written[me];
	size_t at = (size_t)me * (size_t)operations + number;
	struct record r = {.client = (uint32_t)me, .number = number};
	ssize_t n;

	if (number >= (uint32_t)operations)
		return 0;
	for (size_t i = 0; i < sizeof(r.fill); i++)
		r.fill[i] = (uint8_t)(number * 31 + i);
	r.sum = sum_of(&r);
	/* A record that a killed client had begun may be in the ring: it is never written again. */
	board->written[me] = number + 1;
	fate[at] = BEGUN;
	n = write(fd, &r, sizeof(r));
	if (n == RECORD) {
		fate[at] = WRITTEN;
		return 1;
	}
	if (n < 0 && (errno == EAGAIN || errno == EINTR)) {
		fate[at] = NEVER;
		return 0;
	}
	__atomic_add_fetch(&board->strange, 1, __ATOMIC_RELAXED);
	return 0;
}

static void read_one(int fd, int me)
{
	struct record r;
	ssize_t n;

	__atomic_store_n(&board->reading[me], 1, __ATOMIC_SEQ_CST);
	n = read(fd, &r, sizeof(r));
	if (n == RECORD)
		note(&r);
	else if (n > 0)
		__atomic_add_fetch(&board->torn, 1, __ATOMIC_RELAXED);
	else if (n < 0 && errno != EAGAIN && errno != EINTR)
		__atomic_add_fetch(&board->strange, 1, __ATOMIC_RELAXED);
	__atomic_store_n(&board->reading[me], 0, __ATOMIC_SEQ_CST);
}

static void look(int fd)
{
	struct pollfd p = {.fd = fd, .events = POLLIN | POLLOUT};
	struct fifo_stat stat;

	if (poll(&p, 1, 1) < 0 || ioctl(fd, FIFO_GET_STAT, &stat) < 0 || stat.len > stat.size || stat.len % RECORD)
		__atomic_add_fetch(&board->strange, 1, __ATOMIC_RELAXED);
}

static int open_node(void)
{
	int fd = open(node, O_RDWR | O_NONBLOCK | O_CLOEXEC);

	if (fd < 0)
		die(node);
	return fd;
}

/* One client: its operations, counted in shared memory so that its successor goes on. */
static void client(int me, unsigned int seed)
{
	int fd = open_node();

	while (board->done[me] < (uint32_t)operations) {
		switch (rand_r(&seed) % 8) {
		case 0: case 1: case 2:
			write_one(fd, me);
			break;
		case 3: case 4: case 5:
			read_one(fd, me);
			break;
		case 6:
			look(fd);
			break;
		case 7:
			if (rand_r(&seed) % 16)
				break;
			close(fd);
			fd = open_node();
		}
		board->done[me]++;
		__atomic_add_fetch(&board->calls, 1, __ATOMIC_RELAXED);
	}
	close(fd);
	exit(0);
}

static pid_t start(int me, unsigned int seed)
{
	pid_t pid = fork();

	if (pid < 0)
		die("fork");
	if (pid == 0)
		client(me, seed);
	return pid;
}

static void *shared(size_t size)
{
	void *p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED)
		die("mmap");
	return p;
}

/* Run all clients to their end, killing and replacing one now and then; the kills. */
static int run(unsigned int seed, int *ret_lost_reads)
{
	pid_t pids[MAX_CLIENTS];
	int running = clients, kills = 0, status;

	for (int i = 0; i < clients; i++)
		pids[i] = start(i, seed + (unsigned int)i);
	while (running) {
		struct timespec pause = {.tv_nsec = 2000000};
		int victim = rand_r(&seed) % clients;
		pid_t pid;

		nanosleep(&pause, NULL);
		if (pids[victim] > 0 && rand_r(&seed) % 4 == 0)
			kill(pids[victim], SIGKILL);
		while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
			int i = 0;

			while (pids[i] != pid)
				i++;
			if (WIFSIGNALED(status)) {
				kills++;
				*ret_lost_reads += __atomic_exchange_n(&board->reading[i], 0, __ATOMIC_SEQ_CST);
				pids[i] = start(i, seed + (unsigned int)kills * 977);
			} else {
				if (WEXITSTATUS(status))
					exit(1);
				pids[i] = 0;
				running--;
			}
		}
	}
	return kills;
}

int main(int argc, char **argv)
{
	unsigned int seed = argc > 4 ? (unsigned int)atoi(argv[4]) : (unsigned int)time(NULL);
	int kills, lost_reads = 0, fd;
	long written = 0, lost = 0, unsure = 0;
	struct record r;

	if (argc < 4 || (clients = atoi(argv[2])) < 1 || clients > MAX_CLIENTS || (operations = atoi(argv[3])) < 1) {
		fprintf(stderr, "usage: stress NODE CLIENTS OPERATIONS [SEED]\n");
		return 2;
	}
	node = argv[1];
	board = shared(sizeof(*board));
	fate = shared((size_t)clients * (size_t)operations);
	seen = shared((size_t)clients * (size_t)operations);
	fd = open_node();
	kills = run(seed, &lost_reads);
	while (read(fd, &r, sizeof(r)) == RECORD)
		note(&r);
	for (size_t i = 0; i < (size_t)clients * (size_t)operations; i++) {
		written += fate[i] == WRITTEN;
		lost += fate[i] == WRITTEN && !seen[i];
		unsure += fate[i] == BEGUN;
		board->strange += fate[i] == NEVER && seen[i];
	}
	printf("seed %u: %u calls, %d kills, %ld records written, %ld in doubt, %ld taken along by %d killed "
	       "reads, %u torn, %u twice, %u strange\n",
	       seed, board->calls, kills, written, unsure, lost, lost_reads, board->torn, board->twice,
	       board->strange);
	return board->torn || board->twice || board->strange || lost > lost_reads || kills == 0;
}
