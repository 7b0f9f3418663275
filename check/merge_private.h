/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What the files that join states share: same.c (may they?), merge.c (do it), relate.c (numbers).
 */
#ifndef CHECK_MERGE_PRIVATE_H
#define CHECK_MERGE_PRIVATE_H

#include "check/state.h"

/* One number that a join is about to rename: what it was on each side. */
struct joined {
	sym_t j;
	struct lin la, lb;
};
enum { MAX_JOINED = 24 };

/** state_joinable - do @a and @b differ in nothing that a rule asks about? @loose: asks less */
bool state_joinable(struct run *r, const struct state *a, const struct state *b, bool loose);

/** place_elsewhere - is @p in an object of which the state @other does not know? */
bool place_elsewhere(const struct run *r, const struct state *other, place_t p);

/** join_bounds - the bounds of @f hold both intervals; @widen: what grew goes on growing */
void join_bounds(struct run *r, struct fact *f, num alo, num ahi, num blo, num bhi, bool widen);
/** join_number - the number @j is @la in @a and @lb in @b: what does that say of it in @into? */
sym_t join_number(struct run *r, struct state *into, const struct state *a, struct lin la,
		  const struct state *b, struct lin lb, sym_t j, bool widen);
int relate_collect(struct run *r, const struct state *into, const struct state *a,
		   const struct state *b, int point, struct joined *list);
/** relate_pairs - what holds between the @n joined numbers on both sides */
void relate_pairs(struct run *r, struct state *into, const struct state *a, const struct state *b,
		  const struct joined *list, int n);
/** relate_drop_drifting - relations that only get weaker are dropped, so that loops end */
void relate_drop_drifting(struct state *into, const struct state *a);

#endif
