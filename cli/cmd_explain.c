/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "base/diag.h"
#include "cli/command.h"

#include <stdio.h>
#include <string.h>

int cmd_explain(int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], "--help") == 0) {
		puts("usage: cleat explain CODE\n\nWhat a diagnostic means, with a wrong and a right example.");
		return EXIT_FINE;
	}
	if (argc != 2)
		return diag_error("cleat explain --help", "explain: one code is wanted");
	return diag_error(NULL, "%s: no such diagnostic: this version has none yet", argv[1]);
}
