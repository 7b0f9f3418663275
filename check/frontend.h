/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * From a C file to our own tree (check/ast.h), by libclang. Nothing outside the frontend_*.c files
 * knows libclang.
 */
#ifndef CHECK_FRONTEND_H
#define CHECK_FRONTEND_H

#include "check/ast.h"

struct mem;

/* A header that is on no disk: what an include of @path reads. */
struct frontend_made {
	const char *path, *text;
};

/**
 * struct frontend_options - how to parse
 * @args: NULL-terminated compiler arguments besides our own (-I, -D)
 * @trusted: NULL-terminated absolute folders whose headers are the kit's
 * @system: NULL-terminated absolute folders whose headers are neither the kit's nor the driver's
 * @made: headers that exist only here
 * @header: a header that is read before the file, or NULL; @pch: its compiled form, or NULL
 */
struct frontend_options {
	const char *const *args;
	const char *const *trusted;
	const char *const *system;
	const struct frontend_made *made;
	int n_made;
	const char *header, *pch;
};

/**
 * frontend_parse - the tree of the file @path
 *
 * Return: the unit, with unit->n_errors > 0 when clang refused the file; NULL after a message
 * when it cannot even be read. Free it by frontend_free().
 */
struct unit *frontend_parse(const char *path, const struct frontend_options *opt);
struct unit *frontend_free(struct unit *u);

/**
 * frontend_save - write the compiled form of @opt's header to @to
 * @ret_list, @ret_n: all files that were read for it, in @a
 *
 * Return: false when it does not parse, or cannot be written.
 */
bool frontend_save(struct mem *a, const char *to, const struct frontend_options *opt,
		   struct input **ret_list, int *ret_n);

/**
 * frontend_names - the functions that the kit's headers declare, but those with names of its own
 * @path: a header that includes them all
 * @ret_list: the names, in @a
 *
 * Return: how many; -1 after a message when they cannot be read.
 */
int frontend_names(struct mem *a, const char *path, const struct frontend_options *opt,
		   const char ***ret_list);

/** frontend_prepare - load what parsing needs, once for all processes that are forked later */
void frontend_prepare(void);

/** frontend_resources - the folder of libclang's own headers; frontend_library - libclang's file */
const char *frontend_resources(void);
const char *frontend_library(void);

#endif
