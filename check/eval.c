/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "check/mem.h"
#include "check/exec.h"

#include <string.h>

static bool is_int(const struct type *t)
{
	return t->kind == T_INT || t->kind == T_BOOL || t->kind == T_ENUM;
}

/* A number of which only its type is known, made by the expression @e. */
static struct val any_number(struct exec *x, struct state *s, const struct expr *e, struct type *t)
{
	sym_t sym = sym_new(x->r, s, SYM_MATH, e->id, 0, t, say_expr(x, e));

	state_fact(x->r, s, sym);
	return val_int(lin_sym(sym));
}

static struct val bounded(struct exec *x, struct state *s, const struct expr *e, struct type *t,
			  num lo, num hi)
{
	struct val v = any_number(x, s, e, t);
	struct fact *f = state_fact(x->r, s, v.lin.t[0].sym);

	if (lo > f->lo)
		f->lo = lo;
	if (hi < f->hi)
		f->hi = hi;
	return v;
}

static void val_range(const struct state *s, const struct val *v, num *lo, num *hi)
{
	*lo = NUM_MIN;
	*hi = NUM_MAX;
	if (v->kind == V_INT)
		lin_range(s, &v->lin, lo, hi);
}

/* Does the number @l certainly lie in [lo, hi]? */
static bool lies_in(const struct state *s, const struct lin *l, num lo, num hi)
{
	struct lin a = lin_const(lo), b = lin_const(-hi);

	return lin_add(&a, l, -1, &a) && state_proves(s, &a) && lin_add(&b, l, 1, &b) &&
	       state_proves(s, &b);
}

struct val eval_convert(struct exec *x, struct state *s, const struct expr *e, struct val v,
			struct type *to)
{
	num lo, hi;
	struct val out;

	if (v.kind != V_INT || !is_int(to))
		return v;
	if (to->kind == T_BOOL) {
		num a, b;

		val_range(s, &v, &a, &b);
		if (a == b)
			return val_const(a != 0);
		if (a >= 0 && b <= 1)
			return v;
		return bounded(x, s, e, to, a > 0 || b < 0, 1);
	}
	type_range(to, &lo, &hi);
	if (lies_in(s, &v.lin, lo, hi))
		return v;
	if (lin_is_const(&v.lin)) {
		num span = hi - lo + 1;
		num k = ((v.lin.k - lo) % span + span) % span + lo;

		return val_const(k);
	}
	out = any_number(x, s, e, to);
	out.wrapped = v.wrapped;
	out.cut = true;
	out.odd_at = v.wrapped ? v.odd_at : e->loc;
	return out;
}

/* ---- arithmetic ---- */

static struct val pointer_plus(struct exec *x, struct state *s, struct val p, struct val i,
			       num sign, const struct expr *e)
{
	struct lin idx;

	if (i.kind != V_INT || (p.kind != V_PTR && p.kind != V_ADDR) || (p.kind == V_PTR && !p.sym))
		return (struct val){.kind = V_UNKNOWN};
	if (p.kind == V_ADDR && !p.elem)
		return p;
	if (!lin_add(&p.lin, &i.lin, sign, &idx))
		return (struct val){.kind = V_UNKNOWN};
	if (!e->trusted)
		bounds_index(x, s, p, sign > 0 ? i.lin : (struct lin){0}, true, e);
	p.lin = idx;
	return p;
}

static struct val wrapping(struct exec *x, struct state *s, const struct expr *e,
			   const struct val *a, const struct val *b)
{
	struct val v = any_number(x, s, e, e->type);

	(void)a;
	(void)b;
	v.wrapped = true;
	v.odd_at = e->loc;
	return v;
}

static void inherit(struct val *v, const struct val *a, const struct val *b)
{
	if (a->wrapped || a->cut || b->wrapped || b->cut) {
		v->wrapped = a->wrapped || b->wrapped;
		v->cut = a->cut || b->cut;
		v->odd_at = a->wrapped || a->cut ? a->odd_at : b->odd_at;
	}
}

/* The exact result, when it is linear and fits the type; else a number that may have wrapped. */
static struct val fit(struct exec *x, struct state *s, const struct expr *e, const struct lin *l,
		      const struct val *a, const struct val *b)
{
	num lo, hi;
	struct val v;

	type_range(e->type, &lo, &hi);
	if (lies_in(s, l, lo, hi)) {
		v = val_int(*l);
		inherit(&v, a, b);
		return v;
	}
	if (lin_is_const(l))
		return eval_convert(x, s, e, val_int(*l), e->type);
	return wrapping(x, s, e, a, b);
}

static struct val multiply(struct exec *x, struct state *s, const struct expr *e,
			   const struct val *a, const struct val *b)
{
	num alo, ahi, blo, bhi, tlo, thi;
	struct lin l;

	val_range(s, a, &alo, &ahi);
	val_range(s, b, &blo, &bhi);
	if (blo == bhi && lin_scale(&a->lin, blo, &l))
		return fit(x, s, e, &l, a, b);
	if (alo == ahi && lin_scale(&b->lin, alo, &l))
		return fit(x, s, e, &l, a, b);
	type_range(e->type, &tlo, &thi);
	if (alo >= 0 && blo >= 0 && ahi < ((num)1 << 50) && bhi < ((num)1 << 50) &&
	    ahi * bhi <= thi)
		return bounded(x, s, e, e->type, alo * blo, ahi * bhi);
	return wrapping(x, s, e, a, b);
}

static num mask_above(num v)
{
	num m = 1;

	while (m <= v && m < NUM_MAX / 2)
		m *= 2;
	return m - 1;
}

static void at_most(struct exec *x, struct state *s, const struct lin *l, const struct lin *bound)
{
	struct lin d;

	if (lin_add(l, bound, -1, &d))
		state_assume(x->r, s, &d);
}

static struct val bits(struct exec *x, struct state *s, const struct expr *e, enum op op,
		       const struct val *a, const struct val *b)
{
	num alo, ahi, blo, bhi;

	val_range(s, a, &alo, &ahi);
	val_range(s, b, &blo, &bhi);
	if (alo == ahi && blo == bhi) {
		num k = op == OP_AND ? (alo & blo) : op == OP_OR ? (alo | blo) : (alo ^ blo);

		return eval_convert(x, s, e, val_const(k), e->type);
	}
	if (op == OP_AND && (blo >= 0 || alo >= 0)) {
		struct val v = bounded(x, s, e, e->type, 0,
				       blo < 0		       ? ahi
				       : alo >= 0 && ahi < bhi ? ahi
							       : bhi);

		if (alo >= 0)
			at_most(x, s, &v.lin, &a->lin);
		if (blo >= 0)
			at_most(x, s, &v.lin, &b->lin);
		return v;
	}
	if (alo >= 0 && blo >= 0)
		return bounded(x, s, e, e->type, 0, mask_above(ahi > bhi ? ahi : bhi));
	return any_number(x, s, e, e->type);
}

/* q = a / c: c * q <= a; and q < a when a >= 1 and c >= 2, which binary searches live from. */
static void quotient(struct exec *x, struct state *s, const struct lin *q, const struct lin *a,
		     num c)
{
	struct lin d, one = lin_const(1);

	if (lin_scale(q, c, &d) && lin_add(&d, a, -1, &d))
		state_assume(x->r, s, &d);
	if (c < 2 || !lin_add(&one, a, -1, &d) || !state_proves(s, &d) || !lin_add(q, a, -1, &d))
		return;
	d.k += 1;
	state_assume(x->r, s, &d);
}

static struct val divide(struct exec *x, struct state *s, const struct expr *e, enum op op,
			 const struct val *a, const struct val *b)
{
	num alo, ahi, blo, bhi;
	struct val v;

	val_range(s, a, &alo, &ahi);
	val_range(s, b, &blo, &bhi);
	if (blo <= 0 && bhi >= 0 && !e->trusted)
		say(x, e->loc, "CL607", "test it first: if (!…) return -EINVAL;",
		    "'%s' may be 0, and is divided by", say_expr(x, e->b));
	if (alo == ahi && blo == bhi && blo)
		return val_const(op == OP_DIV ? alo / blo : alo % blo);
	if (alo < 0 || blo <= 0)
		return any_number(x, s, e, e->type);
	if (op == OP_DIV) {
		v = bounded(x, s, e, e->type, alo / bhi, ahi / blo);
		quotient(x, s, &v.lin, &a->lin, blo);
		return v;
	}
	v = bounded(x, s, e, e->type, 0, bhi - 1 < ahi ? bhi - 1 : ahi);
	if (b->lin.n) { /* a % b < b */
		struct lin l = v.lin;

		if (lin_add(&l, &b->lin, -1, &l)) {
			l.k += 1;
			state_assume(x->r, s, &l);
		}
	}
	return v;
}

static struct val shift(struct exec *x, struct state *s, const struct expr *e, enum op op,
			const struct val *a, const struct val *b)
{
	num alo, ahi, blo, bhi;
	num width = e->type->size * 8;
	struct lin l;

	val_range(s, a, &alo, &ahi);
	val_range(s, b, &blo, &bhi);
	if ((blo < 0 || bhi >= width) && !e->trusted) {
		say(x, e->loc, "CL608", "bound the shift count first",
		    "the shift count '%s' may be negative or wider than the type",
		    say_expr(x, e->b));
		return any_number(x, s, e, e->type);
	}
	if (blo < 0 || bhi > 63 || alo < 0)
		return any_number(x, s, e, e->type);
	if (op == OP_SHR) {
		struct val v = bounded(x, s, e, e->type, alo >> bhi, ahi >> blo);

		quotient(x, s, &v.lin, &a->lin, (num)1 << blo);
		return v;
	}
	if (blo == bhi && lin_scale(&a->lin, (num)1 << blo, &l))
		return fit(x, s, e, &l, a, b);
	return any_number(x, s, e, e->type);
}

static struct val compare(struct exec *x, struct state *s, const struct expr *e)
{
	return bounded(x, s, e, e->type, 0, 1);
}

struct val eval_binary(struct exec *x, struct state *s, const struct expr *e, enum op op,
		       struct val a, struct val b)
{
	struct lin l;

	own_looked(x, s, &a);
	own_looked(x, s, &b);
	if (op >= OP_LT && op <= OP_LOR)
		return compare(x, s, e);
	if (a.kind == V_PTR || a.kind == V_ADDR) {
		if (op == OP_ADD || (op == OP_SUB && b.kind == V_INT))
			return pointer_plus(x, s, a, b, op == OP_ADD ? 1 : -1, e);
		return is_int(e->type) ? any_number(x, s, e, e->type)
				       : (struct val){.kind = V_UNKNOWN};
	}
	if (b.kind == V_PTR || b.kind == V_ADDR)
		return op == OP_ADD ? pointer_plus(x, s, b, a, 1, e)
				    : (struct val){.kind = V_UNKNOWN};
	if (!is_int(e->type))
		return (struct val){.kind = V_UNKNOWN};
	if (a.kind != V_INT || b.kind != V_INT)
		return any_number(x, s, e, e->type);
	switch (op) {
	case OP_ADD:
	case OP_SUB:
		if (lin_add(&a.lin, &b.lin, op == OP_ADD ? 1 : -1, &l))
			return fit(x, s, e, &l, &a, &b);
		return wrapping(x, s, e, &a, &b);
	case OP_MUL:
		return multiply(x, s, e, &a, &b);
	case OP_DIV:
	case OP_MOD:
		return divide(x, s, e, op, &a, &b);
	case OP_SHL:
	case OP_SHR:
		return shift(x, s, e, op, &a, &b);
	case OP_AND:
	case OP_OR:
	case OP_XOR:
		return bits(x, s, e, op, &a, &b);
	default:
		return any_number(x, s, e, e->type);
	}
}

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
			idx = any_number(x, s, e->b, e->b->type);
		if (base.kind == V_ADDR && base.elem) {
			bounds_index(x, s, base, idx.lin, address, e);
			lin_add(&base.lin, &idx.lin, 1, &base.lin);
			if (address) {
				state_push(x->r, s, base);
				continue;
			}
			p = base.lin.n ? place_any(x->r, base.place)
				       : place_index(x->r, base.place, (long long)base.lin.k);
		} else if (base.kind == V_PTR && base.sym) {
			struct val first = base;

			first.lin = (struct lin){0};
			p = memory_deref(x, s, first, e->a);
			if (!lin_is_const(&idx.lin) || idx.lin.k != 0)
				bounds_index(x, s, base, idx.lin, address, e);
			lin_add(&base.lin, &idx.lin, 1, &base.lin);
			if (address) {
				state_push(x->r, s, base);
				continue;
			}
			p = x->r->places[p].parent;
			p = base.lin.n ? place_any(x->r, p)
				       : place_index(x->r, p, (long long)base.lin.k);
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
	for (int i = 0; i < n && is_int(t) && !t->is_signed; i++) {
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
		const struct expr *twice = e->a;

		branch(x, set, twice, &yes, &no);
		eval(x, &yes, twice);
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
		sym = sym_new(x->r, s, SYM_MATH, e->id, 0, e->type, say_expr(x, inner->a));
		state_fact(x->r, s, sym)->deps[0] = v.kind == V_PTR ? v.sym : 0;
		state_push(x->r, s, val_ptr(sym));
	}
	return true;
}

static void eval_cast(struct exec *x, struct set *set, const struct expr *e)
{
	if (eval_container(x, set, e))
		return;
	eval(x, set, e->a);
	for (int i = 0; i < set->n; i++) {
		struct state *s = set->v[i];
		struct val v = state_pop(s);

		if (e->type->kind == T_PTR && v.kind == V_INT)
			v = lin_is_const(&v.lin)
				    ? (v.lin.k ? (struct val){.kind = V_TEXT} : val_null())
				    : (struct val){.kind = V_UNKNOWN};
		else if (is_int(e->type) && v.kind != V_INT)
			v = any_number(x, s, e, e->type);
		else if (e->type->kind == T_PTR)
			v = retype(x, s, v, e->type);
		state_push(x->r, s, eval_convert(x, s, e, v, e->type));
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
			v = any_number(x, s, e, e->type);
		else if (e->kind == E_BITNOT && !e->type->is_signed)
			v = lin_is_const(&v.lin)
				    ? eval_convert(x, s, e, val_const(-1 - v.lin.k), e->type)
				    : any_number(x, s, e, e->type);
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
