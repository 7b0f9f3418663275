/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * cleat_list_for_each and cleat_rbtree_for_each know the next element before their body runs, which
 * may take out the element that it was given, and no other: unless it leaves the loop then.
 */
#ifndef CHECK_WALKED_H
#define CHECK_WALKED_H

#include "check/call.h"

/**
 * struct walked - such a loop, while its body is executed
 * @loop: the statement; @item: the variable; @container: the type of what is walked over
 * @outer: the loop around it
 */
struct walked {
	const struct stmt *loop;
	const struct decl *item;
	const struct type *container;
	struct walked *outer;
};

/** walked_begin - @loop is executed from here on, be it one or not, until walked_end(); @w is the caller's */
void walked_begin(struct exec *x, const struct stmt *loop, struct walked *w);
void walked_end(struct exec *x, struct set *set, struct walked *w);

/** walked_called - the body calls what may take out an element */
void walked_called(struct exec *x, struct state *s, const struct callee *c, const struct val *args, int n,
		   struct loc at);
/** walked_again - @loop goes on from the states @body */
void walked_again(struct exec *x, const struct stmt *loop, struct set *body);

#endif
