/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Work spread over processes. Each job runs in a child that was forked before, so that a job that
 * crashes or never ends takes nothing with it but its own answer. Jobs can be done again and again:
 * each by the child that did it before, which may have kept what it needs for it.
 */
#ifndef CHECK_POOL_H
#define CHECK_POOL_H

#include <stddef.h>
#include <stdio.h>

/**
 * struct pool - jobs to do
 * @jobs: how many; @width: how many at a time (at least 1)
 * @limit_ms: what takes longer is ended
 * @ask: here: all that the child must be told that happened after pool_open(), @ret_size bytes that
 *	last until the next call; NULL: nothing
 * @work: in a child: do job @job, about which @told is told, and write its answer to @out
 * @done: here, once for each job, in any order: its answer @text (NUL-terminated; to be freed), or
 *	NULL with the words for what became of it
 */
struct pool {
	int jobs, width;
	unsigned int limit_ms;
	const char *(*ask)(int job, size_t *ret_size, void *arg);
	void (*work)(int job, char *told, size_t size, FILE *out, void *arg);
	void (*done)(int job, char *text, const char *died, void *arg);
	void *arg;
};

/** pool_open - start the children; @p is borrowed until pool_close(), which ends them */
struct crew *pool_open(const struct pool *p);
struct crew *pool_close(struct crew *r);
/** pool_do - do @n jobs, @list or each job; every one is answered when it returns */
void pool_do(struct crew *r, const int *list, int n);

/** pool_run - do all jobs, once */
void pool_run(const struct pool *p);

#endif
