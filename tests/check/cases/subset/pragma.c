/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* A #pragma may tell clang to be silent; what only lays out structs may stay. */
#pragma once
#include <cleat/types.h>

#pragma pack(push, 1)
struct wire {
	u8 kind;
	u32 value;
};
#pragma pack(pop)

/* bad: clang is told not to see it */
#pragma clang diagnostic ignored "-Wparentheses"
int assigned(struct wire *w, u32 n)
{
	if (w->value = n)
		return 1;
	return 0;
}

/* bad: nor this */
int unseen(struct wire *w)
{
	_Pragma("GCC diagnostic ignored \"-Wimplicit-function-declaration\"") return nowhere(w);
}

/* bad: in other spellings */
%:pragma GCC diagnostic push
/* and */ # pragma GCC diagnostic ignored "-Wall"
int spelled(struct wire *w)
{
	return w->kind;
}

/* good: a _Pragmatic comment */
int good(struct wire *w)
{
	return w->kind;
}

/*
 * check:
 *	14: CL001: a #pragma may hide what the compiler sees: it is outside the safe subset
 *	25: CL001: a #pragma may hide what the compiler sees: it is outside the safe subset
 *	29: CL001: a #pragma may hide what the compiler sees: it is outside the safe subset
 *	30: CL001: a #pragma may hide what the compiler sees: it is outside the safe subset
 */
