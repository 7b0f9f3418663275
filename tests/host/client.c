/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * An unmodified program: client CASE NODE. Exit status 0 when all that the case looked at was
 * right.
 */
#define _GNU_SOURCE
#include "tests/host/client.h"

const char *node;
static int wrong;

void check_at(bool good, const char *file, int line, const char *text)
{
	printf("%s - %s\n", good ? "ok" : "not ok", text);
	if (!good) {
		printf("# at %s:%d\n", file, line);
		__atomic_add_fetch(&wrong, 1, __ATOMIC_RELAXED);
	}
}

int open_node(int flags)
{
	int fd = open(node, flags);

	if (fd < 0) {
		printf("not ok - open(%s): %s\n", node, strerror(errno));
		exit(1);
	}
	return fd;
}

struct probe_stat stat_of(int fd)
{
	struct probe_stat st = {0};

	if (ioctl(fd, PROBE_STAT, &st) < 0)
		printf("# PROBE_STAT: %s\n", strerror(errno));
	return st;
}

double now_s(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

bool wait_for_waiting(int fd, unsigned int waiting)
{
	for (double end = now_s() + 10; now_s() < end; usleep(1000)) {
		if (stat_of(fd).waiting == waiting)
			return true;
	}
	printf("# %u wait\n", stat_of(fd).waiting);
	return false;
}

static const struct test_case *find(const char *name)
{
	const struct test_case *const tables[] = {calls_cases, files_cases, sleep_cases,
						  maps_cases, area_cases, fds_cases, poll_cases,
						  ring_cases};

	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
		for (const struct test_case *c = tables[i]; c->name; c++) {
			if (strcmp(c->name, name) == 0)
				return c;
		}
	}
	return NULL;
}

int main(int argc, char **argv)
{
	const struct test_case *c = argc == 3 ? find(argv[1]) : NULL;

	setvbuf(stdout, NULL, _IOLBF, 0);
	if (!c) {
		fprintf(stderr, "usage: client CASE NODE\n");
		return 2;
	}
	node = argv[2];
	c->run();
	return wrong ? 1 : 0;
}
