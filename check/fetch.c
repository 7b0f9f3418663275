/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * User memory that was read is not read again: it may have changed since it was checked. What is
 * fetched a second time is stale, and reading it is a finding. A function tells its callers what it
 * fetches through its parameters, and which of them it puts that in.
 */
#include "check/call.h"
#include "check/mem.h"

/* Which object @v points into, and how many bytes from its start. */
static sym_t object_of(const struct exec *x, const struct val *v, struct lin *offset)
{
	const struct place *p;
	const struct type *t;
	num at = 0;

	*offset = (struct lin){0};
	if (v->kind == V_PTR)
		return lin_scale(&v->lin, v->sym ? x->r->syms[v->sym].type->to->size : 1, offset)
			       ? v->sym
			       : 0;
	if (v->kind != V_ADDR)
		return 0;
	t = x->r->places[v->place].type;
	if (v->elem && !lin_scale(&v->lin, t->kind == T_ARRAY ? t->to->size : t->size, offset))
		return 0;
	for (p = &x->r->places[v->place]; p->kind != P_SYM; p = &x->r->places[p->parent]) {
		if (p->kind == P_FIELD)
			at += p->decl->offset / 8;
		else if (p->kind == P_INDEX)
			at += (num)p->index * p->type->size;
		else
			return 0;
	}
	offset->k += at;
	return p->sym;
}

static void mark_stale(struct exec *x, struct state *s, place_t to, long lo, long hi, struct loc at)
{
	struct type *t = x->r->places[to].type;

	if (t->kind == T_RECORD && !t->record->is_union) {
		for (int i = 0; i < t->record->n_fields; i++) {
			const struct decl *d = t->record->fields[i];
			long a = d->offset / 8, b = (d->offset + d->width + 7) / 8;

			if (a < hi && lo < b)
				mark_stale(x, s, place_field(x->r, to, d), lo - a, hi - a, at);
		}
		return;
	}
	if (lo < t->size && hi > 0 &&
	    (t->kind == T_INT || t->kind == T_ENUM || t->kind == T_BOOL)) {
		struct val v = memory_unknown(x, s, to, NULL, t, (int)at.line);

		v.stale = true;
		v.odd_at = at;
		state_set(x->r, s, to, v, at);
	}
}

/* @new was read, and put in @to: what of it was read before is stale there. */
static void note(struct exec *x, struct state *s, const struct fetch *new, place_t to, long shift)
{
	for (int k = 0; k < s->n_fetches; k++) {
		const struct fetch *old = &s->fetches[k];
		long had = lin_is_const(&old->size) ? (long)old->size.k : 1 << 30;
		struct lin d;

		if (to && old->from == new->from &&
		    lin_add(&old->offset, &new->offset, -1, &d) && lin_is_const(&d))
			mark_stale(x, s, to, (long)d.k + shift, (long)d.k + shift + had, new->at);
	}
	MEM_PUSH(x->r->arena, s->fetches, s->n_fetches, *new);
}

void call_fetches(struct exec *x, struct state *s, const struct callee *c, const struct val *args,
		  int n, int i, place_t to, struct loc at)
{
	const struct contract *size = decl_contract(callee_param(c, i), "sized_by");
	struct val bytes;

	if (!size || !callee_value(x, s, c, size->arg, args, n, &bytes) || bytes.kind != V_INT)
		return;
	for (int k = 0; k < n; k++) {
		const struct decl *p = callee_param(c, k);
		struct fetch new = {.size = bytes.lin, .at = at};
		struct lin into;

		if (!p || p->type->kind != T_PTR || p->type->space != SPACE_USER)
			continue;
		new.from = object_of(x, &args[k], &new.offset);
		new.to = object_of(x, &args[i], &into);
		new.to_offset = lin_is_const(&into) ? (long)into.k : -1;
		if (new.from)
			note(x, s, &new, x->r->places[to].kind == P_SYM ? place_index(x->r, to, 0)
									 : to, 0);
	}
}

/* ---- for the callers ---- */

static int param_of(const struct exec *x, sym_t sym)
{
	return sym && x->r->syms[sym].origin == SYM_PARAM ? x->r->syms[sym].key1 : -1;
}

void fetch_exit(struct exec *x, const struct state *s)
{
	struct summary *sum = summary_edit(x->m, x->f);

	for (int i = 0; i < s->n_fetches; i++) {
		const struct fetch *f = &s->fetches[i];
		struct passed_fetch new = {.from = param_of(x, f->from), .to = param_of(x, f->to)};
		bool known = false;

		if (new.from < 0 || !lin_is_const(&f->offset) || !lin_is_const(&f->size))
			continue;
		new.offset = (long)f->offset.k;
		new.size = (long)f->size.k;
		if (f->to_offset < 0)
			new.to = -1;
		new.to_offset = f->to_offset;
		for (int k = 0; k < sum->n_fetches; k++) {
			const struct passed_fetch *old = &sum->fetches[k];

			known |= old->from == new.from && old->to == new.to &&
				 old->offset == new.offset && old->size == new.size &&
				 old->to_offset == new.to_offset;
		}
		if (!known)
			MEM_PUSH(x->m->arena, sum->fetches, sum->n_fetches, new);
	}
}

void fetch_apply(struct exec *x, struct state *s, const struct callee *c, const struct val *args,
		 int n, bool ok, struct loc at)
{
	const struct summary *sum =
		ok && c->f && !c->f->decl->trusted ? summary_known(x->m, c->f) : NULL;

	for (int i = 0; sum && i < sum->n_fetches; i++) {
		const struct passed_fetch *f = &sum->fetches[i];
		struct fetch new = {.size = lin_const(f->size), .at = at};
		struct lin into;
		place_t to = 0;

		if (f->from >= n)
			continue;
		new.from = object_of(x, &args[f->from], &new.offset);
		new.offset.k += f->offset;
		if (f->to >= 0 && f->to < n) {
			to = call_pointee(x, &args[f->to]);
			new.to = object_of(x, &args[f->to], &into);
			new.to_offset = lin_is_const(&into) ? (long)into.k + f->to_offset : -1;
		}
		if (new.from)
			note(x, s, &new, to, f->to_offset);
	}
}
