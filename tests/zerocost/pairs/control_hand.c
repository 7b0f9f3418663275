// SPDX-License-Identifier: MIT OR GPL-2.0-only
#include "control.h"

int control_worse(int *p)
{
	return *p;
}
