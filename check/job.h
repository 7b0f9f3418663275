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
 * @stale: what was learned since it was checked matters to it
 * @key: the name of its outcome in the cache, with what is known now
 * @u, @inputs: the file as it was read in this process, before anything was found in it, and what
 *	the outcome depends on (cache_inputs_text()); NULL: it was not, or is not kept; @held: bytes
 * @r: what came out, NULL before
 */
struct job {
	const char *path;
	int driver;
	bool silent, stale;
	const char *const *args;
	struct frontend_options fo;
	char key[HASH_TEXT];
	struct unit *u;
	char *inputs;
	size_t held;
	struct report *r;
};

/**
 * job_do - check the file into the empty report @r, whose known facts are set, and keep it in @c
 * @again: it may be asked for once more: keep what was read, if there is room
 */
void job_do(struct job *j, struct cache *c, bool again, struct report *r);

/** hidden_check - report what the driver's files of @u show to others and not to the checker */
void hidden_check(const struct unit *u, struct report *r);

/** job_failed - @r says that the file could not be checked, for the reason @why */
void job_failed(const struct job *j, const char *why, struct report *r);

#endif
