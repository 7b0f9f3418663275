/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* One walk over a function's tree for the passes that look at each node by itself. */
#ifndef CHECK_WALK_H
#define CHECK_WALK_H

#include "check/ast.h"

/**
 * struct walk - what to call
 * @expr: for each expression, before its operands; @stmt: for each statement; either may be NULL
 * @safe: leave unsafe regions out
 */
struct walk {
	void (*expr)(const struct expr *e, void *data);
	void (*stmt)(const struct stmt *s, void *data);
	void *data;
	bool safe;
};

void walk_stmt(const struct walk *w, const struct stmt *s);
void walk_expr(const struct walk *w, const struct expr *e);

#endif
