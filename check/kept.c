/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "check/kept.h"

#include "base/paths.h"

#include <stdlib.h>
#include <string.h>

/* libclang copies what it is given for each parse: a kernel's thousand headers are better read. */
enum { MAX_FILES = 256, MAX_SIZE = 2 << 20 };

static struct CXUnsavedFile list[MAX_FILES];
static char *reals[MAX_FILES];
static int n_list;
static size_t size_of_all;

const char *kept_real(const char *path)
{
	for (int i = 0; i < n_list; i++)
		if (strcmp(list[i].Filename, path) == 0)
			return reals[i];
	return NULL;
}

void kept_add(const char *path, const char *real)
{
	size_t size;
	char *text;

	if (n_list == MAX_FILES || kept_real(path))
		return;
	text = paths_read(path, &size);
	if (!text || size_of_all + size > MAX_SIZE) {
		free(text);
		return;
	}
	reals[n_list] = strdup(real);
	list[n_list++] = (struct CXUnsavedFile){
		.Filename = strdup(path), .Contents = text, .Length = size};
	size_of_all += size;
}

int kept_files(const struct CXUnsavedFile **ret_list)
{
	*ret_list = list;
	return n_list;
}
