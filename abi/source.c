/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#define _GNU_SOURCE
#include "abi/source.h"

#include "abi/syscalls.h"

#include "base/diag.h"
#include "base/paths.h"
#include "base/run.h"

#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <fts.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Headers of a Linux tree that are only meant to be included by others, or for one ABI each. */
static const char tree_skips[] = "asm-generic/* asm/*_32.h asm/*_64.h asm/*_x32.h asm/*_n32.h "
				 "asm/*_n64.h asm/*_o32.h *-linux-gnu*/*";

bool abi_glob_any(const char *globs, const char *path)
{
	char *copy = globs ? strdup(globs) : NULL, *save = NULL;
	bool any = false;

	for (char *g = copy ? strtok_r(copy, " ", &save) : NULL; g && !any;
	     g = strtok_r(NULL, " ", &save))
		any = fnmatch(g, path, 0) == 0;
	free(copy);
	return any;
}

bool abi_source_inner(const char *header)
{
	return abi_glob_any(tree_skips, header);
}

static bool add_header(struct abi_source *s, const char *name)
{
	char **more;

	if ((s->n_headers & (s->n_headers - 1)) == 0) {
		more = realloc(s->headers, (s->n_headers ? s->n_headers * 2 : 1) * sizeof(*more));
		if (!more)
			return false;
		s->headers = more;
	}
	s->headers[s->n_headers] = strdup(name);
	return s->headers[s->n_headers++] != NULL;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool is_header(const char *name)
{
	size_t n = strlen(name);

	return n > 2 && strcmp(name + n - 2, ".h") == 0;
}

/* All headers below @dir; their names begin with @prefix. */
static void collect(struct abi_source *s, const char *dir, const char *prefix, const char *skips)
{
	char *paths[] = {(char *)dir, NULL};
	FTS *fts = fts_open(paths, FTS_LOGICAL | FTS_NOCHDIR, NULL);
	size_t n = strlen(dir);

	for (FTSENT *e; fts && (e = fts_read(fts));) {
		char *name;

		if (e->fts_info != FTS_F || !is_header(e->fts_name))
			continue;
		name = paths_format("%s%s", prefix, e->fts_path + n + 1);
		if (!abi_glob_any(tree_skips, name) && !abi_glob_any(skips, name))
			add_header(s, name);
		free(name);
	}
	if (fts)
		fts_close(fts);
}

static void sort_unique(struct abi_source *s)
{
	size_t n = 0;

	if (s->n_headers)
		qsort(s->headers, s->n_headers, sizeof(*s->headers), by_name);
	for (size_t i = 0; i < s->n_headers; i++) {
		if (n && strcmp(s->headers[n - 1], s->headers[i]) == 0)
			free(s->headers[i]);
		else
			s->headers[n++] = s->headers[i];
	}
	s->n_headers = n;
}

static bool make_temp(struct abi_source *s)
{
	const char *tmp = getenv("TMPDIR");

	s->temp = paths_format("%s/cleat-abi-XXXXXX", tmp ? tmp : "/tmp");
	if (mkdtemp(s->temp))
		return true;
	diag_error("set TMPDIR to a folder that can be written to", "%s: %s", s->temp,
		   strerror(errno));
	free(s->temp);
	s->temp = NULL;
	return false;
}

static char *child(const char *dir, const char *rel)
{
	char *path = paths_format("%s/%s", dir, rel);

	if (paths_exists(path))
		return path;
	free(path);
	return NULL;
}

/* A kernel's own tree has no asm/x.h where the generic one is meant: write those. */
static bool wrap_generic(struct abi_source *s)
{
	char *dir = paths_format("%s/asm-generic", s->root), *paths[] = {dir, NULL}, *out;
	FTS *fts = fts_open(paths, FTS_LOGICAL | FTS_NOCHDIR, NULL);

	if (!s->temp && !make_temp(s))
		return false;
	out = paths_format("%s/generic/asm", s->temp);
	paths_mkdirs(out);
	for (FTSENT *e; fts && (e = fts_read(fts));) {
		char *file, *text;

		if (e->fts_info != FTS_F || !is_header(e->fts_name))
			continue;
		file = paths_format("%s/%s", out, e->fts_name);
		text = paths_format("#include <asm-generic/%s>\n", e->fts_name);
		paths_write(file, text);
		free(file);
		free(text);
	}
	if (fts)
		fts_close(fts);
	free(out);
	free(dir);
	return true;
}

/* asm/unistd_64.h and its like are made from the syscall tables by a kernel build: make them. */
static bool make_unistd(struct abi_source *s)
{
	static const char *const made[][3] = {
		{"x86/entry/syscalls/syscall_64.tbl", "unistd_64.h", "common 64"},
		{"x86/entry/syscalls/syscall_64.tbl", "unistd_x32.h", "common x32"},
		{"x86/entry/syscalls/syscall_32.tbl", "unistd_32.h", "i386"},
	};

	for (size_t i = 0; i < sizeof(made) / sizeof(made[0]); i++) {
		char *table = child(s->arch_root, made[i][0]), *path;
		struct syscall_table t;
		FILE *f;

		if (!table)
			continue;
		path = paths_format("%s/generic/asm/%s", s->temp, made[i][1]);
		f = syscalls_read(&t, table) ? fopen(path, "w") : NULL;
		free(table);
		free(path);
		if (!f)
			return false;
		syscalls_header(&t, made[i][2], f);
		syscalls_deinit(&t);
		fclose(f);
	}
	return true;
}

/* asm headers of a kernel's own tree: the machines', the generic ones, and those that a build
 * makes. */
static bool open_arch(struct abi_source *s, const struct abi_source_how *how)
{
	for (unsigned int i = 0; s->arch_root && i < how->n_profiles; i++) {
		char *rel = paths_format("%s/include/uapi", how->profiles[i]->arch);
		char *dir = child(s->arch_root, rel);

		if (dir)
			collect(s, dir, "", how->skips);
		free(dir);
		free(rel);
	}
	return wrap_generic(s) && (!s->arch_root || make_unistd(s));
}

/* asm headers of an installed tree; in older packages they lie beside those of all machines. */
static void collect_asm(struct abi_source *s, const char *root, const struct abi_source_how *how)
{
	for (unsigned int i = 0; i < how->n_profiles; i++) {
		char *rel = paths_format("%s/asm", how->profiles[i]->multiarch);
		char *dir = child(root, rel);

		if (dir)
			collect(s, dir, "asm/", how->skips);
		free(dir);
		free(rel);
	}
}

static bool open_tree(struct abi_source *s, char *root, const struct abi_source_how *how)
{
	char *types = child(root, "linux/types.h");

	s->root = root;
	s->tree = true;
	s->linux_types = types != NULL;
	free(types);
	collect(s, root, "", how->skips);
	collect_asm(s, root, how);
	if (s->kernel && !open_arch(s, how))
		return false;
	sort_unique(s);
	if (s->n_headers)
		return true;
	diag_error("name a folder that has headers (*.h) below it", "%s: no header in it",
		   s->label);
	return false;
}

static bool open_folder(struct abi_source *s, const char *dir, const struct abi_source_how *how)
{
	char *at;

	if ((at = child(dir, "uapi.h"))) {
		free(at);
		s->root = realpath(dir, NULL);
		return s->root && add_header(s, "uapi.h");
	}
	if ((at = child(dir, "include/uapi")) || (at = child(dir, "usr/include")) ||
	    (at = child(dir, "include/linux")) || (at = child(dir, "linux"))) {
		s->kernel = strstr(at, "include/uapi") != NULL;
		if (s->kernel)
			s->arch_root = child(dir, "arch");
		if (strcmp(paths_base(at), "linux") == 0)
			*strrchr(at, '/') = '\0';
		return open_tree(s, at, how);
	}
	return open_tree(s, strdup(dir), how);
}

static bool open_deb(struct abi_source *s, const char *path, const struct abi_source_how *how)
{
	const char *argv[] = {"dpkg-deb", "-x", path, NULL, NULL};

	if (!make_temp(s))
		return false;
	argv[3] = s->temp;
	if (!run_ok(argv)) {
		diag_error("check the file: dpkg-deb --info FILE", "%s: could not be unpacked",
			   path);
		return false;
	}
	return open_folder(s, s->temp, how);
}

static bool is_lock(const char *path)
{
	char head[10] = "";
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	bool lock;

	if (fd < 0)
		return false;
	lock = read(fd, head, 9) == 9 && strcmp(head, "cleat-abi") == 0;
	close(fd);
	return lock;
}

static bool open_file(struct abi_source *s, const char *path, const struct abi_source_how *how)
{
	size_t n = strlen(path);

	if (is_lock(path) || (n > 5 && strcmp(path + n - 5, ".lock") == 0)) {
		s->lock = realpath(path, NULL);
		return s->lock != NULL;
	}
	if (n > 4 && strcmp(path + n - 4, ".deb") == 0)
		return open_deb(s, path, how);
	if (n > 4 && strcmp(path + n - 4, ".tbl") == 0) {
		s->table = strdup(path);
		return s->table != NULL;
	}
	if (is_header(path)) {
		char *real = realpath(path, NULL), *slash = real ? strrchr(real, '/') : NULL;

		if (!slash)
			return false;
		add_header(s, slash + 1);
		*slash = '\0';
		s->root = real;
		return true;
	}
	diag_error("give a lock file, a header (*.h), a folder, a .deb, REV:PATH, or pkg:NAME",
		   "%s: neither a lock file nor a header", path);
	return false;
}

/* Unpack what git has of @path at @rev into a folder of our own. */
static bool unpack_revision(struct abi_source *s, const char *rev, const char *path)
{
	char *command;
	const char *argv[] = {"sh", "-c", NULL, "sh", rev, path, NULL, NULL};
	bool done;

	if (!make_temp(s))
		return false;
	command = strdup("set -e; git archive --format=tar -o \"$3/tar\" \"$1\" \"$2\"; cd \"$3\"; "
			 "tar -xf tar; rm tar");
	argv[2] = command;
	argv[6] = s->temp;
	done = run_ok(argv);
	free(command);
	if (!done)
		diag_error("run in the repository; PATH counts from the current folder",
			   "%s:%s: git has no such path at that revision", rev, path);
	return done;
}

static bool open_revision(struct abi_source *s, const char *arg, const struct abi_source_how *how)
{
	char *rev = strndup(arg, strcspn(arg, ":")), *at;
	const char *path = strchr(arg, ':') + 1;
	struct stat st;
	bool done = false;

	if (!*path)
		path = ".";
	if (unpack_revision(s, rev, path)) {
		at = paths_format("%s/%s", s->temp, path);
		if (stat(at, &st) == 0)
			done = S_ISDIR(st.st_mode) ? open_folder(s, at, how)
						   : open_file(s, at, how);
		free(at);
	}
	free(rev);
	return done;
}

static bool open_package(struct abi_source *s, const char *package,
			 const struct abi_source_how *how)
{
	const char *argv[] = {"dpkg", "-L", package, NULL};
	char *list = run_output(argv), *save = NULL;
	static const char top[] = "/usr/include/";

	if (!list) {
		diag_error("dpkg -l shows what is installed", "pkg:%s: not installed here",
			   package);
		return false;
	}
	s->root = strdup("/usr/include");
	s->tree = s->linux_types = true;
	for (char *line = strtok_r(list, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
		const char *name = line + sizeof(top) - 1;
		const char *native = "x86_64-linux-gnu/asm/";

		if (strncmp(line, top, sizeof(top) - 1) != 0 || !is_header(line))
			continue;
		if (strncmp(name, native, strlen(native)) == 0)
			name += strlen("x86_64-linux-gnu/");
		if (!abi_glob_any(tree_skips, name) && !abi_glob_any(how->skips, name))
			add_header(s, name);
	}
	free(list);
	sort_unique(s);
	if (s->n_headers)
		return true;
	diag_error("name a -dev package", "pkg:%s: no header below /usr/include", package);
	return false;
}

bool abi_source_open(struct abi_source *s, const char *arg, const struct abi_source_how *how)
{
	struct stat st;

	*s = (struct abi_source){.label = strdup(arg)};
	if (!s->label)
		return false;
	if (strncmp(arg, "pkg:", 4) == 0)
		return open_package(s, arg + 4, how);
	if (stat(arg, &st) == 0)
		return S_ISDIR(st.st_mode) ? open_folder(s, arg, how) : open_file(s, arg, how);
	if (strchr(arg, ':') && arg[0] != ':')
		return open_revision(s, arg, how);
	diag_error("give a lock file, a header (*.h), a folder, a .deb, REV:PATH, or pkg:NAME",
		   "%s: %s", arg, strerror(errno));
	return false;
}

void abi_source_close(struct abi_source *s)
{
	if (s->temp)
		paths_remove_tree(s->temp);
	for (size_t i = 0; i < s->n_headers; i++)
		free(s->headers[i]);
	free(s->headers);
	free(s->label);
	free(s->lock);
	free(s->table);
	free(s->root);
	free(s->temp);
	free(s->arch_root);
	*s = (struct abi_source){0};
}

char *abi_source_lock_path(const char *arg)
{
	struct stat st;
	const char *slash = strrchr(arg, '/');

	if (stat(arg, &st) == 0 && S_ISDIR(st.st_mode))
		return paths_format("%s/abi.lock", arg);
	return slash ? paths_format("%.*s/abi.lock", (int)(slash - arg), arg) : strdup("abi.lock");
}
