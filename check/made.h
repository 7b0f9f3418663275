/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Typed functions that a macro of the kit made for a driver (name_get, name_queue, name_add): what
 * their few lines say beyond their contracts.
 */
#ifndef CHECK_MADE_H
#define CHECK_MADE_H

#include "check/ast.h"

/** made_member - the member of its parameter @i that @f passes on ("&obj->work"), or NULL */
const struct decl *made_member(const struct func *f, int i);

/** made_returns - which parameter @f returns on every path (or NULL instead), or -1 */
int made_returns(const struct func *f);

/** made_frees - does @f, or what it was made to hand its parameter @i to, free it without a grace period? */
bool made_frees(const struct func *f, int i);

/** made_passes_error - does @f, which makes a CLASS() of a number, get it from a call whose error must be looked at? */
bool made_passes_error(const struct func *f);

/**
 * made_calls - does @f, or what it calls, call what a macro made for @member, with @word on that parameter?
 * @unseen: what is believed of functions that nobody has read
 */
bool made_calls(const struct func *f, const char *word, const struct decl *member, bool unseen);

#endif
