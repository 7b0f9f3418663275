/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "check/driver.h"
#include "check/effect.h"
#include "check/facts.h"
#include "check/mem.h"
#include "check/own_private.h"

#include <string.h>

enum { MAX_DEPTH = 3 };

void effect_begin(struct module *m, struct func *f)
{
	struct summary *s = summary_edit(m, f);

	s->n_effects = s->n_exits = s->n_failed = s->n_fetches = 0;
	s->gone = s->gone_failed = s->wraps = s->cuts = 0;
	memset(s->reads, 0, sizeof(s->reads));
	memset(s->exposes, 0, sizeof(s->exposes));
	s->n_proofs = s->n_relations = 0;
	s->related[0] = s->related[1] = false;
	s->undecided = s->bounded = false;
	s->least = NUM_MAX;
	s->most = NUM_MIN;
}

/* Is @p in the object that the function returns? Its callers call that "return". */
static bool is_result(const struct exec *x, const struct state *s, place_t p)
{
	const struct place *root = &x->r->places[place_root(x->r, p)];

	return s->has_result && s->result.kind == V_PTR && s->result.sym && root->kind == P_SYM &&
	       root->sym == s->result.sym && x->r->syms[root->sym].origin != SYM_PARAM;
}

static const char *result_text(const struct exec *x, place_t p)
{
	const char *name = place_name(x->r, p), *arrow = strstr(name, "->");
	const struct place *at = &x->r->places[p];

	/* The object's own name may be a path: what comes after it is that of the field. */
	if (at->kind != P_FIELD || !arrow)
		return NULL;
	return x->r->places[at->parent].kind == P_INDEX
		       ? mem_format(x->m->arena, "return->%s", at->decl->name)
		       : NULL;
}

const char *effect_name(const struct exec *x, const struct state *s, place_t p)
{
	const struct place *root = &x->r->places[place_root(x->r, p)];

	for (place_t q = p; q; q = x->r->places[q].parent) {
		const struct place *at = &x->r->places[q];

		if (at->kind == P_ANY || (at->kind == P_INDEX && at->index != 0))
			return NULL;
	}
	if (is_result(x, s, p))
		return result_text(x, p);
	if (root->kind == P_SYM ? x->r->syms[root->sym].origin != SYM_PARAM : !root->decl->global)
		return NULL;
	return mem_strdup(x->m->arena, place_name(x->r, p));
}

/*
 * A work item, a timer, a device node. An object of the driver that is shown in a file is another
 * matter: that ends with the file.
 */
static bool is_kits(const struct type *t)
{
	return t->kind == T_RECORD && t->record->trusted;
}

static void seen(struct exec *x, const struct state *st, enum effect_kind kind, const struct mark *mark,
		 place_t p, bool failed)
{
	struct summary *s = summary_edit(x->m, x->f);
	struct effect new = {.kind = kind, .exits = 1, .failed = failed};

	if (x->r->places[p].kind == P_SYM ||
	    (kind == EFFECT_BEGUN && !is_kits(x->r->places[p].type)))
		return;
	new.text = effect_name(x, st, p);
	if (!new.text)
		return;
	new.shows = mark && mark->shows;
	new.once = mark && mark->once;
	for (int i = 0; i < s->n_effects; i++)
		if (s->effects[i].kind == kind && strcmp(s->effects[i].text, new.text) == 0) {
			s->effects[i].exits++;
			s->effects[i].failed += failed;
			return;
		}
	MEM_PUSH(x->m->arena, s->effects, s->n_effects, new);
}

/* Pointers that may be NULL: what does the function leave in them? */
static void seen_pointer(struct exec *x, struct state *s, place_t p, const struct decl *d)
{
	const struct cell *c = state_cell(s, p);
	const struct fact *f = c && c->val.kind == V_PTR ? state_known(s, c->val.sym) : NULL;
	bool empty = c ? val_is_null(&c->val) || (f && f->mask == M_NULL)
		       : state_content(x->r, s, p) == C_ZERO;

	if (!empty && decl_has(d, "own") && c && c->at.file && own_fails(s))
		seen(x, s, EFFECT_LEFT, NULL, p, true);
	if (empty && decl_has(d, "own"))
		seen(x, s, EFFECT_NULL, NULL, p, own_fails(s));
	else if (c && (c->val.kind == V_ADDR || (f && f->mask == M_VALID && !f->death)))
		seen(x, s, EFFECT_FULL, NULL, p, own_fails(s));
}

static void seen_fields(struct exec *x, struct state *s, place_t p, const struct record *r,
			int depth)
{
	for (int i = 0; i < r->n_fields && depth < MAX_DEPTH && !r->is_union; i++) {
		const struct decl *d = r->fields[i];
		place_t f = place_field(x->r, p, d);

		if (d->type->kind == T_RECORD)
			seen_fields(x, s, f, d->type->record, depth + 1);
		else if (d->type->kind == T_PTR && d->type->to->kind != T_FUNC && !d->trusted &&
			 (decl_has(d, "own") || module_nullable(x->m, d)))
			seen_pointer(x, s, f, d);
	}
}

/* A new object: which of its owners are NULL? */
static void seen_result(struct exec *x, struct state *s)
{
	const struct type *t = x->f->result;
	const struct fact *f = s->has_result && s->result.kind == V_PTR && s->result.sym
				       ? state_known(s, s->result.sym)
				       : NULL;

	if (f && f->fresh && t->kind == T_PTR && t->to->kind == T_RECORD)
		seen_fields(x, s, place_index(x->r, place_sym(x->r, s->result.sym), 0),
			    t->to->record, MAX_DEPTH - 1);
}

static bool returns_error(const struct exec *x, const struct state *s)
{
	num lo, hi;

	if (!s->has_result || s->result.kind != V_INT || x->f->result->kind != T_INT ||
	    !x->f->result->is_signed)
		return false;
	lin_range(s, &s->result.lin, &lo, &hi);
	return hi < 0 || (lo < 0 && lin_error(x->r, &s->result.lin));
}

/* What a callee returned is passed on, and nobody looked at it here: it may be an error. */
void effect_return(struct exec *x, struct state *s)
{
	const struct lin *l = &s->result.lin;
	const struct fact *f = s->result.kind == V_INT && l->n == 1 && !l->k
				       ? state_known(s, l->t[0].sym)
				       : NULL;

	if (f && f->pending && f->lo < 0)
		summary_edit(x->m, x->f)->gives_errors = true;
}

/* What owns for as long as the module is there. */
static void seen_global(struct exec *x, struct state *s, const struct decl *d)
{
	place_t p = place_var(x->r, d);

	if (d->type->kind == T_RECORD && !d->trusted && !d->type->record->trusted)
		seen_fields(x, s, p, d->type->record, MAX_DEPTH - 2);
	else if (life_owns(d) && state_cell(s, p) && state_cell(s, p)->at.file)
		seen_pointer(x, s, p, d);
}

/* The array of whose elements @p is said, or @p itself. */
static place_t array_of(const struct run *r, place_t p)
{
	place_t array = p;

	for (; p; p = r->places[p].parent)
		if (r->places[p].kind == P_ANY)
			array = r->places[p].parent;
	return array;
}

/* The object of a parameter ended here, whose declaration does not say so. @first: such an exit. */
static void seen_gone(struct exec *x, struct state *s, unsigned int *ret, bool first)
{
	unsigned int gone = 0;

	for (int i = 0; i < x->f->n_params && i < 32; i++) {
		const struct decl *d = x->f->params[i];
		const struct fact *f;

		if (d->type->kind != T_PTR || decl_has(d, "own"))
			continue;
		f = state_known(s, sym_intern(x->r, SYM_PARAM, d->index, 0, d->type, d->name));
		if (f && (f->death == FREED || f->death == MOVED || f->death == DROPPED))
			gone |= 1u << i;
	}
	*ret = first ? gone : *ret & gone;
}

/* Numbers that are given to the caller, and may not be what they were computed to be. */
static void note_odd(struct summary *sum, const struct val *v, int bit)
{
	if (v->kind == V_INT && v->wrapped)
		sum->wraps |= 1u << bit;
	if (v->kind == V_INT && v->cut)
		sum->cuts |= 1u << bit;
}

static void seen_odd(struct exec *x, struct state *s, struct summary *sum)
{
	if (s->has_result)
		note_odd(sum, &s->result, 0);
	for (int i = 0; i < x->f->n_params && i < MAX_WRITTEN; i++) {
		const struct decl *d = x->f->params[i];
		const struct cell *c;

		if (d->type->kind != T_PTR || d->type->to->kind != T_INT || d->type->to->is_const)
			continue;
		c = state_cell(s, place_index(x->r,
					      place_sym(x->r, sym_intern(x->r, SYM_PARAM, d->index, 0, d->type,
									 d->name)),
					      0));
		if (c)
			note_odd(sum, &c->val, i + 1);
	}
}

void effect_odd(struct module *m, const struct callee *c, int bit, struct val *v, struct loc at)
{
	const struct summary *sum = c->f && !c->f->decl->trusted ? summary_known(m, c->f) : NULL;

	if (!sum || v->kind != V_INT || !((sum->wraps | sum->cuts) >> bit & 1))
		return;
	v->wrapped = sum->wraps >> bit & 1;
	v->cut = sum->cuts >> bit & 1;
	v->odd_at = at;
}

void effect_exit(struct exec *x, struct state *s)
{
	static const enum effect_kind kinds[] = {[MARK_BEGUN] = EFFECT_BEGUN,
						 [MARK_ENDED] = EFFECT_ENDED};

	struct summary *sum = summary_edit(x->m, x->f);
	bool failed = own_fails(s);

	seen_gone(x, s, failed ? &sum->gone_failed : &sum->gone,
		  failed ? sum->n_failed == 0 : sum->n_exits == sum->n_failed);
	seen_odd(x, s, sum);
	if (!failed)
		written_exit(x, s, sum->n_exits == sum->n_failed);
	proven_exit(x, s);
	sum->n_exits++;
	sum->n_failed += failed;
	if (!sum->gives_errors && returns_error(x, s)) {
		sum->gives_errors = true;
		x->m->learned |= sum->believed;
	}
	for (int i = 0; i < x->f->n_params; i++) {
		const struct decl *d = x->f->params[i];
		sym_t sym;
		const struct fact *f;

		if (d->type->kind != T_PTR || d->type->to->kind != T_RECORD)
			continue;
		sym = sym_intern(x->r, SYM_PARAM, d->index, 0, d->type, d->name);
		f = state_known(s, sym);
		if (f && f->mask == M_NULL)
			continue;
		seen_fields(x, s, place_index(x->r, place_sym(x->r, sym), 0), d->type->to->record,
			    0);
	}
	for (int i = 0; i < x->u->n_globals; i++)
		seen_global(x, s, x->u->globals[i]);
	seen_result(x, s);
	for (int i = 0; i < s->n_marks; i++) {
		const struct mark *k = &s->marks[i];

		if (k->kind == MARK_CLEARED)
			seen(x, s, EFFECT_CLEARED, k, array_of(x->r, k->place), failed);
		else if (k->kind == MARK_BEGUN || k->kind == MARK_ENDED)
			seen(x, s, kinds[k->kind], k, k->place, failed);
	}
}

/* ---- what must be NULL before ---- */

/* Did nobody but this function write @p since it was called? */
static bool is_as_it_came(struct exec *x, struct state *s, place_t p)
{
	place_t lock = lock_guarding(x, s, p);
	bool entry = !lock;

	for (int i = 0; i < s->n_held; i++)
		entry |= s->held[i].lock == lock && s->held[i].entry && !s->held[i].parked;
	return entry && !state_cell(s, p);
}

bool effect_wants_null(struct exec *x, struct state *s, place_t p)
{
	struct func *f = x->f;
	const struct place *root = &x->r->places[place_root(x->r, p)];
	const char *text = root->kind == P_SYM ? effect_name(x, s, p) : NULL;
	struct summary *sum = summary_edit(x->m, f);
	bool seen_callers =
		f->is_static ||
		report_knows(x->report, mem_format(x->m->arena, "func\t%s", f->decl->name));

	if (!text || f->escapes || f->bound || !seen_callers || !place_contract(x->r, p, "opt") ||
	    !is_as_it_came(x, s, p))
		return false;
	for (int i = 0; i < sum->n_needs; i++)
		if (strcmp(sum->needs[i], text) == 0)
			return true;
	MEM_PUSH(x->m->arena, sum->needs, sum->n_needs, text);
	x->m->learned = true;
	return true;
}

static bool is_null_here(struct exec *x, struct state *s, place_t p)
{
	const struct cell *c = state_cell(s, p);
	const struct fact *f = c && c->val.kind == V_PTR ? state_known(s, c->val.sym) : NULL;
	enum content content = state_content(x->r, s, p);

	if (c && c->val.kind == V_PTR)
		return !c->val.sym || (f && f->mask == M_NULL);
	return content == C_ZERO || content == C_UNINIT || effect_wants_null(x, s, p);
}

void effect_check_needs(struct exec *x, struct state *s, const struct callee *c,
			const struct val *args, int n, struct loc at)
{
	const struct summary *sum = c->f ? summary_known(x->m, c->f) : NULL;

	for (int i = 0; sum && i < sum->n_needs; i++) {
		place_t p = callee_lvalue(x, s, c, sum->needs[i], args, n);

		if (p && !own_root_is_dead(x->r, s, p) && !is_null_here(x, s, p))
			say(x, at, "CL101", "release it first, and set it to NULL",
			    "'%s' overwrites '%s', which may still own something", c->name,
			    place_name(x->r, p));
	}
}
