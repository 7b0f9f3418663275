/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Jobs that answer, answer much, crash, exit and hang: each is answered once, whatever the width. */
#include "check/pool.h"

#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CHECK(cond)                                                                                \
	do {                                                                                       \
		if (!(cond)) {                                                                     \
			fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #cond);                 \
			exit(1);                                                                   \
		}                                                                                  \
	} while (0)

enum { JOBS = 40, MUCH = 300000 };

static int answers[JOBS];

static void work(int job, FILE *out, void *arg)
{
	(void)arg;
	if (job % 10 == 3)
		raise(SIGSEGV);
	if (job % 10 == 5)
		_exit(7);
	if (job == 17)
		for (;;)
			pause();
	for (int i = 0; job % 10 == 8 && i < MUCH; i++)
		fputc('x', out);
	fprintf(out, "job %d", job);
}

static void done(int job, char *text, const char *died, void *arg)
{
	char want[32];
	bool bad = job % 10 == 3 || job % 10 == 5 || job == 17;

	(void)arg;
	answers[job]++;
	CHECK(bad == !text && bad == (died != NULL));
	if (bad) {
		CHECK(job % 10 != 3 || strstr(died, "signal 11"));
		CHECK(job % 10 != 5 || strstr(died, "status 7"));
		CHECK(job != 17 || strstr(died, "no end"));
		return;
	}
	snprintf(want, sizeof(want), "job %d", job);
	CHECK(strlen(text) == strlen(want) + (job % 10 == 8 ? MUCH : 0));
	CHECK(strcmp(text + strlen(text) - strlen(want), want) == 0);
	free(text);
}

int main(void)
{
	static const int widths[] = {1, 2, 7, 100};

	for (size_t w = 0; w < sizeof(widths) / sizeof(widths[0]); w++) {
		struct pool p = {
			.jobs = JOBS, .width = widths[w], .limit_ms = 1000, .work = work, .done = done};

		memset(answers, 0, sizeof(answers));
		pool_run(&p);
		for (int i = 0; i < JOBS; i++)
			CHECK(answers[i] == 1);
	}
	pool_run(&(struct pool){.jobs = 0, .width = 2, .work = work, .done = done});
	return 0;
}
