/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#define _GNU_SOURCE
#include "vm/kmodules.h"

#include "base/diag.h"
#include "base/paths.h"
#include "base/run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int kmodules_index(const char *base, const char *release)
{
	const char *argv[] = {"/sbin/depmod", "-b", base, release, NULL};
	struct run r = {.argv = argv, .capture = true, .merge = true};
	int ret = 0;

	if (run_wait(&r) == 127)
		ret = diag_error("apt-get install kmod", "depmod: cannot be started");
	else if (r.status != 0)
		ret = diag_error("make room, or set CLEAT_CACHE", "depmod: %s",
				 r.out ? r.out : "failed");
	free(r.out);
	return ret;
}

/* Does the path "kernel/drivers/watchdog/softdog.ko.xz" name the module @name? '-' and '_' are one.
 */
static bool is_module(const char *path, size_t len, const char *name)
{
	const char *base = memrchr(path, '/', len);
	size_t n = strlen(name);

	base = base ? base + 1 : path;
	if ((size_t)(path + len - base) < n + 3 || strncmp(base + n, ".ko", 3) != 0)
		return false;
	for (size_t i = 0; i < n; i++) {
		char a = base[i] == '-' ? '_' : base[i], b = name[i] == '-' ? '_' : name[i];

		if (a != b)
			return false;
	}
	return true;
}

/* The line of modules.dep about @name: "path: dependency dependency…" (malloc'ed), or NULL. */
static char *find_line(const char *dir, const char *list, const char *name)
{
	char *file = paths_format("%s/%s", dir, list), *text = paths_read(file, NULL),
	     *found = NULL;

	for (const char *s = text; s && *s && !found; s += strcspn(s, "\n") + 1) {
		if (is_module(s, strcspn(s, ":\n"), name))
			found = paths_format("%.*s", (int)strcspn(s, "\n"), s);
		if (!s[strcspn(s, "\n")])
			break;
	}
	free(text);
	free(file);
	return found;
}

static const char *unpacker(const char *file)
{
	const char *dot = strrchr(file, '.');

	if (strcmp(dot, ".xz") == 0)
		return "xz";
	if (strcmp(dot, ".zst") == 0)
		return "zstd";
	return strcmp(dot, ".gz") == 0 ? "gzip" : NULL;
}

/* Add one file; compressed ones are unpacked, for busybox cannot. */
static int add_file(const struct kernel *k, struct initramfs *fs, const char *rel, char **paths)
{
	char *from = paths_format("%s/%s", k->modules, rel), *to, *more;
	const char *base = paths_base(rel), *tool = unpacker(rel);
	int ret = 0;

	to = paths_format("usr/lib/modules/%.*s.ko", (int)(strstr(base, ".ko") - base), base);
	if (tool) {
		const char *argv[] = {tool, "-dcq", from, NULL};
		struct run r = {.argv = argv, .capture = true};

		if (run_wait(&r) == 0)
			cpio_file(&fs->cpio, to, 0644, r.out, r.out_size);
		else
			ret = diag_error("install it (xz-utils, zstd)", "%s: %s failed on it", from,
					 tool);
		free(r.out);
	} else {
		ret = initramfs_copy(fs, from, to);
	}
	more = paths_format("%s/%s\n", *paths ? *paths : "", to);
	free(*paths);
	*paths = more;
	free(to);
	free(from);
	return ret;
}

int kmodules_add(const struct kernel *k, struct initramfs *fs, const char *name, char **ret_paths)
{
	char *line = find_line(k->modules, "modules.dep", name), *words[64], *save = NULL, *builtin;
	int n = 0, ret = 0;

	if (!line) {
		builtin = find_line(k->modules, "modules.builtin", name);
		if (builtin) {
			free(builtin);
			return 0;
		}
		return diag_error("look for it in that kernel's lib/modules",
				  "%s: kernel %s has no such module", name, k->name);
	}
	for (char *w = strtok_r(line, ": ", &save); w && n < 64; w = strtok_r(NULL, ": ", &save))
		words[n++] = w;
	/* depmod writes what is needed first at the end. */
	while (n-- > 0 && ret == 0)
		ret = add_file(k, fs, words[n], ret_paths);
	free(line);
	return ret;
}
