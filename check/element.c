/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Elements of containers: by one link an element is on one container at a time, and while it is on a tree
 * the field that orders it does not change.
 */
#include "check/call.h"
#include "check/made.h"
#include "check/mem.h"
#include "check/walk.h"

#include <string.h>

enum { MAX_PATH = 4 };

/* The elements of @of are ordered, while they are linked by @link, by path[0].path[1]… */
struct key {
	const struct record *of;
	const struct decl *link;
	const struct decl *path[MAX_PATH];
	int n;
};

struct keys {
	struct key *list;
	int n;
};

struct search {
	struct mem *arena;
	struct keys *keys;
	const struct func *f;
	const struct decl *link;
};

static const struct expr *bare(const struct expr *e)
{
	while (e && (e->kind == E_CAST || e->kind == E_ADDR))
		e = e->a;
	return e;
}

/* "item->range.place", of which the accessor @e returns the value or the address. */
static bool find_path(const struct expr *e, const struct decl *param, struct key *ret)
{
	e = bare(e);
	if (!e || ret->n == MAX_PATH)
		return false;
	if (e->kind == E_VAR)
		return e->decl == param && ret->n > 0;
	if (e->kind != E_MEMBER)
		return false;
	memmove(ret->path + 1, ret->path, sizeof(ret->path[0]) * (size_t)ret->n++);
	ret->path[0] = e->decl;
	return find_path(e->a, param, ret);
}

static void find_return(const struct stmt *s, void *data)
{
	struct key k = {.n = 0};
	struct search *q = data;

	if (s->kind != S_RETURN || !s->expr || !find_path(s->expr, q->f->params[0], &k))
		return;
	k.of = q->f->params[0]->type->to->record;
	k.link = q->link;
	if (k.link != k.path[0])
		MEM_PUSH(q->arena, q->keys->list, q->keys->n, k);
}

/* The container's function asks the element for its key. */
static void find_accessor(const struct expr *e, void *data)
{
	const struct expr *c = e->kind == E_CALL ? expr_plain(e->a) : NULL;
	const struct func *f = c && c->kind == E_FUNC ? c->decl->func : NULL;
	struct search *q = data, inner = *q;
	struct walk w = {.stmt = find_return, .data = &inner};
	const struct type *t = f && f->n_params == 1 ? f->params[0]->type : NULL;

	inner.f = f;
	if (t && !f->driver && f->body && t->kind == T_PTR && t->to->is_const && t->to->kind == T_RECORD)
		walk_stmt(&w, f->body);
}

/* What the elements of a container of @t have in them: the kit's containers begin with one, or point to one. */
static const struct type *link_type(const struct type *t)
{
	const struct type *root = t->record->n_fields ? t->record->fields[0]->type : NULL, *in = NULL;

	if (!root || root->kind != T_RECORD || !root->record->n_fields)
		return NULL;
	in = root->record->fields[0]->type;
	in = in->kind == T_PTR ? in->to : in;
	return in->kind == T_RECORD ? in : NULL;
}

/* The only field of @of that is one. */
static const struct decl *only_link(const struct type *t, const struct record *of)
{
	const struct type *type = link_type(t);
	const struct decl *found = NULL;

	for (int i = 0; type && i < of->n_fields; i++) {
		if (of->fields[i]->type->kind != T_RECORD || of->fields[i]->type->record != type->record)
			continue;
		if (found)
			return NULL;
		found = of->fields[i];
	}
	return found;
}

const struct decl *element_link(const struct unit *u, const struct func *f)
{
	const struct decl *link = NULL;

	for (int i = 0; i < u->n_funcs && !link; i++) {
		const struct func *g = u->funcs[i];

		if (!g->op || g->n_params < 2 || g->params[0]->type != f->params[0]->type)
			continue;
		for (int k = 1; k < g->n_params && !link; k++)
			link = g->params[k]->type->kind == T_PTR ? made_member(g, k) : NULL;
	}
	if (!link && f->result->kind == T_PTR && f->result->to->kind == T_RECORD)
		link = only_link(f->params[0]->type->to, f->result->to->record);
	return link;
}

static const struct keys *find_keys(struct module *m)
{
	if (m->keys)
		return m->keys;
	m->keys = mem_new_object(m->arena, struct keys);
	for (int i = 0; i < m->u->n_funcs; i++) {
		const struct func *f = m->u->funcs[i];
		struct search q = {.arena = m->arena, .keys = m->keys};
		struct walk w = {.expr = find_accessor, .data = &q};

		if (f->op == CONTAINER_NONE || f->driver || !f->body)
			continue;
		q.link = element_link(m->u, f);
		if (q.link)
			walk_stmt(&w, f->body);
	}
	return m->keys;
}

/* Is it known that the element is on no container by the link @p? */
static bool is_off(struct exec *x, struct state *s, place_t p)
{
	return state_marked(s, MARK_UNLINKED, p) || alone_with(x, s, p);
}

void element_check(struct exec *x, struct state *s, place_t p, enum alone kind, const char *by, struct loc at)
{
	const struct mark *m;
	struct finding *found;

	p = place_loose(x->r, p);
	m = state_marked(s, MARK_LINKED, p);
	if (!m && (is_off(x, s, p) || alone_asked(x, s, p, kind)))
		return;
	if (kind == ALONE_LINKS)
		found = say(x, at, "CL119", "take it off first, or ask with _linked() whether it is on one",
			    m ? "'%s' is linked%s, and is on a container already"
			      : "'%s' is linked%s, and may be on a container already",
			    place_name(x->r, p), by);
	else
		found = say(x, at, "CL120", "take it out, change the key, and put it in again",
			    m ? "a key is written%s, and by '%s' its element is on a tree that it orders"
			      : "a key is written%s, and by '%s' its element may be on a tree that it orders",
			    by, place_name(x->r, p));
	if (m)
		say_step(x, found, m->at, "it was put there here");
}

/* Does the path of fields that leads from the element @base to @p touch the key? */
static bool touches(const struct run *r, place_t p, place_t base, const struct key *k)
{
	const struct decl *path[2 * MAX_PATH];
	int n = 0;

	for (; p != base && n < 2 * MAX_PATH; p = r->places[p].parent)
		if (r->places[p].kind == P_FIELD)
			path[n++] = r->places[p].decl;
	for (int i = 0; i < n && i < k->n; i++)
		if (path[n - 1 - i] != k->path[i])
			return false;
	return n > 0;
}

void element_stored(struct exec *x, struct state *s, place_t p, struct loc at)
{
	const struct keys *keys = find_keys(x->m);

	for (int i = 0; i < keys->n; i++) {
		const struct key *k = &keys->list[i];
		place_t base = p;

		while (base && (x->r->places[base].type->kind != T_RECORD ||
				x->r->places[base].type->record != k->of))
			base = x->r->places[base].parent;
		if (!base || x->r->places[base].kind == P_SYM || !touches(x->r, p, base, k))
			continue;
		element_check(x, s, place_field(x->r, base, k->link), ALONE_KEY, "", at);
		return;
	}
}
