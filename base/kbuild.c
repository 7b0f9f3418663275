/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#define _GNU_SOURCE
#include "base/kbuild.h"

#include "base/diag.h"
#include "base/paths.h"
#include "base/run.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A rule that is read before the Kbuild and expanded after it: one line for each module. */
static const char question[] =
	"cleat-kbuild: ; @:"
	"$(foreach m,$(obj-m) $(obj-y),$(info module $(m:%.o=%) "
	"$(or $(strip $($(m:%.o=%)-y) $($(m:%.o=%)-m) $($(m:%.o=%)-objs)),$(m))))"
	"$(info cflags $(ccflags-y))";

static char *ask_make(const char *dir)
{
	char *eval = paths_format("--eval=%s", question), *kit = paths_kit("");
	char *cleat = paths_format("CLEAT=%s", kit);
	const char *argv[] = {"make", "-s", "--no-print-directory", eval, "-f", "Kbuild", "src=src",
			      "obj=.", "KERNELRELEASE=host", "CLEAT_HOST=y", cleat, "cleat-kbuild", NULL};
	/* An outer make must not tell this one to keep quiet, to keep going, to share its jobs. */
	const char *env[] = {"MAKEFLAGS=", "MAKELEVEL=", NULL};
	struct run r = {.argv = argv, .env = env, .cwd = dir, .capture = true};

	run_wait(&r);
	free(kit);
	free(cleat);
	free(eval);
	if (r.status == 0)
		return r.out;
	diag_error(r.status == 127 ? "install the package make" : "see what make said above",
		   "%s/Kbuild: make cannot read it", dir);
	free(r.out);
	return NULL;
}

/* "a.o" of the Kbuild to "a.c" in the folder; NULL after a message. */
static char *source_of(const char *dir, const char *object)
{
	size_t len = strlen(object);
	char *source = len > 2 ? paths_format("%.*s.c", (int)len - 2, object)
			       : paths_format("%s", object);
	char *path = paths_format("%s/%s", dir, source);
	bool there = len > 2 && strcmp(object + len - 2, ".o") == 0 && paths_exists(path);

	free(path);
	if (there)
		return source;
	diag_error("correct the Kbuild, or add the file", "%s/Kbuild: %s: there is no %s", dir,
		   object, source);
	free(source);
	return NULL;
}

static int take_module(const char *dir, char *line, struct kbuild *k)
{
	char *save = NULL, *name = strtok_r(line, " ", &save), *object;
	size_t len = name ? strlen(name) : 0;
	int n = 0;

	if (!name || (len > 5 && strcmp(name + len - 5, "_test") == 0))
		return 0;
	if (k->name)
		return diag_error("give each module a folder of its own",
				  "%s/Kbuild: two modules, %s and %s", dir, k->name, name);
	k->name = paths_format("%s", name);
	k->sources = calloc(strlen(save) + 2, sizeof(*k->sources));
	while ((object = strtok_r(NULL, " ", &save))) {
		k->sources[n] = source_of(dir, object);
		if (!k->sources[n++])
			return EXIT_UNABLE;
	}
	return 0;
}

int kbuild_read(const char *dir, struct kbuild *ret)
{
	char *text = ask_make(dir), *save = NULL;
	int err = text ? 0 : EXIT_UNABLE;

	*ret = (struct kbuild){0};
	for (char *line = text ? strtok_r(text, "\n", &save) : NULL; line && !err;
	     line = strtok_r(NULL, "\n", &save)) {
		if (strncmp(line, "module ", 7) == 0)
			err = take_module(dir, line + 7, ret);
		else if (strncmp(line, "cflags", 6) == 0 && !ret->cflags)
			ret->cflags = paths_format("%s", line + 6 + (line[6] == ' '));
	}
	free(text);
	if (!err && !ret->name)
		err = diag_error("obj-m := NAME.o", "%s/Kbuild: it builds no module", dir);
	if (err)
		kbuild_free(ret);
	return err;
}

void kbuild_free(struct kbuild *k)
{
	for (char **s = k->sources; s && *s; s++)
		free(*s);
	free(k->sources);
	free(k->name);
	free(k->cflags);
	*k = (struct kbuild){0};
}
