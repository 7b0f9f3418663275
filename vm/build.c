/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#define _GNU_SOURCE
#include "vm/build.h"

#include "base/diag.h"
#include "base/paths.h"
#include "vm/archive.h"
#include "vm/common.h"
#include "vm/mirror.h"
#include "vm/proc.h"
#include "vm/toolchain.h"
#include "vm/units.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

/* What make says while it runs. */
struct talk {
	struct build *b;
	FILE *log;
	bool driver_fault, disk_full;
	bool held;   /* nothing is shown yet: it may be tried another way */
	char *first; /* error */
};

/*
 * What each Kbuild here begins with. The flags stand here and not on make's command line, so that they are
 * those of the driver's files alone.
 */
static const char first_kbuild[] =
	"include $(src)/Kbuild.driver\n"
	"include %s\n"
	"subdir-ccflags-y += -I$(CLEAT)/include -fmacro-prefix-map=$(src)/=%s\n";

/* A driver of several files: what may be joined is (vm/units.mk). */
static const char joined_kbuild[] =
	"$(foreach m,$(patsubst %.o,%,$(obj-m)),$(if $(word 2,$($(m)-y) $($(m)-objs)),"
	"$(eval $(m)-y := $$(call cleat-join,$($(m)-y) $($(m)-objs),$(m)))$(eval $(m)-objs :=)))\n";

/*
 * The test module: the objects of the driver's own modules, under one name, with the tests and the
 * runner. The driver's Kbuild is read as it is, so its flags hold here too.
 */
static const char test_kbuild[] =
	"cleat-modules := $(patsubst %%.o,%%,$(obj-m))\n"
	"cleat-objects := $(foreach m,$(cleat-modules),"
	"$(or $(strip $($(m)-y) $($(m)-objs)),$(m).o))\n"
	"obj-m := %1$s_test.o\n"
	"%1$s_test-y := $(call cleat-join,$(cleat-objects),%1$s) %1$s_cases.o cleat_world.o cleat_files.o cleat_user.o "
	"cleat_mounts.o cleat_listen.o cleat_genl.o cleat_runner.o\n"
	"ccflags-y += -DCLEAT_TEST=1\n";

char *build_test_source(const char *driver)
{
	char *file = paths_format("%s/%s_test.c", driver, paths_base(driver));

	if (paths_exists(file))
		return file;
	free(file);
	return NULL;
}

/* One folder for each driver, kernel and kind; the hash keeps drivers of one name apart. */
static char *build_dir(const struct build *b)
{
	const struct kernel *k = b->kernel;
	const char *of = k->image ? k->name : k->release;
	uint32_t h = 2166136261u;
	char *rel, *dir;

	for (const char *c = b->driver; *c; c++)
		h = (h ^ (unsigned char)*c) * 16777619u;
	for (const char *c = k->image ? "" : k->dir; *c; c++)
		h = (h ^ (unsigned char)*c) * 16777619u;
	rel = paths_format("build/%s-%08x/%s%s", paths_base(b->driver), h, of,
			   b->test ? "-test" : "");
	dir = paths_cache(rel);
	free(rel);
	return dir;
}

/* Write only what changes: make goes by times. */
static int write_changed(const char *dir, const char *name, char *text)
{
	char *file = paths_format("%s/%s", dir, name), *old = paths_read(file, NULL);
	int err = old && strcmp(old, text) == 0 ? 0 : paths_write(file, text);

	free(old);
	free(file);
	free(text);
	return err;
}

/* A source of one line that includes another: an object here from a file that lies elsewhere. */
static int write_include(const char *dir, const char *name, const char *file)
{
	return write_changed(dir, name, paths_format("#include \"%s\"\n", file));
}

/* The runner's files: the name that the Kbuild above has for each, and where it lies. */
static const char *const runner_files[][2] = {
	{"cleat_world.c", "kernel/kunit.c"},	   {"cleat_files.c", "kernel/kunit_file.c"},
	{"cleat_user.c", "kernel/kunit_user.c"},   {"cleat_mounts.c", "kernel/kunit_mount.c"},
	{"cleat_genl.c", "kunit/genetlink.c"},	   {"cleat_listen.c", "kernel/kunit_genetlink.c"},
	{"cleat_runner.c", "kunit/runner.c"},
};

static int add_runner(const char *dir)
{
	int err = 0;

	for (size_t i = 0; i < sizeof(runner_files) / sizeof(runner_files[0]) && !err; i++) {
		char *file = paths_kit(runner_files[i][1]);

		err = write_include(dir, runner_files[i][0], file);
		free(file);
	}
	return err;
}

static int add_test_files(struct build *b, const char *name)
{
	char *cases = paths_format("%s_cases.c", name), *tests = paths_format("%s_test.c", name);
	int err = write_include(b->ret_dir, cases, tests);

	err = err ? err : add_runner(b->ret_dir);
	free(tests);
	free(cases);
	return err;
}

/* A Kbuild of ours that includes the driver's own. */
static int add_kbuild(struct build *b, const char *name)
{
	char *link = paths_format("%s/Kbuild", b->ret_dir), *own = paths_format("%s/Kbuild", b->driver);
	char *renamed = paths_format("%s/Kbuild.driver", b->ret_dir), *units = paths_kit("vm/units.mk");
	char *first = paths_format(first_kbuild, units, b->asserts ? " -include $(src)/cleat_abi.h" : "");
	char *rest = b->test ? paths_format(test_kbuild, name) : paths_format("%s", joined_kbuild);
	int err = 0;

	unlink(link);
	if (symlink(own, renamed) < 0 && errno != EEXIST)
		err = -errno;
	err = err ? err : write_changed(b->ret_dir, "Kbuild", paths_format("%s%s", first, rest));
	free(rest);
	free(first);
	free(units);
	free(renamed);
	free(own);
	free(link);
	return err;
}

static int prepare(struct build *b, int *ret_joined)
{
	const char *name = paths_base(b->driver);
	char *test = b->test ? build_test_source(b->driver) : NULL;
	int err;

	if (b->test && !test)
		return diag_error("write its tests, as the files of 'cleat new' show",
				  "%s: there is no %s_test.c in it", b->driver, name);
	free(test);
	b->ret_dir = build_dir(b);
	if (!b->ret_dir)
		return EXIT_UNABLE;
	err = mirror_sources(b->driver, b->ret_dir);
	if (!err && b->asserts)
		err = write_changed(b->ret_dir, "cleat_abi.h", paths_format("%s", b->asserts));
	if (!err)
		*ret_joined = err = units_prepare(b->ret_dir, b->quiet ? NULL : stderr);
	if (err >= 0)
		err = add_kbuild(b, name);
	if (err >= 0 && b->test)
		err = add_test_files(b, name);
	if (err < 0)
		return diag_error("make room, or set CLEAT_CACHE to a folder that can be written",
				  "%s: %s", b->ret_dir, strerror(-err));
	return 0;
}

/*
 * Put the driver's own path where make names the mirror's, or, as newer kernels do, a file relative
 * to it.
 */
static char *own_paths(const struct build *b, const char *line)
{
	const char *at = strstr(line, b->ret_dir);
	size_t n = strlen(b->ret_dir), name = strcspn(line, ": ");
	char *file, *shown;

	if (at)
		return paths_format("%.*s%s%s", (int)(at - line), line, b->driver, at + n);
	file = paths_format("%s/%.*s", b->driver, (int)name, line);
	if (name && *line != '/' && line[name] == ':' && paths_exists(file))
		shown = paths_format("%s/%s", b->driver, line);
	else
		shown = paths_format("%s", line);
	free(file);
	return shown;
}

/* make's own echo of failures, and remarks about BTF, which is not built: nothing for the user. */
static bool is_noise(const char *line)
{
	static const char *const noise[] = {
		"make", "Skipping BTF", "warning: pahole version differs",
		"  The kernel was built with: ", "  You are using:             "};

	for (size_t i = 0; i < sizeof(noise) / sizeof(noise[0]); i++)
		if (strncmp(line, noise[i], strlen(noise[i])) == 0)
			return true;
	/* The way to a file through what vm/units.mk makes. */
	return !*line || (strstr(line, " from ") && strstr(line, "cleat_"));
}

static bool on_line(void *arg, const char *line)
{
	struct talk *t = arg;
	char *shown;

	t->disk_full |= strstr(line, "No space left") != NULL;
	t->driver_fault |= strstr(line, "error:") || strstr(line, "ERROR: modpost") ||
			   strstr(line, "No rule to make target") ||
			   strstr(line, "undefined reference") ||
			   strstr(line, "multiple definition") || strstr(line, "Kbuild:") ||
			   strstr(line, "Kbuild.driver:");
	shown = own_paths(t->b, line);
	if (!t->first && strstr(shown, "error:"))
		t->first = paths_format("%s", shown);
	fprintf(t->log, "%s\n", shown);
	if (!t->b->quiet && !t->held && !is_noise(line))
		fprintf(stderr, "%s\n", shown);
	free(shown);
	return false;
}

/* Show what was held back. */
static void show_log(const struct build *b)
{
	for (const char *l = b->log; !b->quiet && *l; l += strcspn(l, "\n"), l += *l == '\n') {
		char *line = paths_format("%.*s", (int)strcspn(l, "\n"), l);

		if (!is_noise(line))
			fprintf(stderr, "%s\n", line);
		free(line);
	}
}

/* A kernel of the cache keeps what each build would find out, or make, again. */
static bool keeps(const struct kernel *k)
{
	return k->image && access(k->dir, W_OK) == 0;
}

static int run_make(struct build *b, struct talk *t)
{
	const struct kernel *k = b->kernel;
	char *kit = paths_kit(""), *m = paths_format("M=%s", b->ret_dir);
	char *cleat = paths_format("CLEAT=%s", kit);
	const char *binds[] = {kit, b->driver, k->dir, b->ret_dir, NULL};
	struct toolchain_view view = {.root = k->toolchain, .binds = binds};
	/* BTF of modules needs the whole vmlinux and is of no use here. */
	const char *argv[] = {"make",
			      "-s",
			      "--no-print-directory",
			      "-C",
			      k->headers,
			      m,
			      cleat,
			      "DEB_BUILD_ARCH=amd64",
			      "DEB_HOST_ARCH=amd64",
			      "CONFIG_DEBUG_INFO_BTF_MODULES=",
			      "modules",
			      k->uml ? "ARCH=um" : NULL,
			      NULL};
	char *first = keeps(k) ? paths_kit("vm/answers.mk") : NULL;
	char *makefiles = paths_format("MAKEFILES=%s", first ? first : "");
	char *answers = paths_format("CLEAT_ANSWERS=%s/answers.mk", k->dir);
	const char *env[] = {"LC_ALL=C",
			     "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
			     "MAKEFLAGS=", "KBUILD_MODPOST_WARN=", makefiles, answers, NULL};
	struct proc p = {
		.argv = argv, .env = env, .line = on_line, .arg = t, .total_ms = 30 * 60 * 1000};
	int ret = k->toolchain ? toolchain_prepare(&view) : 0;

	if (k->toolchain) {
		p.enter = toolchain_enter;
		p.enter_arg = &view;
	}
	if (!ret) {
		proc_run(&p);
		if (p.end == PROC_INTERRUPTED)
			proc_reraise(&p);
		ret = p.end == PROC_EXITED ? p.status : 126;
	}
	free(answers);
	free(makefiles);
	free(first);
	free(cleat);
	free(m);
	free(kit);
	return ret;
}

/* What was built: modules.order names it, as NAME.ko or NAME.o, absolute or not. */
static int list_modules(struct build *b)
{
	char *file = paths_format("%s/modules.order", b->ret_dir), *text = paths_read(file, NULL);
	char *save = NULL;
	size_t n = 0;

	b->ret_modules = calloc((text ? strlen(text) : 0) + 1, sizeof(char *));
	for (char *l = text ? strtok_r(text, "\n", &save) : NULL; l;
	     l = strtok_r(NULL, "\n", &save)) {
		int len = (int)strcspn(l, "\n");

		len -= strrchr(l, '.') ? (int)strlen(strrchr(l, '.')) : 0;
		b->ret_modules[n++] = *l == '/' ? paths_format("%.*s.ko", len, l)
						: paths_format("%s/%.*s.ko", b->ret_dir, len, l);
	}
	free(text);
	free(file);
	if (n)
		return EXIT_FINE;
	diag_error("its Kbuild needs a line as 'obj-m := NAME.o'", "%s/Kbuild: it builds no module",
		   b->driver);
	return EXIT_FINDING;
}

static int judge(struct build *b, const struct talk *t, int status)
{
	if (status == 0)
		return list_modules(b);
	if (t->disk_full)
		return diag_error("make room, or set CLEAT_CACHE to a folder on another disk",
				  "%s: the disk is full", b->ret_dir);
	if (t->driver_fault) {
		diag_error(NULL, "%s: does not build for kernel %s", b->driver, b->kernel->name);
		return EXIT_FINDING;
	}
	return diag_error("look at the lines above; is make installed?",
			  "%s: make for kernel %s failed (%d)", b->driver, b->kernel->name, status);
}

static int make_once(struct build *b, struct talk *t)
{
	size_t size;
	int ret;

	free(b->log);
	t->log = open_memstream(&b->log, &size);
	t->driver_fault = t->disk_full = false;
	ret = run_make(b, t);
	fclose(t->log);
	return ret;
}

/* Files that are fine each, but not together, are compiled one by one. */
static int make_joined(struct build *b, struct talk *t)
{
	int ret;

	t->held = true;
	ret = make_once(b, t);
	t->held = false;
	if (ret == 0 || !t->driver_fault) {
		show_log(b);
		return ret;
	}
	units_drop(b->ret_dir);
	ret = make_once(b, t);
	if (ret == 0 && !b->quiet)
		fprintf(stderr, "note: %s: compiled file by file, which takes longer; together they do not compile: %s\n",
			b->driver, t->first ? t->first : "see the names of their functions");
	return ret;
}

int build_driver(struct build *b)
{
	struct talk t = {.b = b};
	char *lock_path;
	int joined = 0, ret = prepare(b, &joined), lock;

	if (ret)
		return ret;
	lock_path = paths_format("%s.lock", b->ret_dir);
	lock = open(lock_path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	flock(lock, LOCK_EX);
	if (keeps(b->kernel))
		common_lay(b->kernel->dir, b->ret_dir);
	ret = joined > 1 ? make_joined(b, &t) : make_once(b, &t);
	if (ret == 0 && keeps(b->kernel))
		common_keep(b->kernel->dir, b->ret_dir);
	ret = judge(b, &t, ret);
	if (lock >= 0)
		close(lock);
	free(lock_path);
	free(t.first);
	return ret;
}

void build_free(struct build *b)
{
	names_free(b->ret_modules);
	free(b->ret_dir);
	free(b->log);
	b->ret_dir = b->log = NULL;
	b->ret_modules = NULL;
}
