/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "check/codes.h"

#include <stddef.h>
#include <string.h>
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

bool code_not_checked(const char *code)
{
	static const char *const codes_of_it[] = {
		"CL000", /* it does not compile */
		"CL001", /* it is outside the subset */
		"CL002", /* a call that cannot be seen */
		"CL003", /* too many paths */
	};

	for (size_t i = 0; i < sizeof(codes_of_it) / sizeof(codes_of_it[0]); i++)
		if (strcmp(code, codes_of_it[i]) == 0)
			return true;
	return false;
}
