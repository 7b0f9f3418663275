/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "cli/gate.h"

#include "abi/gate.h"
#include "base/diag.h"
#include "base/paths.h"
#include "check/check.h"

#include <stdlib.h>

int gate_driver(const char *dir, bool check)
{
	struct check_summary sum;
	int status = abi_gate(dir);

	if (status != EXIT_FINE || !check)
		return status;
	status = check_driver(dir, &sum);
	if (status != EXIT_FINE)
		diag_error("mend it, or say --no-check to go on all the same", "%s: %d finding%s: it is not built", dir,
			   sum.findings, sum.findings == 1 ? "" : "s");
	return status;
}

int gate_named(const char *arg, bool check)
{
	char *dir = paths_driver(arg);
	int status = dir ? gate_driver(dir, check) : EXIT_UNABLE;

	free(dir);
	return status;
}
