/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * State machines: "while (state != DONE) switch (state) { … }". The variable that a switch in a loop
 * looks at, and that gets constants only, says which way a path has come: its values are not joined.
 */
#include "check/exec_private.h"
#include "check/walk.h"

enum { MAX_STEERING = 4 };

struct steering {
	struct decl *vars[MAX_STEERING];
	int n;
};

static bool in_loop(const struct stmt *s)
{
	for (; s; s = s->parent)
		if (s->kind == S_WHILE || s->kind == S_FOR || s->kind == S_DO)
			return true;
	return false;
}

static bool is_constant(const struct expr *e)
{
	e = expr_plain(e);
	return e->kind == E_INT || (e->kind == E_COND && is_constant(e->b) && is_constant(e->c));
}

static void note_switch(const struct stmt *s, void *data)
{
	struct steering *list = data;
	const struct expr *e = s->kind == S_SWITCH ? expr_plain(s->expr) : NULL;

	if (e && e->kind == E_VAR && e->decl->kind == D_VAR && !e->decl->global &&
	    (!e->decl->init || is_constant(e->decl->init)) && in_loop(s) && list->n < MAX_STEERING)
		list->vars[list->n++] = e->decl;
}

static void drop_changed(const struct expr *e, void *data)
{
	struct steering *list = data;
	bool changes = e->kind == E_PREINC || e->kind == E_PREDEC || e->kind == E_POSTINC ||
		       e->kind == E_POSTDEC || e->kind == E_ADDR ||
		       (e->kind == E_ASSIGN && (e->op != OP_NONE || !is_constant(e->b)));
	int n = 0;

	for (int i = 0; i < list->n; i++)
		if (!changes || expr_plain(e->a)->kind != E_VAR || expr_plain(e->a)->decl != list->vars[i])
			list->vars[n++] = list->vars[i];
	list->n = n;
}

void steer_find(const struct func *f)
{
	struct steering list = {.n = 0};
	struct walk switches = {.stmt = note_switch, .data = &list};
	struct walk changes = {.expr = drop_changed, .data = &list};

	walk_stmt(&switches, f->body);
	if (list.n)
		walk_stmt(&changes, f->body);
	for (int i = 0; i < list.n; i++)
		list.vars[i]->steers = true;
}
