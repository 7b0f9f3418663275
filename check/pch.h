/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * A kernel's headers in clang's compiled form (a precompiled header), because reading them takes
 * half a second for each file. They lie in the user's cache ("check/pch/"), a few, the last used, each
 * with the content of the headers that it was made of: it is of use as long as they are the same.
 */
#ifndef CHECK_PCH_H
#define CHECK_PCH_H

#include "check/cache.h"
#include "check/frontend.h"
#include "check/mem.h"

/** pch_path - where the compiled form of @fo's header lies (in @a), made or not; NULL: nowhere */
const char *pch_path(struct mem *a, const struct frontend_options *fo);

/**
 * pch_pays - is it worth while to make it at @path, for @files files? Making it takes half as long
 * again as one file does, so that for one file it is when that is asked for the second time.
 */
bool pch_pays(const char *path, int files);

/** pch_make - make it at @path; false when that did not work */
bool pch_make(struct cache *c, const char *path, const struct frontend_options *fo);

/** pch_inputs - what the one at @path was made of, as cache_inputs_text() has it; or NULL */
char *pch_inputs(const char *path);

/** pch_holds - is it at @path, and of what its headers are now? */
bool pch_holds(struct cache *c, const char *path);

#endif
