/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Every diagnostic: its stable code, what it means, a wrong and a right example. */
#ifndef CHECK_CODES_H
#define CHECK_CODES_H

#include <stdbool.h>

/**
 * struct code - one diagnostic
 * @title: a short noun phrase; @why: what goes wrong in a running kernel, and what the rule is
 * @wrong, @right: examples in the kit's dialect
 */
struct code {
	const char *code, *title, *why, *wrong, *right;
};

/** codes_first, codes_next - all diagnostics in order; NULL after the last */
const struct code *codes_first(void);
const struct code *codes_next(const struct code *c);
/** codes_find - the diagnostic called @code (any case), or NULL */
const struct code *codes_find(const char *code);

/**
 * code_not_checked - does the finding @code mean that something was not understood, so that what is
 * said about the rest is not all?
 */
bool code_not_checked(const char *code);

#endif
