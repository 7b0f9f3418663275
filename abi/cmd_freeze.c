/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "abi/lock.h"
#include "abi/naming.h"
#include "abi/verbs.h"

#include "base/diag.h"
#include "base/paths.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] = "usage: cleat abi freeze PATH\n";

int abi_freeze(int argc, char **argv)
{
	struct abi_options o;
	struct abi_model *m;
	int state = options_parse(&o, argc, argv, usage);

	if (state >= 0)
		return state;
	m = model_load(&o, o.paths[0], NULL);
	if (!m)
		return EXIT_UNABLE;
	abi_model_suggest(m);
	lock_write(m, stdout);
	abi_model_free(m);
	return EXIT_FINE;
}
