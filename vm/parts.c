/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#define _GNU_SOURCE
#include "vm/parts.h"

#include "base/paths.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool add_part(const struct archive *a, const char *name, const char *version, bool newer_too,
		     struct parts *ret);

/*
 * One alternative of a Depends: true when it is no part of a kernel, or is in the archive as asked.
 * Headers and image are named with their own version; the build tools ("linux-kbuild-6.1") with the
 * oldest that will do, or with none when their name says it.
 */
static bool add_needed(const struct archive *a, const char *depend, const char *version,
		       struct parts *ret)
{
	char name[256], relation[3] = "", ver[128] = "";

	if (sscanf(depend, " %255s (%2[<>=] %127[^)])", name, relation, ver) < 1 ||
	    strncmp(name, "linux-", 6) != 0 || strstr(name, "-unsigned"))
		return true;
	if (strcmp(relation, "=") == 0 && strcmp(ver, version) == 0)
		return add_part(a, name, version, false, ret);
	if (strncmp(name, "linux-kbuild-", 13) == 0)
		return add_part(a, name, *ver ? ver : version, true, ret);
	return true;
}

/* The package @name with what it needs of the same source; false when some of it is not there. */
static bool add_part(const struct archive *a, const char *name, const char *version, bool newer_too,
		     struct parts *ret)
{
	size_t n = 0, len = strlen(name);
	char *save = NULL;
	struct package p;
	bool ok;

	for (; ret->names[n]; n++)
		if (strncmp(ret->names[n], name, len) == 0 && ret->names[n][len] == '=')
			return true;
	if (n == MAX_PARTS || !archive_find(a, name, &p))
		return false;
	ok = newer_too ? version_compare(p.version, version) >= 0 : strcmp(p.version, version) == 0;
	if (ok)
		ret->names[n] = paths_format("%s=%s", name, p.version);
	for (char *d = strtok_r(p.depends, ",|", &save); ok && d; d = strtok_r(NULL, ",|", &save))
		ok = add_needed(a, d, version, ret);
	package_free(&p);
	return ok;
}

static bool parts_of(const struct archive *a, const struct package *image, struct parts *ret)
{
	const char *release = image->name + strlen("linux-image-");
	char *headers = paths_format("linux-headers-%s", release);
	bool ok;

	*ret = (struct parts){.version = paths_format("%s", image->version),
			      .release = paths_format("%s", release)};
	ok = add_part(a, image->name, image->version, false, ret) &&
	     add_part(a, headers, image->version, false, ret);
	free(headers);
	return ok;
}

bool parts_choose(const struct archive *a, const char *version, struct parts *ret)
{
	char *older = NULL;
	struct package image;
	bool ok = false;

	*ret = (struct parts){.release = NULL};
	while (!ok && archive_newest(a, "linux-image-", "-amd64", version, older, &image)) {
		parts_free(ret);
		ok = parts_of(a, &image, ret);
		free(older);
		older = paths_format("%s", image.version);
		package_free(&image);
	}
	free(older);
	return ok;
}

void parts_free(struct parts *p)
{
	for (size_t i = 0; p->names[i]; i++)
		free(p->names[i]);
	free(p->version);
	free(p->release);
	*p = (struct parts){.release = NULL};
}
