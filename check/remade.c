/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * What others point to by its address (__pinned, locks, containers) is made in its place, once, and
 * before others come to it: who makes it anew or writes over it takes it away from whoever uses it.
 */
#include "check/container.h"
#include "check/effect.h"
#include "check/made.h"
#include "check/mem.h"
#include "check/own_private.h"

#include <string.h>

/* A container in @p that may have elements, or 0. */
static place_t filled_container(struct exec *x, struct state *s, place_t p)
{
	const struct type *t = x->r->places[p].type;
	place_t found = 0;

	if (container_full(x->r, s, p))
		return p;
	for (int i = 0; t->kind == T_RECORD && !t->record->is_union && i < t->record->n_fields && !found; i++)
		if (type_pinned(t->record->fields[i]->type))
			found = filled_container(x, s, place_field(x->r, p, t->record->fields[i]));
	return found;
}

/* The mark, or the lock that is held, by which something in @p is in use; @part: what that is. */
static const char *in_use(struct exec *x, struct state *s, place_t p, bool wiped, place_t *part, struct loc *at)
{
	for (int i = 0; i < s->n_held; i++)
		if (place_within(x->r, s->held[i].lock, p)) {
			*part = s->held[i].lock;
			*at = s->held[i].at;
			return "is held";
		}
	for (int i = 0; i < s->n_marks; i++) {
		const struct mark *m = &s->marks[i];
		bool made = m->kind == MARK_MADE && wiped;

		if (!place_within(x->r, m->place, p) ||
		    !(made || m->kind == MARK_BEGUN || m->kind == MARK_LINKED))
			continue;
		*part = m->place;
		*at = m->at;
		return made ? "was made" : m->kind == MARK_LINKED ? "is linked" : "is in use";
	}
	return NULL;
}

/* Torn down for good, by what says that nobody uses it any more. */
static bool has_ended(struct exec *x, struct state *s, place_t p)
{
	const struct mark *m = NULL;

	for (; p && !m; p = x->r->places[p].parent)
		m = state_marked(s, MARK_ENDED, p);
	return m && m->once;
}

/* Does nobody else come to the object of @p, as far as this function knows? */
bool alone_with(struct exec *x, struct state *s, place_t p)
{
	const struct place *root = &x->r->places[place_root(x->r, p)];
	const struct sym *sym = root->kind == P_SYM ? &x->r->syms[root->sym] : NULL;
	const struct fact *f = sym ? state_known(s, root->sym) : NULL;

	if (place_unshared(x->r, s, p))
		return true;
	return f && f->own && !f->death && (sym->origin != SYM_LOAD || place_private(x->r, s, sym->key1));
}

/* Callers are asked, where they all are seen: the object may be a new one of theirs. */
bool alone_asked(struct exec *x, struct state *s, place_t p, enum alone kind)
{
	const struct func *f = x->f;
	const struct place *root = &x->r->places[place_root(x->r, p)];
	const char *text = effect_name(x, s, p);
	struct summary *sum;

	if (root->kind == P_SYM && x->r->syms[root->sym].origin == SYM_PARAM &&
	    decl_has(f->params[x->r->syms[root->sym].key1], "writes"))
		return true;
	if (!text || f->escapes || f->bound || (f->is_static && f->mentions != f->calls) ||
	    decl_has(f->decl, "init") || decl_has(f->decl, "exit"))
		return false;
	sum = summary_edit(x->m, x->f);
	for (int i = 0; i < sum->n_makes; i++)
		if (sum->makes[i].kind == kind && strcmp(sum->makes[i].text, text) == 0)
			return true;
	MEM_PUSH(x->m->arena, sum->makes, sum->n_makes, ((struct made){text, kind}));
	x->m->learned = true;
	return true;
}

void remade_check(struct exec *x, struct state *s, place_t p, bool wiped, const char *by, struct loc at)
{
	const char *fix = "make it once, before others come to it", *why;
	const char *how = wiped ? "is written over" : "is made anew";
	struct finding *found;
	place_t part = p;
	struct loc since = {0};

	if (!p || has_ended(x, s, p) || own_root_is_dead(x->r, s, p) || !type_pinned(x->r->places[p].type))
		return;
	why = in_use(x, s, p, wiped, &part, &since);
	if (!why) {
		bool left = !alone_with(x, s, p) && alone_asked(x, s, p, wiped ? ALONE_WIPES : ALONE_MAKES);

		if (left)
			return;
		part = place_private(x->r, s, p) ? filled_container(x, s, p) : 0;
		why = part ? "may have elements" : NULL;
		if (!why && alone_with(x, s, p))
			return;
	}
	found = why ? say(x, at, "CL118", fix, "'%s' %s%s, and '%s' %s", place_name(x->r, p), how, by,
			  place_name(x->r, part), why)
		    : say(x, at, "CL118", fix, "'%s' %s%s where others may use it", place_name(x->r, p), how, by);
	if (since.file)
		say_step(x, found, since, "here");
}

/* Others point to a @t itself, not only to a part of it. */
static bool is_one(const struct type *t)
{
	return record_contract(t, "pinned") || record_contract(t, "lock");
}

static const char *by_call(const struct exec *x, const struct callee *c)
{
	return mem_format(x->r->arena, " by '%s'", c->name);
}

void remade_called(struct exec *x, struct state *s, const struct callee *c, const struct val *args, int n,
		   struct loc at)
{
	const struct summary *sum = c->f ? summary_known(x->m, c->f) : NULL;

	for (int i = 0; i < c->n_params && i < n; i++) {
		const struct decl *p = c->params[i], *member;
		place_t to;

		if (!decl_has(p, "makes") && !decl_has(p, "writes"))
			continue;
		member = made_member(c->f, i);
		to = call_pointee(x, &args[i]);
		remade_check(x, s, to && member && decl_has(p, "makes") ? place_field(x->r, to, member) : to, false,
			     by_call(x, c), at);
	}
	for (int i = 0; sum && i < sum->n_makes; i++) {
		place_t p = callee_lvalue(x, s, c, sum->makes[i].text, args, n);

		if (sum->makes[i].kind <= ALONE_WIPES)
			remade_check(x, s, p, sum->makes[i].kind == ALONE_WIPES, by_call(x, c), at);
		if (p && sum->makes[i].kind == ALONE_MAKES && is_one(x->r->places[p].type))
			memory_forget(x, s, p); /* it is made from here on */
		if (p && sum->makes[i].kind > ALONE_WIPES)
			element_check(x, s, p, sum->makes[i].kind, by_call(x, c), at);
	}
	for (int i = 0; i < c->n_params && i < n; i++) {
		const struct decl *link = decl_has(c->params[i], "links") ? made_member(c->f, i) : NULL;
		place_t p = link ? call_pointee(x, &args[i]) : 0;

		if (p)
			element_check(x, s, place_field(x->r, p, link), ALONE_LINKS, by_call(x, c), at);
	}
}

/* ---- what nobody has made yet ---- */

static bool is_unmade(struct exec *x, struct state *s, place_t p)
{
	enum content content = state_content(x->r, s, p);

	return (content == C_ZERO || content == C_UNINIT) && filled_none(x->r, s, p);
}

void unmade_used(struct exec *x, struct state *s, place_t p, const char *how, struct loc at)
{
	if (p && place_private(x->r, s, p) && is_unmade(x, s, p))
		say(x, at, "CL501", "make it first (mutex_init(), name_init(), name_setup())",
		    "'%s' is %s, and nobody has made it", place_name(x->r, p), how);
}

static void unmade_locks(struct exec *x, struct state *s, place_t p, struct loc at)
{
	const struct record *r = x->r->places[p].type->record;

	if (record_contract(x->r->places[p].type, "lock")) {
		unmade_used(x, s, p, "shown to others", at);
		return;
	}
	for (int i = 0; i < r->n_fields && !r->is_union; i++)
		if (r->fields[i]->type->kind == T_RECORD && type_pinned(r->fields[i]->type))
			unmade_locks(x, s, place_field(x->r, p, r->fields[i]), at);
}

void unmade_shown(struct exec *x, struct state *s, sym_t sym, struct loc at)
{
	const struct fact *f = state_known(s, sym);
	const struct type *t = x->r->syms[sym].type;

	if (f && f->fresh && !f->death && (f->mask & M_VALID) && t->kind == T_PTR && t->to->kind == T_RECORD &&
	    (!f->has_extent || (lin_is_const(&f->extent) && f->extent.k == t->to->size)) && type_pinned(t->to))
		unmade_locks(x, s, place_index(x->r, place_sym(x->r, sym), 0), at);
}
