/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "base/diag.h"
#include "check/mem.h"
#include "check/check.h"
#include "cli/command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char help[] =
	"usage: cleat check [OPTION...] PATH...\n"
	"\n"
	"Is the driver safe? PATH is a C file, or a driver's folder (its C files but *_test.c).\n"
	"\n"
	"  --brief          one line for each finding, nothing else\n"
	"  --json           findings, paths and unsafe regions as JSON on stdout\n"
	"  --sarif          the same as SARIF 2.1.0\n"
	"  --deny-unsafe    an unsafe region is a finding\n"
	"  --kernel V       read them against the headers of a kernel: 6.1, 6.12, 7.2, or a folder\n"
	"  -I DIR, -D NAME  as the compiler takes them\n"
	"  -j N             check N files at a time (default: as many as there are processors)\n"
	"  --no-cache       check every file, also those that have not changed since they were\n"
	"  --quiet          print only the last line\n"
	"\n"
	"exit status: 0 clean, 1 findings, 2 something could not be checked\n";

enum format { TEXT, BRIEF, JSON, SARIF };

struct wanted {
	enum format format;
	bool deny_unsafe, quiet;
	struct check_options check;
	const char **args;
	int n_args;
	const char **paths;
	int n_paths;
};

/* Return: -1 to go on, else the exit status. */
static int take_arguments(struct mem *a, int argc, char **argv, struct wanted *w)
{
	for (int i = 1; i < argc; i++) {
		const char *arg = argv[i];

		if (strcmp(arg, "--help") == 0) {
			fputs(help, stdout);
			return EXIT_FINE;
		}
		if (strcmp(arg, "--json") == 0)
			w->format = JSON;
		else if (strcmp(arg, "--brief") == 0)
			w->format = BRIEF;
		else if (strcmp(arg, "--sarif") == 0)
			w->format = SARIF;
		else if (strcmp(arg, "--deny-unsafe") == 0)
			w->deny_unsafe = true;
		else if (strcmp(arg, "--quiet") == 0)
			w->quiet = true;
		else if (strcmp(arg, "--kernel") == 0 && i + 1 < argc)
			w->check.kernel = argv[++i];
		else if (strcmp(arg, "--no-cache") == 0)
			w->check.no_cache = true;
		else if (strncmp(arg, "-j", 2) == 0) {
			const char *n = arg[2] || i + 1 == argc ? arg + 2 : argv[++i];

			w->check.width = atoi(n);
			if (w->check.width < 1)
				return diag_error("say -j and a number",
						  "check: -j '%s': how many at a time?", n);
		}
		else if ((strcmp(arg, "-I") == 0 || strcmp(arg, "-D") == 0) && i + 1 < argc)
			MEM_PUSH(a, w->args, w->n_args, mem_format(a, "%s%s", arg, argv[++i]));
		else if (strncmp(arg, "-I", 2) == 0 || strncmp(arg, "-D", 2) == 0)
			MEM_PUSH(a, w->args, w->n_args, arg);
		else if (arg[0] == '-')
			return diag_error("cleat check --help", "check: '%s' is no option", arg);
		else
			MEM_PUSH(a, w->paths, w->n_paths, arg);
	}
	if (!w->n_paths)
		return diag_error("cleat check DRIVER", "check: what is to be checked?");
	MEM_PUSH(a, w->args, w->n_args, (const char *)NULL);
	return -1;
}

static void deny_unsafe(struct report *r)
{
	for (int i = 0; i < r->n_regions; i++) {
		struct finding f = {
			.code = "CL902",
			.path = r->regions[i].path,
			.line = r->regions[i].line,
			.col = 1,
			.text = "an unsafe region, where none is allowed (--deny-unsafe)",
			.fix = "write it with what the kit proves"};

		MEM_PUSH(r->arena, r->findings, r->n_findings, f);
	}
}

static void write_report(const struct wanted *w, struct report *r)
{
	report_sort(r);
	if (w->format == JSON) {
		findings_json(r, stdout);
	} else if (w->format == SARIF) {
		findings_sarif(r, stdout);
	} else if (w->format == BRIEF) {
		findings_brief(r, stdout);
	} else if (w->quiet) {
		findings_summary(r, stdout);
	} else {
		findings_text(r, stdout);
	}
}

int cmd_check(int argc, char **argv)
{
	struct wanted w = {.format = TEXT};
	struct mem *a = mem_new();
	int status = take_arguments(a, argc, argv, &w);
	struct report *r;
	struct check *c;
	bool found = true;

	if (status >= 0) {
		mem_free(a);
		return status;
	}
	w.check.args = w.args;
	c = check_begin(&w.check);
	if (!c) {
		mem_free(a);
		return EXIT_UNABLE;
	}
	for (int i = 0; i < w.n_paths; i++)
		found &= check_add(c, w.paths[i]);
	r = check_run(c);
	if (w.deny_unsafe)
		deny_unsafe(r);
	status = found ? check_status(r) : EXIT_UNABLE;
	write_report(&w, r);
	check_end(c);
	mem_free(a);
	return status;
}
