/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What memory.c (loads and stores) and whole.c (objects as a whole) share. */
#ifndef CHECK_MEMORY_PRIVATE_H
#define CHECK_MEMORY_PRIVATE_H

#include "check/exec.h"

/** memory_not_written - say that @p is read before anything was written there */
void memory_not_written(struct exec *x, struct state *s, place_t p, const struct expr *e);
struct val memory_zero(const struct type *t);
/** memory_give_name - a call's result is called by the place that it is first put in */
void memory_give_name(struct exec *x, place_t p, const struct val *v);

#endif
