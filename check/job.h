/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* One file to check, with all that its outcome depends on. */
#ifndef CHECK_JOB_H
#define CHECK_JOB_H

#include "check/cache.h"
#include "check/report.h"
#include "check/world.h"

/**
 * struct job - one file
 * @path: absolute; @driver: which of the check's drivers it belongs to
 * @args: NULL-terminated arguments, world_args(); @fo: world_options(), with those
 * @silent: it is looked at for what it teaches others only
 * @r: what came out, NULL before
 */
struct job {
	const char *path;
	int driver;
	bool silent;
	const char *const *args;
	struct frontend_options fo;
	struct report *r;
};

/** job_key - the name of its outcome in the cache, when @known is what the driver's files teach */
void job_key(const struct job *j, const struct facts *known, char ret_key[HASH_TEXT]);

/** job_do - check the file into the empty report @r, whose known facts are set, and keep it in @c */
void job_do(const struct job *j, struct cache *c, const char *key, struct report *r);

/** hidden_check - report what the driver's files of @u show to others and not to the checker */
void hidden_check(const struct unit *u, struct report *r);

/** job_failed - @r says that the file could not be checked, for the reason @why */
void job_failed(const struct job *j, const char *why, struct report *r);

#endif
