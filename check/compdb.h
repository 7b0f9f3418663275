/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* compile_commands.json (clang's JSON Compilation Database): every file of a build, with its command. */
#ifndef CHECK_COMPDB_H
#define CHECK_COMPDB_H

#include "check/check.h"

/**
 * compdb_add - add the files of drivers that a build compiles to @c
 * @path: the database, or the folder in which it is called compile_commands.json
 * @only: NULL-terminated files or folders of which it is asked; or NULL for all
 *
 * Return: false after a message, when there is no such file in it, or it cannot be read.
 */
bool compdb_add(struct check *c, const char *path, const char *const *only);

#endif
