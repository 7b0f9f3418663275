/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "check/walk.h"

void walk_expr(const struct walk *w, const struct expr *e)
{
	if (!e)
		return;
	if (w->expr)
		w->expr(e, w->data);
	walk_expr(w, e->a);
	walk_expr(w, e->b);
	walk_expr(w, e->c);
	for (int i = 0; i < e->n_args; i++)
		walk_expr(w, e->args[i]);
	walk_stmt(w, e->body);
}

void walk_stmt(const struct walk *w, const struct stmt *s)
{
	if (!s || (w->safe && s->kind == S_UNSAFE))
		return;
	if (w->stmt)
		w->stmt(s, w->data);
	for (int i = 0; i < s->n_decls; i++)
		walk_expr(w, s->decls[i]->init);
	walk_stmt(w, s->init);
	walk_expr(w, s->expr);
	walk_expr(w, s->step);
	for (int i = 0; i < s->n; i++)
		walk_stmt(w, s->list[i]);
	walk_stmt(w, s->body);
	walk_stmt(w, s->orelse);
}
