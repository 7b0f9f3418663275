/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef CHECK_COUNTERPART_H
#define CHECK_COUNTERPART_H

#include "check/mem.h"

/**
 * counterpart_fix - what to write instead, when clang does not know a name of the kernel's
 * @text: clang's message
 *
 * Return: the fix, or NULL when there is none to tell.
 */
const char *counterpart_fix(struct mem *a, const char *text);

/** counterpart_text - clang's message without what it says of the C standard */
const char *counterpart_text(struct mem *a, const char *text);

#endif
