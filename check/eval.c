/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "check/mem.h"
#include "check/exec.h"

#include <string.h>

/* ---- places ---- */

static void eval_index(struct exec *x, struct set *set, const struct expr *e, bool address)
{
	eval(x, set, e->a);
	eval(x, set, e->b);
	for (int i = 0; i < set->n; i++) {
		struct state *s = set->v[i];
		struct val idx = state_pop(s), base = state_pop(s);
		place_t p;

		if (base.kind == V_INT) { /* 2[a] */
			struct val t = base;

			base = idx;
			idx = t;
		}
		if (idx.kind != V_INT)
			idx = number_any(x, s, e->b, e->b->type);
		if (address && e->a->type->kind == T_PTR && e->a->type->space == SPACE_USER) {
			lin_add(&base.lin, &idx.lin, 1, &base.lin); /* an address, not an access */
			state_push(x->r, s, base);
			continue;
		}
		if (base.kind == V_ADDR && base.elem) {
			bounds_index(x, s, base, idx.lin, address, e);
			lin_add(&base.lin, &idx.lin, 1, &base.lin);
			if (address) {
				state_push(x->r, s, base);
				continue;
			}
			p = place_at(x->r, base.place, &base.lin);
		} else if (base.kind == V_PTR && base.sym) {
			memory_touch(x, s, base, e->a);
			if (e->a->type->space == SPACE_USER)
				say(x, e->loc, "CL702",
				    "copy it in with cleat_get_user_obj() or copy_from_user()",
				    "'%s' points to user memory, and is dereferenced",
				    say_expr(x, e->a));
			else
				bounds_index(x, s, base, idx.lin, address, e);
			p = place_index(x->r, place_sym(x->r, base.sym), 0);
			lin_add(&base.lin, &idx.lin, 1, &base.lin);
			if (address) {
				state_push(x->r, s, base);
				continue;
			}
			p = x->r->places[p].parent;
			p = place_at(x->r, p, &base.lin);
		} else {
			p = memory_deref(x, s, base, e->a);
			p = place_any(x->r, x->r->places[p].parent);
		}
		state_push(x->r, s, (struct val){.kind = V_ADDR, .place = p});
	}
}

static void eval_member(struct exec *x, struct set *set, const struct expr *e)
{
	if (e->arrow)
		eval(x, set, e->a);
	else
		eval_place(x, set, e->a);
	for (int i = 0; i < set->n; i++) {
		struct state *s = set->v[i];
		struct val base = state_pop(s);
		place_t p = e->arrow ? memory_deref(x, s, base, e->a) : base.place;

		state_push(x->r, s,
			   (struct val){.kind = V_ADDR, .place = place_field(x->r, p, e->decl)});
	}
}

/* A value without a name (a call's struct) gets a place of its own. */
static void eval_temporary(struct exec *x, struct set *set, const struct expr *e)
{
	eval(x, set, e);
	for (int i = 0; i < set->n; i++) {
		struct state *s = set->v[i];
		struct val v = state_pop(s);
		place_t p = v.place;

		if (v.kind != V_AGGREGATE || !p)
			p = place_index(x->r,
					place_sym(x->r, sym_intern(x->r, SYM_OUTER, e->id, 1,
								   e->type, say_expr(x, e))),
					0);
		state_push(x->r, s, (struct val){.kind = V_ADDR, .place = p});
	}
}

void eval_place(struct exec *x, struct set *set, const struct expr *e)
{
	switch (e->kind) {
	case E_VAR:
		for (int i = 0; i < set->n; i++)
			state_push(x->r, set->v[i],
				   (struct val){.kind = V_ADDR, .place = place_var(x->r, e->decl)});
		return;
	case E_MEMBER:
		eval_member(x, set, e);
		return;
	case E_INDEX:
		eval_index(x, set, e, false);
		return;
	case E_DEREF:
		eval(x, set, e->a);
		for (int i = 0; i < set->n; i++) {
			struct val v = state_pop(set->v[i]);
			place_t p = memory_deref(x, set->v[i], v, e->a);

			state_push(x->r, set->v[i], (struct val){.kind = V_ADDR, .place = p});
		}
		return;
	case E_COMPOUND:
		for (int i = 0; i < set->n; i++)
			;
		eval_temporary(x, set, e);
		return;
	case E_CAST:
		if (e->implicit && e->a->type == e->type) {
			eval_place(x, set, e->a);
			return;
		}
		eval_temporary(x, set, e);
		return;
	default:
		eval_temporary(x, set, e);
	}
}

static void eval_load(struct exec *x, struct set *set, const struct expr *e)
{
	eval_place(x, set, e);
	for (int i = 0; i < set->n; i++) {
		struct val at = state_pop(set->v[i]);

		state_push(x->r, set->v[i], memory_load(x, set->v[i], at.place, e));
	}
}

static void eval_address(struct exec *x, struct set *set, const struct expr *e)
{
	const struct expr *what = e->a;

	if (what->kind == E_FUNC) {
		eval(x, set, what);
	} else if (what->kind == E_DEREF) {
		eval(x, set, what->a);
	} else if (what->kind == E_INDEX) {
		eval_index(x, set, what, true);
	} else {
		const struct expr *base = what, *outer = x->address_of;

		while (base->kind == E_MEMBER && !base->arrow)
			base = base->a;
		if (base->kind == E_MEMBER)
			x->address_of = base->a;
		eval_place(x, set, what);
		x->address_of = outer;
	}
}

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
			set->v[i] = set->v[--set->n];
			n--;
			i--;
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
		struct val new = eval_binary(x, s, e, inc ? OP_ADD : OP_SUB, old, val_const(1));

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

static struct val retype(struct exec *x, struct state *s, struct val v, struct type *to)
{
	const struct type *from = v.kind == V_PTR && v.sym ? x->r->syms[v.sym].type : NULL;
	const struct sym *old;
	sym_t sym;

	if (!from || to->kind != T_PTR || from == to || from->kind != T_PTR ||
	    from->to->kind != T_VOID || to->to->kind == T_VOID || to->to->kind == T_FUNC)
		return v;
	old = &x->r->syms[v.sym];
	sym = sym_intern(x->r, old->origin, old->key1, old->key2, to, old->name);
	if (state_known(s, sym))
		state_rename(x->r, s, sym, sym_older(x->r, s, sym));
	state_push(x->r, s, v);
	state_rename(x->r, s, v.sym, sym);
	return state_pop(s);
}

/* (T *)((char *)p - offsetof(T, member)), as container_of() is written in a header of the kit. */
static bool eval_container(struct exec *x, struct set *set, const struct expr *e)
{
	const struct expr *sub = expr_plain(e->a), *inner;
	struct type *outer = e->type->kind == T_PTR ? e->type->to : NULL;

	if (!outer || outer->kind != T_RECORD || sub->kind != E_BINARY || sub->op != OP_SUB ||
	    !e->trusted || expr_plain(sub->b)->kind != E_INT)
		return false;
	inner = expr_plain(sub->a);
	if (inner->kind != E_CAST)
		return false;
	eval(x, set, inner->a);
	for (int i = 0; i < set->n; i++) {
		struct state *s = set->v[i];
		struct val v = state_pop(s);
		const struct place *p = v.kind == V_ADDR ? &x->r->places[v.place] : NULL;
		sym_t sym;

		if (p && p->kind == P_FIELD && p->decl->offset == 8 * expr_plain(sub->b)->value &&
		    p->decl->record == outer->record) {
			const struct place *up = &x->r->places[p->parent];

			if (up->kind == P_INDEX && up->index == 0 &&
			    x->r->places[up->parent].kind == P_SYM)
				state_push(x->r, s, val_ptr(x->r->places[up->parent].sym));
			else
				state_push(x->r, s,
					   (struct val){.kind = V_ADDR, .place = p->parent});
			continue;
		}
		if (p && (p->kind == P_FIELD || p->kind == P_VAR))
			say(x, inner->a->loc, "CL803", "name the struct that the member is in",
			    "'%s' is not in a '%s': it is in %s", place_name(x->r, v.place),
			    outer->name,
			    p->kind == P_FIELD ? p->decl->record->type->name : "no struct");
		else if (!expr_plain(inner->a)->trusted)
			say(x, inner->a->loc, "CL803",
			    "use the typed functions that the kit makes for the member",
			    "nothing proves that '%s' is in a '%s'", say_expr(x, inner->a),
			    outer->name);
		sym = sym_new(x->r, s, SYM_MATH, e->id, 0, e->type, say_expr(x, inner->a));
		state_fact(x->r, s, sym)->deps[0] = v.kind == V_PTR ? v.sym : 0;
		state_push(x->r, s, val_ptr(sym));
	}
	return true;
}

/* A signed number as an unsigned one: itself, or, where it is negative, a huge one. */
static void split_sign(struct exec *x, struct set *set, const struct expr *e)
{
	const struct type *from = e->a->type, *to = e->type;
	int n = set->n;

	if (from->kind != T_INT || to->kind != T_INT || !from->is_signed || to->is_signed ||
	    to->size < from->size)
		return;
	for (int i = 0; i < n; i++) {
		struct state *s = set->v[i], *negative;
		struct val *v = &s->stack[s->sp - 1];
		struct lin below, least = lin_const(0);
		num lo, hi;

		if (v->kind != V_INT || !v->lin.n || !lin_add(&least, &v->lin, -1, &least))
			continue;
		lin_bounds(s, &v->lin, &lo, &hi);
		below = v->lin;
		below.k += 1;
		if (lo >= 0 || state_proves(s, &least))
			continue;
		negative = state_copy(x->r, s);
		if (state_assume(x->r, negative, &below)) {
			v = &negative->stack[negative->sp - 1];
			v->lin.k += (num)1 << (8 * to->size);
			v->cut = true;
			v->odd_at = e->loc;
			set_add(x->r, set, negative);
		}
		if (!state_assume(x->r, s, &least)) {
			set->v[i--] = set->v[--n];
			set->v[n] = set->v[--set->n];
		}
	}
}

static void eval_cast(struct exec *x, struct set *set, const struct expr *e)
{
	if (eval_container(x, set, e))
		return;
	eval(x, set, e->a);
	split_sign(x, set, e);
	for (int i = 0; i < set->n; i++) {
		struct state *s = set->v[i];
		struct val v = state_pop(s);

		if (e->type->kind == T_PTR && v.kind == V_INT)
			v = lin_is_const(&v.lin)
				    ? (v.lin.k ? (struct val){.kind = V_TEXT} : val_null())
				    : (struct val){.kind = V_UNKNOWN};
		else if (type_is_int(e->type) && v.kind != V_INT)
			v = number_any(x, s, e, e->type);
		else if (e->type->kind == T_PTR)
			v = retype(x, s, v, e->type);
		state_push(x->r, s, eval_convert(x, s, e, v, e->type));
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

static bool is_must_check(const struct expr *e)
{
	return e->kind == E_CALL && expr_plain(e->a)->kind == E_FUNC &&
	       expr_plain(e->a)->decl->must_check;
}

void eval_discard(struct exec *x, struct set *set, const struct expr *e)
{
	const struct expr *inner = e;

	while (inner->kind == E_CAST)
		inner = inner->a;
	if (is_must_check(inner) && !inner->a->trusted)
		say(x, inner->loc, "CL301", "look at the result, or return it",
		    "the result of '%s' is an error that must be looked at, and is ignored",
		    expr_plain(inner->a)->decl->name);
	if (e->kind == E_CAST && e->type->kind == T_VOID)
		e = e->a;
	eval(x, set, e);
	for (int i = 0; i < set->n; i++)
		state_pop(set->v[i]);
}
