/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "check/codes.h"

#include <stddef.h>
#include <strings.h>

static const struct code codes[] = {
#include "check/codes.inc"
	{NULL, NULL, NULL, NULL, NULL},
};

const struct code *codes_first(void)
{
	return codes;
}

const struct code *codes_next(const struct code *c)
{
	return c[1].code ? c + 1 : NULL;
}

const struct code *codes_find(const char *code)
{
	for (const struct code *c = codes; c->code; c++)
		if (strcasecmp(c->code, code) == 0)
			return c;
	return NULL;
}
