/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Which files a driver's folder is made of, as the checker must see them: all of them. */
#ifndef CHECK_SOURCES_H
#define CHECK_SOURCES_H

#include <stdbool.h>

struct mem;

/**
 * sources_of - the C files of the driver in the folder @dir, sorted
 * @ret_list: absolute paths, in @a
 *
 * Those in the folder but its tests (NAME_test.c), and whatever its Kbuild names besides, whatever
 * the condition that it stands under: a file in another folder, a "test" that is part of the module.
 *
 * Return: how many; 0 or less after a message, when there is none or one cannot be found.
 */
int sources_of(struct mem *a, const char *dir, const char ***ret_list);

/** sources_is_driver - is @dir a driver's folder: has it a Kbuild? */
bool sources_is_driver(const char *dir);

/** sources_driver - the folder of the driver that the file @path is part of (in @a), or @path */
const char *sources_driver(struct mem *a, const char *path);

/** sources_is_test - is @name that of a driver's tests, or of what Kbuild makes? */
bool sources_is_test(const char *name);

#endif
