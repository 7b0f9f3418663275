/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#define _GNU_SOURCE
#include "stress.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { STANDSTILL_S = 30, CLEANUP_S = 30, OBJECTS = 8 };

struct shared *shared;
const char *device;

static const char *logs, *tolerated = "";
static pid_t pids[SLOTS];
static uint32_t generation;
static uint64_t rng;

uint32_t draw(uint64_t *state, uint32_t below)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return (uint32_t)(*state >> 32) % below;
}

void wrong(const char *fmt, ...)
{
	va_list ap;

	if (atomic_fetch_add(&shared->errors, 1) > 0)
		return;
	va_start(ap, fmt);
	vsnprintf(shared->first_error, sizeof(shared->first_error), fmt, ap);
	va_end(ap);
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void spawn(int slot)
{
	uint64_t seed = rng + (uint64_t)++generation * 0x9e3779b97f4a7c15u;

	draw(&rng, 2);
	pids[slot] = fork();
	if (pids[slot] == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		peer_main(slot, generation, seed | 1);
	}
}

static void end(int slot)
{
	kill(pids[slot], SIGKILL);
	waitpid(pids[slot], NULL, 0);
	pids[slot] = 0;
}

/* ---- what the driver counts ---- */

static const char *const names[OBJECTS] = {
	"proc", "thread", "node", "ref", "death", "transaction", "transaction_complete", "freeze"};

/* The living objects of each kind, from the head of the file stats. */
static bool count(long counts[OBJECTS])
{
	char path[256], line[256];
	FILE *f;

	snprintf(path, sizeof(path), "%s/stats", logs);
	f = fopen(path, "r");
	memset(counts, 0, sizeof(long) * OBJECTS);
	if (!f)
		return false;
	while (fgets(line, sizeof(line), f) && strncmp(line, "proc ", 5) != 0)
		for (int i = 0; i < OBJECTS; i++) {
			size_t n = strlen(names[i]);

			if (strncmp(line, names[i], n) == 0 && line[n] == ':')
				sscanf(line + n, ": active %ld", &counts[i]);
		}
	fclose(f);
	for (int i = 0; i < OBJECTS; i++)
		if (strcmp(names[i], tolerated) == 0)
			counts[i] = 0;
	return true;
}

/* Nodes of ended processes, which nobody can ever use again. */
static bool has_dead_nodes(void)
{
	char path[256], line[256];
	bool found = false;
	FILE *f;

	if (strcmp(tolerated, "node") == 0)
		return false;
	snprintf(path, sizeof(path), "%s/state", logs);
	f = fopen(path, "r");
	while (f && fgets(line, sizeof(line), f))
		found |= strncmp(line, "dead nodes:", 11) == 0;
	if (f)
		fclose(f);
	return found;
}

/* All processes are gone: so must be what they left. */
static void check_left(const long before[OBJECTS])
{
	const struct timespec pause = {.tv_nsec = 20 * 1000 * 1000};
	double until = now() + CLEANUP_S;
	long after[OBJECTS];

	while (count(after) && (memcmp(after, before, sizeof(after)) != 0 || has_dead_nodes()) &&
	       now() < until)
		nanosleep(&pause, NULL);
	for (int i = 0; i < OBJECTS; i++)
		if (after[i] != before[i])
			wrong("%ld %s objects are left, %ld were there before", after[i], names[i],
			      before[i]);
	if (has_dead_nodes())
		wrong("dead nodes are left");
}

/* ---- the conductor ---- */

static void freeze_one(int fd)
{
	struct binder_freeze_info info = {.pid = (uint32_t)pids[draw(&rng, SLOTS)],
					  .enable = 1,
					  .timeout_ms = draw(&rng, 2) ? 5 : 0};
	const struct timespec pause = {.tv_nsec = 3 * 1000 * 1000};

	if (ioctl(fd, BINDER_FREEZE, &info) == 0) {
		atomic_fetch_add(&shared->freezes, 1);
		nanosleep(&pause, NULL);
	} else if (errno != EAGAIN && errno != EINVAL) {
		wrong("BINDER_FREEZE: %s", strerror(errno));
	}
	info.enable = 0;
	if (ioctl(fd, BINDER_FREEZE, &info) != 0 && errno != EINVAL)
		wrong("thawing: %s", strerror(errno));
}

static void read_logs(void)
{
	static const char *const files[] = {"state", "stats", "transactions", "transaction_log"};
	char path[256], page[4096];
	int fd;

	snprintf(path, sizeof(path), "%s/%s", logs, files[draw(&rng, 4)]);
	fd = open(path, O_RDONLY);
	while (fd >= 0 && read(fd, page, sizeof(page)) > 0)
		;
	close(fd);
}

static void act(int fd)
{
	uint32_t what = draw(&rng, 100);
	int slot = (int)draw(&rng, SLOTS);

	/* The manager lives longer: without it nobody finds anybody. */
	if (what < 20 && (slot || draw(&rng, 8) == 0)) {
		end(slot);
		spawn(slot);
	} else if (what < 40) {
		freeze_one(fd);
	} else if (what < 45) {
		read_logs();
	}
}

static void conduct(int fd, double seconds)
{
	double until = now() + seconds, moved = now();
	unsigned long progress = 0;

	for (int i = 0; i < SLOTS; i++)
		spawn(i);
	while (now() < until && !atomic_load(&shared->errors)) {
		const struct timespec pause = {.tv_nsec = 1000 * 1000 * (1 + (long)draw(&rng, 30))};
		unsigned long at = atomic_load(&shared->progress);

		nanosleep(&pause, NULL);
		act(fd);
		if (at != progress)
			moved = now();
		progress = at;
		if (now() - moved > STANDSTILL_S) {
			wrong("nobody has got anything for %d s", STANDSTILL_S);
			break;
		}
	}
	for (int i = 0; i < SLOTS; i++)
		end(i);
}

int main(int argc, char **argv)
{
	long before[OBJECTS];
	int fd;

	if (argc != 5 && argc != 6) {
		fprintf(stderr, "usage: stress DEVICE LOGS SECONDS SEED [node]\n"
				"node: nodes may be left, as Linux's own driver does\n");
		return 2;
	}
	if (argc == 6)
		tolerated = argv[5];
	device = argv[1];
	logs = argv[2];
	rng = strtoull(argv[4], NULL, 0) * 0x9e3779b97f4a7c15u | 1;
	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1,
		      0);
	if (shared == MAP_FAILED || !count(before)) {
		perror(logs);
		return 2;
	}
	fd = open(device, O_RDWR | O_CLOEXEC);
	if (fd < 0) {
		perror(device);
		return 2;
	}
	conduct(fd, atof(argv[3]));
	close(fd);
	check_left(before);
	printf("processes %u calls %lu oneways %lu nested %lu fds %lu failed %lu dead %lu frozen "
	       "%lu deaths %lu "
	       "freezes %lu notes %lu\n",
	       generation, shared->calls, shared->oneways, shared->nested, shared->fds,
	       shared->failed, shared->dead, shared->frozen, shared->deaths, shared->freezes,
	       shared->notes);
	if (shared->errors) {
		printf("seed %s: %lu errors, the first: %s\n", argv[4], shared->errors,
		       shared->first_error);
		return 1;
	}
	return shared->calls && shared->oneways && shared->deaths ? 0 : 1;
}
