/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Jobs that answer, answer much, crash, exit and hang: each is answered once, whatever the width. Jobs
 * that are done again are by the same child, unless that has died, and are told what is new.
 */
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

static void work(int job, char *told, size_t size, FILE *out, void *arg)
{
	(void)arg;
	(void)told;
	(void)size;
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

/* ---- again and again ---- */

enum { ROUNDS = 4, CRASHES = 4 };

static int answered;

/* Every other job is told which round it is, at length. */
static const char *tell(int job, size_t *ret_size, void *arg)
{
	static char text[MUCH];

	memset(text, 'a' + *(int *)arg, sizeof(text));
	*ret_size = job % 2 ? sizeof(text) : 0;
	return text;
}

/* Its answer: in how many rounds this child did it, and in which round it is. */
static void work_again(int job, char *told, size_t size, FILE *out, void *arg)
{
	static int times[JOBS];

	(void)arg;
	if (size != (job % 2 ? MUCH : 0) || told[size])
		_exit(9);
	if (job == CRASHES && times[job] == 1)
		raise(SIGSEGV);
	fprintf(out, "%d %d", ++times[job], job % 2 ? told[MUCH - 1] - 'a' : -1);
}

static void done_again(int job, char *text, const char *died, void *arg)
{
	int now = *(int *)arg, times, round;

	answered++;
	CHECK(!text == !!died && !text == (job == CRASHES && now % 2));
	if (!text)
		return;
	CHECK(sscanf(text, "%d %d", &times, &round) == 2);
	CHECK(round == (job % 2 ? now : -1));
	CHECK(job == CRASHES ? times == 1 : times >= 1 && times <= now + 1);
	free(text);
}

static int kept;

static void done_kept(int job, char *text, const char *died, void *arg)
{
	if (job != CRASHES && !died)
		kept += atoi(text) == *(int *)arg + 1;
	done_again(job, text, died, arg);
}

/* With several children, those that did not crash know what they did in all rounds. */
static void test_again(int width)
{
	int now = 0;
	struct pool p = {.jobs = JOBS,
			 .width = width,
			 .limit_ms = 60000,
			 .ask = tell,
			 .work = work_again,
			 .done = done_kept,
			 .arg = &now};
	struct crew *r = pool_open(&p);

	answered = 0;
	for (; now < ROUNDS; now++) {
		kept = 0;
		pool_do(r, NULL, JOBS);
		CHECK(answered == JOBS * (now + 1));
		CHECK(now != 0 || kept == JOBS - 1);
		CHECK(width < JOBS || kept == JOBS - 1);
	}
	pool_close(r);
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
	for (size_t w = 0; w < sizeof(widths) / sizeof(widths[0]); w++)
		test_again(widths[w]);
	pool_run(&(struct pool){.jobs = 0, .width = 2, .work = work, .done = done});
	return 0;
}
