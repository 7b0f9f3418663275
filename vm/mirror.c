/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#define _GNU_SOURCE
#include "vm/mirror.h"

#include "base/paths.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

static bool is_source(const char *name)
{
	static const char *const made[] = {".o", ".ko",	   ".mod",    ".mod.c",
					   ".a", ".order", ".symvers"};
	size_t len = strlen(name);

	if (name[0] == '.')
		return false;
	for (size_t i = 0; i < sizeof(made) / sizeof(made[0]); i++) {
		size_t n = strlen(made[i]);

		if (len > n && strcmp(name + len - n, made[i]) == 0)
			return false;
	}
	return true;
}

/*
 * Links whose source is gone: an include could still find them. Their objects go too, which make
 * would take for up to date.
 */
static void drop_orphans(const char *dir)
{
	DIR *d = opendir(dir);
	struct dirent *e;
	struct stat st;

	while (d && (e = readdir(d))) {
		char *dot = strrchr(e->d_name, '.');

		if (fstatat(dirfd(d), e->d_name, &st, AT_SYMLINK_NOFOLLOW) < 0 ||
		    !S_ISLNK(st.st_mode) || faccessat(dirfd(d), e->d_name, F_OK, 0) == 0)
			continue;
		unlinkat(dirfd(d), e->d_name, 0);
		if (dot && strlen(dot) == 2) {
			dot[1] = 'o';
			unlinkat(dirfd(d), e->d_name, 0);
		}
	}
	if (d)
		closedir(d);
}

static bool links_to(const char *link, const char *target)
{
	char now[PATH_MAX];
	ssize_t n = readlink(link, now, sizeof(now) - 1);

	return n > 0 && (size_t)n == strlen(target) && memcmp(now, target, (size_t)n) == 0;
}

static int mirror_one(const char *from, const char *to)
{
	struct stat st;

	if (stat(from, &st) < 0)
		return errno == ENOENT ? 0 : -errno;
	if (S_ISDIR(st.st_mode))
		return mirror_sources(from, to);
	if (!S_ISREG(st.st_mode))
		return 0;
	if (links_to(to, from) || symlink(from, to) == 0)
		return 0;
	/* A file that was made here in an earlier build has given way to a source of that name. */
	if (errno != EEXIST || unlink(to) < 0 || symlink(from, to) < 0)
		return -errno;
	return 0;
}

int mirror_sources(const char *from, const char *to)
{
	struct dirent *e;
	int err = paths_mkdirs(to);
	DIR *d = opendir(from);

	if (err || !d) {
		err = err ? err : -errno;
		if (d)
			closedir(d);
		return err;
	}
	drop_orphans(to);
	while (!err && (e = readdir(d))) {
		char *a, *b;

		if (!is_source(e->d_name))
			continue;
		a = paths_format("%s/%s", from, e->d_name);
		b = paths_format("%s/%s", to, e->d_name);
		err = mirror_one(a, b);
		free(a);
		free(b);
	}
	closedir(d);
	return err;
}

static int copy_bytes(int in, int out)
{
	ssize_t n;

	do {
		n = sendfile(out, in, NULL, 1 << 20);
	} while (n > 0 || (n < 0 && errno == EINTR));
	return n < 0 ? -errno : 0;
}

int mirror_copy(const char *from, const char *to)
{
	char *tmp = paths_format("%s.tmp.%d", to, getpid());
	int in = open(from, O_RDONLY | O_CLOEXEC), out = -1, err = in < 0 ? -errno : 0;

	if (!err) {
		out = open(tmp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
		err = out < 0 ? -errno : copy_bytes(in, out);
	}
	if (in >= 0)
		close(in);
	if (out >= 0 && close(out) < 0 && !err)
		err = -errno;
	if (!err && rename(tmp, to) < 0)
		err = -errno;
	if (err)
		unlink(tmp);
	free(tmp);
	return err;
}
