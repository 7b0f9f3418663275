/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * How long calls on a watchdog take, in nanoseconds of the machine's clock: under "-icount shift=0"
 * that is instructions. Prints "NAME NANOSECONDS" lines, the loop itself taken off.
 */
#include <fcntl.h>
#include <linux/watchdog.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

enum { BATCH = 1000 };

static int fd;

static void nothing(void) { }

static void keepalive(void)
{
	ioctl(fd, WDIOC_KEEPALIVE, 0);
}

static void ping(void)
{
	if (write(fd, "", 1) != 1)
		_exit(1);
}

static void gettimeout(void)
{
	int seconds;

	ioctl(fd, WDIOC_GETTIMEOUT, &seconds);
}

static long long now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000000000ll + ts.tv_nsec;
}

/* The second batch: everything has been touched once. */
static long long batch(void (*call)(void))
{
	long long took = 0;

	for (int round = 0; round < 2; round++) {
		took = -now();
		for (int i = 0; i < BATCH; i++)
			call();
		took += now();
	}
	return took / BATCH;
}

int main(int argc, char **argv)
{
	long long loop;

	fd = argc == 2 ? open(argv[1], O_WRONLY) : -1;
	if (fd < 0) {
		fprintf(stderr, "usage: client NODE\n");
		return 2;
	}
	loop = batch(nothing);
	printf("KEEPALIVE %lld\n", batch(keepalive) - loop);
	printf("write %lld\n", batch(ping) - loop);
	printf("GETTIMEOUT %lld\n", batch(gettimeout) - loop);
	return write(fd, "V", 1) == 1 ? 0 : 1;
}
