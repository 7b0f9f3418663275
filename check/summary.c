/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "check/mem.h"
#include "check/module.h"
#include "check/walk.h"

#include <string.h>

struct gather {
	struct module *m;
	struct func *f;
	struct summary *s;
};

static void add_write(struct gather *g, const struct decl *d)
{
	for (int i = 0; i < g->s->n_writes; i++)
		if (g->s->writes[i] == d)
			return;
	MEM_PUSH(g->m->arena, g->s->writes, g->s->n_writes, d);
}

/* What is written through an lvalue: the field or variable that it ends in. */
static void note_write(struct gather *g, const struct expr *e)
{
	while (e->kind == E_INDEX || e->kind == E_CAST)
		e = e->a;
	if (e->kind == E_MEMBER || e->kind == E_VAR)
		add_write(g, e->decl);
	else if (e->kind == E_DEREF)
		g->s->writes_anything = true;
}

/* "&d->lock" again from the tree, when it is made of a parameter or a global; else NULL. */
static const char *path_text(struct gather *g, const struct expr *e)
{
	const char *inner;

	e = expr_plain(e);
	switch (e->kind) {
	case E_VAR:
		return e->decl->kind == D_PARAM || e->decl->global ? e->decl->name : NULL;
	case E_ADDR:
		inner = path_text(g, e->a);
		return inner ? mem_format(g->m->arena, "&%s", inner) : NULL;
	case E_MEMBER:
		inner = path_text(g, e->a);
		return inner ? mem_format(g->m->arena, "%s%s%s", inner, e->arrow ? "->" : ".",
					    e->decl->name) :
			       NULL;
	default:
		return NULL;
	}
}

static void note_sleep(struct gather *g, const char *name, struct loc at)
{
	if (g->s->sleeps)
		return;
	g->s->sleeps = name;
	g->s->sleeps_at = at;
}

static bool blocking_flags(const struct func *f, const struct expr *call)
{
	for (int i = 0; i < f->n_params && i < call->n_args; i++) {
		const struct expr *arg = expr_plain(call->args[i]);
		const char *word = f->params[i]->type_word;

		if (word && strcmp(word, "gfp_t") == 0 && arg->kind == E_INT && (arg->value & 0x400))
			return true;
	}
	return false;
}

static void note_taken(struct gather *g, const struct func *f, const struct expr *call)
{
	for (const struct contract *c = f->decl->contracts; c; c = c->next) {
		if (strcmp(c->word, "acquires") != 0)
			continue;
		for (int i = 0; i < f->n_params && i < call->n_args; i++)
			if (strcmp(f->params[i]->name, c->arg) == 0) {
				const char *text = path_text(g, call->args[i]);

				if (text)
					MEM_PUSH(g->m->arena, g->s->takes, g->s->n_takes, text);
			}
	}
}

/* guard(mutex)(&d->lock) takes its argument, by what its constructor calls. */
static void note_guard(struct gather *g, const struct func *f, const struct expr *call,
		       const struct summary *inner)
{
	const char *text;

	if (strncmp(f->decl->name, "class_", 6) != 0 || call->n_args != 1 || !inner->n_takes)
		return;
	text = path_text(g, call->args[0]);
	if (text)
		MEM_PUSH(g->m->arena, g->s->takes, g->s->n_takes, text);
}

static void note_call(struct gather *g, const struct expr *e)
{
	const struct expr *callee = expr_plain(e->a);
	struct func *f;

	if (callee->kind != E_FUNC)
		return;
	f = callee->decl->func;
	if (decl_has(f->decl, "sleeps") || blocking_flags(f, e))
		note_sleep(g, f->decl->name, e->loc);
	note_taken(g, f, e);
	for (int i = 0; i < e->n_args; i++) {
		const struct expr *arg = expr_plain(e->args[i]);

		if (arg->kind == E_ADDR && (i >= f->n_params || f->params[i]->type->kind != T_PTR ||
					    !f->params[i]->type->to->is_const))
			note_write(g, arg->a);
	}
	if (f->body && f != g->f) {
		const struct summary *s = summary_of(g->m, f);

		if (s->sleeps)
			note_sleep(g, f->decl->name, e->loc);
		for (int i = 0; i < s->n_writes; i++)
			add_write(g, s->writes[i]);
		note_guard(g, f, e, s);
		g->s->writes_anything |= s->writes_anything && f->driver;
	}
}

static void gather_expr(const struct expr *e, void *data)
{
	struct gather *g = data;

	switch (e->kind) {
	case E_ASSIGN:
	case E_PREINC:
	case E_PREDEC:
	case E_POSTINC:
	case E_POSTDEC:
		note_write(g, e->a);
		break;
	case E_CALL:
		note_call(g, e);
		break;
	default:
		break;
	}
}

const struct summary *summary_of(struct module *m, struct func *f)
{
	struct gather g = {.m = m, .f = f};
	struct walk w = {.expr = gather_expr, .data = &g};

	if (f->summary)
		return f->summary;
	f->summary = g.s = mem_new_object(m->arena, struct summary);
	walk_stmt(&w, f->body);
	return f->summary;
}

bool summary_writes(struct module *m, struct func *f, const struct decl *field)
{
	const struct summary *s = summary_of(m, f);

	for (int i = 0; i < s->n_writes; i++)
		if (s->writes[i] == field)
			return true;
	return s->writes_anything;
}
