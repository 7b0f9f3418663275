/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The checker, as the other tools call it: is this driver safe?
 */
#ifndef CHECK_CHECK_H
#define CHECK_CHECK_H

#include "check/report.h"

/**
 * struct check_options - how to check
 * @args: NULL-terminated compiler arguments that are added (-I, -D), or NULL
 */
struct check_options {
	const char *const *args;
};

/**
 * struct check_summary - what came out, for a caller that prints its own line
 * @findings: how many; @unable: files that could not be checked
 * @unsafe_regions, @unsafe_lines: what the driver asks to be trusted
 */
struct check_summary {
	int findings, unable, files, functions, lines;
	int unsafe_regions, unsafe_lines;
	double ms;
};

/** check_report_new - an empty report; check_report_free ends it */
struct report *check_report_new(void);
struct report *check_report_free(struct report *r);

/** check_file - check one C file, adding to @r */
void check_file(const char *path, const struct check_options *opt, struct report *r);

/**
 * check_path - check a C file, or each C file of a driver's folder but its tests (*_test.c)
 *
 * Return: false after a message when there is nothing to check at @path.
 */
bool check_path(const char *path, const struct check_options *opt, struct report *r);

/** check_status - the exit status that @r means: fine, finding, or unable */
int check_status(const struct report *r);

/**
 * check_driver - check the driver in folder @dir and print its findings, if any, on stderr
 * @ret: what came out
 *
 * Return: EXIT_FINE, EXIT_FINDING or EXIT_UNABLE.
 */
int check_driver(const char *dir, struct check_summary *ret);

#endif
