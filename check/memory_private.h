/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What memory.c (loads), memory_store.c and whole.c (objects as a whole) share. */
#ifndef CHECK_MEMORY_PRIVATE_H
#define CHECK_MEMORY_PRIVATE_H

#include "check/exec.h"

/* The second key of what a string literal is. */
enum { KEY_TEXT = -1 };

/** memory_not_written - say that @p is read before anything was written there */
void memory_not_written(struct exec *x, struct state *s, place_t p, const struct expr *e);
struct val memory_zero(const struct type *t);
/** memory_give_name - a call's result is called by the place that it is first put in */
void memory_give_name(struct exec *x, place_t p, const struct val *v);

/* filled.c */
/**
 * filled_count - how much of its array is written once @p is, an element or a part of one; false when
 * that is not followed. filled_set() notes it.
 */
bool filled_count(struct exec *x, struct state *s, place_t p, struct filled *ret);

/* tables.c */
/** tables_assume - the number @v was found in @p: in a constant table it is one of those that are there */
void tables_assume(struct exec *x, struct state *s, place_t p, const struct val *v);

/* whole.c */
/** memory_doubles - would what the struct @v owns have two owners where it is copied to? A result's has not */
bool memory_doubles(const struct run *r, const struct val *v);

/* counted.c */
/** counted_found - the pointer @v was found in @p: it has what the field beside it says */
void counted_found(struct exec *x, struct state *s, place_t p, const struct val *v);
/** counted_changes - @p is about to be written: a pointer that it counts keeps what it had */
void counted_changes(struct exec *x, struct state *s, place_t p);

#endif
