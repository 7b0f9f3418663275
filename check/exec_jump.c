/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Jumps: gotos, and the cases of a switch, take their states to a label, which joins them with
 * those that come from above.
 */
#include "check/exec_private.h"
#include "check/mem.h"

#include <string.h>

static struct arrival *arrival_at(struct exec *x, const struct stmt *label)
{
	struct arrival new = {.label = label};

	for (int i = 0; i < x->n_arrivals; i++)
		if (x->arrivals[i].label == label)
			return &x->arrivals[i];
	MEM_PUSH(x->r->arena, x->arrivals, x->n_arrivals, new);
	return &x->arrivals[x->n_arrivals - 1];
}

static bool is_inside(const struct stmt *s, const struct stmt *outer)
{
	for (; s; s = s->parent)
		if (s == outer)
			return true;
	return false;
}

static void arrive(struct exec *x, struct state *s)
{
	struct arrival *a = arrival_at(x, s->target);
	struct set before = {0};

	set_copy(x->r, &before, &a->set);
	s->target = NULL;
	set_add(x->r, &a->set, state_copy(x->r, s));
	set_merge(x->r, &a->set, a->label->id, x->round >= 2 && before.n > 8);
	if (!sets_equal(x->r, &before, &a->set))
		a->late = true;
}

/* Jumps to a label inside @block stop here; the others leave its scope and go on outwards. */
void exec_arrive(struct exec *x, const struct stmt *next, struct set *jumps)
{
	int n = 0;

	for (int i = 0; i < jumps->n; i++) {
		if (is_inside(jumps->v[i]->target, next))
			arrive(x, jumps->v[i]);
		else
			jumps->v[n++] = jumps->v[i];
	}
	jumps->n = n;
}

void exec_sort_jumps(struct exec *x, const struct stmt *block, struct set *jumps, struct set *out)
{
	struct set leaving = {0};

	for (int i = 0; i < jumps->n; i++) {
		if (is_inside(jumps->v[i]->target, block))
			arrive(x, jumps->v[i]);
		else
			set_add(x->r, &leaving, jumps->v[i]);
	}
	scope_leave(x, &leaving, block);
	set_take(x->r, out, &leaving);
}

struct switch_scan {
	const struct stmt *cases[256];
	int n;
	const struct stmt *fallback;
};

static void scan_cases(const struct stmt *s, struct switch_scan *scan)
{
	if (!s || s->kind == S_SWITCH)
		return;
	if (s->kind == S_CASE && scan->n < 256)
		scan->cases[scan->n++] = s;
	if (s->kind == S_DEFAULT)
		scan->fallback = s;
	for (int i = 0; i < s->n; i++)
		scan_cases(s->list[i], scan);
	scan_cases(s->body, scan);
	scan_cases(s->orelse, scan);
}

/* Leave out @k, when it is the first or last that @l can be; other holes in a range are not kept.
 */
static bool exclude(struct exec *x, struct state *s, const struct lin *l, num k)
{
	struct lin off = lin_const(0);
	num lo, hi;

	lin_range(s, l, &lo, &hi);
	if (lo == k && lin_add(&off, l, -1, &off)) /* k + 1 - l <= 0 */
		off.k += k + 1;
	else if (hi == k && lin_add(&off, l, 1, &off)) /* l - k + 1 <= 0 */
		off.k += 1 - k;
	else
		return true;
	return state_assume(x->r, s, &off);
}

static bool assume_between(struct exec *x, struct state *s, const struct lin *l, num lo, num hi)
{
	struct lin a = lin_const(lo), b = lin_const(-hi);

	return (!lin_add(&a, l, -1, &a) || state_assume(x->r, s, &a)) &&
	       (!lin_add(&b, l, 1, &b) || state_assume(x->r, s, &b));
}

/* Send to @label the states in which the value (on top of the stack) is in its range. */
static void to_case(struct exec *x, struct set *set, const struct stmt *label, struct set *rest)
{
	for (int i = 0; i < set->n; i++) {
		struct state *in = state_copy(x->r, set->v[i]), *out = set->v[i];
		struct val v = state_pop(in);

		if (v.kind != V_INT || assume_between(x, in, &v.lin, label->lo, label->hi)) {
			in->target = label;
			arrive(x, in);
		}
		if (v.kind != V_INT || label->lo != label->hi || exclude(x, out, &v.lin, label->lo))
			set_add(x->r, rest, out);
	}
}

void exec_switch(struct exec *x, const struct stmt *s, struct set *set, struct flow *fl)
{
	struct switch_scan scan = {.n = 0};
	struct flow inner = {0};

	scan_cases(s->body, &scan);
	eval(x, set, s->expr);
	for (int i = 0; i < scan.n; i++) {
		struct set rest = {0};

		to_case(x, set, scan.cases[i], &rest);
		*set = rest;
	}
	for (int i = 0; i < set->n; i++) {
		state_pop(set->v[i]);
		if (scan.fallback) {
			set->v[i]->target = scan.fallback;
			arrive(x, set->v[i]);
		}
	}
	struct set none = {0}, past = {0};

	if (!scan.fallback)
		set_take(x->r, &past, set);
	exec_stmt(x, s->body, &none, &inner);
	*set = none;
	set_take(x->r, set, &past);
	set_take(x->r, set, &inner.breaks);
	set_take(x->r, &fl->continues, &inner.continues);
	set_take(x->r, &fl->returns, &inner.returns);
	set_take(x->r, &fl->jumps, &inner.jumps);
	exec_end_statement(x, set, s);
}

/* A label takes what jumped to it beside what falls into it. */
void exec_label(struct exec *x, const struct stmt *s, struct set *set, struct flow *fl)
{
	struct arrival *a = arrival_at(x, s);

	set_copy(x->r, set, &a->set);
	if (s->kind != S_LABEL)
		a->set.n = 0; /* a case is reached anew each time its switch runs */
	arrival_at(x, s)->late = false;
	set_merge(x->r, set, s->id, false);
	if (s->body)
		exec_stmt(x, s->body, set, fl);
}

static const struct stmt *label_of(const struct func *f, const char *name)
{
	for (int i = 0; i < f->n_labels; i++)
		if (strcmp(f->labels[i]->label, name) == 0)
			return f->labels[i];
	return NULL;
}

void exec_goto(struct exec *x, const struct stmt *s, struct set *set, struct flow *fl)
{
	const struct stmt *label = label_of(x->f, s->label);

	for (int i = 0; i < set->n; i++)
		set->v[i]->target = label;
	set_take(x->r, &fl->jumps, set);
}

bool exec_any_late(const struct exec *x)
{
	for (int i = 0; i < x->n_arrivals; i++)
		if (x->arrivals[i].late && x->arrivals[i].label->kind == S_LABEL)
			return true;
	return false;
}
