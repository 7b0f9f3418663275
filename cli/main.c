/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "base/diag.h"
#include "base/json.h"
#include "base/paths.h"
#include "cli/command.h"

#include <stdio.h>
#include <string.h>

#ifndef CLEAT_VERSION
#define CLEAT_VERSION "unknown"
#endif

static const struct command commands[] = {
	{"abi", "VERB [ARGUMENT...]", "freeze a userspace ABI; fail when it breaks", cmd_abi},
	{"binder", "COMMAND [ARGUMENT...]", "talk Binder: services, calls, a service manager", cmd_binder},
	{"build", "DRIVER", "the kernel module, for Debian's kernels or your own", cmd_build},
	{"check", "[OPTION...] PATH...", "is the driver safe? findings with a path and a fix", cmd_check},
	{"doctor", "[--json]", "what of Cleat works on this machine", cmd_doctor},
	{"explain", "[CODE]", "what a diagnostic means, with a wrong and a right example", cmd_explain},
	{"mount", "DRIVER DIR [-o OPTIONS]", "mount the file system of a driver that is served", cmd_mount},
	{"new", "KIND NAME", "a new driver that checks, tests and builds clean", cmd_new},
	{"run", "DRIVER [-- COMMAND...]", "serve its device nodes from a process", cmd_run},
	{"test", "[DRIVER...] [--kernel V,...]", "run tests: under sanitizers, and in kernels", cmd_test},
	{"vm", "[DRIVER...] [-- COMMAND...]", "boot a real kernel, load drivers, run a command in it", cmd_vm},
};

enum { N_COMMANDS = sizeof(commands) / sizeof(commands[0]) };

static void print_help(FILE *out)
{
	fputs("usage: cleat COMMAND [ARGUMENT...]\n\n", out);
	for (int i = 0; i < N_COMMANDS; i++)
		fprintf(out, "  %-8s %-34s %s\n", commands[i].name, commands[i].args, commands[i].what);
	fputs("\n  --version [--json]   --help   COMMAND --help   (man cleat-COMMAND)\n"
	      "\nexit status: 0 fine, 1 finding or failure, 2 usage or environment\n",
	      out);
}

static int print_version(bool as_json)
{
	struct json j;

	if (!as_json) {
		puts("cleat " CLEAT_VERSION);
		return EXIT_FINE;
	}
	json_init(&j, stdout);
	json_object_begin(&j);
	json_kv_string(&j, "version", CLEAT_VERSION);
	json_key(&j, "commands");
	json_array_begin(&j);
	for (int i = 0; i < N_COMMANDS; i++)
		json_string(&j, commands[i].name);
	json_array_end(&j);
	json_object_end(&j);
	json_end_document(&j);
	return EXIT_FINE;
}

/* A word means the command that has this name, or the only one that begins with it. */
static const struct command *find_command(const char *word)
{
	const struct command *found = NULL;

	for (int i = 0; i < N_COMMANDS; i++) {
		if (strcmp(commands[i].name, word) == 0)
			return &commands[i];
		if (strncmp(commands[i].name, word, strlen(word)) != 0)
			continue;
		if (found) {
			diag_error("write it out: cleat --help lists the commands",
				   "'%s' may be %s or %s", word, found->name, commands[i].name);
			return NULL;
		}
		found = &commands[i];
	}
	if (!found)
		diag_error("cleat --help lists the commands", "'%s': no such command", word);
	return found;
}

int main(int argc, char **argv)
{
	const struct command *c;

	setvbuf(stdout, NULL, _IOLBF, 0);
	if (argc < 2) {
		print_help(stderr);
		return EXIT_UNABLE;
	}
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 || strcmp(argv[1], "help") == 0) {
		print_help(stdout);
		return EXIT_FINE;
	}
	if (strcmp(argv[1], "--version") == 0 || strcmp(argv[1], "-V") == 0)
		return print_version(argc > 2 && strcmp(argv[2], "--json") == 0);
	c = find_command(argv[1]);
	if (!c || !paths_kit_init())
		return EXIT_UNABLE;
	return c->run(argc - 1, argv + 1);
}
