/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "host/libc.h"

#include "base/diag.h"
#include "base/paths.h"
#include "host/graft.h"

#include <dirent.h>
#include <sys/mount.h>

static bool dots(const char *name)
{
	return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

static bool is_dir(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* The same name in the new folder: a link is copied, anything else bound in place. */
static void mirror_one(int old, const char *dir, const char *name)
{
	char *to = paths_format("%s/%s", dir, name),
	     *from = paths_format("/proc/self/fd/%d/%s", old, name);
	char target[4096];
	struct stat st;
	ssize_t n;

	if (fstatat(old, name, &st, AT_SYMLINK_NOFOLLOW) < 0)
		goto out;
	if (S_ISLNK(st.st_mode)) {
		n = readlinkat(old, name, target, sizeof(target) - 1);
		target[n < 0 ? 0 : n] = '\0';
		if (symlink(target, to) < 0)
			goto out;
	} else if (S_ISDIR(st.st_mode)) {
		if (mkdir(to, st.st_mode & 07777) == 0)
			mount(from, to, NULL, MS_BIND | MS_REC, NULL);
	} else if (mknod(to, S_IFREG | 0600, 0) == 0) {
		/* One that cannot be bound (a race with its removal) is not shown at all. */
		if (mount(from, to, NULL, MS_BIND, NULL) < 0)
			unlink(to);
	}
out:
	free(to);
	free(from);
}

bool graft_mirror(const char *dir)
{
	DIR *old = opendir(dir);
	struct dirent *e;

	if (!old && errno != EACCES)
		return false;
	/* Not sticky, as /tmp would be: O_CREAT on somebody else's node in it must stay allowed. */
	if (mount("cleat", dir, "tmpfs", MS_NOSUID, "mode=755,size=1m") < 0) {
		int err = errno;

		if (old)
			closedir(old);
		errno = err;
		return false;
	}
	while (old && (e = readdir(old))) {
		if (!dots(e->d_name))
			mirror_one(dirfd(old), dir, e->d_name);
	}
	if (old)
		closedir(old);
	return true;
}

/* Make room for the name @path, which may be a link, a bound node, or not there. */
static void clear_name(const char *path)
{
	struct stat st;

	if (lstat(path, &st) < 0)
		return;
	if (!S_ISLNK(st.st_mode))
		umount2(path, MNT_DETACH);
	unlink(path);
}

static bool link_to(const char *from, const char *to)
{
	clear_name(to);
	return symlink(from, to) == 0;
}

/*
 * The children of @from, a folder of the mount, become names in the folder @to. @own: @to takes new
 * names already.
 */
static bool graft_dir(const char *from, const char *to, bool own)
{
	DIR *d = opendir(from);
	struct dirent *e;
	bool all = true;

	while (d && (e = readdir(d))) {
		char *source = paths_format("%s/%s", from, e->d_name),
		     *place = paths_format("%s/%s", to, e->d_name);

		if (dots(e->d_name)) {
			/* not a name */
		} else if (is_dir(source) && is_dir(place)) {
			all &= graft_dir(source, place, false);
		} else {
			own = own || (strcmp(to, "/proc") != 0 && graft_mirror(to));
			all &= own && link_to(source, place);
		}
		free(source);
		free(place);
	}
	if (d)
		closedir(d);
	return all;
}

void graft_all(const char *mount_dir)
{
	static const struct {
		const char *part, *place;
		bool own;
	} parts[] = {
		{"dev", "/dev", true},
		{"debug", "/sys/kernel/debug", false},
		{"sys", "/sys", false},
		{"proc", "/proc", false},
	};

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		char *from = paths_format("%s/%s", mount_dir, parts[i].part);

		if (is_dir(from) && !graft_dir(from, parts[i].place, parts[i].own))
			diag_note("not all of %s can be shown at %s: use $CLEAT_MOUNT/%s",
				  parts[i].part, parts[i].place, parts[i].part);
		free(from);
	}
}
