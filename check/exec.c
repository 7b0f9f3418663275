/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "check/mem.h"
#include "check/effect.h"
#include "check/walk.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_STATES = 160, MAX_ROUNDS = 40, EXACT_ROUNDS = 2 };

static void end_statement(struct exec *x, struct set *set, const struct stmt *s)
{
	for (int i = 0; i < set->n; i++) {
		set->v[i]->sp = 0;
		own_lost(x, set->v[i], s->loc, NULL);
		state_tidy(x->r, set->v[i]);
	}
	set_merge(x->r, set, s->id, false);
	if (set->n > MAX_STATES && !x->gave_up) {
		x->gave_up = true;
		say(x, s->loc, "CL003", "split the function into smaller ones",
		    "'%s' has too many different paths to be checked", x->f->decl->name);
	}
	if (x->gave_up && set->n > 4)
		set->n = 4;
}

static void copy_set(struct run *r, struct set *to, const struct set *from)
{
	for (int i = 0; i < from->n; i++)
		set_add(r, to, state_copy(r, from->v[i]));
}

static bool same_sets(struct run *r, const struct set *a, const struct set *b)
{
	if (a->n != b->n)
		return false;
	for (int i = 0; i < a->n; i++)
		if (!state_equal(r, a->v[i], b->v[i]))
			return false;
	return true;
}

/* ---- labels ---- */

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

	copy_set(x->r, &before, &a->set);
	s->target = NULL;
	set_add(x->r, &a->set, state_copy(x->r, s));
	set_merge(x->r, &a->set, a->label->id, before.n > 8);
	if (!same_sets(x->r, &before, &a->set))
		a->late = true;
}

/* Jumps to a label inside @block stop here; the others leave its scope and go on outwards. */
static void sort_jumps(struct exec *x, const struct stmt *block, struct set *jumps, struct set *out)
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

/* ---- statements ---- */

static void exec_block(struct exec *x, const struct stmt *s, struct set *set, struct flow *fl)
{
	struct flow inner = {0};

	for (int i = 0; i < s->n; i++)
		exec_stmt(x, s->list[i], set, &inner);
	scope_leave(x, set, s);
	scope_leave(x, &inner.breaks, s);
	scope_leave(x, &inner.continues, s);
	scope_leave(x, &inner.returns, s);
	set_take(x->r, &fl->breaks, &inner.breaks);
	set_take(x->r, &fl->continues, &inner.continues);
	set_take(x->r, &fl->returns, &inner.returns);
	sort_jumps(x, s, &inner.jumps, &fl->jumps);
}

static void exec_if(struct exec *x, const struct stmt *s, struct set *set, struct flow *fl)
{
	struct set yes = {0}, no = {0};

	branch(x, set, s->expr, &yes, &no);
	end_statement(x, &yes, s);
	end_statement(x, &no, s);
	exec_stmt(x, s->body, &yes, fl);
	if (s->orelse)
		exec_stmt(x, s->orelse, &no, fl);
	set_take(x->r, set, &yes);
	set_take(x->r, set, &no);
	set_merge(x->r, set, s->id, false);
}

static void condition(struct exec *x, const struct stmt *s, struct set *set, struct set *no)
{
	struct set yes = {0};

	if (!s->expr)
		return;
	branch(x, set, s->expr, &yes, no);
	set_take(x->r, set, &yes);
	end_statement(x, set, s);
	end_statement(x, no, s);
}

static void step(struct exec *x, const struct stmt *s, struct set *set)
{
	if (s->step) {
		eval_discard(x, set, s->step);
		end_statement(x, set, s);
	}
}

static void trace(struct exec *x, const struct stmt *s, int round, const struct set *head)
{
	for (int i = 0; i < head->n; i++) {
		fprintf(stderr, "loop at line %u, round %d, state %d of %d\n", s->loc.line, round,
			i + 1, head->n);
		state_dump(x->r, head->v[i]);
	}
}

/*
 * while, for and do: run the body from the states at its head until the head gets nothing new.
 * After a few exact rounds numbers are widened, so that this ends.
 */
static void exec_loop(struct exec *x, const struct stmt *s, struct set *set, struct flow *fl)
{
	struct set head = {0}, out = {0};
	bool first_free = s->kind == S_DO;

	set_take(x->r, &head, set);
	set_merge(x->r, &head, s->id, false);
	for (int round = 0; round < MAX_ROUNDS; round++) {
		struct set body = {0}, before = {0};
		struct flow inner = {0};

		copy_set(x->r, &body, &head);
		copy_set(x->r, &before, &head);
		out = (struct set){0};
		if (!first_free)
			condition(x, s, &body, &out);
		exec_stmt(x, s->body, &body, &inner);
		set_take(x->r, &body, &inner.continues);
		set_merge(x->r, &body, s->id, false);
		step(x, s, &body);
		if (first_free)
			condition(x, s, &body, &out);
		set_take(x->r, &out, &inner.breaks);
		set_take(x->r, &fl->returns, &inner.returns);
		set_take(x->r, &fl->jumps, &inner.jumps);
		set_take(x->r, &head, &body);
		for (int i = 0; round >= EXACT_ROUNDS && i < head.n; i++) {
			state_collapse(x->r, head.v[i]);
			state_shorten(x->r, head.v[i], s->id);
		}
		set_merge(x->r, &head, s->id, round >= EXACT_ROUNDS);
		if (getenv("CLEAT_CHECK_TRACE"))
			trace(x, s, round, &head);
		if (same_sets(x->r, &head, &before))
			break;
		if (round == MAX_ROUNDS - 1)
			say(x, s->loc, "CL003",
			    "make the loop simpler, or move its body to a function",
			    "what this loop does cannot be followed to its end");
	}
	set_take(x->r, set, &out);
	set_merge(x->r, set, s->id + 1, false);
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

static void exec_switch(struct exec *x, const struct stmt *s, struct set *set, struct flow *fl)
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
	end_statement(x, set, s);
}

/* A label takes what jumped to it beside what falls into it. */
static void exec_label(struct exec *x, const struct stmt *s, struct set *set, struct flow *fl)
{
	struct arrival *a = arrival_at(x, s);

	copy_set(x->r, set, &a->set);
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

static void exec_goto(struct exec *x, const struct stmt *s, struct set *set, struct flow *fl)
{
	const struct stmt *label = label_of(x->f, s->label);

	for (int i = 0; i < set->n; i++)
		set->v[i]->target = label;
	set_take(x->r, &fl->jumps, set);
}

static void exec_return(struct exec *x, const struct stmt *s, struct set *set, struct flow *fl)
{
	if (s->expr)
		eval(x, set, s->expr);
	for (int i = 0; i < set->n; i++) {
		struct state *st = set->v[i];

		if (s->expr) {
			st->result = state_pop(st);
			st->has_result = true;
			if (st->result.kind == V_INT)
				st->result = eval_convert(x, st, s->expr, st->result, x->f->result);
			own_use(x, st, &st->result, s->loc, say_expr(x, s->expr));
			own_looked(x, st, &st->result);
			memory_whole(x, st, &st->result, s->expr);
		}
		st->result_at = s->loc;
	}
	end_statement(x, set, s);
	set_take(x->r, &fl->returns, set);
}

static void exec_unsafe(struct exec *x, const struct stmt *s, struct set *set, struct flow *fl)
{
	x->unsafe++;
	exec_stmt(x, s->body, set, fl);
	x->unsafe--;
}

void exec_stmt(struct exec *x, const struct stmt *s, struct set *set, struct flow *fl)
{
	x->at = s->loc;
	switch (s->kind) {
	case S_EXPR:
		eval_discard(x, set, s->expr);
		end_statement(x, set, s);
		return;
	case S_DECL:
		for (int i = 0; i < s->n_decls; i++)
			exec_decl(x, s->decls[i], set);
		end_statement(x, set, s);
		return;
	case S_BLOCK:
		exec_block(x, s, set, fl);
		return;
	case S_IF:
		exec_if(x, s, set, fl);
		return;
	case S_FOR:
		if (s->init) {
			struct flow outer = {0};

			exec_stmt(x, s->init, set, fl);
			exec_loop(x, s, set, &outer);
			scope_leave(x, set, s);
			scope_leave(x, &outer.returns, s);
			set_take(x->r, &fl->returns, &outer.returns);
			sort_jumps(x, s, &outer.jumps, &fl->jumps);
			return;
		}
		exec_loop(x, s, set, fl);
		return;
	case S_WHILE:
	case S_DO:
		exec_loop(x, s, set, fl);
		return;
	case S_SWITCH:
		exec_switch(x, s, set, fl);
		return;
	case S_CASE:
	case S_DEFAULT:
	case S_LABEL:
		exec_label(x, s, set, fl);
		return;
	case S_BREAK:
		set_take(x->r, &fl->breaks, set);
		return;
	case S_CONTINUE:
		set_take(x->r, &fl->continues, set);
		return;
	case S_GOTO:
		exec_goto(x, s, set, fl);
		return;
	case S_RETURN:
		exec_return(x, s, set, fl);
		return;
	case S_UNSAFE:
		exec_unsafe(x, s, set, fl);
		return;
	case S_BAD:
	case S_EMPTY:
		return;
	}
}

static bool any_late(const struct exec *x)
{
	for (int i = 0; i < x->n_arrivals; i++)
		if (x->arrivals[i].late && x->arrivals[i].label->kind == S_LABEL)
			return true;
	return false;
}

static void run_body(struct exec *x)
{
	for (int round = 0; round < MAX_ROUNDS; round++) {
		struct set set = {0};
		struct flow fl = {0};
		struct state *s = state_new(x->r);

		scope_enter_function(x, s);
		set_add(x->r, &set, s);
		exec_stmt(x, x->f->body, &set, &fl);
		for (int i = 0; i < set.n; i++)
			set.v[i]->result_at = x->f->body->end;
		if (set.n && x->f->result->kind != T_VOID && !any_late(x))
			say(x, x->f->body->end, "CL501", "return a value on every path",
			    "'%s' ends here without a value to return", x->f->decl->name);
		set_take(x->r, &set, &fl.returns);
		if (any_late(x))
			continue;
		for (int i = 0; i < set.n; i++)
			scope_exit_function(x, set.v[i]);
		return;
	}
	say(x, x->f->decl->loc, "CL003", "replace the backward goto by a loop",
	    "the gotos of '%s' cannot be followed to their end", x->f->decl->name);
}

static void add_step(struct run *r, num k)
{
	int i = 0;

	while (i < r->n_steps && r->steps[i] < k)
		i++;
	if (i < r->n_steps && r->steps[i] == k)
		return;
	MEM_PUSH(r->arena, r->steps, r->n_steps, k);
	memmove(&r->steps[i + 1], &r->steps[i], (size_t)(r->n_steps - 1 - i) * sizeof(k));
	r->steps[i] = k;
}

static void note_constant(const struct expr *e, void *data)
{
	struct run *r = data;

	if (e->kind == E_INT && e->value >= 0 && e->value < 1 << 20 && r->n_steps < 48) {
		add_step(r, (num)e->value);
		add_step(r, (num)e->value + 1);
		add_step(r, (num)e->value - 1);
	}
}

void exec_function(struct module *m, struct func *f)
{
	struct run r = {.arena = mem_new(), .unit = m->u, .module = m, .func = f};
	struct exec x = {.r = &r, .m = m, .report = m->report, .u = m->u, .f = f};
	struct walk w = {.expr = note_constant, .data = &r};

	walk_stmt(&w, f->body);
	effect_begin(m, f);
	run_body(&x);
	mem_free(r.arena);
}
