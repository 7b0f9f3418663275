/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * What one file of a driver teaches the others: a set of lines, each a word and its fields with
 * tabs between ("nullable\tstruct dev.buf"). Files are checked by processes of their own, and what
 * they found is kept in a cache: so all that crosses from file to file is text, in one order.
 */
#ifndef CHECK_FACTS_H
#define CHECK_FACTS_H

#include "base/hash.h"

#include <stdbool.h>

struct mem;

struct facts {
	const char **lines;
	int n;
};

/** facts_add - put a copy of @line into @f, in arena @a; false when it is there already */
bool facts_add(struct facts *f, struct mem *a, const char *line);
/** facts_have - is @line in @f? @f may be NULL */
bool facts_have(const struct facts *f, const char *line);
/** facts_from - the index of the first line that is not before @prefix */
int facts_from(const struct facts *f, const char *prefix);
/** facts_merge - add all of @from to @f; true when something was new */
bool facts_merge(struct facts *f, struct mem *a, const struct facts *from);
/** facts_equal - do both say the same? */
bool facts_equal(const struct facts *a, const struct facts *b);
/**
 * facts_touch - do @a and @b differ in what was asked for?
 * @asked: beginnings of lines that end with a field: "writes\tdev_open" is about that function alone
 */
bool facts_touch(const struct facts *a, const struct facts *b, const struct facts *asked);
/** facts_hash - the name of what @f says */
void facts_hash(const struct facts *f, char ret[HASH_TEXT]);
/** facts_dump - the lines on stderr, for whoever works on the checker: CLEAT_CHECK_FACTS=1 */
void facts_dump(const struct facts *f);
/** facts_load - add to @f what facts_save() wrote; false when there is no such file */
bool facts_load(struct facts *f, struct mem *a, const char *path);
void facts_save(const struct facts *f, const char *path);

#endif
