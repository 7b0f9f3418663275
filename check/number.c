/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Arithmetic: exact where the result is linear and fits its type, else bounded, and marked where it
 * may have wrapped or been cut.
 */
#include "check/exec.h"
#include "check/mem.h"

#include <stdint.h>

/* A number of which only its type is known, made by the expression @e. */
struct val number_any(struct exec *x, struct state *s, const struct expr *e, struct type *t)
{
	sym_t sym = sym_new(x->r, s, SYM_MATH, e->id, 0, t, say_expr(x, e));

	state_fact(x->r, s, sym);
	return val_int(lin_sym(sym));
}

static struct val bounded(struct exec *x, struct state *s, const struct expr *e, struct type *t,
			  num lo, num hi)
{
	struct val v = number_any(x, s, e, t);
	struct fact *f = state_fact(x->r, s, v.lin.t[0].sym);

	if (lo > f->lo)
		f->lo = lo;
	if (hi < f->hi)
		f->hi = hi;
	return v;
}

/* What is left of @a: divided by @rest, or, where that is negative, of the bits -@rest. */
static struct val remainder_of(struct exec *x, struct state *s, const struct expr *e,
			       const struct val *a, num rest, num hi)
{
	sym_t sym;
	struct fact *f;

	if (rest > INT32_MAX || rest < -INT32_MAX)
		return bounded(x, s, e, e->type, 0, hi);
	sym = sym_wrap(x->r, &a->lin, (int)rest, e->type, say_expr(x, e));
	f = state_fact(x->r, s, sym);
	f->lo = f->lo > 0 ? f->lo : 0;
	f->hi = f->hi < hi ? f->hi : hi;
	return val_int(lin_sym(sym));
}

static void val_range(const struct state *s, const struct val *v, num *lo, num *hi)
{
	struct lin neg;

	*lo = NUM_MIN;
	*hi = NUM_MAX;
	if (v->kind == V_INT && v->lin.n > 1)
		lin_bounds(s, &v->lin, lo, hi);
	else if (v->kind == V_INT)
		lin_range(s, &v->lin, lo, hi);
	if (v->kind == V_INT && *lo < 0 && *hi >= 0 && lin_scale(&v->lin, -1, &neg) &&
	    state_proves(s, &neg))
		*lo = 0; /* a difference that is known not to be negative */
}

/* Does the number @l certainly lie in [lo, hi]? */
static bool lies_in(const struct state *s, const struct lin *l, num lo, num hi)
{
	struct lin a = lin_const(lo), b = lin_const(-hi);

	return lin_add(&a, l, -1, &a) && state_proves(s, &a) && lin_add(&b, l, 1, &b) &&
	       state_proves(s, &b);
}

bool lin_is_left(const struct run *r, const struct lin *l)
{
	const struct sym *sym = l->n == 1 && l->t[0].coef == 1 && !l->k ? &r->syms[l->t[0].sym] : NULL;

	return sym && (sym->left || (sym->error && !sym->type->is_signed));
}

struct val eval_convert(struct exec *x, struct state *s, const struct expr *e, struct val v,
			struct type *to)
{
	num lo, hi;
	struct val out;

	if (v.kind != V_INT || !type_is_int(to))
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
	out = number_any(x, s, e, to);
	x->r->syms[out.lin.t[0].sym].left |= lin_is_left(x->r, &v.lin);
	out.wrapped = v.wrapped;
	out.cut = true;
	out.odd_at = v.wrapped ? v.odd_at : e->loc;
	return out;
}

static struct val pointer_plus(struct exec *x, struct state *s, struct val p, struct val i,
			       num sign, const struct expr *e)
{
	struct lin idx;

	if (i.kind != V_INT || (p.kind != V_PTR && p.kind != V_ADDR) || (p.kind == V_PTR && !p.sym))
		return (struct val){.kind = V_UNKNOWN};
	if (p.kind == V_ADDR && !p.elem) { /* one object, which is no array */
		if (!e->trusted && !(lin_is_const(&i.lin) && !i.lin.k))
			say(x, e->loc, "CL601", "point to the object itself",
			    "'%s' is one object, and is stepped over", say_expr(x, e->a));
		return p;
	}
	if (!lin_add(&p.lin, &i.lin, sign, &idx))
		return (struct val){.kind = V_UNKNOWN};
	/* An address of the caller is no promise: what is copied there is checked by the copy. */
	if (!e->trusted && e->a->type->space != SPACE_USER)
		bounds_index(x, s, p, sign > 0 ? i.lin : (struct lin){0}, true, e);
	p.lin = idx;
	return p;
}

static struct val wrapping(struct exec *x, struct state *s, const struct expr *e,
			   const struct val *a, const struct val *b)
{
	struct val v = number_any(x, s, e, e->type);

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
	v = val_int(lin_sym(sym_wrap(x->r, l, 0, e->type, say_expr(x, e))));
	state_fact(x->r, s, v.lin.t[0].sym);
	v.wrapped = true;
	v.odd_at = e->loc;
	return v;
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
		num hi = blo < 0 ? ahi : alo >= 0 && ahi < bhi ? ahi : bhi;
		struct val v = blo == bhi && blo > 0 ? remainder_of(x, s, e, a, -blo, hi)
						     : bounded(x, s, e, e->type, 0, hi);

		if (alo >= 0)
			at_most(x, s, &v.lin, &a->lin);
		if (blo >= 0)
			at_most(x, s, &v.lin, &b->lin);
		return v;
	}
	if (alo >= 0 && blo >= 0)
		return bounded(x, s, e, e->type, 0, mask_above(ahi > bhi ? ahi : bhi));
	return number_any(x, s, e, e->type);
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

static num least_of(const struct type *t)
{
	num lo, hi;

	type_range(t, &lo, &hi);
	return lo;
}

static struct val divide(struct exec *x, struct state *s, const struct expr *e, enum op op,
			 const struct val *a, const struct val *b)
{
	num alo, ahi, blo, bhi;
	struct val v;
	bool zero;

	val_range(s, a, &alo, &ahi);
	val_range(s, b, &blo, &bhi);
	zero = b->kind == V_INT ? !lin_never_zero(s, &b->lin) : blo <= 0 && bhi >= 0;
	if (zero && !e->trusted)
		say(x, e->loc, "CL607", "test it first: if (!…) return -EINVAL;",
		    "'%s' may be 0, and is divided by", say_expr(x, e->b));
	else if (e->type->is_signed && !e->trusted && blo <= -1 && bhi >= -1 && alo <= least_of(e->type))
		say(x, e->loc, "CL607", "divide by a number that is known to be above 0",
		    "'%s' may be -1, and the least number of its type divided by that traps", say_expr(x, e->b));
	if (alo == ahi && blo == bhi && blo)
		return val_const(op == OP_DIV ? alo / blo : alo % blo);
	if (alo < 0 || blo <= 0)
		return number_any(x, s, e, e->type);
	if (op == OP_DIV) {
		v = bounded(x, s, e, e->type, alo / bhi, ahi / blo);
		quotient(x, s, &v.lin, &a->lin, blo);
		return v;
	}
	v = blo == bhi ? remainder_of(x, s, e, a, blo, bhi - 1 < ahi ? bhi - 1 : ahi)
		       : bounded(x, s, e, e->type, 0, bhi - 1 < ahi ? bhi - 1 : ahi);
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
	num alo, ahi, blo, bhi, tlo, thi;
	num width = e->type->size * 8;
	struct lin l;

	val_range(s, a, &alo, &ahi);
	val_range(s, b, &blo, &bhi);
	if ((blo < 0 || bhi >= width) && (!e->trusted || !expr_plain(e->b)->trusted)) {
		say(x, e->loc, "CL608", "bound the shift count first",
		    "the shift count '%s' may be negative or wider than the type",
		    say_expr(x, e->b));
		return number_any(x, s, e, e->type);
	}
	if (blo < 0 || bhi > 63 || alo < 0)
		return number_any(x, s, e, e->type);
	if (op == OP_SHR) {
		struct val v = bounded(x, s, e, e->type, alo >> bhi, ahi >> blo);

		quotient(x, s, &v.lin, &a->lin, (num)1 << blo);
		return v;
	}
	if (blo == bhi && lin_scale(&a->lin, (num)1 << blo, &l))
		return fit(x, s, e, &l, a, b);
	type_range(e->type, &tlo, &thi);
	if (ahi <= thi >> bhi)
		return bounded(x, s, e, e->type, alo << blo, ahi << bhi);
	return wrapping(x, s, e, a, b);
}

static struct val compare(struct exec *x, struct state *s, const struct expr *e)
{
	return bounded(x, s, e, e->type, 0, 1);
}

static struct val arithmetic(struct exec *x, struct state *s, const struct expr *e, enum op op,
			     struct val a, struct val b)
{
	struct lin l;

	if (a.kind == V_PTR || a.kind == V_ADDR) {
		if (op == OP_ADD || (op == OP_SUB && b.kind == V_INT))
			return pointer_plus(x, s, a, b, op == OP_ADD ? 1 : -1, e);
		return type_is_int(e->type) ? number_any(x, s, e, e->type)
					    : (struct val){.kind = V_UNKNOWN};
	}
	if (b.kind == V_PTR || b.kind == V_ADDR)
		return op == OP_ADD ? pointer_plus(x, s, b, a, 1, e)
				    : (struct val){.kind = V_UNKNOWN};
	if (!type_is_int(e->type))
		return (struct val){.kind = V_UNKNOWN};
	if (a.kind != V_INT || b.kind != V_INT)
		return number_any(x, s, e, e->type);
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
		return number_any(x, s, e, e->type);
	}
}

struct val eval_binary(struct exec *x, struct state *s, const struct expr *e, enum op op,
		       struct val a, struct val b)
{
	own_looked(x, s, &a);
	own_looked(x, s, &b);
	if (op >= OP_LT && op <= OP_LOR)
		return compare(x, s, e);
	if (op > OP_SUB) {
		own_number_escapes(x->r, s, &a);
		own_number_escapes(x->r, s, &b);
	}
	return arithmetic(x, s, e, op, a, b);
}
