/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "base/diag.h"
#include "base/json.h"
#include "check/codes.h"
#include "cli/command.h"

#include <stdio.h>
#include <string.h>

static const char help[] =
	"usage: cleat explain [--json] [CODE]\n"
	"\n"
	"What a diagnostic means, with a wrong and a right example. Without CODE: all of them,\n"
	"one on each line.\n";

static void print_code(const struct code *c)
{
	printf("%s: %s\n\n%s\n\nWrong:\n\n%s\nRight:\n\n%s", c->code, c->title, c->why, c->wrong,
	       c->right);
}

static void print_list(void)
{
	for (const struct code *c = codes_first(); c; c = codes_next(c))
		printf("%s  %s\n", c->code, c->title);
}

static void write_code(struct json *j, const struct code *c)
{
	json_object_begin(j);
	json_kv_string(j, "code", c->code);
	json_kv_string(j, "title", c->title);
	json_kv_string(j, "why", c->why);
	json_kv_string(j, "wrong", c->wrong);
	json_kv_string(j, "right", c->right);
	json_object_end(j);
}

static void print_json(const struct code *only)
{
	struct json j;

	json_init(&j, stdout);
	json_array_begin(&j);
	if (only)
		write_code(&j, only);
	for (const struct code *c = only ? NULL : codes_first(); c; c = codes_next(c))
		write_code(&j, c);
	json_array_end(&j);
	json_end_document(&j);
}

int cmd_explain(int argc, char **argv)
{
	const struct code *c = NULL;
	const char *name = NULL;
	bool json = false;

	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--help") == 0) {
			fputs(help, stdout);
			return EXIT_FINE;
		}
		if (strcmp(argv[i], "--json") == 0)
			json = true;
		else if (name || argv[i][0] == '-')
			return diag_error("cleat explain --help", "explain: one code is wanted");
		else
			name = argv[i];
	}
	if (name) {
		c = codes_find(name);
		if (!c)
			return diag_error("cleat explain lists all", "%s: no such diagnostic",
					  name);
	}
	if (json)
		print_json(c);
	else if (c)
		print_code(c);
	else
		print_list();
	return EXIT_FINE;
}
