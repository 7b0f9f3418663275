/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * What a kernel is fetched as. Debian publishes a kernel in two steps, the signed image after the
 * rest, and an archive has more than one of each: the newest image is not always one whose headers
 * are there, and the build tools of a series come in their newest version only.
 */
#ifndef VM_PARTS_H
#define VM_PARTS_H

#include "vm/archive.h"

enum { MAX_PARTS = 16 };

/**
 * struct parts - a kernel with all that a module is built with
 * @version: "6.1.192-2"
 * @release: "6.1.0-56-amd64"
 * @names: NULL-terminated, "name=version" as archive_unpack takes them
 */
struct parts {
	char *version, *release;
	char *names[MAX_PARTS + 1];
};

/**
 * parts_choose - the newest kernel of @version whose parts are all in the index of @a
 * @version: "6.1"
 * @ret: released by parts_free
 *
 * Return: true when there is one.
 */
bool parts_choose(const struct archive *a, const char *version, struct parts *ret);
void parts_free(struct parts *p);

#endif
