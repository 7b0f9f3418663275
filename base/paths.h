/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Where things are: the kit's own files, the user's cache, a driver's folder. All results are
 * malloc'ed absolute paths that the caller frees.
 */
#ifndef BASE_PATHS_H
#define BASE_PATHS_H

#include <stdbool.h>
#include <stddef.h>

/**
 * paths_kit - a file of the kit: paths_kit("include"), paths_kit("vm/init")
 * @rel: path relative to the kit's root, "" for the root itself
 *
 * In a checkout the root is the folder above build/; installed, it is PREFIX/share/cleat.
 * $CLEAT_ROOT overrides both. Never fails: the root is checked once at start.
 */
char *paths_kit(const char *rel);

/** paths_kit_init - find the kit's root; return false (and say why) when there is none */
bool paths_kit_init(void);

/**
 * paths_cache - a path in the user's cache ($CLEAT_CACHE, $XDG_CACHE_HOME/cleat, ~/.cache/cleat)
 * @rel: path below it; its folders are made
 *
 * Return: the path, or NULL with a message when the folder cannot be made.
 */
char *paths_cache(const char *rel);

/** paths_format - asprintf that ends the process with a message when memory is out */
char *paths_format(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/** paths_mkdirs - make @path and its parents; 0, or -errno */
int paths_mkdirs(const char *path);

/** paths_exists - does @path exist (any kind)? */
bool paths_exists(const char *path);

/** paths_remove_tree - remove @path and all below it; missing is fine; 0, or -errno of the first failure */
int paths_remove_tree(const char *path);

/**
 * paths_read - the whole of a file as a string
 * @path: what to read
 * @ret_size: its size in bytes without the final NUL, or NULL
 *
 * Return: malloc'ed, NUL-terminated content, or NULL with errno set.
 */
char *paths_read(const char *path, size_t *ret_size);

/** paths_write - replace @path by @text at once (temporary file, rename); 0, or -errno */
int paths_write(const char *path, const char *text);

/**
 * paths_driver - the absolute folder of a driver that the user named
 * @arg: what the user typed: a folder with a Kbuild in it
 *
 * Return: the path, or NULL after a message that says what is missing.
 */
char *paths_driver(const char *arg);

/**
 * paths_served - where "cleat run" serves the driver @name when it is not told: a folder of the user's
 * own that goes away with the session
 */
char *paths_served(const char *name);

/** paths_base - the last component of @path (points into it) */
const char *paths_base(const char *path);

#endif
