/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Casts: of pointers, which keep their object; of numbers, which may be cut or change their sign;
 * and container_of(), which is one.
 */
#include "check/exec_private.h"

/* kzalloc(sizeof(p)) where sizeof(*p) was meant: what was allocated is smaller than its new type. */
static void check_fits(struct exec *x, struct state *s, sym_t sym, const struct type *to)
{
	struct fact *f = state_fact(x->r, s, sym);

	if (!f->has_extent || !lin_is_const(&f->extent) || f->extent.k >= to->size || to->size == 1 || f->death ||
	    !(f->mask & M_VALID))
		return;
	say(x, x->at, "CL602", "allocate sizeof(*p), or take kzalloc_obj(*p)",
	    "%d bytes were allocated for a '%s', which has %d", (int)f->extent.k, to->name,
	    (int)to->size);
	f->has_extent = false;
}

/* New memory for more than one object of type @to. */
static void begin_array(struct exec *x, struct state *s, sym_t sym, const struct type *to)
{
	const struct fact *f = state_known(s, sym);

	if (f && f->content == C_UNINIT && f->has_extent &&
	    (!lin_is_const(&f->extent) || f->extent.k > to->size))
		filled_begin(x, s, place_sym(x->r, sym));
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
	x->r->syms[sym].paged |= x->r->syms[v.sym].paged;
	if (state_known(s, sym))
		state_rename(x->r, s, sym, sym_older(x->r, s, sym));
	state_push(x->r, s, v);
	state_rename(x->r, s, v.sym, sym);
	check_fits(x, s, sym, to->to);
	begin_array(x, s, sym, to->to);
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

/* What nobody has looked at may be an error: as a number without a sign it is a huge one. */
static void check_error(struct exec *x, struct set *set, const struct expr *e)
{
	const struct type *from = e->a->type, *to = e->type;

	if (from->kind != T_INT || to->kind != T_INT || !from->is_signed || to->is_signed)
		return;
	for (int i = 0; i < set->n; i++) {
		struct state *s = set->v[i];
		const struct val *v = &s->stack[s->sp - 1];
		struct fact *f = v->kind == V_INT && v->lin.n == 1 && !v->lin.k
					 ? state_fact(x->r, s, v->lin.t[0].sym)
					 : NULL;
		struct finding *found;

		if (!f || !f->pending || f->lo >= 0)
			continue;
		found = say(x, e->loc, "CL301", "test whether it is negative first",
			    "'%s' may be an error, and is used as a number", say_expr(x, e->a));
		say_step(x, found, f->got_at, "it came from here");
		f->pending = false;
	}
}

/* "err ? err : n" is unsigned when n is: in a wider number an error stays the huge one that it became. */
static void check_mixed(struct exec *x, struct set *set, const struct expr *e)
{
	const struct type *from = e->a->type, *to = e->type;

	if (!e->implicit || e->a->kind != E_COND || from->kind != T_INT || to->kind != T_INT ||
	    from->is_signed || to->size <= from->size)
		return;
	for (int i = 0; i < set->n; i++) {
		const struct state *s = set->v[i];
		const struct val *v = &s->stack[s->sp - 1];

		if (v->kind == V_INT && v->cut)
			say(x, e->loc, "CL604", "return the one apart, or cast the other to the whole's type",
			    "one side of '?:' is unsigned, and makes the other, below 0, a huge number");
	}
}

void eval_cast(struct exec *x, struct set *set, const struct expr *e)
{
	if (eval_container(x, set, e))
		return;
	eval(x, set, e->a);
	check_error(x, set, e);
	split_sign(x, set, e);
	check_mixed(x, set, e);
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
