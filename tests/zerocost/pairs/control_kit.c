// SPDX-License-Identifier: MIT OR GPL-2.0-only
/* The difference lies in a helper that is called, as an abstraction that is not inlined would. */
#include <cleat/types.h>

#include "control.h"

static noinline int control_helper(int *p)
{
	return READ_ONCE(*p) + READ_ONCE(*p);
}

int control_worse(int *p)
{
	return control_helper(p) - READ_ONCE(*p);
}
