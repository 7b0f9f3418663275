/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The kit's host runtime as a library, one for each flavour, in a cache folder whose name is the
 * hash of all that goes into it: a folder that is there is complete and never changes.
 */
#ifndef CLI_HOST_RUNTIME_H
#define CLI_HOST_RUNTIME_H

#include "cli/host_build.h"

#include <stddef.h>

/**
 * host_runtime - build it if it is not there; its folder (libhost.a, main.o, kunit.o) is @ret_dir's
 */
int host_runtime(enum host_flavour flavour, char **ret_dir);

/** host_runtime_flags - the compiler flags of a flavour, for compiling and for linking */
const char *host_runtime_flags(enum host_flavour flavour);

/** host_make - run make in @build; the compiler's words are shown with @source in place of "src" */
int host_make(const char *build, const char *source);

/**
 * host_lock - hold the file @path (made when missing) until the descriptor is closed; -1 after a
 * message
 */
int host_lock(const char *path);

/** host_hash - FNV-1a over @n bytes, continuing from @seed (0 to begin) */
unsigned long long host_hash(const void *data, size_t n, unsigned long long seed);

#endif
