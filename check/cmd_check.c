/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "base/diag.h"
#include "check/mem.h"
#include "check/check.h"
#include "check/compile.h"
#include "check/compdb.h"
#include "cli/command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char help[] =
	"usage: cleat check [OPTION...] PATH...\n"
	"       cleat check [OPTION...] -p DATABASE [PATH...]\n"
	"       cleat check [OPTION...] -- COMPILER ARG...\n"
	"\n"
	"Is the driver safe? PATH is a driver's folder (its C files but *_test.c), or one C file, of which\n"
	"all is said that is found with the driver's other files in view.\n"
	"\n"
	"  --brief          one line for each finding, nothing else\n"
	"  --findings       nothing else than the findings\n"
	"  --json           findings, paths and unsafe regions as JSON on stdout\n"
	"  --sarif          the same as SARIF 2.1.0\n"
	"  --deny-unsafe    an unsafe region is a finding\n"
	"  -p DATABASE      the files of drivers in a compile_commands.json, or the folder that has it,\n"
	"                   each with the -I and -D of its command\n"
	"  -- COMPILER ARG  the file that this command compiles, with its -I and -D (cleat-cc)\n"
	"  --kernel V       read them against the headers of a kernel: 6.1, 6.12, 7.2, or a folder\n"
	"  -I DIR, -D NAME  as the compiler takes them\n"
	"  -j N             check N files at a time (default: as many as there are processors)\n"
	"  --no-cache       check every file, also those that have not changed since they were\n"
	"  --quiet          print only the last line\n"
	"\n"
	"exit status: 0 clean, 1 findings, 2 something could not be checked\n";

enum format { TEXT, FINDINGS, BRIEF, JSON, SARIF };

struct wanted {
	enum format format;
	bool deny_unsafe, quiet;
	struct check_options check;
	const char **args;
	int n_args;
	const char **paths;
	int n_paths;
	const char *database;
	const char *const *command;
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
		else if (strcmp(arg, "--findings") == 0)
			w->format = FINDINGS;
		else if (strcmp(arg, "--brief") == 0)
			w->format = BRIEF;
		else if (strcmp(arg, "--sarif") == 0)
			w->format = SARIF;
		else if (strcmp(arg, "--deny-unsafe") == 0)
			w->deny_unsafe = true;
		else if (strcmp(arg, "--quiet") == 0)
			w->quiet = true;
		else if (strcmp(arg, "--") == 0) {
			w->command = (const char *const *)argv + i + 1;
			break;
		} else if (strcmp(arg, "-p") == 0 && i + 1 < argc)
			w->database = argv[++i];
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
	if (w->command && (w->database || w->n_paths))
		return diag_error("cleat check --help",
				  "check: a command after -- says itself what it compiles");
	MEM_PUSH(a, w->paths, w->n_paths, (const char *)NULL);
	w->n_paths--;
	if (!w->n_paths && !w->database && !w->command)
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
	} else if (w->format == FINDINGS) {
		findings_alone(r, stdout);
	} else if (w->quiet) {
		findings_summary(r, stdout);
	} else {
		findings_text(r, stdout);
	}
}

/* The files of drivers that the command @argv, run here, would compile. */
static bool add_command(struct check *c, struct mem *a, const char *const *argv)
{
	char *here = getcwd(NULL, 0);
	struct compile cmd = compile_read(a, here ? here : "/", argv);
	int added = 0;

	free(here);
	for (int i = 0; !cmd.why && i < cmd.n_files; i++)
		if (compile_checks(&cmd, cmd.files[i])) {
			check_add_compiled(c, cmd.files[i], cmd.args);
			added++;
		}
	if (!added)
		diag_error("write the compiler's whole command after --, with -I to the kit's include",
			   "check: it compiles no file of a driver%s%s", cmd.why ? ": " : "",
			   cmd.why ? cmd.why : "");
	return added > 0;
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
	if (w.command)
		found = add_command(c, a, w.command);
	else if (w.database)
		found = compdb_add(c, w.database, w.n_paths ? w.paths : NULL);
	for (int i = 0; !w.database && i < w.n_paths; i++)
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
