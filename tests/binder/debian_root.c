/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * A root folder of Debian packages in the cache, for tests that want programs of another release:
 *
 *	debian-root SUITE NAME PACKAGE... [-- PACKAGE...]
 *
 * prints its path. The first packages come with all that they depend on, those behind -- alone. NAME
 * must change when the packages do.
 */
#include "base/diag.h"
#include "base/paths.h"
#include "vm/rootfs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(int argc, char **argv)
{
	struct rootfs fs = {0};
	char *rel, *root;
	int ret;

	if (argc < 4)
		return diag_error("debian-root SUITE NAME PACKAGE...", "debian-root: wrong usage");
	fs.suite = argv[1];
	fs.wanted = (const char *const *)argv + 3;
	for (int i = 3; i < argc; i++) {
		if (strcmp(argv[i], "--") == 0) {
			argv[i] = NULL;
			fs.alone = (const char *const *)argv + i + 1;
		}
	}
	rel = paths_format("roots/%s-%s", argv[1], argv[2]);
	root = paths_cache(rel);
	ret = root ? rootfs_get(&fs, root) : EXIT_UNABLE;
	if (ret == 0)
		puts(root);
	free(root);
	free(rel);
	return ret;
}
