/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The front of `cleat abi`: its table of verbs.
 */
#include "abi/verbs.h"

#include "base/diag.h"
#include "cli/command.h"

#include <stdio.h>
#include <string.h>

static const struct abi_verb verbs[] = {
	{"asserts", "--c|--rust PATH", "a header with one compile-time assertion for each fact",
	 abi_asserts},
	{"check", "[PATH...]", "compare a driver's header with its abi.lock", abi_check},
	{"diff", "A B", "compare two: lock files, headers, folders, git revisions, packages",
	 abi_diff},
	{"freeze", "PATH", "write or renew abi.lock from a driver's uapi.h or a tree of headers",
	 abi_freeze},
	{"lint", "PATH", "what may go wrong later: 64/32 bit, holes, pointers, kernel names",
	 abi_lint},
	{"probe", "", "make one system call through syscall, int 0x80 and sysenter", abi_probe},
	{"show", "PATH NAME...", "draw a struct with its holes; print other facts", abi_show},
	{"verify", "FROZEN BINARY", "hold it against BTF, DWARF, a boot header, documented levels",
	 abi_verify},
};

enum { N_VERBS = sizeof(verbs) / sizeof(verbs[0]) };

static void print_help(FILE *out)
{
	fputs("usage: cleat abi VERB [ARGUMENT...]\n\n", out);
	for (int i = 0; i < N_VERBS; i++)
		fprintf(out, "  %-8s %-28s %s\n", verbs[i].name, verbs[i].args, verbs[i].what);
	fputs("\n  VERB --help   (man cleat-abi)\n"
	      "\nexit status: 0 compatible, 1 break or finding, 2 could not check\n",
	      out);
}

int cmd_abi(int argc, char **argv)
{
	if (argc < 2) {
		print_help(stderr);
		return EXIT_UNABLE;
	}
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
		print_help(stdout);
		return EXIT_FINE;
	}
	for (int i = 0; i < N_VERBS; i++)
		if (strcmp(argv[1], verbs[i].name) == 0)
			return verbs[i].run(argc - 1, argv + 1);
	return diag_error("cleat abi --help lists the verbs", "abi %s: no such verb", argv[1]);
}
