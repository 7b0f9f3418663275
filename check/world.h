/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The headers that a driver is read against: the kit's own for a process, or the contracts over the
 * types of a kernel (kernel/view.h).
 */
#ifndef CHECK_WORLD_H
#define CHECK_WORLD_H

#include "check/frontend.h"
#include "check/mem.h"

/**
 * struct world - one set of headers
 * @args: NULL-terminated arguments for the front end
 * @trusted, @system: as struct frontend_options has them
 * @header: is read before each file, or NULL
 * @names: the text of cleat_view_names.h; NULL in the kit's own world
 */
struct world {
	const char *const *args;
	const char *const *trusted, *const *system;
	const char *header, *names;
};

/** world_kit - the kit's headers */
const struct world *world_kit(struct mem *a);

/**
 * world_kernel - a kernel's headers
 * @kernel: "6.1", fetched when it is not there, or a folder of prepared headers
 *
 * Return: NULL after a message.
 */
const struct world *world_kernel(struct mem *a, const char *kernel);

/**
 * world_includes - the <linux/...> that the driver's own headers include: a kernel's, read before the kit's words
 * @files: the driver's; one text for all of them is one header to compile
 */
const char *world_includes(struct mem *a, const char *const *files, int n);

/**
 * world_options - how the front end reads a file in @w
 * @includes: from world_includes()
 * @args: NULL-terminated, from world_args()
 */
struct frontend_options world_options(struct mem *a, const struct world *w, const char *includes,
				      const char *const *args);

/** world_args - the arguments of @w, and @more of the user's (NULL-terminated, or NULL) */
const char *const *world_args(struct mem *a, const struct world *w, const char *const *more);

#endif
