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
 * @kernel: read the drivers against this kernel's headers (world_kernel()), or NULL
 * @width: files at a time; 0: as many as there are processors
 * @no_cache: check every file, whatever is known of it, and keep nothing
 */
struct check_options {
	const char *const *args, *kernel;
	int width;
	bool no_cache;
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

/**
 * check_begin - a check of several files and drivers; check_end ends it, with its report
 * @opt: borrowed until then
 *
 * Return: NULL after a message when the headers are not to be had.
 */
struct check *check_begin(const struct check_options *opt);
struct check *check_end(struct check *c);

/**
 * check_add - a C file, or each C file of a driver's folder but its tests (*_test.c)
 *
 * The other files of a file's driver are looked at, too, for what they teach, and nothing is said of them.
 *
 * Return: false after a message when there is nothing to check at @path.
 */
bool check_add(struct check *c, const char *path);

/**
 * check_add_file - a C file with arguments of its own (NULL-terminated, as struct compile has them)
 *
 * Files of one folder are one driver. Return: false when the file is there already.
 */
bool check_add_file(struct check *c, const char *path, const char *const *args);

/**
 * check_add_compiled - the file @path that is about to be compiled with @args
 *
 * As check_add() does it, the others with the same arguments: what is found in them is said when they
 * are compiled. Several compilers may run at a time: they take turns at a driver.
 */
void check_add_compiled(struct check *c, const char *path, const char *const *args);

/** check_run - check all that was added; the report is in the order in which it was */
struct report *check_run(struct check *c);

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
