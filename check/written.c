/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Which fields of the structs that it is given a function writes wherever it succeeds: a caller that
 * gives it one without a value has a value there afterwards. What it only may write is in its summary.
 * And which of them it may read as they were given: those have a value before.
 */
#include "check/call.h"
#include "check/mem.h"

enum { WHOLE = 63 }; /* the bit that stands for every byte, padding too */

/* Something was put into @p, or into what it lies in; not found there. */
static const struct cell *put_at(const struct exec *x, const struct state *s, place_t p)
{
	const struct cell *c = state_cell(s, p);

	for (; p && (!c || (c->val.kind == V_CONTENT && !c->at.file)); c = state_cell(s, p))
		if (!(p = x->r->places[p].parent))
			return NULL;
	return c && c->at.file ? c : NULL;
}

static bool is_written(struct exec *x, struct state *s, place_t p)
{
	const struct type *t = x->r->places[p].type;

	if (put_at(x, s, p) || (t->kind == T_ARRAY && filled_wholly(x, s, p)))
		return true;
	if (t->kind != T_RECORD || t->record->is_union || !t->record->n_fields)
		return false;
	for (int i = 0; i < t->record->n_fields; i++)
		if (!is_written(x, s, place_field(x->r, p, t->record->fields[i])))
			return false;
	return true;
}

void written_exit(struct exec *x, struct state *s, bool first)
{
	struct summary *sum = summary_edit(x->m, x->f);

	for (int i = 0; i < x->f->n_params && i < MAX_WRITTEN; i++) {
		const struct decl *d = x->f->params[i];
		const struct type *t = d->type->kind == T_PTR ? d->type->to : NULL;
		unsigned long long bits = 0;
		const struct cell *all;
		place_t p;

		if (!t || t->kind != T_RECORD || t->is_const || t->record->is_union ||
		    decl_has(d, "own") || decl_has(d, "writes"))
			continue;
		p = place_index(x->r,
				place_sym(x->r, sym_intern(x->r, SYM_PARAM, d->index, 0, d->type,
							   d->name)),
				0);
		for (int k = 0; k < t->record->n_fields && k < WHOLE; k++)
			if (is_written(x, s, place_field(x->r, p, t->record->fields[k])))
				bits |= 1ull << k;
		all = put_at(x, s, p);
		if (all && all->val.kind == V_CONTENT && all->val.elem)
			bits |= 1ull << WHOLE;
		sum->written[i] = first ? bits : sum->written[i] & bits;
	}
}

/* The struct without a value that argument @i is for, and that the callee writes; or 0. */
static place_t to_write(struct exec *x, const struct state *s, const struct callee *c,
			const struct summary *sum, const struct val *args, int n, int i)
{
	place_t p = i < n && i < c->n_params && sum->written[i] ? call_pointee(x, &args[i]) : 0;
	enum content content = p ? state_content(x->r, s, p) : C_EXTERN;

	return (content == C_UNINIT || content == C_MAYBE) &&
			       x->r->places[p].type->kind == T_RECORD &&
			       x->r->places[p].type == c->params[i]->type->to
		       ? p
		       : 0;
}

bool written_splits(struct exec *x, const struct state *s, const struct callee *c,
		    const struct val *args, int n)
{
	const struct summary *sum =
		c->f && !c->f->decl->trusted ? summary_known(x->m, c->f) : NULL;

	for (int i = 0; sum && sum->n_failed && i < MAX_WRITTEN; i++)
		if (to_write(x, s, c, sum, args, n, i))
			return true;
	return false;
}

void written_apply(struct exec *x, struct state *s, const struct callee *c, const struct val *args,
		   int n, int failed, struct loc at)
{
	const struct summary *sum =
		c->f && !c->f->decl->trusted ? summary_known(x->m, c->f) : NULL;
	struct val something = {.kind = V_CONTENT, .content = C_EXTERN};

	if (sum && (failed > 0 || (failed < 0 && sum->n_failed)))
		return;
	for (int i = 0; sum && i < MAX_WRITTEN; i++) {
		place_t p = to_write(x, s, c, sum, args, n, i);
		const struct type *t = p ? x->r->places[p].type : NULL;

		if (!p)
			continue;
		something.elem = sum->written[i] >> WHOLE & 1;
		if (something.elem)
			state_set(x->r, s, p, something, at);
		for (int k = 0; k < t->record->n_fields && k < WHOLE; k++) {
			place_t f = place_field(x->r, p, t->record->fields[k]);

			if (!(sum->written[i] >> k & 1))
				continue;
			state_clear(x->r, s, f);
			state_set(x->r, s, f, something, at);
		}
	}
}

/* ---- what is read ---- */

static unsigned long long field_bit(const struct record *r, const struct decl *d)
{
	for (int k = 0; k < r->n_fields && k < WHOLE; k++)
		if (r->fields[k] == d)
			return 1ull << k;
	return 0;
}

/* The parameter whose object @p is, or lies in, and the bits that stand for @p; or NULL. */
static const struct decl *param_of(const struct exec *x, place_t p, unsigned long long *bits)
{
	const struct place *root = &x->r->places[place_root(x->r, p)];
	const struct decl *d, *field = NULL;

	if (root->kind != P_SYM || x->r->syms[root->sym].origin != SYM_PARAM)
		return NULL;
	d = x->f->params[x->r->syms[root->sym].key1];
	if (d->index >= MAX_WRITTEN || d->type->kind != T_PTR || d->type->to->kind != T_RECORD ||
	    d->type->to->record->is_union)
		return NULL;
	for (; p; p = x->r->places[p].parent)
		if (x->r->places[p].kind == P_FIELD)
			field = x->r->places[p].decl;
	*bits = field ? field_bit(d->type->to->record, field) : (1ull << WHOLE) - 1;
	return d;
}

void reads_note(struct exec *x, struct state *s, place_t p)
{
	unsigned long long bits;
	const struct decl *d = x->depth ? NULL : param_of(x, p, &bits);

	if (d && !put_at(x, s, p))
		summary_edit(x->m, x->f)->reads[d->index] |= bits;
}

void exposes_note(struct exec *x, struct state *s, place_t p)
{
	unsigned long long bits;
	const struct decl *d = x->depth || x->r->places[p].type->kind != T_ARRAY ? NULL : param_of(x, p, &bits);

	if (d && !put_at(x, s, p))
		summary_edit(x->m, x->f)->exposes[d->index] |= bits;
}

/* Of no bytes there is nothing to write. */
static bool is_some(const struct state *s, const struct lin *bytes)
{
	struct lin none;

	if (!lin_scale(bytes, -1, &none))
		return false;
	none.k += 1;
	return state_proves(s, &none);
}

/*
 * Where a part of an array from its first element on was written, it must be known that all that is read
 * was; else that it was not.
 */
static bool lacks(struct exec *x, struct state *s, place_t p, const struct lin *from, const struct lin *bytes, bool nothing)
{
	enum content content = state_content(x->r, s, p);

	if (x->r->places[p].type->kind != T_RECORD && lin_is_const(from) && !from->k &&
	    (content == C_MAYBE || content == C_UNINIT) && filled_part(x, s, p))
		return !filled_to(x, s, p, bytes);
	return is_some(s, bytes) && (nothing || filled_lacks(x, s, p, from, bytes));
}

bool reads_written(struct exec *x, struct state *s, const struct val *v, const struct lin *bytes, const struct expr *e)
{
	place_t p = v->kind == V_ADDR ? v->place : v->kind == V_PTR && v->sym ? place_sym(x->r, v->sym) : 0;
	bool nothing = p && filled_nothing(x->r, s, p);

	if (!p || (bytes ? !lacks(x, s, p, &v->lin, bytes, nothing) : !nothing))
		return true;
	say(x, e->loc, "CL501", "give it a value first", "'%s' is passed on to be read, but %s",
	    v->kind == V_ADDR ? place_name(x->r, p) : say_expr(x, e),
	    nothing ? "nothing of it was written" : "not all of that was written");
	return false;
}

static bool is_unwritten(const struct exec *x, const struct state *s, place_t f)
{
	if (state_content(x->r, s, f) != C_UNINIT)
		return false;
	for (int i = 0; i < s->n_cells; i++)
		if (place_within(x->r, s->cells[i].place, f) && !filled_is_note(x->r, s->cells[i].place))
			return false;
	return true;
}

/* What the callee reads of what it is given, this function reads of what it was given. */
static void pass_on(struct exec *x, struct state *s, place_t p, unsigned long long reads)
{
	const struct record *r = x->r->places[p].type->record;

	for (int k = 0; k < r->n_fields && k < WHOLE; k++)
		if (reads >> k & 1)
			reads_note(x, s, place_field(x->r, p, r->fields[k]));
}

void reads_passed(struct exec *x, struct state *s, const struct callee *c, int i, const struct val *v,
		  const struct expr *e)
{
	const struct summary *sum = c->f && !c->f->decl->trusted ? summary_known(x->m, c->f) : NULL;
	const struct type *to = c->params[i]->type->kind == T_PTR ? c->params[i]->type->to : NULL;
	place_t p = to && !decl_has(c->params[i], "writes") ? call_pointee(x, v) : 0;
	const struct record *r;

	if (!p || (x->r->places[p].type->kind == T_ARRAY && sum))
		return;
	if (!sum) {
		if (to->is_const && !(c->f && c->f->op))
			reads_note(x, s, p);
		return;
	}
	if (i >= MAX_WRITTEN || !sum->reads[i] || to->kind != T_RECORD || x->r->places[p].type->kind != T_RECORD ||
	    x->r->places[p].type->record != to->record)
		return;
	r = to->record;
	pass_on(x, s, p, sum->reads[i]);
	for (int k = 0; k < r->n_fields && k < WHOLE; k++) {
		place_t f = sum->reads[i] >> k & 1 && *r->fields[k]->name ? place_field(x->r, p, r->fields[k]) : 0;
		bool array = f && x->r->places[f].type->kind == T_ARRAY; /* how much of it is read is not known */

		if (f && sum->exposes[i] >> k & 1)
			exposes_note(x, s, f);
		if (array && sum->exposes[i] >> k & 1 && is_unwritten(x, s, f)) {
			say(x, e->loc, "CL503", "clear it first: memset(), or an initialiser",
			    "'%s' copies '%s' to user space, which was never written", c->name, place_name(x->r, f));
			return;
		}
		if (f && !array && is_unwritten(x, s, f)) {
			say(x, e->loc, "CL502", "give it a value on every path that leads here",
			    "'%s' reads '%s', which was never written", c->name, place_name(x->r, f));
			return;
		}
	}
}
