/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Functions that check numbers: between which bounds a parameter, or a field of a struct that is
 * given to be looked at, lies where the function returns 0, and where it does not. Known only of
 * functions that decide: each of their returns is 0, or surely an error or true.
 */
#include "check/call.h"
#include "check/mem.h"

#include <stdint.h>

enum { MAX_FIELDS = 16 };

static void note(struct exec *x, struct summary *sum, int param, const struct decl *field, bool other,
		 num lo, num hi)
{
	struct proof new = {.param = param, .field = field, .lo = {1, 1}};
	struct proof *p = NULL;

	lo = lo < INT64_MIN ? INT64_MIN : lo;
	hi = hi > INT64_MAX ? INT64_MAX : hi;
	for (int i = 0; i < sum->n_proofs && !p; i++)
		if (sum->proofs[i].param == param && sum->proofs[i].field == field)
			p = &sum->proofs[i];
	if (!p) {
		MEM_PUSH(x->m->arena, sum->proofs, sum->n_proofs, new);
		p = &sum->proofs[sum->n_proofs - 1];
	}
	if (p->lo[other] > p->hi[other] || lo < p->lo[other])
		p->lo[other] = (long long)lo;
	if (p->hi[other] < p->lo[other] || hi > p->hi[other])
		p->hi[other] = (long long)hi;
}

static void note_fields(struct exec *x, struct state *s, struct summary *sum, const struct decl *d, bool other)
{
	place_t p = place_sym(x->r, sym_intern(x->r, SYM_PARAM, d->index, 0, d->type, d->name));
	const struct record *r = d->type->to->record;

	for (int i = 0; i < r->n_fields; i++) {
		const struct decl *f = r->fields[i];
		const struct cell *c;
		num lo, hi;

		if (f->type->kind != T_INT)
			continue;
		c = state_cell(s, place_field(x->r, place_index(x->r, p, 0), f));
		type_range(f->type, &lo, &hi);
		if (c && c->val.kind == V_INT)
			lin_range(s, &c->val.lin, &lo, &hi);
		note(x, sum, d->index, f, other, lo, hi);
	}
}

/* Between which bounds is what the function returns? */
static void note_result(struct summary *sum, const struct state *s, num lo, num hi)
{
	bool known = s->has_result && s->result.kind == V_INT;

	if (!known || lo < sum->least)
		sum->least = known ? lo : NUM_MIN;
	if (!known || hi > sum->most)
		sum->most = known ? hi : NUM_MAX;
}

void proven_exit(struct exec *x, struct state *s)
{
	struct summary *sum = summary_edit(x->m, x->f);
	enum type_kind k = x->f->result->kind;
	num lo = -1, hi = 1;

	if (s->has_result && s->result.kind == V_INT)
		lin_range(s, &s->result.lin, &lo, &hi);
	note_result(sum, s, lo, hi);
	sum->undecided |= (k != T_INT && k != T_BOOL) ||
			  !((!lo && !hi) || (k == T_BOOL ? lo > 0 : hi < 0));
	for (int i = 0; i < x->f->n_params && !sum->undecided; i++) {
		const struct decl *d = x->f->params[i];
		const struct type *t = d->type->kind == T_PTR ? d->type->to : NULL;
		num from, to;

		if (d->type->kind == T_INT && !decl_has(d, "own")) {
			struct lin l = lin_sym(sym_intern(x->r, SYM_PARAM, d->index, 0, d->type, d->name));

			lin_range(s, &l, &from, &to);
			note(x, sum, i, NULL, hi != 0, from, to);
		} else if (t && t->kind == T_RECORD && t->is_const && !t->record->trusted &&
			   !t->record->is_union && t->record->n_fields <= MAX_FIELDS) {
			note_fields(x, s, sum, d, hi != 0);
		}
	}
	if (!sum->undecided)
		related_exit(x, s, sum, hi != 0);
}

/* ---- for the callers ---- */

static const struct summary *summary_for(struct exec *x, const struct callee *c)
{
	const struct summary *sum = c->f && !c->f->decl->trusted ? summary_known(x->m, c->f) : NULL;

	return sum && !sum->undecided && (sum->n_proofs || sum->n_relations) ? sum : NULL;
}

bool proven_number(struct exec *x, struct state *s, int param, const struct decl *field, const struct val *args,
		   int n, struct lin *ret)
{
	const struct val *v = param < n ? &args[param] : NULL;
	const struct cell *c;
	place_t at;

	if (v && field) {
		at = call_pointee(x, v);
		if (!at || x->r->places[at].type->kind != T_RECORD || place_has_any(x->r, at))
			return false;
		at = place_field(x->r, at, field);
		if (!state_cell(s, at) && state_content(x->r, s, at) == C_EXTERN)
			state_set(x->r, s, at, memory_unknown(x, s, at, field, field->type, 0), x->at);
		c = state_cell(s, at);
		v = c ? &c->val : NULL;
	}
	if (!v || v->kind != V_INT)
		return false;
	*ret = v->lin;
	return true;
}

/* Is that narrower than what the type says? */
static bool says_something(const struct proof *p, const struct callee *c, bool other)
{
	num lo, hi;

	if (p->param >= c->n_params)
		return false;
	type_range(p->field ? p->field->type : c->params[p->param]->type, &lo, &hi);
	return p->lo[other] <= p->hi[other] && (p->lo[other] > lo || (p->hi[other] < hi && p->hi[other] < INT64_MAX));
}

bool proven_splits(struct exec *x, const struct callee *c)
{
	const struct summary *sum = summary_for(x, c);

	for (int i = 0; sum && i < sum->n_proofs; i++)
		if (says_something(&sum->proofs[i], c, false) || says_something(&sum->proofs[i], c, true))
			return true;
	return sum && sum->n_relations > 0;
}

void proven_result(struct exec *x, const struct callee *c, struct fact *f)
{
	const struct summary *sum = c->f && !c->f->decl->trusted ? summary_known(x->m, c->f) : NULL;
	num lo, hi;

	if (!sum || !sum->bounded)
		return;
	lo = sum->least > f->lo ? sum->least : f->lo;
	hi = sum->most < f->hi ? sum->most : f->hi;
	if (lo > hi)
		return;
	f->lo = lo;
	f->hi = hi;
}

void proven_apply(struct exec *x, struct state *s, const struct callee *c, const struct val *args, int n,
		  int failed)
{
	const struct summary *sum = failed >= 0 ? summary_for(x, c) : NULL;

	for (int i = 0; sum && i < sum->n_proofs; i++) {
		const struct proof *p = &sum->proofs[i];
		struct lin l, low = lin_const(p->lo[failed]), high;

		if (!says_something(p, c, failed) || !proven_number(x, s, p->param, p->field, args, n, &l))
			continue;
		if (lin_add(&low, &l, -1, &low))
			state_assume(x->r, s, &low);
		high = l;
		high.k -= p->hi[failed];
		if (p->hi[failed] < INT64_MAX)
			state_assume(x->r, s, &high);
	}
	if (sum)
		related_apply(x, s, sum, args, n, failed);
}
