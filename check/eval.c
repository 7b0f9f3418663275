/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Expressions, as on a stack machine: eval() pushes one value on each state of a set. Calls are in
 * call*.c, conditions in branch.c.
 */
#include "check/mem.h"
#include "check/exec_private.h"

/* ---- assignments ---- */

static void eval_assign(struct exec *x, struct set *set, const struct expr *e)
{
	if (e->op == OP_NONE) {
		eval(x, set, e->b);
		eval_place(x, set, e->a);
	} else {
		eval(x, set, e->a);
		eval(x, set, e->b);
		for (int i = 0; i < set->n; i++) {
			struct val b = state_pop(set->v[i]), a = state_pop(set->v[i]);

			state_push(x->r, set->v[i], eval_binary(x, set->v[i], e, e->op, a, b));
		}
		eval_place(x, set, e->a);
	}
	for (int i = 0; i < set->n; i++) {
		struct state *s = set->v[i];
		struct val at = state_pop(s), v = state_pop(s);

		v = eval_convert(x, s, e, v, e->a->type);
		memory_store(x, s, at.place, v, e);
		state_push(x->r, s, v);
	}
}

/*
 * "while (n--)": the step wraps only where n was 0. Those states are told apart before the step,
 * so that the others keep their exact number.
 */
static void split_wrap(struct exec *x, struct set *set, const struct type *t, bool inc)
{
	num lo, hi;
	int n = set->n;

	type_range(t, &lo, &hi);
	for (int i = 0; i < n && type_is_int(t) && !t->is_signed; i++) {
		struct state *s = set->v[i], *edge;
		struct lin v = s->stack[s->sp - 1].lin, at = lin_const(inc ? hi : lo), below, above;

		if (s->stack[s->sp - 1].kind != V_INT || !lin_add(&at, &v, -1, &below) ||
		    !lin_scale(&below, -1, &above))
			continue;
		edge = state_copy(x->r, s);
		if (state_assume(x->r, edge, &below) && state_assume(x->r, edge, &above))
			set_add(x->r, set, edge);
		below.k += 1;
		above.k += 1;
		if (!state_assume(x->r, s, inc ? &above : &below)) {
			set->v[i--] = set->v[--n];
			set->v[n] = set->v[--set->n];
		}
	}
}

static void eval_step(struct exec *x, struct set *set, const struct expr *e)
{
	bool inc = e->kind == E_PREINC || e->kind == E_POSTINC;
	bool post = e->kind == E_POSTINC || e->kind == E_POSTDEC;

	eval(x, set, e->a);
	split_wrap(x, set, e->a->type, inc);
	eval_place(x, set, e->a);
	for (int i = 0; i < set->n; i++) {
		struct state *s = set->v[i];
		struct val at = state_pop(s), old = state_pop(s);
		struct val sum = eval_binary(x, s, e, inc ? OP_ADD : OP_SUB, old, val_const(1));
		struct val new = eval_convert(x, s, e, sum, e->a->type);

		memory_store(x, s, at.place, new, e);
		state_push(x->r, s, post ? old : new);
	}
}

/* "&&", "||", "!" and comparisons as values: 0 or 1, each on its own paths. */
void eval_truth(struct exec *x, struct set *set, const struct expr *e)
{
	struct set yes = {0}, no = {0};

	branch(x, set, e, &yes, &no);
	for (int i = 0; i < yes.n; i++)
		state_push(x->r, yes.v[i], val_const(1));
	for (int i = 0; i < no.n; i++)
		state_push(x->r, no.v[i], val_const(0));
	set_take(x->r, set, &yes);
	set_take(x->r, set, &no);
}

static void eval_cond(struct exec *x, struct set *set, const struct expr *e)
{
	struct set yes = {0}, no = {0};

	if (e->kind == E_ELVIS) {
		/* What is tested is the result too, and was evaluated once. */
		eval(x, set, e->a);
		for (int i = 0; i < set->n; i++)
			state_push(x->r, set->v[i], set->v[i]->stack[set->v[i]->sp - 1]);
		branch_value(x, set, e->a, &yes, &no);
		for (int i = 0; i < no.n; i++)
			state_pop(no.v[i]);
		eval(x, &no, e->b);
	} else {
		branch(x, set, e->a, &yes, &no);
		eval(x, &yes, e->b);
		eval(x, &no, e->c);
	}
	set_take(x->r, set, &yes);
	set_take(x->r, set, &no);
}

static void eval_stmts(struct exec *x, struct set *set, const struct expr *e)
{
	const struct stmt *b = e->body;
	struct flow fl = {0};
	int last = b->n - 1;

	while (last > 0 && b->list[last]->kind == S_EMPTY)
		last--;
	for (int i = 0; i < last; i++) {
		/* Values that wait on the stack must outlive the statements in here. */
		const struct stmt *st = b->list[i];

		if (st->kind == S_EXPR)
			eval_discard(x, set, st->expr);
		else if (st->kind == S_DECL)
			for (int k = 0; k < st->n_decls; k++)
				exec_decl(x, st->decls[k], set);
		else if (st->kind != S_EMPTY)
			exec_stmt(x, st, set, &fl);
	}
	if (last >= 0 && b->list[last]->kind == S_EXPR) {
		eval(x, set, b->list[last]->expr);
	} else {
		if (last >= 0)
			exec_stmt(x, b->list[last], set, &fl);
		for (int i = 0; i < set->n; i++)
			state_push(x->r, set->v[i], (struct val){0});
	}
	for (int i = 0; i < set->n; i++) {
		struct val v = state_pop(set->v[i]);
		struct set one = {&set->v[i], 1};

		if (v.kind == V_AGGREGATE || v.kind == V_ADDR) {
			state_push(x->r, set->v[i], v);
			continue;
		}
		state_push(x->r, set->v[i], v);
		scope_leave(x, &one, b);
	}
}

/* Others write there too: what is read may be any value, and what is written does not stay. */
static void eval_atomic(struct exec *x, struct set *set, const struct expr *e)
{
	eval(x, set, e->a);
	if (e->b)
		eval(x, set, e->b);
	for (int i = 0; i < set->n; i++) {
		struct state *s = set->v[i];
		struct val v = {.kind = V_UNKNOWN}, at;
		place_t p;

		if (e->b)
			state_pop(s);
		at = state_pop(s);
		p = memory_deref(x, s, at, e->a);
		if (e->b)
			memory_forget(x, s, p);
		if (type_is_int(e->type))
			v = number_any(x, s, e, e->type);
		state_push(x->r, s, v);
	}
}

/*
 * (wanted(), p) of the kit, where wanted() says __must_hold: rcu_dereference(). What p points to is
 * lent until that lock is let go, to this reader alone: the next one may find another object.
 */
static void lend(struct exec *x, struct set *set, const struct expr *e)
{
	const struct expr *f = e->trusted && e->a->kind == E_CALL ? expr_plain(e->a->a) : NULL;
	const struct contract *c = f && f->kind == E_FUNC ? decl_contract(f->decl, "must_hold")
							  : NULL;

	for (int i = 0; c && i < set->n; i++) {
		struct state *s = set->v[i];
		struct val v = s->stack[s->sp - 1];
		struct sym old;
		struct fact *to, was;
		sym_t sym;

		if (v.kind != V_PTR || !v.sym || x->r->syms[v.sym].origin != SYM_LOAD)
			continue;
		old = x->r->syms[v.sym];
		sym = sym_new(x->r, s, SYM_LOAD, old.key1, -1 - e->id, old.type, old.name);
		was = *state_fact(x->r, s, v.sym);
		to = state_fact(x->r, s, sym);
		*to = was;
		to->sym = sym;
		to->own = 0;
		to->borrowed = true;
		to->got_at = e->loc;
		to->loan = contract_place(x, s, c->arg, NULL, NULL, 0, 0);
		s->stack[s->sp - 1] = val_ptr(sym);
	}
}

static void push_all(struct exec *x, struct set *set, struct val v)
{
	for (int i = 0; i < set->n; i++)
		state_push(x->r, set->v[i], v);
}

static void eval_unary(struct exec *x, struct set *set, const struct expr *e)
{
	eval(x, set, e->a);
	for (int i = 0; i < set->n; i++) {
		struct state *s = set->v[i];
		struct val v = state_pop(s), zero = val_const(e->kind == E_NEG ? 0 : -1);

		if (v.kind != V_INT)
			v = number_any(x, s, e, e->type);
		else if (e->kind == E_BITNOT && !e->type->is_signed)
			v = lin_is_const(&v.lin)
				    ? eval_convert(x, s, e, val_const(-1 - v.lin.k), e->type)
				    : number_any(x, s, e, e->type);
		else
			v = eval_binary(x, s, e, OP_SUB, zero, v);
		state_push(x->r, s, v);
	}
}

static void eval_init_temporary(struct exec *x, struct set *set, const struct expr *e)
{
	for (int i = 0; i < set->n; i++) {
		sym_t sym = sym_intern(x->r, SYM_OUTER, e->id, 2, e->type, "the initialiser");
		place_t p = place_index(x->r, place_sym(x->r, sym), 0);
		struct set one = {&set->v[i], 1};

		memory_init(x, &one, p, e->type, e);
		state_push(x->r, set->v[i], (struct val){.kind = V_AGGREGATE, .place = p});
	}
}

void eval(struct exec *x, struct set *set, const struct expr *e)
{
	switch (e->kind) {
	case E_INT:
		push_all(x, set,
			 e->type->kind == T_PTR
				 ? (e->value ? (struct val){.kind = V_UNKNOWN} : val_null())
				 : val_const(e->is_unsigned ? (num)(unsigned long long)e->value
							    : (num)e->value));
		return;
	case E_STRING:
		push_all(x, set, (struct val){.kind = V_TEXT, .text = e->text});
		return;
	case E_FUNC:
		push_all(x, set, (struct val){.kind = V_FUNC, .func = e->decl->func});
		return;
	case E_VAR:
	case E_MEMBER:
	case E_INDEX:
	case E_DEREF:
		eval_load(x, set, e);
		return;
	case E_ADDR:
		eval_address(x, set, e);
		return;
	case E_NEG:
	case E_BITNOT:
		eval_unary(x, set, e);
		return;
	case E_NOT:
		eval_truth(x, set, e);
		return;
	case E_PREINC:
	case E_PREDEC:
	case E_POSTINC:
	case E_POSTDEC:
		eval_step(x, set, e);
		return;
	case E_BINARY:
		if (e->op >= OP_LT && e->op <= OP_LOR) {
			eval_truth(x, set, e);
			return;
		}
		if (e->op == OP_COMMA) {
			eval_discard(x, set, e->a);
			eval(x, set, e->b);
			lend(x, set, e);
			return;
		}
		eval(x, set, e->a);
		eval(x, set, e->b);
		for (int i = 0; i < set->n; i++) {
			struct val b = state_pop(set->v[i]), a = state_pop(set->v[i]);

			state_push(x->r, set->v[i], eval_binary(x, set->v[i], e, e->op, a, b));
		}
		return;
	case E_ASSIGN:
		eval_assign(x, set, e);
		return;
	case E_COND:
	case E_ELVIS:
		eval_cond(x, set, e);
		return;
	case E_CALL:
		eval_call(x, set, e);
		return;
	case E_CAST:
		eval_cast(x, set, e);
		return;
	case E_STMTS:
		eval_stmts(x, set, e);
		return;
	case E_COMPOUND:
		eval(x, set, e->a);
		return;
	case E_ATOMIC:
		eval_atomic(x, set, e);
		return;
	case E_INIT:
		eval_init_temporary(x, set, e);
		return;
	case E_FLOAT:
	case E_BAD:
		push_all(x, set, (struct val){.kind = V_UNKNOWN});
		return;
	}
}

/* It says so, or it was seen to return errors; of the latter a cast to void says that none matters.
 */
static bool is_must_check(struct exec *x, const struct expr *e, bool cast)
{
	const struct decl *d = e->kind == E_CALL && expr_plain(e->a)->kind == E_FUNC
				       ? expr_plain(e->a)->decl
				       : NULL;
	const struct summary *sum = d && !cast && !d->trusted ? summary_known(x->m, d->func) : NULL;

	return d && (d->must_check || (sum && sum->gives_errors));
}

/* @own: the driver has written the statement, perhaps with a macro of the kit's that is a call. */
static void discard(struct exec *x, struct set *set, const struct expr *e, bool own)
{
	const struct expr *inner = e;

	while (inner->kind == E_CAST)
		inner = inner->a;
	if (is_must_check(x, inner, e->kind == E_CAST && !e->implicit) &&
	    (own || !inner->a->trusted))
		say(x, inner->loc, "CL301", "look at the result, or return it",
		    "the result of '%s' is an error that must be looked at, and is ignored",
		    expr_plain(inner->a)->decl->name);
	if (e->kind == E_CAST && e->type->kind == T_VOID)
		e = e->a;
	eval(x, set, e);
	for (int i = 0; i < set->n; i++) {
		struct val v = state_pop(set->v[i]);

		if ((inner->kind == E_STMTS || inner->kind == E_COND || inner->kind == E_ELVIS) && v.kind == V_INT && v.lin.n == 1)
			own_ignored(x, set->v[i], v.lin.t[0].sym, e->loc);
		if (inner->kind == E_CALL)
			memory_drop(x, set->v[i], &v);
	}
}

void eval_discard(struct exec *x, struct set *set, const struct expr *e)
{
	discard(x, set, e, false);
}

void eval_statement(struct exec *x, struct set *set, const struct stmt *s)
{
	/* A cast to void in a macro says that its value may be ignored. */
	discard(x, set, s->expr, s->parent && !s->parent->trusted && s->expr->kind == E_CALL);
}
