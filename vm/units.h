/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Which files of a driver can be compiled together (vm/units.mk). Two files of one translation unit
 * see each other's names and macros. So that it means the same as two files compiled alone,
 *
 * - a file's macros end with it (#pragma push_macro, pop_macro);
 * - a file with a macro that could change what a header says, set before its last #include (but
 *   pr_fmt), stays apart;
 * - a file stays apart whose static name an earlier one has too: of variables without a value C
 *   would silently make one.
 *
 * What else does not fit together does not compile, and then the files are compiled one by one.
 */
#ifndef VM_UNITS_H
#define VM_UNITS_H

#include <stdio.h>

/**
 * units_prepare - write cleat_with_NAME.h for each C file of the build folder @dir that may be joined
 * @told: NULL, or where to say which do not and why
 *
 * Return: how many may be, or a negative errno.
 */
int units_prepare(const char *dir, FILE *told);

/** units_drop - have each file compiled alone */
void units_drop(const char *dir);

#endif
