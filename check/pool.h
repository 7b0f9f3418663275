/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Work spread over processes. Each job runs in a child that was forked before, so that a job that
 * crashes or never ends takes nothing with it but its own answer.
 */
#ifndef CHECK_POOL_H
#define CHECK_POOL_H

#include <stddef.h>
#include <stdio.h>

/**
 * struct pool - jobs to do
 * @jobs: how many; @width: how many at a time (at least 1)
 * @limit_ms: what takes longer is ended
 * @work: in a child: do job @job and write its answer to @out
 * @done: here, once for each job, in any order: its answer @text (NUL-terminated; to be freed), or
 *	NULL with the words for what became of it
 */
struct pool {
	int jobs, width;
	unsigned int limit_ms;
	void (*work)(int job, FILE *out, void *arg);
	void (*done)(int job, char *text, const char *died, void *arg);
	void *arg;
};

/** pool_run - do all jobs; every one is answered when it returns */
void pool_run(const struct pool *p);

#endif
