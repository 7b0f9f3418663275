/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Test results in KTAP, line by line as they come: from a test process, or from a kernel's log with
 * its time stamps. Suites nest by indentation; what counts are the leaves. What a plan promised and
 * never came is a failure, so that a crash is never a pass.
 */
#ifndef BASE_KTAP_H
#define BASE_KTAP_H

#include "base/json.h"

#include <stdbool.h>
#include <stddef.h>

enum ktap_status { KTAP_OK, KTAP_NOT_OK, KTAP_SKIP };

enum { KTAP_MAX_DEPTH = 8 };

/**
 * struct ktap_result - one test
 * @name: "suite.case"; @comment: why it was skipped or failed, or NULL
 */
struct ktap_result {
	char *name;
	enum ktap_status status;
	char *comment;
};

/**
 * struct ktap - what was read so far
 * @results, @n: the leaves in order
 * @passed, @failed, @skipped: how many of each
 *
 * The rest is the reader's: the open suites, and the last diagnostic lines.
 */
struct ktap {
	struct ktap_result *results;
	size_t n;
	int passed, failed, skipped;
	struct ktap_level {
		int indent, planned, seen, failed;
		bool has_plan;
		char *name;
	} level[KTAP_MAX_DEPTH];
	int depth;
	bool any;
	char *diagnostics;
};

/** ktap_init - nothing read yet; ended by ktap_free */
void ktap_init(struct ktap *k);
void ktap_free(struct ktap *k);

/** ktap_line - read one line (with or without its newline); true when it was KTAP */
bool ktap_line(struct ktap *k, const char *line);

/** ktap_text - ktap_line for each line of @text */
void ktap_text(struct ktap *k, const char *text);

/** ktap_finish - no more lines come: what is missing becomes a failure, named @why ("the kernel crashed") */
void ktap_finish(struct ktap *k, const char *why);

/** ktap_fail - count a failure that is not a line of the output ("rmmod: -EBUSY") */
void ktap_fail(struct ktap *k, const char *name, const char *comment);

/** ktap_json - the counts and the results as members of the JSON object that is open */
void ktap_json(const struct ktap *k, struct json *j);

/**
 * ktap_junit - the results as one JUnit <testsuite> element on @out
 * @suite: its name
 */
void ktap_junit(const struct ktap *k, const char *suite, FILE *out);

#endif
