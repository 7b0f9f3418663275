/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#define _GNU_SOURCE
#include "vm/common.h"

#include "base/paths.h"
#include "vm/mirror.h"

#include <stdlib.h>
#include <string.h>

/* make looks at both: the object, and the command as Kbuild wrote it down. */
static const char object[] = ".module-common.o", command[] = "..module-common.o.cmd";

static void copy(const char *from, const char *to, const char *name)
{
	char *a = paths_format("%s/%s", from, name), *b = paths_format("%s/%s", to, name);

	mirror_copy(a, b); /* what fails is compiled again */
	free(b);
	free(a);
}

static char *command_in(const char *dir)
{
	char *file = paths_format("%s/%s", dir, command), *text = paths_read(file, NULL);

	free(file);
	return text;
}

/* The command last: an object without it is nothing to make. */
static void copy_both(const char *from, const char *to)
{
	copy(from, to, object);
	copy(from, to, command);
}

void common_lay(const char *kernel, const char *build)
{
	char *kept = command_in(kernel), *own = command_in(build);

	if (kept && !own)
		copy_both(kernel, build);
	free(own);
	free(kept);
}

void common_keep(const char *kernel, const char *build)
{
	char *kept = command_in(kernel), *own = command_in(build);

	if (own && (!kept || strcmp(own, kept) != 0))
		copy_both(build, kernel);
	free(own);
	free(kept);
}
