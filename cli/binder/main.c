/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* cleat-binder: "cleat binder" as a small static program that runs in any machine. */
#include "cli/command.h"

#include <stdio.h>

int main(int argc, char **argv)
{
	setvbuf(stdout, NULL, _IOLBF, 0);
	return cmd_binder(argc, argv);
}
