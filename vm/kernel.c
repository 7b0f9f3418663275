/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#define _GNU_SOURCE
#include "vm/kernel.h"

#include "base/diag.h"
#include "base/paths.h"
#include "vm/archive.h"
#include "vm/kmodules.h"
#include "vm/parts.h"
#include "vm/toolchain.h"
#include "vm/uml.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The kernels that Debian ships now: one long-term, one current, one newest. */
static const struct {
	const char *version, *suite;
} table[] = {
	{"6.1", "bookworm"},
	{"6.12", "trixie"},
	{"7.2", "forky"},
};

enum { N_KERNELS = sizeof(table) / sizeof(table[0]) };

const char *kernel_known(void)
{
	return "6.1, 6.12, 7.2, uml";
}

static const char *suite_of(const char *version)
{
	for (int i = 0; i < N_KERNELS; i++)
		if (strcmp(table[i].version, version) == 0)
			return table[i].suite;
	return NULL;
}

static char *kernel_dir(const char *name)
{
	char *rel = paths_format("kernels/%s", name), *dir = paths_cache(rel);

	free(rel);
	return dir;
}

bool kernel_cached(const char *name)
{
	char *dir = kernel_dir(name), *info = dir ? paths_format("%s/info", dir) : NULL;
	bool yes = info && paths_exists(info);

	free(info);
	free(dir);
	return yes;
}

/*
 * Debian's header packages name each other by absolute paths below /usr/src. They get the paths
 * of the cache, where they lie.
 */
static int relocate(const char *file, const char *final)
{
	char *text = paths_read(file, NULL), *out = paths_format("%s", ""), *more;
	const char *s = text, *at;
	int err;

	while (s && (at = strstr(s, "/usr/src/linux-headers-"))) {
		more = paths_format("%s%.*s%s/usr/src/linux-headers-", out, (int)(at - s), s,
				    final);
		free(out);
		out = more;
		s = at + strlen("/usr/src/linux-headers-");
	}
	more = paths_format("%s%s", out, s ? s : "");
	err = text ? paths_write(file, more) : -errno;
	free(more);
	free(out);
	free(text);
	return err;
}

static int write_info(const char *tmp, const char *final, const char *version, const char *release)
{
	char *makefile = paths_format("%s/usr/src/linux-headers-%s/Makefile", tmp, release);
	char *info = paths_format("%s/info", tmp);
	char *text = paths_format("%s %s\n", version, release);
	int err = relocate(makefile, final);

	err = err ? err : paths_write(info, text);
	free(text);
	free(info);
	free(makefile);
	return err;
}

/* Packages come without modules.dep: it is made when one is installed. */
static int index_modules(const char *tmp, const char *release)
{
	char *merged = paths_format("%s/usr/lib/modules", tmp), *base = paths_format("%s/usr", tmp);
	int ret = kmodules_index(paths_exists(merged) ? base : tmp, release);

	free(base);
	free(merged);
	return ret;
}

/* Unpack beside the final place, then rename: a kernel is there as a whole or not at all. */
static int unpack_kernel(const struct archive *a, const struct parts *parts, const char *dir)
{
	char *tmp = paths_format("%s.new", dir);
	int err, ret;

	paths_remove_tree(tmp);
	err = paths_mkdirs(tmp);
	ret = err ? diag_error("set CLEAT_CACHE", "%s: %s", tmp, strerror(-err)) : 0;
	ret = ret ? ret : archive_unpack(a, (const char *const *)parts->names, tmp);
	ret = ret ? ret : index_modules(tmp, parts->release);
	if (ret == 0) {
		err = write_info(tmp, dir, parts->version, parts->release);
		if (!err && rename(tmp, dir) < 0)
			err = -errno;
		if (err)
			ret = diag_error("make room, or set CLEAT_CACHE", "%s: %s", tmp,
					 strerror(-err));
	}
	if (ret)
		paths_remove_tree(tmp);
	free(tmp);
	return ret;
}

static int fetch(const char *version, const char *suite, const char *dir)
{
	struct parts parts = {.release = NULL};
	struct archive a;
	int ret = archive_open(&a, suite);

	/* Another process may have made it while this one waited for the lock. */
	if (ret || kernel_cached(version))
		goto out;
	ret = archive_update(&a);
	if (ret)
		goto out;
	if (parts_choose(&a, version, &parts)) {
		ret = unpack_kernel(&a, &parts, dir);
	} else {
		char *have = archive_versions(&a, "linux-image-", "-amd64");

		ret = diag_error("take another kernel: 6.1, 6.12, 7.2, uml",
				 "kernel %s: Debian %s has none with all its headers now; "
				 "its images are %s",
				 version, suite, *have ? have : "none for amd64");
		free(have);
	}
	parts_free(&parts);
out:
	archive_close(&a);
	return ret;
}

static char *first_existing(char *a, char *b)
{
	if (paths_exists(a)) {
		free(b);
		return a;
	}
	free(a);
	return b;
}

static int open_cached(struct kernel *k)
{
	char *file = paths_format("%s/info", k->dir), *text = paths_read(file, NULL);
	char version[128], release[128];

	free(file);
	if (!text || sscanf(text, "%127s %127s", version, release) != 2) {
		free(text);
		return diag_error("remove the folder and try again", "%s: not a whole kernel",
				  k->dir);
	}
	free(text);
	k->version = paths_format("%s", version);
	k->release = paths_format("%s", release);
	k->headers = paths_format("%s/usr/src/linux-headers-%s", k->dir, release);
	k->modules = first_existing(paths_format("%s/usr/lib/modules/%s", k->dir, release),
				    paths_format("%s/lib/modules/%s", k->dir, release));
	k->image = first_existing(paths_format("%s/boot/vmlinuz-%s", k->dir, release),
				  paths_format("%s/vmlinuz", k->modules));
	return 0;
}

static int open_folder(struct kernel *k, const char *name)
{
	char *config, *release;

	k->dir = realpath(name, NULL);
	k->headers = realpath(name, NULL);
	config = paths_format("%s/include/config/kernel.release", k->dir);
	release = paths_read(config, NULL);
	free(config);
	if (!release)
		return diag_error(
			"name the folder that make -C gets, as /lib/modules/VERSION/build",
			"%s: not a prepared kernel: no include/config/kernel.release", name);
	release[strcspn(release, "\n")] = '\0';
	k->release = release;
	k->version = paths_format("%s", "");
	return 0;
}

int kernel_get_headers(struct kernel *ret, const char *name)
{
	const char *suite = suite_of(name);
	int err;

	*ret = (struct kernel){.name = paths_format("%s", name)};
	if (strcmp(name, "uml") == 0)
		return uml_get(ret);
	if (!suite && strchr(name, '/') && paths_exists(name))
		return open_folder(ret, name);
	if (!suite)
		return diag_error("take one of these, or a folder of kernel headers",
				  "kernel '%s': not known; known are %s", name, kernel_known());
	ret->dir = kernel_dir(name);
	if (!ret->dir)
		return EXIT_UNABLE;
	if (!kernel_cached(name)) {
		err = fetch(name, suite, ret->dir);
		if (err)
			return err;
	}
	return open_cached(ret);
}

int kernel_get(struct kernel *ret, const char *name)
{
	const char *suite = suite_of(name);
	int err = kernel_get_headers(ret, name);

	return err || !suite ? err : toolchain_get(ret->headers, suite, &ret->toolchain);
}

void kernel_free(struct kernel *k)
{
	free(k->name);
	free(k->version);
	free(k->release);
	free(k->dir);
	free(k->image);
	free(k->headers);
	free(k->modules);
	free(k->toolchain);
	*k = (struct kernel){.name = NULL};
}

char **kernel_split(const char *list)
{
	char *copy = paths_format("%s", list), *save = NULL;
	char **names = calloc(strlen(list) + 2, sizeof(*names));
	size_t n = 0;

	for (char *k = strtok_r(copy, ", ", &save); names && k; k = strtok_r(NULL, ", ", &save))
		names[n++] = paths_format("%s", k);
	free(copy);
	return names;
}
