/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * What the checker has to say: findings with a stable code, one sentence, the path that leads
 * there, and a fix; and the ways of writing them down.
 */
#ifndef CHECK_REPORT_H
#define CHECK_REPORT_H

#include "check/ast.h"
#include "check/facts.h"

#include <stdio.h>

/* One step of the path: "acquired here". */
struct step {
	const char *path;
	unsigned int line, col;
	const char *text;
};

struct finding {
	const char *code;
	const char *path;
	unsigned int line, col;
	const char *text;
	const char *fix;
	const char *func;
	struct step steps[4];
	int n_steps;
};

/* One region that the driver asks to be trusted; @driver: an index into the report's drivers. */
struct unsafe_region {
	const char *path, *reason;
	unsigned int line, lines;
	int driver;
};

/**
 * struct driver_count - what one driver of the report has
 * @path: its folder, or the file that was named when that lies in no driver's folder
 * @lines: of its functions; @unsafe_lines: in regions, each line once
 */
struct driver_count {
	const char *path;
	int files, functions, lines, regions, unsafe_lines;
};

/**
 * struct report - the outcome of one or more files
 * @unable: files that could not be checked; @cached: whose outcome was known already
 * @known: what the files of the driver are known to teach each other; NULL: nothing; @whole: all of them do
 * @asked: of these, what the outcome depends on (facts_touch())
 * @taught: what the file that is checked teaches the others
 */
struct report {
	struct mem *arena;
	struct finding *findings;
	int n_findings;
	struct unsafe_region *regions;
	int n_regions;
	struct driver_count *drivers;
	int n_drivers;
	const struct facts *known;
	bool whole;
	struct facts asked, taught;
	int files, lines, functions, unable, cached;
	double parse_ms, check_ms;
};

/** report_knows - is @line among the known facts? report_asks - all that begin with @what matter */
bool report_knows(struct report *r, const char *line);
void report_asks(struct report *r, const char *what);

/** report_add - note a finding; the same code at the same place is noted once */
struct finding *report_add(struct report *r, const struct unit *u, const char *code, struct loc at,
			   const char *text, const char *fix);
void report_step(struct report *r, const struct unit *u, struct finding *f, struct loc at,
		 const char *text);
/**
 * report_merge - add all of @from, a file of the driver @driver, to @to
 *
 * What is there already, because a header of the driver was read before, is there once.
 */
void report_merge(struct report *to, const struct report *from, const char *driver);
/** report_unsafe_lines - lines in unsafe regions, of all drivers */
int report_unsafe_lines(const struct report *r);
void report_step_at(struct report *r, struct finding *f, const char *path, struct loc at,
		    const char *text);
/** report_sort - by file, line, column, code */
void report_sort(struct report *r);

void findings_text(const struct report *r, FILE *out);
/** findings_alone - findings_text without the counts after them */
void findings_alone(const struct report *r, FILE *out);
/** findings_summary - the last line of findings_text alone */
void findings_summary(const struct report *r, FILE *out);
/** findings_brief - one line for each finding: file:line:column: code: text */
void findings_brief(const struct report *r, FILE *out);
void findings_json(const struct report *r, FILE *out);
void findings_sarif(const struct report *r, FILE *out);

#endif
