/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Numbers in arrays that a loop has looked at: see checked.c. */
#ifndef CHECK_CHECKED_H
#define CHECK_CHECKED_H

#include "check/exec.h"

/** checked_begin - of the arrays that @loop looks at nothing is known yet but what an earlier one told */
void checked_begin(struct exec *x, const struct stmt *loop, struct set *set);
/** checked_again - an iteration ends: what it has seen of the next element holds for one more */
void checked_again(struct exec *x, struct set *set);
/** checked_apart - the same, where the states @set have seen different things and are about to be joined */
void checked_apart(struct exec *x, struct set *set);
/** checked_stored - the element @p was written */
void checked_stored(struct run *r, struct state *s, place_t p);
/** checked_assume - the number @v was found in @p, an element that a loop may have looked at */
void checked_assume(struct exec *x, struct state *s, place_t p, const struct val *v);
/** checked_written - @p is written: what that @reaches is not known any more */
void checked_written(struct run *r, struct state *s, place_t p,
		     bool (*reaches)(struct run *r, place_t p, place_t q));
/** checked_end - a function's end, where none of it matters */
void checked_end(struct run *r, struct state *s);

/** checked_is_note - is @p no part of the driver's memory, but a note of this? */
bool checked_is_note(const struct run *r, place_t p);
/** checked_is_bound - and one that is no part of a relation */
bool checked_is_bound(const struct run *r, place_t p);
/** checked_subject - what the note @p is about; another @p is itself */
place_t checked_subject(const struct run *r, place_t p);

#endif
