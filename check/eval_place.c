/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Expressions as places: where "a->b[i].c" lies, what is found there, and its address.
 */
#include "check/exec_private.h"

/* Where @e lies, which is not looked into: so "u->a.b" may be behind a pointer to user memory. */
static void eval_name(struct exec *x, struct set *set, const struct expr *e)
{
	const struct expr *base = e, *outer = x->address_of;

	while (base->kind == E_MEMBER && !base->arrow)
		base = base->a;
	if (base->kind == E_MEMBER)
		x->address_of = base->a;
	eval_place(x, set, e);
	x->address_of = outer;
}

/* The value of an array is where it begins. @address: nothing of it is read. */
static void eval_array(struct exec *x, struct set *set, const struct expr *e, bool address)
{
	if (address)
		eval_name(x, set, e);
	else
		eval_place(x, set, e);
	for (int i = 0; i < set->n; i++) {
		struct val at = state_pop(set->v[i]);

		state_push(x->r, set->v[i], memory_load(x, set->v[i], at.place, e));
	}
}

static void eval_index(struct exec *x, struct set *set, const struct expr *e, bool address)
{
	const struct expr *array = expr_plain(e->a);

	if (!address && array->kind == E_MEMBER && array->type->kind == T_ARRAY)
		eval_array(x, set, array, false);
	else
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
		own_number_escapes(x->r, s, &idx);
		if (base.kind == V_AGGREGATE && base.place &&
		    x->r->places[base.place].type->kind == T_ARRAY)
			base = (struct val){.kind = V_ADDR, .place = base.place, .elem = true};
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
		} else if (base.kind == V_ADDR) { /* one object, which is no array */
			p = memory_deref(x, s, base, e->a);
			if (!lin_is_const(&idx.lin) || idx.lin.k)
				say(x, e->loc, "CL601", "use the object itself",
				    "'%s' is one object, and '%s' indexes it", say_expr(x, e->a),
				    say_expr(x, e->b));
		} else {
			if (base.kind == V_TEXT)
				bounds_index(x, s, base, idx.lin, address, e);
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

void eval_load(struct exec *x, struct set *set, const struct expr *e)
{
	if (e->type->kind == T_ARRAY) {
		eval_array(x, set, e, true);
		return;
	}
	eval_place(x, set, e);
	for (int i = 0; i < set->n; i++) {
		struct val at = state_pop(set->v[i]);

		state_push(x->r, set->v[i], memory_load(x, set->v[i], at.place, e));
	}
}

void eval_address(struct exec *x, struct set *set, const struct expr *e)
{
	const struct expr *what = e->a;

	if (what->kind == E_FUNC) {
		eval(x, set, what);
	} else if (what->kind == E_DEREF) {
		eval(x, set, what->a);
	} else if (what->kind == E_INDEX) {
		eval_index(x, set, what, true);
	} else {
		eval_name(x, set, what);
	}
}
