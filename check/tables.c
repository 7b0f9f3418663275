/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Constant tables. Nobody writes to them later: a pointer that the initialiser leaves NULL is NULL,
 * and who takes one from there, to look behind it or to call it, tests it; and a number is one of
 * those that it gives.
 */
#include "check/memory_private.h"

/* @init: of a place of type @t that is declared as @d; NULL: it is not mentioned. */
static void look(struct module *m, const struct decl *d, const struct type *t,
		 const struct expr *init);

static void look_in_record(struct module *m, const struct record *r, const struct expr *init)
{
	const struct expr *of[64] = {NULL};

	if (r->is_union || r->trusted || r->n_fields > 64 || (init && init->kind != E_INIT))
		return;
	for (int i = 0; init && i < init->n_args; i++) {
		if (!init->fields[i] || r->fields[init->fields[i]->index] != init->fields[i])
			return; /* a part of a part */
		of[init->fields[i]->index] = init->args[i];
	}
	for (int i = 0; i < r->n_fields; i++)
		look(m, r->fields[i], r->fields[i]->type, of[i]);
}

/* How many elements of an array the values in @init are for. */
static long elements(const struct expr *init)
{
	long n = 0;

	for (int i = 0; i < init->n_args; i++)
		n += init->spans[i].last - init->spans[i].first + 1;
	return n;
}

static void look(struct module *m, const struct decl *d, const struct type *t,
		 const struct expr *init)
{
	if (t->kind == T_PTR) {
		if (!init || expr_is_null(init))
			module_note_nullable(m, d);
	} else if (t->kind == T_RECORD) {
		look_in_record(m, t->record, init);
	} else if (t->kind == T_ARRAY && init && init->kind == E_INIT) {
		for (int i = 0; i < init->n_args; i++)
			look(m, d, t->to, init->args[i]);
		if (elements(init) < t->count)
			look(m, d, t->to, NULL);
	}
}

static bool is_table(const struct decl *d)
{
	const struct type *t = d->type;
	bool is_const = t->is_const;

	for (; t->kind == T_ARRAY; t = t->to)
		is_const |= t->to->is_const;
	return d->init && !d->trusted && is_const;
}

void tables_begin(struct module *m)
{
	for (int i = 0; i < m->u->n_globals; i++) {
		struct decl *d = m->u->globals[i];

		if (is_table(d))
			look(m, d, d->type, expr_plain(d->init));
		if (d->init && !d->trusted && limit_is_on(d, d->type))
			exec_initialiser(m, d);
	}
}

/* ---- numbers: an element that nobody knows has at least the least, at most the most of all ---- */

enum { MAX_DEPTH = 8 };

struct hull {
	num lo, hi;
	bool any;
};

static bool add(struct hull *h, num value)
{
	h->lo = h->any && h->lo < value ? h->lo : value;
	h->hi = h->any && h->hi > value ? h->hi : value;
	h->any = true;
	return true;
}

static bool include_value(struct hull *h, const struct type *t, const struct expr *init)
{
	num lo, hi, value;

	if (init && init->kind == E_INIT)
		init = init->n_args == 0   ? NULL
		       : init->n_args == 1 ? expr_plain(init->args[0])
					   : init;
	if (init && init->kind != E_INT)
		return false;
	value = !init		    ? 0
		: init->is_unsigned ? (num)(unsigned long long)init->value
				    : (num)init->value;
	type_range(t, &lo, &hi);
	return value >= lo && value <= hi && add(h, value);
}

/*
 * All that the last of @depth steps may lead to, each of which is a place within the one before, in
 * an object whose value is @init (NULL: zeros). False: it is not known.
 */
static bool include(const struct run *r, struct hull *h, const struct expr *init,
		    const place_t *steps, int depth)
{
	const struct place *at = &r->places[*steps];
	const struct expr *of = NULL;
	long n = 0;

	init = init ? expr_plain(init) : NULL;
	if (!depth || !init)
		return include_value(h, r->places[steps[depth]].type, init);
	if (init->kind != E_INIT || (at->kind == P_FIELD && at->decl->record->is_union))
		return false;
	for (int i = 0; i < init->n_args; i++) {
		const struct span *span = &init->spans[i];

		if (at->kind == P_ANY && !include(r, h, init->args[i], steps + 1, depth - 1))
			return false;
		if (at->kind == P_FIELD ? init->fields[i] == at->decl
					: at->index >= span->first && at->index <= span->last)
			of = init->args[i];
		n += span->last - span->first + 1;
	}
	if (at->kind == P_ANY && n >= r->places[at->parent].type->count)
		return true;
	return include(r, h, at->kind == P_ANY ? NULL : of, steps + 1, depth - 1);
}

void tables_assume(struct exec *x, struct state *s, place_t p, const struct val *v)
{
	place_t steps[MAX_DEPTH + 1], root = p;
	struct hull h = {0};
	int at = MAX_DEPTH;

	if (v->kind != V_INT)
		return;
	for (steps[at] = p; at > 0 && x->r->places[root].parent; root = x->r->places[root].parent)
		steps[--at] = root;
	if (x->r->places[root].kind != P_VAR || !is_table(x->r->places[root].decl) ||
	    !include(x->r, &h, x->r->places[root].decl->init, steps + at, MAX_DEPTH - at))
		return;
	state_assume_between(x->r, s, &v->lin, h.lo, h.hi);
}
