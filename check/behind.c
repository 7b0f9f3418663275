/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Arrays whose elements a field counts: behind a struct, where they are as many as it was made with, or behind a pointer
 * beside it.
 */
#include "check/behind.h"

#include <string.h>

/* The bytes that the object whose parts lie in @base was made of here. */
static bool allocated(const struct exec *x, const struct state *s, place_t base, struct lin *ret)
{
	const struct place *p = &x->r->places[base];
	const struct place *up = &x->r->places[p->parent];
	const struct fact *f;

	if (p->kind == P_VAR) { /* a variable has no more than its type */
		*ret = lin_const(p->type->size);
		return !p->decl->global;
	}
	if (p->kind != P_INDEX || p->index != 0 || up->kind != P_SYM)
		return false;
	f = state_known(s, up->sym);
	if (f && f->has_extent)
		*ret = f->extent;
	return f && f->has_extent;
}

/* The bytes up to the end of the @n elements of the flexible array @d. */
static bool end_of(const struct decl *d, const struct lin *n, struct lin *ret)
{
	if (!lin_scale(n, d->type->to->size, ret))
		return false;
	ret->k += d->offset / 8;
	return true;
}

/* @have bytes of an object, of which the flexible array @d has the last: how many elements? */
static bool elements_in(const struct decl *d, const struct lin *have, struct lin *ret)
{
	long size = d->type->to->size;
	struct lin bytes = *have;

	bytes.k -= d->offset / 8;
	if (!bytes.n && size > 0)
		bytes.k -= bytes.k % size;
	return lin_quotient(&bytes, size, ret);
}

bool behind_count(struct exec *x, struct state *s, place_t array, struct lin *ret)
{
	const struct place p = x->r->places[array];
	struct val n;

	if (p.type->kind == T_ARRAY && p.type->count >= 0) {
		*ret = lin_const(p.type->count);
		return true;
	}
	if (p.kind == P_FIELD && p.decl->counted_by &&
	    contract_value(x, s, p.decl->counted_by, NULL, NULL, 0, p.parent, &n) &&
	    n.kind == V_INT) {
		struct lin have, end;

		*ret = n.lin;
		return p.type->kind != T_ARRAY || !allocated(x, s, p.parent, &have) ||
		       (end_of(p.decl, &n.lin, &end) && proves_le(s, &end, &have, 0)) ||
		       elements_in(p.decl, &have, ret);
	}
	return false;
}

/* The flexible array at the end of a @t, if a field beside it counts its elements. */
static const struct decl *counted_end(const struct type *t)
{
	const struct record *r = t->kind == T_RECORD && !t->record->is_union ? t->record : NULL;
	const struct decl *last = r && r->n_fields ? r->fields[r->n_fields - 1] : NULL;

	return last && last->counted_by && last->type->kind == T_ARRAY && last->type->count < 0 ? last : NULL;
}

/* The field that says how many elements @last has, in the object of @sym. */
static place_t count_of(const struct exec *x, const struct decl *last, sym_t sym)
{
	const struct decl *d = record_field(last->record, last->counted_by);

	return d ? place_field(x->r, place_index(x->r, place_sym(x->r, sym), 0), d) : 0;
}

bool behind_room(struct exec *x, struct state *s, sym_t sym, struct lin *ret)
{
	const struct decl *last = counted_end(x->r->syms[sym].type->to);
	struct val n;

	return last && contract_value(x, s, last->counted_by, NULL, NULL, 0, place_index(x->r, place_sym(x->r, sym), 0), &n) &&
	       n.kind == V_INT && end_of(last, &n.lin, ret);
}

void behind_leaves(struct exec *x, struct state *s, sym_t sym, struct loc at)
{
	const struct fact *f = state_known(s, sym);
	const struct lin have = f && f->has_extent ? f->extent : (struct lin){0};
	const struct type *t = x->r->syms[sym].type;
	const struct decl *last = t->kind == T_PTR ? counted_end(t->to) : NULL;
	const struct cell *c = last ? state_cell(s, count_of(x, last, sym)) : NULL;
	struct lin end;

	if (!last || (c && c->at.file)) /* behind_written() has looked when it was written */
		return;
	if (!f || !f->has_extent || !f->own || !(f->mask & M_VALID) || x->r->syms[sym].origin != SYM_CALL ||
	    !behind_room(x, s, sym, &end) || proves_le(s, &end, &have, 0))
		return;
	say(x, at, "CL606", "write the count that was allocated",
	    "'%s' counts '%s' in '%s', for which fewer elements may have been allocated", last->counted_by, last->name,
	    x->r->syms[sym].name);
}

/* @v is to be the count of the flexible array @d of the object @object: has that so many elements? */
static bool has_elements(struct exec *x, struct state *s, place_t object, const struct decl *d, const struct val *v)
{
	struct lin have, need;
	struct val old;

	if (v->kind != V_INT)
		return false;
	if (allocated(x, s, object, &have))
		return end_of(d, &v->lin, &need) && proves_le(s, &need, &have, 0);
	return contract_value(x, s, d->counted_by, NULL, NULL, 0, object, &old) && old.kind == V_INT &&
	       proves_le(s, &v->lin, &old.lin, 0);
}

void behind_written(struct exec *x, struct state *s, place_t p, const struct val *v, struct loc at)
{
	const struct place field = x->r->places[p];
	const struct record *r = field.kind == P_FIELD ? field.decl->record : NULL;

	for (int i = 0; r && i < r->n_fields; i++) {
		const struct decl *d = r->fields[i];

		if (d->counted_by && d->type->kind == T_ARRAY && strcmp(d->counted_by, field.decl->name) == 0 &&
		    !has_elements(x, s, field.parent, d, v))
			say(x, at, "CL606", "write the count that was allocated",
			    "'%s' counts '%s', which may have fewer elements", place_name(x->r, p), d->name);
	}
}

void behind_copied(struct exec *x, struct state *s, place_t to, place_t from, struct loc at)
{
	const struct decl *last = counted_end(x->r->places[to].type);
	const struct decl *count = last ? record_field(last->record, last->counted_by) : NULL;
	struct val v;

	if (count && contract_value(x, s, last->counted_by, NULL, NULL, 0, from, &v))
		behind_written(x, s, place_field(x->r, to, count), &v, at);
}
