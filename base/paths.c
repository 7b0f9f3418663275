/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#define _GNU_SOURCE
#include "base/paths.h"

#include "base/diag.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char *kit_root;

char *paths_format(const char *fmt, ...)
{
	va_list ap;
	char *s;
	int n;

	va_start(ap, fmt);
	n = vasprintf(&s, fmt, ap);
	va_end(ap);
	if (n < 0) {
		fputs("cleat: out of memory\n", stderr);
		exit(EXIT_UNABLE);
	}
	return s;
}

bool paths_exists(const char *path)
{
	return access(path, F_OK) == 0;
}

static bool is_kit(const char *dir)
{
	char *probe = paths_format("%s/include/cleat/types.h", dir);
	bool yes = paths_exists(probe);

	free(probe);
	return yes;
}

bool paths_kit_init(void)
{
	static const char *const places[] = {"..", "../share/cleat", "../.."};
	const char *env = getenv("CLEAT_ROOT");
	char exe[PATH_MAX];
	ssize_t n;

	if (env && *env) {
		kit_root = realpath(env, NULL);
		if (kit_root && is_kit(kit_root))
			return true;
		diag_error("unset CLEAT_ROOT, or point it at a Cleat checkout",
			   "CLEAT_ROOT=%s: no include/cleat/types.h in it", env);
		return false;
	}
	n = readlink("/proc/self/exe", exe, sizeof(exe) - 1);
	if (n < 0) {
		diag_error("mount /proc", "/proc/self/exe: %s", strerror(errno));
		return false;
	}
	exe[n] = '\0';
	*strrchr(exe, '/') = '\0';
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		char *dir = paths_format("%s/%s", exe, places[i]);

		kit_root = realpath(dir, NULL);
		free(dir);
		if (kit_root && is_kit(kit_root))
			return true;
		free(kit_root);
		kit_root = NULL;
	}
	diag_error("run it from a checkout's build/, or after make install; or set CLEAT_ROOT",
		   "%s: the kit's files (include/cleat) are not beside this binary", exe);
	return false;
}

char *paths_kit(const char *rel)
{
	return *rel ? paths_format("%s/%s", kit_root, rel) : paths_format("%s", kit_root);
}

int paths_mkdirs(const char *path)
{
	char *copy = paths_format("%s", path);
	int ret = 0;

	for (char *p = copy + 1;; p++) {
		if (*p != '/' && *p != '\0')
			continue;
		char c = *p;

		*p = '\0';
		if (mkdir(copy, 0777) < 0 && errno != EEXIST) {
			ret = -errno;
			break;
		}
		*p = c;
		if (c == '\0')
			break;
	}
	free(copy);
	return ret;
}

char *paths_cache(const char *rel)
{
	const char *env = getenv("CLEAT_CACHE"), *xdg = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
	char *path, *dir;
	int err;

	if (env && *env)
		path = paths_format("%s/%s", env, rel);
	else if (xdg && *xdg)
		path = paths_format("%s/cleat/%s", xdg, rel);
	else
		path = paths_format("%s/.cache/cleat/%s", home && *home ? home : "/root", rel);
	dir = paths_format("%s", path);
	if (strrchr(dir, '/') != dir)
		*strrchr(dir, '/') = '\0';
	err = paths_mkdirs(dir);
	if (err) {
		diag_error("set CLEAT_CACHE to a folder that can be written", "%s: %s", dir, strerror(-err));
		free(path);
		path = NULL;
	}
	free(dir);
	return path;
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st, (void)type, (void)ftw;
	return remove(path);
}

int paths_remove_tree(const char *path)
{
	if (nftw(path, remove_one, 64, FTW_DEPTH | FTW_PHYS | FTW_MOUNT) < 0 && errno != ENOENT)
		return -errno;
	return 0;
}

char *paths_read(const char *path, size_t *ret_size)
{
	FILE *f = fopen(path, "re");
	size_t size = 0, room = 4096, n;
	char *text;

	if (!f)
		return NULL;
	text = malloc(room);
	while (text && (n = fread(text + size, 1, room - size - 1, f)) > 0) {
		char *more;

		size += n;
		if (room - size > 1)
			continue;
		more = realloc(text, room *= 2);
		if (!more)
			free(text);
		text = more;
	}
	if (text && ferror(f)) {
		int err = errno;

		free(text);
		text = NULL;
		errno = err;
	}
	fclose(f);
	if (text) {
		text[size] = '\0';
		if (ret_size)
			*ret_size = size;
	}
	return text;
}

int paths_write(const char *path, const char *text)
{
	char *tmp = paths_format("%s.tmp.%d", path, getpid());
	FILE *f = fopen(tmp, "we");
	int ret = 0;

	if (!f) {
		ret = -errno;
	} else {
		if (fputs(text, f) < 0)
			ret = -errno;
		if (fclose(f) != 0 && ret == 0)
			ret = -errno;
		if (ret == 0 && rename(tmp, path) < 0)
			ret = -errno;
		if (ret)
			unlink(tmp);
	}
	free(tmp);
	return ret;
}

char *paths_driver(const char *arg)
{
	char *dir = realpath(arg, NULL), *kbuild;

	if (!dir) {
		diag_error("name a driver's folder, or make one: cleat new misc NAME", "%s: %s", arg, strerror(errno));
		return NULL;
	}
	kbuild = paths_format("%s/Kbuild", dir);
	if (!paths_exists(kbuild)) {
		diag_error("name a driver's folder, or make one: cleat new misc NAME",
			   "%s: not a driver: there is no Kbuild in it", arg);
		free(dir);
		dir = NULL;
	}
	free(kbuild);
	return dir;
}

const char *paths_base(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

char *paths_served(const char *name)
{
	const char *run = getenv("XDG_RUNTIME_DIR");

	if (geteuid() == 0)
		return paths_format("/run/cleat/%s", name);
	if (run && *run)
		return paths_format("%s/cleat/%s", run, name);
	return paths_format("/tmp/cleat-%u/%s", geteuid(), name);
}
