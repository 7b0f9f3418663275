/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What own.c (uses, releases), own_inside.c, own_escape.c and own_exit.c (what is judged at a return) share. */
#ifndef CHECK_OWN_PRIVATE_H
#define CHECK_OWN_PRIVATE_H

#include "check/exec.h"

sym_t own_object_of(const struct run *r, const struct val *v);
bool own_root_is_dead(const struct run *r, const struct state *s, place_t p);
bool own_linked(const struct exec *x, const struct state *s, sym_t sym);
bool own_refers(const struct run *r, const struct val *v, sym_t sym);
bool own_stored_elsewhere(const struct exec *x, const struct state *s, sym_t sym);
int own_owners_elsewhere(const struct exec *x, const struct state *s, sym_t sym);
bool own_owed(const struct run *r, const struct fact *f);
/** own_referenced - is @sym in a place that is there, on the stack, in the result, on a list? */
bool own_referenced(const struct exec *x, const struct state *s, sym_t sym);
void own_leak(struct exec *x, const struct fact *f, struct loc at);
void own_written(struct exec *x, struct state *s, const struct fact *f, struct loc at);
/**
 * own_outdate - what lay in @field, an owner, is released by @by: what functions gave as borrowed
 * from its object may be just that, if no other owner there has its type
 */
void own_outdate(struct exec *x, struct state *s, place_t field, struct loc at, const char *by);

/* linked.c */
/** linked_check - the object of @sym ends, by itself or in @taker: it is on no other container */
void linked_check(struct exec *x, struct state *s, sym_t sym, const struct func *taker, struct loc at,
		  const char *name);
/** linked_returned - the object of @sym, taken off the container that owned it, is given to the caller */
void linked_returned(struct exec *x, struct state *s, sym_t sym, struct loc at);

/* own_result.c */
/** own_is_literal - is @v the address of a value that ends with its block: "&(struct foo){…}"? */
bool own_is_literal(const struct exec *x, const struct val *v);
/** own_check_result - what @s returns is what the declaration says, and may go to the caller */
void own_check_result(struct exec *x, struct state *s, struct loc at);

/* own_number.c */
/**
 * own_by_success - an owner in a struct that a function returned, which nobody found to be there, while
 * this function fails: that struct told of the error
 */
bool own_by_success(const struct exec *x, const struct state *s, const struct fact *f);
/** own_number_full - is @v a number that is still to be given back? */
bool own_number_full(const struct run *r, const struct state *s, const struct val *v);
/** own_number_untested - the fact of @v, which was given out here, if it may be an error that nobody looked at */
const struct fact *own_number_untested(const struct run *r, const struct state *s, const struct val *v);

/* own_inside.c */
/** own_for_the_caller - "*ret = p" in a function that is called with the lock @loan held: its caller goes on holding it */
bool own_for_the_caller(const struct exec *x, const struct state *s, place_t p, place_t loan);
/** own_check_escape - what the place of @c is left with lives as long as that */
void own_check_escape(struct exec *x, struct state *s, const struct cell *c);
/** own_check_inside - the memory of @sym ends: nothing in it may need it or be lost with it */
void own_check_inside(struct exec *x, struct state *s, sym_t sym, struct loc at, const char *name);
/** own_check_owners - the object of @sym goes elsewhere: no owner in it points to what is gone */
void own_check_owners(struct exec *x, struct state *s, sym_t sym, struct loc at, const char *name);
/** own_bury - what lay in the object of @sym is gone with it */
void own_bury(struct exec *x, struct state *s, sym_t sym, bool raw);
/** own_mark_element - if @sym was found in an array of owners, that element is empty now */
void own_mark_element(struct exec *x, struct state *s, sym_t sym, struct loc at);

#endif
