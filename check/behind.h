/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Arrays that a field counts: see behind.c. */
#ifndef CHECK_BEHIND_H
#define CHECK_BEHIND_H

#include "check/exec.h"

/** behind_count - how many elements an array place has: fixed, or counted by a sibling, which must be true of new memory */
bool behind_count(struct exec *x, struct state *s, place_t array, struct lin *ret);
/** behind_room - the bytes of the object of @sym, which has as many elements as it says */
bool behind_room(struct exec *x, struct state *s, sym_t sym, struct lin *ret);

/** behind_leaves - new memory becomes others': it has as many elements as it says */
void behind_leaves(struct exec *x, struct state *s, sym_t sym, struct loc at);
/** behind_written - @v is written to @p: if it counts an array, that many were allocated */
void behind_written(struct exec *x, struct state *s, place_t p, const struct val *v, struct loc at);
/** behind_copied - the struct @from is copied over @to, its count too, which its elements are not */
void behind_copied(struct exec *x, struct state *s, place_t to, place_t from, struct loc at);

#endif
