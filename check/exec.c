/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Statements, over sets of states, and a function from its begin to its end. Jumps are in
 * exec_jump.c.
 */
#include "check/checked.h"
#include "check/cstring.h"
#include "check/effect.h"
#include "check/exec_private.h"
#include "check/mem.h"
#include "check/walk.h"
#include "check/walked.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_STATES = 160, MAX_ROUNDS = 40, EXACT_ROUNDS = 2 };

void exec_end_statement(struct exec *x, struct set *set, const struct stmt *s)
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

void set_copy(struct run *r, struct set *to, const struct set *from)
{
	for (int i = 0; i < from->n; i++)
		set_add(r, to, state_copy(r, from->v[i]));
}

bool sets_equal(struct run *r, const struct set *a, const struct set *b)
{
	if (a->n != b->n)
		return false;
	for (int i = 0; i < a->n; i++)
		if (!state_equal(r, a->v[i], b->v[i]))
			return false;
	return true;
}

/* ---- statements ---- */

static void exec_block(struct exec *x, const struct stmt *s, struct set *set, struct flow *fl)
{
	struct flow inner = {0};

	for (int i = 0; i < s->n; i++) {
		exec_arrive(x, s->list[i], &inner.jumps);
		exec_stmt(x, s->list[i], set, &inner);
	}
	scope_leave(x, set, s);
	scope_leave(x, &inner.breaks, s);
	scope_leave(x, &inner.continues, s);
	scope_leave(x, &inner.returns, s);
	set_take(x->r, &fl->breaks, &inner.breaks);
	set_take(x->r, &fl->continues, &inner.continues);
	set_take(x->r, &fl->returns, &inner.returns);
	exec_sort_jumps(x, s, &inner.jumps, &fl->jumps);
}

/* States are about to be joined: what only single values in them say is said of their numbers first. */
static void settle(struct exec *x, struct set *set)
{
	checked_apart(x, set);
	for (int i = 0; i < set->n; i++)
		cstring_settle(x->r, set->v[i]);
}

static void exec_if(struct exec *x, const struct stmt *s, struct set *set, struct flow *fl)
{
	struct set yes = {0}, no = {0};

	branch(x, set, s->expr, &yes, &no);
	exec_end_statement(x, &yes, s);
	exec_end_statement(x, &no, s);
	exec_stmt(x, s->body, &yes, fl);
	if (s->orelse)
		exec_stmt(x, s->orelse, &no, fl);
	settle(x, &yes);
	settle(x, &no);
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
	exec_end_statement(x, set, s);
	exec_end_statement(x, no, s);
}

static void step(struct exec *x, const struct stmt *s, struct set *set)
{
	if (s->step) {
		eval_discard(x, set, s->step);
		exec_end_statement(x, set, s);
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
	checked_begin(x, s, &head);
	set_merge(x->r, &head, s->id, false);
	for (int round = 0; round < MAX_ROUNDS; round++) {
		struct set body = {0}, before = {0};
		struct flow inner = {0};

		set_copy(x->r, &body, &head);
		set_copy(x->r, &before, &head);
		out = (struct set){0};
		if (!first_free)
			condition(x, s, &body, &out);
		exec_stmt(x, s->body, &body, &inner);
		set_take(x->r, &body, &inner.continues);
		walked_again(x, s, &body);
		settle(x, &body);
		checked_again(x, &body);
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
		if (sets_equal(x->r, &head, &before))
			break;
		if (round == MAX_ROUNDS - 1)
			say(x, s->loc, "CL003",
			    "make the loop simpler, or move its body to a function",
			    "what this loop does cannot be followed to its end");
	}
	set_take(x->r, set, &out);
	set_merge(x->r, set, s->id + 1, false);
}

/* "return n < MAX;" is two answers, each of which says something of n. */
static void eval_answer(struct exec *x, const struct expr *e, struct set *set)
{
	const struct expr *plain = expr_plain(e);

	if (x->f->driver && plain->kind == E_BINARY && plain->op >= OP_LT && plain->op <= OP_NE &&
	    type_is_int(plain->a->type))
		eval_truth(x, set, plain);
	else
		eval(x, set, e);
}

static void exec_return(struct exec *x, const struct stmt *s, struct set *set, struct flow *fl)
{
	if (s->expr)
		eval_answer(x, s->expr, set);
	for (int i = 0; i < set->n; i++) {
		struct state *st = set->v[i];

		checked_end(x->r, st);
		if (s->expr) {
			st->result = state_pop(st);
			st->has_result = true;
			if (st->result.kind == V_INT)
				st->result = eval_convert(x, st, s->expr, st->result, x->f->result);
			own_use(x, st, &st->result, s->loc, say_expr(x, s->expr));
			effect_return(x, st);
			if (x->f->result->kind == T_PTR && x->f->result->to->kind == T_RECORD)
				bounds_one(x, st, x->f->result, &st->result, expr_plain(s->expr));
			own_looked(x, st, &st->result);
			memory_whole(x, st, &st->result, s->expr);
			own_returned(x, st, s->loc);
		}
		st->result_at = s->loc;
	}
	exec_end_statement(x, set, s);
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
	if (x->again) {
		set->n = 0;
		return;
	}
	switch (s->kind) {
	case S_EXPR:
		eval_statement(x, set, s);
		exec_end_statement(x, set, s);
		return;
	case S_DECL:
		for (int i = 0; i < s->n_decls; i++)
			exec_decl(x, s->decls[i], set);
		exec_end_statement(x, set, s);
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
			struct walked walked;

			exec_stmt(x, s->init, set, fl);
			walked_begin(x, s, &walked);
			exec_loop(x, s, set, &outer);
			walked_end(x, set, &walked);
			scope_leave(x, set, s);
			scope_leave(x, &outer.returns, s);
			set_take(x->r, &fl->returns, &outer.returns);
			exec_sort_jumps(x, s, &outer.jumps, &fl->jumps);
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

static void run_body(struct exec *x)
{
	for (int round = 0; round < MAX_ROUNDS; round++) {
		struct set set = {0};
		struct flow fl = {0};
		struct state *s = state_new(x->r);

		x->round = round;
		scope_enter_function(x, s);
		set_add(x->r, &set, s);
		exec_stmt(x, x->f->body, &set, &fl);
		for (int i = 0; i < set.n; i++) {
			checked_end(x->r, set.v[i]);
			set.v[i]->result_at = x->f->body->end;
		}
		if (set.n && !x->again && x->f->result->kind != T_VOID && !exec_any_late(x))
			say(x, x->f->body->end, "CL501", "return a value on every path",
			    "'%s' ends here without a value to return", x->f->decl->name);
		set_take(x->r, &set, &fl.returns);
		if (x->again)
			return;
		if (exec_any_late(x))
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

/* The value of @e if it is a constant as drivers write them (ARRAY_SIZE), or -1. */
static long long constant(const struct expr *e)
{
	long long a, b;

	e = expr_plain(e);
	if (e->kind == E_INT)
		return e->value < 1 << 20 ? e->value : -1;
	if (e->kind != E_BINARY || e->type->kind == T_PTR)
		return -1;
	a = constant(e->a);
	b = a >= 0 ? constant(e->b) : -1;
	if (b < 0)
		return -1;
	switch (e->op) {
	case OP_ADD:
		return a + b;
	case OP_SUB:
		return a - b;
	case OP_MUL:
		return a * b;
	case OP_DIV:
		return b ? a / b : -1;
	default:
		return -1;
	}
}

static void note_expr(const struct expr *e, void *data)
{
	struct run *r = data;
	long long k = e->kind == E_INT || e->kind == E_BINARY ? constant(e) : -1;

	r->walks |= cstring_is_walk(e);
	if (k >= 0 && k < 1 << 20 && r->n_steps < 48) {
		add_step(r, (num)k);
		add_step(r, (num)k + 1);
		add_step(r, (num)k - 1);
	}
}

/* Executes @f; false when it is to be executed once more, for it wants a lock of its callers. */
static bool attempt(struct module *m, struct func *f)
{
	struct run r = {.arena = mem_new(), .unit = m->u, .module = m, .func = f};
	struct exec x = {.r = &r, .m = m, .report = m->report, .u = m->u, .f = f};
	struct walk w = {.expr = note_expr, .data = &r};

	walk_stmt(&w, f->body);
	steer_find(f);
	effect_begin(m, f);
	run_body(&x);
	mem_free(r.arena);
	return !x.again;
}

void exec_function(struct module *m, struct func *f)
{
	int found = m->report->n_findings;

	while (!attempt(m, f))
		m->report->n_findings = found;
	summary_edit(m, f)->bounded = true;
}

void exec_initialiser(struct module *m, struct decl *d)
{
	struct func none = {.decl = d};
	struct run r = {.arena = mem_new(), .unit = m->u, .module = m, .func = &none};
	struct exec x = {.r = &r, .m = m, .report = m->report, .u = m->u, .f = &none};
	struct set set = {0};

	set_add(&r, &set, state_new(&r));
	memory_init(&x, &set, place_var(&r, d), d->type, d->init);
	for (int i = 0; i < set.n; i++)
		limit_check_zeros(&x, set.v[i], place_var(&r, d), d->init->loc);
	mem_free(r.arena);
}
