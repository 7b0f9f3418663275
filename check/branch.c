/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Conditions: a set of states is split into those in which an expression is true and those in
 * which it is false, and each side learns what the test says.
 */
#include "check/cstring.h"

#include <string.h>

static bool learn(struct exec *x, struct state *s, const struct lin *l)
{
	return state_assume(x->r, s, l);
}

/* Numbers: "l == 0" holds or does not. */
static bool assume_zero(struct exec *x, struct state *s, const struct lin *l, bool zero)
{
	struct lin neg, off;
	num lo, hi;

	if (!lin_scale(l, -1, &neg))
		return true;
	if (l->n == 1 && l->k == 0) {
		struct fact *f = state_fact(x->r, s, l->t[0].sym);

		if (zero && f->nonzero)
			return false;
		f->nonzero |= !zero;
		if (!zero)
			cstring_answered(x->r, s, l->t[0].sym);
	}
	if (zero)
		return learn(x, s, l) && learn(x, s, &neg);
	lin_range(s, l, &lo, &hi);
	off = neg;
	off.k += 1; /* 1 - l <= 0 */
	if (lo == 0 || state_proves(s, &neg))
		return learn(x, s, &off);
	off = *l;
	off.k += 1; /* l + 1 <= 0 */
	if (hi == 0 || state_proves(s, l))
		return learn(x, s, &off);
	return !(lo == 0 && hi == 0);
}

/* a - b < 0, or <= 0. */
static bool assume_less(struct exec *x, struct state *s, const struct lin *a, const struct lin *b,
			bool strict)
{
	struct lin l;

	if (!lin_add(a, b, -1, &l))
		return true;
	l.k += strict;
	return learn(x, s, &l);
}

/* @a is equal to @b, which is not 0. */
static void share_nonzero(struct exec *x, struct state *s, const struct lin *a, const struct lin *b)
{
	const struct fact *f = b->n == 1 && !b->k ? state_known(s, b->t[0].sym) : NULL;

	if (f && f->nonzero && a->n == 1 && !a->k)
		state_fact(x->r, s, a->t[0].sym)->nonzero = true;
}

static bool assume_op(struct exec *x, struct state *s, enum op op, const struct lin *a,
		      const struct lin *b)
{
	struct lin d;

	switch (op) {
	case OP_LT:
		return assume_less(x, s, a, b, true);
	case OP_LE:
		return assume_less(x, s, a, b, false);
	case OP_GT:
		return assume_less(x, s, b, a, true);
	case OP_GE:
		return assume_less(x, s, b, a, false);
	case OP_EQ:
		share_nonzero(x, s, a, b);
		share_nonzero(x, s, b, a);
		return !lin_add(a, b, -1, &d) || assume_zero(x, s, &d, true);
	case OP_NE:
		return !lin_add(a, b, -1, &d) || assume_zero(x, s, &d, false);
	default:
		return true;
	}
}

static enum op negation(enum op op)
{
	switch (op) {
	case OP_LT:
		return OP_GE;
	case OP_GE:
		return OP_LT;
	case OP_GT:
		return OP_LE;
	case OP_LE:
		return OP_GT;
	case OP_EQ:
		return OP_NE;
	default:
		return OP_EQ;
	}
}

/* Keep of the pointer @sym only what @mask allows; nothing left: this path is impossible. */
static bool keep_mask(struct exec *x, struct state *s, sym_t sym, unsigned int mask)
{
	struct fact *f;

	if (!sym)
		return mask & M_NULL;
	f = state_fact(x->r, s, sym);
	f->mask &= mask;
	f->tested = true;
	if (!(f->mask & M_VALID))
		f->own = 0; /* there is no object to release */
	if (f->mask == M_NULL && x->r->syms[sym].origin == SYM_LOAD &&
	    place_contract(x->r, x->r->syms[sym].key1, "own"))
		own_element_empty(x, s, x->r->syms[sym].key1, x->at);
	return f->mask != 0;
}

/* A variable that has its value from elsewhere on other paths says nothing of the field. */
static bool is_that_field(const struct expr *e, const struct decl *field, int n_origins)
{
	e = expr_plain(e);
	return (e->kind == E_MEMBER && e->decl == field) || n_origins == 1;
}

static void null_test(struct exec *x, struct state *s, const struct val *v, const struct expr *e,
		      int n_origins)
{
	const struct fact *f = v->kind == V_PTR && v->sym ? state_known(s, v->sym) : NULL;
	struct finding *found;

	if (!f || e->trusted || (f->mask & M_NULL))
		return;
	if (!(f->mask & M_ERR)) {
		/* A driver that tests a field of its own for NULL knows that it can be. */
		const struct sym *sym = &x->r->syms[v->sym];
		const struct decl *d = sym->origin == SYM_LOAD ? place_decl(x->r, sym->key1) : NULL;

		if (d && !d->trusted && !decl_has(d, "opt") && is_that_field(e, d, n_origins))
			module_note_nullable(x->m, d);
		return;
	}
	found = say(x, e->loc, "CL203", "write IS_ERR() instead",
		    "'%s' is tested for NULL, but an error comes as an ERR_PTR, which this test "
		    "lets pass",
		    say_expr(x, e));
	say_step(x, found, f->got_at, "its value comes from here");
	keep_mask(x, s, v->sym, M_VALID);
}

/* Is a value that is no number, or a number, true? */
static bool assume_true(struct exec *x, struct state *s, const struct val *v, bool truth)
{
	switch (v->kind) {
	case V_INT:
		return assume_zero(x, s, &v->lin, !truth);
	case V_PTR:
		return keep_mask(x, s, v->sym, truth ? M_VALID | M_ERR : M_NULL);
	case V_ADDR:
	case V_TEXT:
	case V_FUNC:
		return truth;
	default:
		return true;
	}
}

/* Does anything lie, or is anything held, in what @sym points to? */
static bool looked_into(struct exec *x, const struct state *s, sym_t sym)
{
	for (int i = 0; i < s->n_cells; i++)
		if (place_mentions(x->r, s->cells[i].place, sym))
			return true;
	for (int i = 0; i < s->n_held; i++)
		if (place_mentions(x->r, s->held[i].lock, sym))
			return true;
	for (int i = 0; i < s->n_marks; i++)
		if (place_mentions(x->r, s->marks[i].place, sym))
			return true;
	return false;
}

/*
 * "if (job->owner != o) return": what was found there is what the function was given. From here on both have
 * one name, so that the lock of one is the lock of the other.
 */
static void one_name(struct exec *x, struct state *s, sym_t found, sym_t given)
{
	const struct type *t = x->r->syms[found].type, *u = x->r->syms[given].type;
	struct fact f, g;

	if (x->r->syms[found].origin != SYM_LOAD || x->r->syms[given].origin != SYM_PARAM || t->kind != T_PTR ||
	    u->kind != T_PTR || t->to->kind != T_RECORD || t->to->record != u->to->record || looked_into(x, s, found))
		return;
	f = *state_fact(x->r, s, found);
	g = *state_fact(x->r, s, given);
	if (f.own || f.death || g.death)
		return;
	g.mask &= f.mask;
	state_rename(x->r, s, found, given);
	*state_fact(x->r, s, given) = g;
}

/* p == q: on the true side both are what either was. */
static bool assume_same(struct exec *x, struct state *s, const struct val *a, const struct val *b,
			bool same)
{
	if (val_is_null(b))
		return assume_true(x, s, a, !same);
	if (val_is_null(a))
		return assume_true(x, s, b, !same);
	if (a->kind == b->kind && a->kind != V_FUNC && a->sym == b->sym && a->place == b->place &&
	    a->elem == b->elem && a->kind != V_TEXT && a->kind != V_UNKNOWN)
		return assume_op(x, s, same ? OP_EQ : OP_NE, &a->lin, &b->lin);
	if (same && a->kind == V_PTR && a->sym && b->kind == V_ADDR)
		return keep_mask(x, s, a->sym, M_VALID);
	if (same && a->kind == V_PTR && b->kind == V_PTR) {
		unsigned int mask = state_fact(x->r, s, a->sym)->mask;

		mask &= state_fact(x->r, s, b->sym)->mask;
		if (!keep_mask(x, s, a->sym, mask) || !keep_mask(x, s, b->sym, mask))
			return false;
		if (a->sym && b->sym && lin_equal(&a->lin, &b->lin)) {
			one_name(x, s, a->sym, b->sym);
			one_name(x, s, b->sym, a->sym);
		}
		return true;
	}
	return true;
}

static void split(struct exec *x, struct set *set, struct set *yes, struct set *no,
		  bool (*assume)(struct exec *, struct state *, const struct val *, bool))
{
	for (int i = 0; i < set->n; i++) {
		struct state *s = set->v[i], *other;
		struct val v = state_pop(s);

		own_looked(x, s, &v);
		other = state_copy(x->r, s);
		if (assume(x, s, &v, true))
			set_add(x->r, yes, s);
		if (assume(x, other, &v, false))
			set_add(x->r, no, other);
	}
	set->n = 0;
}

static bool is_pointer(const struct val *v)
{
	return v->kind == V_PTR || v->kind == V_ADDR || v->kind == V_FUNC || v->kind == V_TEXT;
}

static bool assume_compare(struct exec *x, struct state *s, enum op op, const struct val *a,
			   const struct val *b)
{
	if (a->kind == V_INT && b->kind == V_INT)
		return assume_op(x, s, op, &a->lin, &b->lin);
	if (is_pointer(a) && is_pointer(b) && (op == OP_EQ || op == OP_NE))
		return assume_same(x, s, a, b, op == OP_EQ);
	if (a->kind == b->kind &&
	    ((a->kind == V_PTR && a->sym == b->sym) ||
	     (a->kind == V_ADDR && a->elem && b->elem && a->place == b->place)))
		return assume_op(x, s, op, &a->lin, &b->lin); /* two places in one array */
	return true;
}

/* From how many fields, or other places, are the values on top of the stacks? */
static int origins(const struct exec *x, const struct set *set)
{
	const struct decl *first = NULL;

	for (int i = 0; i < set->n; i++) {
		const struct val *v = &set->v[i]->stack[set->v[i]->sp - 1];
		const struct sym *sym = v->kind == V_PTR && v->sym ? &x->r->syms[v->sym] : NULL;
		const struct decl *d = sym && sym->origin == SYM_LOAD ? place_decl(x->r, sym->key1)
								       : NULL;

		if (v->kind == V_PTR && !v->sym)
			continue;
		if (!d || (first && d != first))
			return 2;
		first = d;
	}
	return 1;
}

static void branch_compare(struct exec *x, struct set *set, const struct expr *e, struct set *yes,
			   struct set *no)
{
	int n_origins;

	eval(x, set, e->a);
	n_origins = origins(x, set);
	eval(x, set, e->b);
	for (int i = 0; i < set->n; i++) {
		struct state *s = set->v[i], *other;
		struct val b = state_pop(s), a = state_pop(s);

		own_looked(x, s, &a);
		own_looked(x, s, &b);
		if (val_is_null(&b))
			null_test(x, s, &a, e->a, n_origins);
		other = state_copy(x->r, s);
		if (assume_compare(x, s, e->op, &a, &b))
			set_add(x->r, yes, s);
		if (assume_compare(x, other, negation(e->op), &a, &b))
			set_add(x->r, no, other);
	}
	set->n = 0;
}

static bool assume_err(struct exec *x, struct state *s, const struct val *v, bool truth)
{
	if (v->kind == V_PTR)
		return v->sym ? keep_mask(x, s, v->sym, truth ? M_ERR : M_VALID | M_NULL) : !truth;
	return v->kind == V_UNKNOWN || !truth;
}

static bool assume_err_or_null(struct exec *x, struct state *s, const struct val *v, bool truth)
{
	if (v->kind == V_PTR)
		return keep_mask(x, s, v->sym, truth ? M_ERR | M_NULL : M_VALID);
	return v->kind == V_UNKNOWN || !truth;
}

static bool branch_call(struct exec *x, struct set *set, const struct expr *e, struct set *yes,
			struct set *no)
{
	const struct expr *callee = expr_plain(e->a);
	const char *name = callee->kind == E_FUNC ? callee->decl->name : "";

	if (strcmp(name, "__builtin_expect") == 0 && e->n_args == 2) {
		branch(x, set, e->args[0], yes, no);
		return true;
	}
	if (strcmp(name, "IS_ERR") == 0 || strcmp(name, "IS_ERR_OR_NULL") == 0) {
		eval(x, set, e->args[0]);
		split(x, set, yes, no, name[6] ? assume_err_or_null : assume_err);
		return true;
	}
	return false;
}

void branch_value(struct exec *x, struct set *set, const struct expr *e, struct set *yes,
		  struct set *no)
{
	int n_origins = origins(x, set);

	for (int i = 0; i < set->n; i++) {
		struct state *s = set->v[i];

		null_test(x, s, &s->stack[s->sp - 1], e, n_origins);
	}
	split(x, set, yes, no, assume_true);
}

void branch(struct exec *x, struct set *set, const struct expr *e, struct set *yes, struct set *no)
{
	struct set rest = {0};

	if (e->kind == E_CAST && (e->implicit || e->trusted) && e->type->kind != T_PTR &&
	    e->type->kind != T_FLOAT && e->a->kind != E_INT && e->a->type->size <= e->type->size) {
		branch(x, set, e->a, yes, no);
		return;
	}
	if (e->kind == E_CAST && e->implicit &&
	    (e->type->kind == T_BOOL || e->type->kind == T_PTR)) {
		branch(x, set, e->a, yes, no);
		return;
	}
	if (e->kind == E_NOT) {
		branch(x, set, e->a, no, yes);
		return;
	}
	if (e->kind == E_BINARY && e->op == OP_LAND) {
		branch(x, set, e->a, &rest, no);
		branch(x, &rest, e->b, yes, no);
		return;
	}
	if (e->kind == E_BINARY && e->op == OP_LOR) {
		branch(x, set, e->a, yes, &rest);
		branch(x, &rest, e->b, yes, no);
		return;
	}
	if (e->kind == E_BINARY && e->op >= OP_LT && e->op <= OP_NE) {
		branch_compare(x, set, e, yes, no);
		return;
	}
	if (e->kind == E_CALL && branch_call(x, set, e, yes, no))
		return;
	eval(x, set, e);
	branch_value(x, set, e, yes, no);
}
