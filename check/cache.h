/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * What was found in a file, kept for the next time. An entry holds as long as nothing differs that
 * could change the outcome: the checker itself, its options, what the driver's other files teach,
 * the content of the file and of all that it includes, and that no other file has come to lie where
 * an include is looked for first. Entries are files of the user's cache folder ("check/"), each
 * replaced at once, so that any number of processes may use it; the oldest go when it is full
 * ($CLEAT_CHECK_CACHE megabytes, 256 unless said).
 */
#ifndef CHECK_CACHE_H
#define CHECK_CACHE_H

#include "base/hash.h"
#include "check/report.h"

#include <time.h>

struct cache;

/** cache_open - the user's cache; NULL when it cannot be used, which cache_find and _keep take */
struct cache *cache_open(void);
struct cache *cache_close(struct cache *c);

/**
 * cache_key - the name of the entry for a check of @path
 * @args: NULL-terminated compiler arguments; @whole: all files of its driver are here;
 * @known: facts_hash() of what they teach
 */
void cache_key(const char *path, const char *const *args, bool whole, const char *known,
	       char ret_key[HASH_TEXT]);

/** cache_find - fill the empty report @r from the entry @key, if there is one and it holds */
bool cache_find(struct cache *c, const char *key, struct report *r);

/**
 * struct cache_inputs - what an outcome depends on
 * @files: all files that were read; @more: others, as cache_inputs_text() once said, or NULL
 * @dirs: NULL-terminated folders where its includes are looked for
 * @began: when the check began: what changed since then may not be what was read
 */
struct cache_inputs {
	const struct input *files;
	int n_files;
	const char *more;
	const char *const *dirs;
	struct timespec began;
};

/**
 * cache_inputs_text - what @in is now, as text (malloc'ed); NULL when that is not certain
 * cache_inputs_hold - is it still? @text is cut into lines
 */
char *cache_inputs_text(struct cache *c, const struct cache_inputs *in);
bool cache_inputs_hold(struct cache *c, char *text);

/**
 * cache_keep - keep the outcome @r; a file that could not be checked is not kept
 * @inputs: what it depends on, from cache_inputs_text()
 */
void cache_keep(struct cache *c, const char *key, const struct report *r, const char *inputs);

#endif
