/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#define _GNU_SOURCE
#include "vm/cpio.h"

#include "base/paths.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

void cpio_begin(struct cpio *c, FILE *out)
{
	*c = (struct cpio){.out = out};
}

static bool known(const struct cpio *c, const char *name)
{
	for (size_t i = 0; i < c->n_names; i++)
		if (strcmp(c->names[i], name) == 0)
			return true;
	return false;
}

static void remember(struct cpio *c, const char *name)
{
	if (c->n_names == c->room) {
		c->room = c->room ? 2 * c->room : 256;
		c->names = realloc(c->names, c->room * sizeof(*c->names));
		if (!c->names)
			abort();
	}
	c->names[c->n_names++] = paths_format("%s", name);
}

static void pad(struct cpio *c, size_t size)
{
	static const char zeros[4];

	fwrite(zeros, 1, (4 - size % 4) % 4, c->out);
}

static void entry(struct cpio *c, const char *name, mode_t mode, const void *data, size_t size,
		  unsigned int major, unsigned int minor)
{
	size_t len = strlen(name) + 1;

	/* magic ino mode uid gid nlink mtime size devmajor devminor rdevmajor rdevminor namesize
	 * check */
	fprintf(c->out, "070701%08X%08X%08X%08X%08X%08X%08zX%08X%08X%08X%08X%08zX%08X", ++c->ino,
		mode, 0, 0, 1, 0, size, 0, 0, major, minor, len, 0);
	fwrite(name, 1, len, c->out);
	pad(c, 110 + len);
	if (size)
		fwrite(data, 1, size, c->out);
	pad(c, size);
	if (ferror(c->out) && !c->err)
		c->err = errno ? -errno : -EIO;
}

static bool add(struct cpio *c, const char *name)
{
	char *parent = paths_format("%s", name), *slash = strrchr(parent, '/');

	if (slash) {
		*slash = '\0';
		cpio_dir(c, parent);
	}
	free(parent);
	if (known(c, name))
		return false;
	remember(c, name);
	return true;
}

void cpio_file(struct cpio *c, const char *name, mode_t mode, const void *data, size_t size)
{
	if (add(c, name))
		entry(c, name, S_IFREG | mode, data, size, 0, 0);
}

void cpio_dir(struct cpio *c, const char *name)
{
	if (add(c, name))
		entry(c, name, S_IFDIR | 0755, NULL, 0, 0, 0);
}

void cpio_link(struct cpio *c, const char *name, const char *target)
{
	if (add(c, name))
		entry(c, name, S_IFLNK | 0777, target, strlen(target), 0, 0);
}

void cpio_node(struct cpio *c, const char *name, unsigned int major, unsigned int minor)
{
	if (add(c, name))
		entry(c, name, S_IFCHR | 0600, NULL, 0, major, minor);
}

int cpio_end(struct cpio *c)
{
	entry(c, "TRAILER!!!", 0, NULL, 0, 0, 0);
	if (fflush(c->out) != 0 && !c->err)
		c->err = -errno;
	for (size_t i = 0; i < c->n_names; i++)
		free(c->names[i]);
	free(c->names);
	c->names = NULL;
	return c->err;
}
