/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * What a function of the driver was seen to leave behind at its returns, as its callers need to
 * know it: owned fields that are NULL, containers that are empty, duties that have begun or ended.
 */
#ifndef CHECK_EFFECT_H
#define CHECK_EFFECT_H

#include "check/call.h"

/** effect_begin - @f is about to be executed anew */
void effect_begin(struct module *m, struct func *f);
/** effect_name - "p->peer" when @p can be named so by callers, or NULL: no element, nothing behind another pointer */
const char *effect_name(const struct exec *x, const struct state *s, place_t p);
/** effect_return - the function returns what it has in state @s, and nobody has looked at it yet */
void effect_return(struct exec *x, struct state *s);
/** effect_exit - state @s is one of the function's exits */
void effect_exit(struct exec *x, struct state *s);
/** effect_apply - the call does to its arguments what the callee was seen to do */
void effect_apply(struct exec *x, struct state *s, const struct callee *c, const struct val *args,
		  int n, bool ok, struct loc at);
/** effect_apply_result - what is known of the new object @v that the callee returned */
void effect_apply_result(struct exec *x, struct state *s, const struct callee *c,
			 const struct val *v, struct loc at);
/** effect_odd - @v, which the callee gives (@bit of summary.wraps), may have wrapped or been cut in it */
void effect_odd(struct module *m, const struct callee *c, int bit, struct val *v, struct loc at);
/** effect_leaves - may the owner @p be full although the callee failed? */
bool effect_leaves(struct exec *x, struct state *s, const struct callee *c, const struct val *args, int n,
		   place_t p);
/** effect_splits - does it matter to the caller whether the call succeeds? */
bool effect_splits(struct module *m, const struct callee *c);

/**
 * effect_wants_null - @p, an owner of an object that the caller gave, is overwritten unseen: may
 * that be left to the callers, which all are checked? Then each has to show that it is NULL.
 */
bool effect_wants_null(struct exec *x, struct state *s, place_t p);
/** effect_check_needs - is NULL what the callee fills? */
void effect_check_needs(struct exec *x, struct state *s, const struct callee *c,
			const struct val *args, int n, struct loc at);

#endif
