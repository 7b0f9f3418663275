/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#define _GNU_SOURCE
#include "cli/host_build.h"

#include "abi/gate.h"
#include "base/diag.h"
#include "base/kbuild.h"
#include "base/paths.h"
#include "cli/host_runtime.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool host_flavour_parse(const char *word, enum host_flavour *ret)
{
	static const char *const words[] = {"none", "address", "thread"};

	for (int i = 0; i < 3; i++) {
		if (strcmp(words[i], word) == 0) {
			*ret = (enum host_flavour)i;
			return true;
		}
	}
	return false;
}

/*
 * The kernel's own warnings (its Makefile and scripts/Makefile.extrawarn), as far as gcc 12 has
 * them.
 */
static const char driver_flags[] =
	"-std=gnu11 -funsigned-char -fno-common -fno-strict-aliasing -D__CLEAT_HOST__ "
	"-Ikit/include -iquote src -include cleat_abi.h "
	"-Wall -Wundef -Wvla -Wmissing-prototypes -Wstrict-prototypes "
	"-Werror=implicit-function-declaration "
	"-Werror=implicit-int -Werror=return-type -Werror=incompatible-pointer-types "
	"-Werror=int-conversion -Werror=strict-prototypes -Wno-sign-compare -Wno-format-security "
	"-Wno-address-of-packed-member -fmacro-prefix-map=src/=";

/*
 * Rules for the driver's objects; sources are reached through the link "src", so any path will do.
 */
static void write_rules(FILE *f, const struct kbuild *k, const char *runtime,
			enum host_flavour flavour, bool test, const char *dir)
{
	fprintf(f, "F := %s %s -fdebug-prefix-map=src='%s' -DKBUILD_MODNAME='\"%s\"' %s\n",
		host_runtime_flags(flavour), driver_flags, dir, k->name,
		k->cflags ? k->cflags : "");
	fprintf(f, "O :=");
	for (char **s = k->sources; *s; s++)
		fprintf(f, " %.*s.o", (int)strlen(*s) - 2, *s);
	if (test)
		fprintf(f, " %s_test.o", paths_base(dir));
	fprintf(f, "\n");
	fprintf(f, "%s: $(O) %s/%s %s/libhost.a Makefile\n", k->name, runtime,
		test ? "kunit.o" : "main.o", runtime);
	fprintf(f, "\t$(CC) %s -pthread -o $@ $(O) %s/%s %s/libhost.a -lm -lurcu-memb\n",
		host_runtime_flags(flavour), runtime, test ? "kunit.o" : "main.o", runtime);
	fprintf(f, "%%.o: src/%%.c Makefile\n\t@mkdir -p $(@D)\n");
	fprintf(f, "\t$(CC) $(F) -DKBUILD_BASENAME='\"$(*F)\"' -MMD -MP -c -o $@ $<\n");
	fprintf(f, "-include $(O:.o=.d)\n");
}

/* Make's only input besides the sources: rewritten when it differs, so that new flags rebuild. */
static int write_makefile(const char *build, const struct kbuild *k, const char *runtime,
			  enum host_flavour flavour, bool test, const char *dir)
{
	char *path = paths_format("%s/Makefile", build), *text = NULL,
	     *old = paths_read(path, NULL);
	size_t size;
	FILE *f = open_memstream(&text, &size);
	int err = 0;

	write_rules(f, k, runtime, flavour, test, dir);
	fclose(f);
	if (!old || strcmp(old, text) != 0)
		err = paths_write(path, text);
	if (err)
		diag_error("free some space, or set CLEAT_CACHE", "%s: %s", path, strerror(-err));
	free(old);
	free(text);
	free(path);
	return err ? EXIT_UNABLE : 0;
}

static int replace_link(const char *build, const char *name, const char *target)
{
	char *path = paths_format("%s/%s", build, name);
	int err;

	unlink(path);
	err = symlink(target, path);
	if (err)
		diag_error("free some space, or set CLEAT_CACHE", "%s: cannot be made", path);
	free(path);
	return err ? EXIT_UNABLE : 0;
}

/* What abi.lock says, for the compiler to hold uapi.h against: an empty file when there is none. */
static int write_asserts(const char *build, const char *dir)
{
	char *path = paths_format("%s/cleat_abi.h", build), *text = abi_gate_asserts(dir);
	char *old = paths_read(path, NULL);
	const char *new = text ? text : "";
	int err = old && strcmp(old, new) == 0 ? 0 : paths_write(path, new);

	if (err)
		diag_error("free some space, or set CLEAT_CACHE", "%s: %s", path, strerror(-err));
	free(old);
	free(text);
	free(path);
	return err ? EXIT_UNABLE : 0;
}

static int build_in(const char *build, const char *dir, const struct kbuild *k,
		    enum host_flavour flavour, bool test, char **ret_exe)
{
	char *runtime = NULL, *kit = paths_kit("");
	int err = host_runtime(flavour, &runtime);

	if (!err)
		err = replace_link(build, "src", dir);
	if (!err)
		err = replace_link(build, "kit", kit);
	if (!err)
		err = replace_link(build, paths_base(runtime), runtime);
	if (!err)
		err = write_asserts(build, dir);
	if (!err)
		err = write_makefile(build, k, paths_base(runtime), flavour, test, dir);
	if (!err)
		err = host_make(build, dir);
	if (!err)
		*ret_exe = paths_format("%s/%s", build, k->name);
	free(runtime);
	free(kit);
	return err;
}

/* The tests are named after the folder: a module may need another name in the kernel. */
static bool has_test(const char *dir)
{
	char *path = paths_format("%s/%s_test.c", dir, paths_base(dir));
	bool there = paths_exists(path);

	if (!there)
		diag_error("write one: docs/first-driver.md shows how", "%s: there is no test",
			   path);
	free(path);
	return there;
}

int host_build(const char *arg, enum host_flavour flavour, bool test, char **ret_exe)
{
	static const char *const names[] = {"plain", "asan", "tsan"};
	char *dir = paths_driver(arg), *rel, *build;
	struct kbuild k;
	int err, lock;

	if (!dir)
		return EXIT_UNABLE;
	err = kbuild_read(dir, &k);
	if (err) {
		free(dir);
		return err;
	}
	rel = paths_format("drivers/%s-%016llx/%s%s/lock", k.name, host_hash(dir, strlen(dir), 0),
			   names[flavour], test ? "-test" : "");
	build = paths_cache(rel);
	lock = build ? host_lock(build) : -1;
	err = lock < 0 || (test && !has_test(dir)) ? EXIT_UNABLE : 0;
	if (!err) {
		*strrchr(build, '/') = '\0';
		err = build_in(build, dir, &k, flavour, test, ret_exe);
	}
	if (lock >= 0)
		close(lock);
	kbuild_free(&k);
	free(build);
	free(rel);
	free(dir);
	return err;
}
