/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * A new driver is a sample under another name: what a beginner starts from is checked, tested and
 * built with the tree, and cannot rot.
 */
#define _GNU_SOURCE
#include "base/diag.h"
#include "base/json.h"
#include "base/paths.h"
#include "cli/command.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/** struct kind - what "cleat new" can make: a sample, its name, and what it is */
static const struct kind {
	const char *name;
	const char *sample;
	const char *node;
	const char *what;
} kinds[] = {
	{"minimal", "minimal", NULL, "a module that comes and goes, without a device"},
	{"misc", "misc_device", "cleat-misc-device", "a device with ioctls and a guarded value for each open file"},
	{"stream", "fifo", "fifo", "a device with blocking read, write and poll"},
};

enum { N_KINDS = sizeof(kinds) / sizeof(kinds[0]), MAX_NAME = 32 };

static void print_usage(FILE *out)
{
	fputs("usage: cleat new KIND NAME [--json]\n\n"
	      "Make the folder NAME with a driver that checks, tests and builds clean.\n\nKIND is one of\n",
	      out);
	for (int i = 0; i < N_KINDS; i++)
		fprintf(out, "  %-8s %s\n", kinds[i].name, kinds[i].what);
}

/* Words of C and of the kit, and those whose NAME_init() the kernel has. */
static bool is_taken(const char *name)
{
	static const char *const words[] = {
		"auto", "break", "case", "char", "const", "continue", "current", "default", "do", "double",
		"else", "enum", "extern", "float", "for", "goto", "if", "inline", "int", "long", "module",
		"register", "restrict", "return", "short", "signed", "sizeof", "static", "struct", "switch",
		"test", "typedef", "union", "unsigned", "void", "volatile", "while", "cleat", "file", "list",
		"rcu", "mutex", "kref", "kobject", "completion",
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(words[i], name) == 0)
			return true;
	return false;
}

static bool name_ok(const char *name)
{
	size_t len = strlen(name);

	if (len == 0 || len > MAX_NAME || !islower((unsigned char)name[0]))
		return false;
	for (size_t i = 0; i < len; i++)
		if (!islower((unsigned char)name[i]) && !isdigit((unsigned char)name[i]) && name[i] != '_')
			return false;
	return true;
}

/* @text with each @from replaced by @to (malloc'ed). */
static char *replace(const char *text, const char *from, const char *to)
{
	char *out;
	size_t size;
	FILE *f = open_memstream(&out, &size);
	const char *at;

	while ((at = strstr(text, from))) {
		fprintf(f, "%.*s%s", (int)(at - text), text, to);
		text = at + strlen(from);
	}
	fputs(text, f);
	fclose(f);
	return out;
}

static char *upper(const char *s)
{
	char *u = paths_format("%s", s);

	for (char *p = u; *p; p++)
		*p = (char)toupper((unsigned char)*p);
	return u;
}

/* One file of the sample under its new name; 0 or -errno. */
static int copy_file(const struct kind *k, const char *name, const char *from, const char *to)
{
	char *rel = paths_format("samples/%s/%s", k->sample, from), *path = paths_kit(rel);
	char *text = paths_read(path, NULL), *up = upper(name), *from_up = upper(k->sample), *t;
	int err = text ? 0 : -errno;

	if (text && k->node && strcmp(k->node, k->sample) != 0) {
		t = replace(text, k->node, name);
		free(text);
		text = t;
	}
	if (text) {
		char *a = replace(text, k->sample, name), *b = replace(a, from_up, up);

		err = paths_write(to, b);
		free(a);
		free(b);
	}
	free(text);
	free(up);
	free(from_up);
	free(path);
	free(rel);
	return err;
}

static int write_readme(const struct kind *k, const char *name)
{
	char *path = paths_format("%s/README.md", name);
	char *node = k->node ? paths_format("`/dev/%s`: ", name) : paths_format("%s", "");
	char *text = paths_format("# %s\n\n%s%s.\n\n```\ncleat check %s\ncleat test %s\n"
				  "cleat test --kernel 6.1 %s\ncleat build %s --kernel 6.1\n```\n\n"
				  "What it does not do: say it here.\n",
				  name, node, k->what, name, name, name, name);
	int err = paths_write(path, text);

	free(text);
	free(node);
	free(path);
	return err;
}

static int make_files(const struct kind *k, const char *name)
{
	static const char *const suffixes[] = {".c", "_test.c"};
	char *to = paths_format("%s/Kbuild", name);
	int err = copy_file(k, name, "Kbuild", to);

	free(to);
	for (int i = 0; i < 2 && !err; i++) {
		char *from = paths_format("%s%s", k->sample, suffixes[i]);

		to = paths_format("%s/%s%s", name, name, suffixes[i]);
		err = copy_file(k, name, from, to);
		free(from);
		free(to);
	}
	for (int i = 0; i < 2 && !err && k->node; i++) {
		static const char *const interface[] = {"uapi.h", "abi.lock"};

		to = paths_format("%s/%s", name, interface[i]);
		err = copy_file(k, name, interface[i], to);
		free(to);
	}
	return err ? err : write_readme(k, name);
}

static void report(const struct kind *k, const char *name, bool as_json)
{
	struct json j;

	if (!as_json) {
		printf("%s: %s\n\n  cleat test %s\n  cleat build %s --kernel 6.1\n", name, k->what, name, name);
		return;
	}
	json_init(&j, stdout);
	json_object_begin(&j);
	json_kv_string(&j, "driver", name);
	json_kv_string(&j, "kind", k->name);
	json_object_end(&j);
	json_end_document(&j);
}

static int make_driver(const struct kind *k, const char *name, bool as_json)
{
	int err;

	if (mkdir(name, 0777) < 0) {
		if (errno == EEXIST)
			return diag_error("choose another name, or remove the folder",
					  "%s: is already there; nothing was changed", name);
		return diag_error("go to a folder that can be written", "%s: %s", name, strerror(errno));
	}
	err = make_files(k, name);
	if (err) {
		paths_remove_tree(name);
		return diag_error("look at the disk, and at the kit's samples folder",
				  "%s: %s; it was removed again", name, strerror(-err));
	}
	report(k, name, as_json);
	return EXIT_FINE;
}

int cmd_new(int argc, char **argv)
{
	const char *words[2] = {NULL, NULL};
	bool as_json = false;
	int n = 0;

	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--help") == 0) {
			print_usage(stdout);
			return EXIT_FINE;
		} else if (strcmp(argv[i], "--json") == 0) {
			as_json = true;
		} else if (argv[i][0] == '-' || n == 2) {
			return diag_error("cleat new --help", "new: '%s' is not understood", argv[i]);
		} else {
			words[n++] = argv[i];
		}
	}
	if (n != 2) {
		print_usage(stderr);
		return EXIT_UNABLE;
	}
	if (is_taken(words[1]))
		return diag_error("choose another: it is a word of C, of the kernel or of the kit",
				  "'%s' cannot be a driver's name", words[1]);
	if (!name_ok(words[1]))
		return diag_error("use lower-case letters, digits and _, at most 32, a letter first",
				  "'%s' cannot be a driver's name", words[1]);
	for (int i = 0; i < N_KINDS; i++)
		if (strcmp(kinds[i].name, words[0]) == 0)
			return make_driver(&kinds[i], words[1], as_json);
	return diag_error("cleat new --help lists the kinds", "'%s': no such kind of driver", words[0]);
}
