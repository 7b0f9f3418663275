/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * What is not known any more after a call: what the callee comes to by its arguments, and may write as
 * far as its summary says. What only this function knows of, or a lock keeps, stays as it is.
 */
#include "check/call.h"
#include "check/checked.h"
#include "check/effect.h"
#include "check/made.h"
#include "check/mem.h"

#include <string.h>

static bool among(const struct reach *reach, place_t root)
{
	for (int i = 0; i < reach->n; i++)
		if (reach->roots[i] == root)
			return true;
	return false;
}

static void add_root(const struct exec *x, struct reach *reach, const struct val *v)
{
	place_t root = 0;

	if (v->kind == V_PTR && v->sym)
		root = place_sym(x->r, v->sym);
	else if (v->kind == V_ADDR && v->place)
		root = place_root(x->r, v->place);
	if (root && !among(reach, root) && reach->n < MAX_REACH)
		reach->roots[reach->n++] = root;
}

/* The objects that a callee comes to by its arguments, and by what lies in those. */
void call_reach(const struct exec *x, const struct state *s, const struct val *args, int n,
		struct reach *ret)
{
	ret->n = 0;
	for (int i = 0; i < n; i++)
		add_root(x, ret, &args[i]);
	for (int k = 0; k < ret->n; k++)
		for (int i = 0; i < s->n_cells; i++)
			if (place_root(x->r, s->cells[i].place) == ret->roots[k])
				add_root(x, ret, &s->cells[i].val);
}

/* Does the callee come to @p by what it is given? */
static bool call_reaches(const struct exec *x, const struct reach *reach, place_t p)
{
	return reach->n == MAX_REACH || among(reach, place_root(x->r, p));
}

/* Nobody but this function knows the object that @p is in, and it shows it to no callee. */
bool call_spares(const struct exec *x, const struct state *s, const struct reach *reach, place_t p)
{
	return reach->n < MAX_REACH && place_unshared(x->r, s, p) && !place_global(x->r, p) &&
	       !among(reach, place_root(x->r, p));
}

enum { MAX_LOCKS = 8 };

struct writer {
	struct exec *x;
	struct state *s;
	const struct callee *c;
	struct reach reach;
	bool any;
	place_t locks[MAX_LOCKS]; /* that the callee wants held or lets go: it may write under them */
	int n_locks;
	bool all_locks;
};

static void note_locks(struct writer *w, const struct val *args, int n)
{
	const struct contract *k = w->c->d ? w->c->d->contracts : NULL;

	for (; k; k = k->next) {
		place_t lock;

		if (strncmp(k->word, "must_hold", 9) != 0 && strncmp(k->word, "releases", 8) != 0)
			continue;
		lock = callee_place(w->x, w->s, w->c, k->arg, args, n);
		if (!lock || w->n_locks == MAX_LOCKS)
			w->all_locks = true;
		else
			w->locks[w->n_locks++] = lock;
	}
}

/* What is guarded by a lock that is held here, and of which the callee does not know. */
static bool kept_by_lock(const struct writer *w, place_t p)
{
	place_t lock = w->all_locks ? 0 : lock_guarding(w->x, w->s, p);

	for (int i = 0; i < w->n_locks; i++)
		if (w->locks[i] == lock)
			return false;
	return lock && lock_held(w->s, lock);
}

/* Is it certain that the function leaves @p alone? */
static bool leaves_alone(place_t p, void *data)
{
	const struct writer *w = data;
	struct run *r = w->x->r;
	place_t at = p;

	while (r->places[at].kind != P_FIELD && r->places[at].kind != P_VAR && r->places[at].parent)
		at = r->places[at].parent;
	if (!r->places[at].decl || call_spares(w->x, w->s, &w->reach, p))
		return true;
	if (r->places[at].kind == P_VAR && !r->places[at].decl->global)
		return true;
	if (w->any ? !place_global(r, p) && !call_reaches(w->x, &w->reach, p)
		   : !summary_writes(w->x->m, w->c->f, r->places[at].decl))
		return true;
	return kept_by_lock(w, p);
}

/*
 * Owners in the objects that this function was given, of which nothing was known: from here on they
 * are not as they came.
 */
static void note_written_owners(struct writer *w, const struct decl *param)
{
	struct run *r = w->x->r;
	const struct type *t = param->type;
	place_t base;

	if (t->kind != T_PTR || t->to->kind != T_RECORD || t->to->record->is_union)
		return;
	base = place_index(r, place_sym(r, sym_intern(r, SYM_PARAM, param->index, 0, param->type,
						      param->name)),
			   0);
	for (int i = 0; i < t->to->record->n_fields; i++) {
		const struct decl *d = t->to->record->fields[i];
		place_t p = place_field(r, base, d);

		if (d->type->kind == T_PTR && decl_has(d, "own") && decl_has(d, "opt") &&
		    !state_cell(w->s, p) && state_content(r, w->s, p) == C_EXTERN &&
		    !leaves_alone(p, w))
			state_set(r, w->s, p,
				  (struct val){.kind = V_CONTENT, .content = C_EXTERN}, w->x->at);
	}
}

static bool may_be_written(enum content c)
{
	return c == C_ZERO || c == C_UNINIT;
}

/* Is anything in the object of @p as it was made, that one knows of? Mostly not, and it has many fields. */
static bool has_unwritten(const struct writer *w, place_t p)
{
	struct run *r = w->x->r;
	place_t root = place_root(r, p);

	for (int i = 0; i < w->s->n_cells; i++) {
		const struct cell *c = &w->s->cells[i];

		if (c->val.kind == V_CONTENT && may_be_written(c->val.content) &&
		    place_root(r, c->place) == root)
			return true;
	}
	return may_be_written(state_content(r, w->s, root));
}

/* Zeros that nobody has looked at yet, or nothing yet, in a struct that the callee is given. */
static void forget_zeros(struct writer *w, place_t p, const struct val *args, int n, bool failed)
{
	struct run *r = w->x->r;
	const struct type *t = r->places[p].type;

	for (int i = 0; t->kind == T_RECORD && !t->record->is_union && i < t->record->n_fields; i++) {
		place_t f = place_field(r, p, t->record->fields[i]);

		if (t->record->fields[i]->type->kind == T_RECORD)
			forget_zeros(w, f, args, n, failed);
		else if (!state_cell(w->s, f) && may_be_written(state_content(r, w->s, f)) &&
			 !leaves_alone(f, w) &&
			 !(failed && decl_has(t->record->fields[i], "own") &&
			   !effect_leaves(w->x, w->s, w->c, args, n, f)))
			memory_forget(w->x, w->s, f);
	}
}

/* What was taken off may be on again, where the callee writes such links. */
static void forget_unlinked(struct writer *w)
{
	for (int i = w->s->n_marks - 1; i >= 0; i--)
		if (w->s->marks[i].kind == MARK_UNLINKED && !w->c->d->trusted &&
		    !leaves_alone(w->s->marks[i].place, w) &&
		    made_calls(w->c->f, "links", w->x->r->places[w->s->marks[i].place].decl, true))
			state_unmark(w->s, MARK_UNLINKED, w->s->marks[i].place);
}

/* A function of the driver may write what its summary says. */
void call_forget_written(struct exec *x, struct state *s, const struct callee *c,
			 const struct val *args, int n, bool failed)
{
	struct writer w = {.x = x,
			   .s = s,
			   .c = c,
			   .any = !c->f || (!c->f->decl->trusted && !summary_known(x->m, c->f))};

	if (c->f && c->f->decl->trusted && !c->f->body)
		return;
	call_reach(x, s, args, n, &w.reach);
	note_locks(&w, args, n);
	seen_filter(s, leaves_alone, &w);
	for (int i = 0; i < s->n_cells; i++) {
		place_t p = checked_subject(x->r, s->cells[i].place);

		if (s->cells[i].val.kind == V_CONTENT || filled_is_count(x->r, p) || leaves_alone(p, &w))
			continue;
		memory_forget(x, s, p);
		i = -1;
	}
	for (int i = 0; i < n; i++)
		if (call_pointee(x, &args[i]) &&
		    !(callee_param(c, i) && decl_has(callee_param(c, i), "writes")) &&
		    has_unwritten(&w, call_pointee(x, &args[i])))
			forget_zeros(&w, call_pointee(x, &args[i]), args, n, failed);
	for (int i = 0; i < x->f->n_params; i++)
		note_written_owners(&w, x->f->params[i]);
	forget_unlinked(&w);
}

/* An owner that is NULL for certain, at any depth of @p. */
static bool has_zero_owner(struct writer *w, place_t p)
{
	struct run *r = w->x->r;
	const struct type *t = r->places[p].type;

	for (int i = 0; t->kind == T_RECORD && !t->record->is_union && i < t->record->n_fields; i++) {
		const struct decl *d = t->record->fields[i];
		place_t f = place_field(r, p, d);

		if (d->type->kind == T_RECORD ? has_zero_owner(w, f)
					      : decl_has(d, "own") && !state_cell(w->s, f) &&
							state_content(r, w->s, f) == C_ZERO && !leaves_alone(f, w))
			return true;
	}
	return false;
}

bool call_fills_zeros(struct exec *x, struct state *s, const struct callee *c, const struct val *args, int n)
{
	struct writer w = {.x = x, .s = s, .c = c};

	if (!c->f || c->f->decl->trusted || !summary_known(x->m, c->f))
		return false;
	call_reach(x, s, args, n, &w.reach);
	for (int i = 0; i < n; i++)
		if (call_pointee(x, &args[i]) && has_zero_owner(&w, call_pointee(x, &args[i])))
			return true;
	return false;
}
