/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "vm/rootfs.h"

#include "base/diag.h"
#include "base/paths.h"
#include "vm/archive.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Names that packages of a system with merged /usr expect, and the choices their scripts would
 * make. */
static int add_links(const char *root, bool before)
{
	static const char *const links[][2] = {{"usr/bin", "bin"},
					       {"usr/sbin", "sbin"},
					       {"usr/lib", "lib"},
					       {"usr/lib64", "lib64"},
					       {"mawk", "usr/bin/awk"}};
	static const char *const folders[] = {"usr/bin", "usr/sbin", "usr/lib", "usr/lib64",
					      "tmp",	 "proc",     "dev"};
	int err = 0;

	for (size_t i = 0; before && i < sizeof(folders) / sizeof(folders[0]) && !err; i++) {
		char *dir = paths_format("%s/%s", root, folders[i]);

		err = paths_mkdirs(dir);
		free(dir);
	}
	for (size_t i = before ? 0 : 4; i < (before ? 4 : 5) && !err; i++) {
		char *link = paths_format("%s/%s", root, links[i][1]);

		if (symlink(links[i][0], link) < 0 && errno != EEXIST)
			err = -errno;
		free(link);
	}
	return err;
}

static int unpack(const struct archive *a, const struct rootfs *fs, const char *dir)
{
	char **names = archive_closure(a, fs->wanted);
	int ret = names ? archive_unpack(a, (const char *const *)names, dir) : EXIT_UNABLE;

	names_free(names);
	if (ret == 0 && fs->alone)
		ret = archive_unpack(a, fs->alone, dir);
	return ret;
}

static int make_root(const struct archive *a, const struct rootfs *fs, const char *root)
{
	char *tmp = paths_format("%s.new", root);
	int err, ret;

	paths_remove_tree(tmp);
	err = add_links(tmp, true);
	ret = err ? 0 : unpack(a, fs, tmp);
	if (!err && !ret)
		err = add_links(tmp, false);
	if (!err && !ret && rename(tmp, root) < 0)
		err = -errno;
	if (err)
		ret = diag_error("make room, or set CLEAT_CACHE", "%s: %s", tmp, strerror(-err));
	if (ret)
		paths_remove_tree(tmp);
	free(tmp);
	return ret;
}

int rootfs_get(const struct rootfs *fs, const char *root)
{
	struct archive a;
	int ret = archive_open(&a, fs->suite);

	if (ret == 0 && !paths_exists(root)) {
		ret = archive_update(&a);
		ret = ret ? ret : make_root(&a, fs, root);
	}
	archive_close(&a);
	return ret;
}
