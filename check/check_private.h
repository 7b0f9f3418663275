/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* A check under way: what its two files, the one that fills it and the one that runs it, share. */
#ifndef CHECK_CHECK_PRIVATE_H
#define CHECK_CHECK_PRIVATE_H

#include "check/check.h"
#include "check/job.h"
#include "check/pool.h"

enum { CHECK_LIMIT_MS = 60 * 1000 }; /* what takes longer, or waits so long for its turn, is given up */

/*
 * Files that are one module: they teach each other. @includes: of a kernel's headers, once asked for;
 * @shared: more files may come to it; @whole: all are here, as its Kbuild has them; @open: some of
 * them are to be checked.
 */
struct driver {
	const char *path, *includes;
	struct facts known;
	char known_name[HASH_TEXT]; /* in the cache's keys */
	int files;
	bool shared, whole, open;
};

struct check {
	const struct check_options *opt;
	struct mem *arena;
	struct cache *cache;
	const struct world *world;
	struct report *report;
	struct job *jobs;
	int n_jobs;
	struct driver *drivers;
	int n_drivers;
	int *todo; /* jobs that the cache does not know */
	int n_todo;
	struct pool pool;
	struct crew *crew; /* who has read the files; NULL before there was one to read */
	char *told;
	size_t told_room;
};

#endif
