/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* A kernel goes on with work of its own after boot (7.2 tries its RSA code): wait for its rest. */
#ifndef BENCH_ICOUNT_SETTLE_H
#define BENCH_ICOUNT_SETTLE_H

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Clock ticks that the machine was idle since boot. */
static inline long idle_ticks(void)
{
	FILE *f = fopen("/proc/stat", "r");
	long user, nice, system, idle = 0;

	if (!f || fscanf(f, "cpu %ld %ld %ld %ld", &user, &nice, &system, &idle) != 4) {
		fputs("no /proc/stat\n", stderr);
		exit(1);
	}
	fclose(f);
	return idle;
}

/* Return when it has rested for 0.3 s; ends the program when it does not within a minute. */
static inline void settle(void)
{
	int rested = 0;

	for (int i = 0; i < 600 && rested < 3; i++) {
		long before = idle_ticks();

		usleep(100 * 1000);
		rested = idle_ticks() - before >= 9 ? rested + 1 : 0;
	}
	if (rested < 3) {
		fputs("the machine does not come to rest\n", stderr);
		exit(1);
	}
}

#endif
