/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "check/made.h"
#include "check/walk.h"

#include <string.h>

enum { MAX_DEPTH = 4 };

struct look {
	const struct func *f;
	const struct decl *param, *member;
	int returned;
	bool mixed;
};

static const struct expr *bare(const struct expr *e)
{
	while (e && e->kind == E_CAST)
		e = e->a;
	return e;
}

static void find_member(const struct expr *e, void *data)
{
	struct look *l = data;
	const struct expr *base;

	if (e->kind != E_ADDR || e->a->kind != E_MEMBER || l->member)
		return;
	base = bare(e->a->a);
	if (base->kind == E_VAR && base->decl == l->param)
		l->member = e->a->decl;
}

const struct decl *made_member(const struct func *f, int i)
{
	struct look l = {.f = f};
	struct walk w = {.expr = find_member, .data = &l};

	if (!f || !f->body || f->driver || i >= f->n_params)
		return NULL;
	l.param = f->params[i];
	walk_stmt(&w, f->body);
	return l.member;
}

static void note_returned(struct look *l, const struct expr *e)
{
	e = bare(e);
	if (!e || (e->kind == E_INT && e->value == 0))
		return;
	if (e->kind == E_COND) {
		note_returned(l, e->b);
		note_returned(l, e->c);
		return;
	}
	if (e->kind != E_VAR || e->decl->kind != D_PARAM ||
	    (l->returned >= 0 && l->returned != e->decl->index)) {
		l->mixed = true;
		return;
	}
	l->returned = e->decl->index;
}

static void find_return(const struct stmt *s, void *data)
{
	if (s->kind == S_RETURN && s->expr)
		note_returned(data, s->expr);
}

int made_returns(const struct func *f)
{
	struct look l = {.f = f, .returned = -1};
	struct walk w = {.stmt = find_return, .data = &l};

	if (!f || !f->body || f->driver)
		return -1;
	walk_stmt(&w, f->body);
	return l.mixed ? -1 : l.returned;
}

struct frees {
	const struct decl *param;
	bool found;
};

static void find_free(const struct expr *e, void *data)
{
	struct frees *look = data;
	const struct expr *callee = e->kind == E_CALL ? expr_plain(e->a) : NULL;

	for (int i = 0; callee && callee->kind == E_FUNC && i < e->n_args; i++) {
		const struct expr *arg = bare(e->args[i]);

		if (arg->kind == E_VAR && arg->decl == look->param && callee->decl->func->driver)
			look->found |= made_frees(callee->decl->func, i);
	}
}

bool made_frees(const struct func *f, int i)
{
	struct frees look = {0};
	struct walk w = {.expr = find_free, .data = &look};

	if (!f || i >= f->n_params || i >= 32)
		return false;
	if (f->driver || !f->body)
		return f->frees & 1u << i;
	look.param = f->params[i];
	walk_stmt(&w, f->body);
	return look.found;
}

static void find_checked(const struct expr *e, void *data)
{
	bool *found = data;
	const struct expr *callee = e->kind == E_CALL ? expr_plain(e->a) : NULL;

	*found |= callee && callee->kind == E_FUNC && callee->decl->must_check;
}

bool made_passes_error(const struct func *f)
{
	bool found = false;
	struct walk w = {.expr = find_checked, .data = &found};

	if (f && f->body && !f->driver && f->result->kind == T_INT &&
	    strncmp(f->decl->name, "class_", 6) == 0)
		walk_stmt(&w, f->body);
	return found;
}

struct caller {
	const char *word;
	const struct decl *member;
	int depth;
	bool unseen, found;
};

static void look_in(const struct func *f, struct caller *q);

static void look_at(const struct expr *e, void *data)
{
	const struct expr *c = e->kind == E_CALL ? expr_plain(e->a) : NULL;
	const struct func *f = c && c->kind == E_FUNC ? c->decl->func : NULL;
	struct caller *q = data;

	for (int i = 0; f && i < f->n_params && !q->found; i++)
		q->found = decl_has(f->params[i], q->word) && made_member(f, i) == q->member;
	if (e->kind == E_CALL && !q->found)
		look_in(f, q);
}

static void look_in(const struct func *f, struct caller *q)
{
	struct walk w = {.expr = look_at, .data = q};

	if (f && (f->decl->trusted || (f->body && !f->driver)))
		return;
	if (!f || !f->body || q->depth == MAX_DEPTH) {
		q->found = q->unseen;
		return;
	}
	q->depth++;
	walk_stmt(&w, f->body);
	q->depth--;
}

bool made_calls(const struct func *f, const char *word, const struct decl *member, bool unseen)
{
	struct caller q = {.word = word, .member = member, .unseen = unseen};

	look_in(f, &q);
	return q.found;
}
