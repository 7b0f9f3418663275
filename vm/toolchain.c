/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#define _GNU_SOURCE
#include "vm/toolchain.h"

#include "base/diag.h"
#include "base/paths.h"
#include "base/run.h"
#include "vm/rootfs.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NAME_BYTES = 64, MAX_NAMES = 250 };

/* The compiler's program name, from the kernel's configuration: CONFIG_CC_VERSION_TEXT="gcc-12 (".
 */
static int compiler_name(const char *headers, char ret_name[NAME_BYTES])
{
	static const char key[] = "CONFIG_CC_VERSION_TEXT=\"";
	char *file = paths_format("%s/.config", headers), *text = paths_read(file, NULL);
	const char *at = text ? strstr(text, key) : NULL;
	int ok = at && sscanf(at + sizeof(key) - 1, "%63[^ \"]", ret_name) == 1;

	free(text);
	if (!ok)
		diag_error("remove the kernel's folder and try again",
			   "%s: no compiler is named in it", file);
	free(file);
	return ok ? 0 : EXIT_UNABLE;
}

/* Do the kernel's own build programs start here, or do they want a newer libc? */
static bool kbuild_runs(const char *headers)
{
	char *fixdep = paths_format("%s/scripts/basic/fixdep", headers);
	const char *argv[] = {fixdep, NULL};
	struct run r = {.argv = argv, .capture = true, .merge = true, .timeout_ms = 10000};
	bool runs;

	run_wait(&r);
	runs = r.out && r.status != 127 && r.status < 128 && !strstr(r.out, "not found");
	free(r.out);
	free(fixdep);
	return runs;
}

static int fetch_root(const char *suite, const char *cc, const char *root)
{
	/* Kbuild's shell code uses these besides the compiler; most systems have them as essential.
	 */
	const char *wanted[] = {cc,	      "make",	    "base-files", "bash",
				"coreutils",  "dash",	    "diffutils",  "findutils",
				"grep",	      "mawk",	    "perl-base",  "sed",
				"libelf1t64", "libssl3t64", "zlib1g",	  NULL};
	struct rootfs fs = {.suite = suite, .wanted = wanted};

	return rootfs_get(&fs, root);
}

int toolchain_get(const char *headers, const char *suite, char **ret_root)
{
	char cc[NAME_BYTES], *rel, *root;
	const char *package;
	int ret = compiler_name(headers, cc);

	*ret_root = NULL;
	if (ret || (run_found(cc) && kbuild_runs(headers)))
		return ret;
	package = strstr(cc, "gcc-") ? strstr(cc, "gcc-") : cc;
	rel = paths_format("toolchains/%s-%s", suite, package);
	root = paths_cache(rel);
	free(rel);
	if (!root)
		return EXIT_UNABLE;
	if (!paths_exists(root)) {
		diag_note("this kernel needs %s of Debian %s", package, suite);
		ret = fetch_root(suite, package, root);
	}
	if (ret) {
		free(root);
		return ret;
	}
	*ret_root = root;
	return 0;
}

int toolchain_prepare(const struct toolchain_view *v)
{
	int err = 0;

	for (const char *const *b = v->binds; *b && !err; b++) {
		char *dir = paths_format("%s%s", v->root, *b);

		err = paths_mkdirs(dir);
		free(dir);
	}
	if (err)
		return diag_error("make room, or set CLEAT_CACHE", "%s: %s", v->root,
				  strerror(-err));
	return 0;
}

static bool put(const char *file, const char *text)
{
	int fd = open(file, O_WRONLY | O_CLOEXEC);
	bool ok = fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text);

	if (fd >= 0)
		close(fd);
	return ok;
}

/* A mount namespace of our own; without root, in a user namespace where we are who we were. */
static bool own_namespace(void)
{
	char map[64];
	uid_t uid = getuid();
	gid_t gid = getgid();

	if (geteuid() == 0)
		return unshare(CLONE_NEWNS) == 0;
	if (unshare(CLONE_NEWUSER | CLONE_NEWNS) < 0)
		return false;
	put("/proc/self/setgroups", "deny");
	snprintf(map, sizeof(map), "%u %u 1", uid, uid);
	if (!put("/proc/self/uid_map", map))
		return false;
	snprintf(map, sizeof(map), "%u %u 1", gid, gid);
	return put("/proc/self/gid_map", map);
}

static bool bind_into(const char *root, const char *dir)
{
	char *target = paths_format("%s%s", root, dir);
	bool ok = mount(dir, target, NULL, MS_BIND | MS_REC, NULL) == 0;

	if (!ok)
		fprintf(stderr, "%s: cannot be mounted there: %s\n", target, strerror(errno));
	free(target);
	return ok;
}

int toolchain_enter(void *view)
{
	const struct toolchain_view *v = view;

	if (!own_namespace() || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0) {
		fprintf(stderr,
			"the kernel's compiler needs a mount namespace: %s; run as root, or allow "
			"user namespaces\n",
			strerror(errno));
		return 127;
	}
	for (const char *const *b = v->binds; *b; b++)
		if (!bind_into(v->root, *b))
			return 127;
	if (!bind_into(v->root, "/proc") || !bind_into(v->root, "/dev"))
		return 127;
	if (chroot(v->root) < 0 || chdir("/") < 0) {
		fprintf(stderr, "%s: %s\n", v->root, strerror(errno));
		return 127;
	}
	return 0;
}
