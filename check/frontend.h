/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * From a C file to our own tree (check/ast.h), by libclang. Nothing outside the frontend_*.c files
 * knows libclang.
 */
#ifndef CHECK_FRONTEND_H
#define CHECK_FRONTEND_H

#include "check/ast.h"

/**
 * struct frontend_options - how to parse
 * @args: NULL-terminated compiler arguments besides our own (-I, -D)
 * @trusted: NULL-terminated absolute folders whose headers are the kit's
 */
struct frontend_options {
	const char *const *args;
	const char *const *trusted;
};

/**
 * frontend_parse - the tree of the file @path
 *
 * Return: the unit, with unit->n_errors > 0 when clang refused the file; NULL after a message
 * when it cannot even be read. Free it by frontend_free().
 */
struct unit *frontend_parse(const char *path, const struct frontend_options *opt);
struct unit *frontend_free(struct unit *u);

/** frontend_version - which libclang does the reading */
const char *frontend_version(void);

#endif
