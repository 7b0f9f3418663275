/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What the files of the executor (exec*.c, eval*.c) share among themselves. */
#ifndef CHECK_EXEC_PRIVATE_H
#define CHECK_EXEC_PRIVATE_H

#include "check/exec.h"

/* exec.c */
/** exec_end_statement - the values of @s are gone: who owns nothing that is referred to has lost it
 */
void exec_end_statement(struct exec *x, struct set *set, const struct stmt *s);
void set_copy(struct run *r, struct set *to, const struct set *from);
bool sets_equal(struct run *r, const struct set *a, const struct set *b);

/* exec_jump.c */
/** exec_arrive - jumps forward to a label in the statement @next come there before it is run */
void exec_arrive(struct exec *x, const struct stmt *next, struct set *jumps);
/** exec_sort_jumps - jumps to a label in @block arrive there; the others leave it and go on in @out
 */
void exec_sort_jumps(struct exec *x, const struct stmt *block, struct set *jumps, struct set *out);
void exec_switch(struct exec *x, const struct stmt *s, struct set *set, struct flow *fl);
void exec_label(struct exec *x, const struct stmt *s, struct set *set, struct flow *fl);
void exec_goto(struct exec *x, const struct stmt *s, struct set *set, struct flow *fl);
/** exec_any_late - has a state come to a label that was passed already? */
bool exec_any_late(const struct exec *x);

/* eval_place.c */
void eval_load(struct exec *x, struct set *set, const struct expr *e);
void eval_address(struct exec *x, struct set *set, const struct expr *e);
/* eval_cast.c */
void eval_cast(struct exec *x, struct set *set, const struct expr *e);

/** steer_find - which variables of @f say how far a state machine has come? */
void steer_find(const struct func *f);

#endif
