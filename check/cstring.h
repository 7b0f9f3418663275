/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Walks through a string: see cstring.c. */
#ifndef CHECK_CSTRING_H
#define CHECK_CSTRING_H

#include "check/exec.h"

struct callee;

/** cstring_is_walk - does @e read a character of a string by a pointer? A function that does is followed */
bool cstring_is_walk(const struct expr *e);
/** cstring_begin - the pointer @v, of which nothing is known yet, may be one to a string */
void cstring_begin(struct run *r, struct state *s, const struct val *v);
/** cstring_holds - does @v, with its offset, point into a string, or to its NUL? */
bool cstring_holds(const struct state *s, const struct val *v);
/** cstring_is - is the extent of the object of @sym that of a string? */
bool cstring_is(const struct state *s, sym_t sym);
/** cstring_asked - @answer is what @c gives, which may be isdigit() or its like */
void cstring_asked(struct run *r, struct state *s, const struct callee *c, const struct val *args, int n, sym_t answer);
/** cstring_answered - @answer is not 0 */
void cstring_answered(struct run *r, struct state *s, sym_t answer);
/** cstring_settle - what the characters that were read say of the lengths of their strings */
void cstring_settle(struct run *r, struct state *s);

#endif
