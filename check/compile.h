/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * A compiler's command line, as far as a checker cares: which C files of drivers it compiles, and
 * which folders and names they are compiled with.
 */
#ifndef CHECK_COMPILE_H
#define CHECK_COMPILE_H

#include <stdbool.h>

struct mem;

/**
 * struct compile - one command
 * @dir: where it runs, absolute
 * @files: NULL-terminated absolute paths of the C files that it compiles
 * @args: NULL-terminated -I, -iquote, -isystem, -include, -D and -U, with absolute paths; those of a
 *	kernel's own tree, and what Kbuild defines, are left out
 * @kit: one of its folders has the kit's headers
 * @reads_only: it makes no object (-E, -M, -fsyntax-only, --version)
 * @why: it cannot be read, for this reason; or NULL
 */
struct compile {
	const char *dir;
	const char **files;
	int n_files;
	const char **args;
	int n_args;
	bool kit, reads_only;
	const char *why;
};

/** compile_read - what the NULL-terminated @argv, run in @dir, compiles; argv[0] is the compiler */
struct compile compile_read(struct mem *a, const char *dir, const char *const *argv);

/** compile_split - the words of the shell command @text, NULL-terminated; NULL: not a simple one */
const char **compile_split(struct mem *a, const char *text);

/** compile_checks - is @file, which @c compiles, the file of a driver, that is to be checked? */
bool compile_checks(const struct compile *c, const char *file);

#endif
