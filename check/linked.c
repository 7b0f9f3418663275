/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * An object may be on several containers, of which one owns it. Whoever takes it off that one, and
 * ends it, takes it off the others, or asks whether it is on them.
 */
#include "check/call.h"
#include "check/container.h"
#include "check/made.h"
#include "check/mem.h"
#include "check/own_private.h"
#include "check/walk.h"

#include <string.h>

enum { MAX_DEPTH = 4 };

/* The link in an object of type @t by which @f puts it on a container that owns it, or does not; or NULL. */
static const struct decl *link_of(const struct func *f, const struct type *t, bool owned)
{
	for (int i = 0; !f->driver && f->body && i < f->n_params; i++)
		if (decl_has(f->params[i], "links") && decl_has(f->params[i], "own") == owned &&
		    f->params[i]->type->to == t)
			return made_member(f, i);
	return NULL;
}

static bool is_owners(const struct unit *u, const struct type *t, const struct decl *link)
{
	for (int i = 0; i < u->n_funcs; i++)
		if (link && link_of(u->funcs[i], t, true) == link)
			return true;
	return false;
}

struct search {
	const struct type *container;
	const struct decl *named;
	int depth;
	bool found, unread;
};

/* Is a container of the call @e one that has another name than the wanted? */
static bool named_otherwise(const struct expr *e, const struct search *q)
{
	bool other = q->named && e->n_args;

	for (int i = 0; i < e->n_args && other; i++) {
		const struct expr *arg = expr_plain(e->args[i]), *at = arg->kind == E_ADDR ? arg->a : NULL;

		if (arg->type->kind == T_PTR && arg->type->to == q->container)
			other = at && (at->kind == E_MEMBER || at->kind == E_VAR) && at->decl != q->named;
	}
	return other;
}

static void look_in(const struct func *f, struct search *q);

static void look_at(const struct expr *e, void *data)
{
	const struct expr *callee = e->kind == E_CALL ? expr_plain(e->a) : NULL;
	struct search *q = data;

	if (!callee || callee->kind != E_FUNC || !callee->decl->func || q->found)
		return;
	q->found = container_takes_out(callee->decl->func) &&
		   callee->decl->func->params[0]->type->to == q->container && !named_otherwise(e, q);
	if (!q->found)
		look_in(callee->decl->func, q);
}

static void look_in(const struct func *f, struct search *q)
{
	struct walk w = {.expr = look_at, .data = q};

	if (f->decl->trusted || q->found || (f->body && !f->driver))
		return;
	if (!f->body || q->depth == MAX_DEPTH) {
		q->found = q->unread;
		return;
	}
	q->depth++;
	walk_stmt(&w, f->body);
	q->depth--;
}

bool linked_takes_off(const struct func *f, const struct type *container, const struct decl *named, bool unread)
{
	struct search q = {.container = container, .named = named, .unread = unread};

	if (f)
		look_in(f, &q);
	return q.found;
}

/* Was a container of that kind emptied, all of it? */
static bool emptied(const struct exec *x, const struct state *s, const struct type *container)
{
	for (int i = 0; i < s->n_marks; i++)
		if (s->marks[i].kind == MARK_CLEARED && x->r->places[s->marks[i].place].type == container)
			return true;
	return false;
}

/* Where was the object of @sym taken off the container that had it? */
static struct loc taken_off(const struct exec *x, const struct state *s, sym_t sym)
{
	const struct type *t = x->r->syms[sym].type->to;
	place_t p = place_sym(x->r, sym);
	const struct fact *f = state_known(s, sym);
	const struct type *from = f && f->popped ? x->r->places[f->popped].type : NULL;

	if (from && from->kind == T_ARRAY)
		from = from->to;
	for (int i = 0; i < s->n_marks; i++) {
		const struct mark *m = &s->marks[i];

		if (m->kind == MARK_UNLINKED && m->at.file && place_within(x->r, m->place, p) &&
		    is_owners(x->u, t, x->r->places[m->place].decl))
			return m->at;
	}
	if (from && container_owns(x->u, from))
		return f->got_at;
	return (struct loc){0};
}

static bool was_asked(const struct exec *x, const struct state *s, place_t p, const struct decl *member)
{
	for (int i = 0; i < s->n_marks; i++) {
		const struct mark *m = &s->marks[i];

		if ((m->kind == MARK_UNLINKED || m->kind == MARK_LINKED) && x->r->places[m->place].kind == P_FIELD &&
		    x->r->places[m->place].decl == member && place_within(x->r, m->place, p))
			return true;
	}
	return false;
}

/* "kfree(item)" somewhere in the function that takes @item. */
struct release {
	const struct type *type;
	bool found;
};

static void find_release(const struct expr *e, void *data)
{
	const struct expr *callee = e->kind == E_CALL ? expr_plain(e->a) : NULL;
	const struct func *f = callee && callee->kind == E_FUNC ? callee->decl->func : NULL;
	struct release *q = data;

	for (int i = 0; f && i < f->n_params && i < e->n_args; i++) {
		const struct decl *p = f->params[i];
		const struct expr *arg = expr_plain(e->args[i]);

		q->found |= p->type->kind == T_PTR && p->type->to->kind == T_VOID && decl_has(p, "own") &&
			    arg->kind == E_VAR && arg->decl->kind == D_PARAM && arg->type == q->type;
	}
}

static bool releases(const struct func *f, const struct type *t)
{
	struct release q = {.type = t};
	struct walk w = {.expr = find_release, .data = &q};

	if (f->body && f->driver)
		walk_stmt(&w, f->body);
	return q.found;
}

/* A put that a macro made: does the release function that it calls take the object off such a container? */
static bool put_takes_off(const struct func *put, const struct type *container)
{
	struct search q = {.container = container, .unread = true};
	struct walk w = {.expr = look_at, .data = &q};

	walk_stmt(&w, put->body);
	return q.found;
}

/* Another container than its owner's on which the object of @sym, taken off that, may still be, or NULL. */
static const struct type *still_on(struct exec *x, struct state *s, sym_t sym, const struct func *by, bool put)
{
	const struct type *t = x->r->syms[sym].type;
	place_t p = place_sym(x->r, sym);

	for (int i = 0; i < x->u->n_funcs; i++) {
		const struct func *f = x->u->funcs[i];
		const struct decl *link = link_of(f, t->to, false);
		const struct type *other = link ? f->params[0]->type->to : NULL;

		if (link && !was_asked(x, s, p, link) && !emptied(x, s, other) &&
		    !(put ? put_takes_off(by, other) : linked_takes_off(by, other, NULL, true)))
			return other;
	}
	return NULL;
}

/* Does each function of this file that calls @f take something off such a container? */
struct calls {
	const struct func *f;
	bool found;
};

static void find_call(const struct expr *e, void *data)
{
	const struct expr *callee = e->kind == E_CALL ? expr_plain(e->a) : NULL;
	struct calls *c = data;

	c->found |= callee && callee->kind == E_FUNC && callee->decl->func == c->f;
}

static bool callers_take_off(const struct exec *x, const struct func *f, const struct type *container)
{
	for (int i = 0; i < x->u->n_funcs; i++) {
		const struct func *g = x->u->funcs[i];
		struct calls c = {.f = f};
		struct walk w = {.expr = find_call, .data = &c};

		if (g->driver && g->body)
			walk_stmt(&w, g->body);
		if (c.found && !linked_takes_off(g, container, NULL, true))
			return false;
	}
	return true;
}

void linked_returned(struct exec *x, struct state *s, sym_t sym, struct loc at)
{
	const struct type *t = x->r->syms[sym].type, *other;
	struct loc off = t->kind == T_PTR && t->to->kind == T_RECORD ? taken_off(x, s, sym) : (struct loc){0};
	struct finding *found;

	other = off.file && x->f->is_static ? still_on(x, s, sym, x->f, false) : NULL;
	if (!other || callers_take_off(x, x->f, other))
		return;
	found = say(x, at, "CL111", "take it off that one, too, or ask with _linked() whether it is on it",
		    "'%s' is given away here, and may still be on a '%s', which not all callers take it off",
		    x->r->syms[sym].name, other->name);
	say_step(x, found, off, "here it was taken off the container that owned it");
}

void linked_check(struct exec *x, struct state *s, sym_t sym, const struct func *taker, struct loc at,
		  const char *name)
{
	const struct type *t = x->r->syms[sym].type, *other;
	struct loc off = taken_off(x, s, sym);
	bool put = type_counted(t) && taker && !taker->driver && taker->body;
	struct finding *found;

	if (!off.file || (type_counted(t) ? !put : taker && !releases(taker, t)))
		return;
	other = still_on(x, s, sym, taker, put);
	if (!other)
		return;
	found = say(x, at, "CL111", "take it off that one, too, or ask with _linked() whether it is on it",
		    "'%s' ends here, and may still be on a '%s'", name, other->name);
	say_step(x, found, off, "here it was taken off the container that owned it");
}

/* The link that "item_linked(item)" asks for, or 0. */
static place_t link_asked(struct exec *x, const struct callee *c, const struct val *args, int n)
{
	size_t len = strlen(c->name);
	const struct decl *member = n == 1 && len > 7 && strcmp(c->name + len - 7, "_linked") == 0
					    ? made_member(c->f, 0)
					    : NULL;
	place_t p = member ? call_pointee(x, &args[0]) : 0;

	return p ? place_field(x->r, place_loose(x->r, p), member) : 0;
}

bool linked_splits(struct exec *x, const struct callee *c, const struct val *args, int n)
{
	return link_asked(x, c, args, n) != 0;
}

void linked_asked(struct exec *x, struct state *s, const struct callee *c, const struct val *args, int n,
		  bool linked)
{
	place_t p = link_asked(x, c, args, n);

	if (!p)
		return;
	state_unmark(s, MARK_UNLINKED, p);
	if (!linked)
		state_mark(x->r, s, MARK_UNLINKED, p, (struct loc){0});
}
