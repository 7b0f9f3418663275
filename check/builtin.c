/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The few functions whose meaning no contract can say: memset and memcpy, arithmetic that reports
 * its overflow, and errors that are pointers.
 */
#include "check/call.h"

#include <string.h>

static struct val pop_arg(struct state *s, int n, int i)
{
	return s->stack[s->sp - n + i];
}

static place_t object_at(struct exec *x, const struct val *p)
{
	if (p->kind == V_ADDR)
		return p->elem ? 0 : p->place;
	return p->kind == V_PTR && p->sym && !p->lin.n && !p->lin.k
		       ? place_index(x->r, place_sym(x->r, p->sym), 0)
		       : 0;
}

static void fill(struct exec *x, struct state *s, const struct val *p, const struct val *n,
		 enum content content, const struct expr *e)
{
	struct loc at = e->loc;
	place_t whole = object_at(x, p);
	struct val v = {.kind = V_CONTENT, .content = content, .elem = true};
	struct filled count;
	bool follows = content != C_MAYBE && filled_bytes(x, s, p, n, &count);
	place_t to = p->kind == V_ADDR		  ? p->place
		     : p->kind == V_PTR && p->sym ? place_sym(x->r, p->sym)
						  : 0;

	if (!to)
		return;
	lock_access(x, s, to, true, at);
	if (whole)
		remade_check(x, s, whole, true, "", at);
	if (whole && x->r->places[whole].type->kind == T_RECORD && call_covers(x, s, p, n))
		memory_overwritten(x, s, whole, e);
	else if (!whole && p->kind == V_ADDR)
		bytes_over(x, s, to, e);
	if (content == C_MAYBE) {
		state_fill(x->r, s, to, C_MAYBE, at);
	} else if (call_covers(x, s, p, n)) {
		state_clear(x->r, s, to);
		state_set(x->r, s, to, v, at);
	} else if (state_content(x->r, s, to) == C_UNINIT) {
		v.content = C_MAYBE;
		v.elem = false;
		state_clear(x->r, s, to);
		state_set(x->r, s, to, v, at);
	} else {
		memory_forget(x, s, to);
	}
	if (follows)
		filled_set(x, s, &count);
}

static void check_pointer(struct exec *x, struct state *s, const struct val *p, const struct val *n,
			  const struct expr *e, const char *name)
{
	if (p->kind == V_PTR)
		memory_reach(x, s, (struct val){.kind = V_PTR, .sym = p->sym}, e);
	own_use(x, s, p, e->loc, say_expr(x, e));
	call_check_guard(x, s, p, false, e);
	bounds_bytes(x, s, *p, e->type, *n, e, name);
}

/* memcpy(to, from, sizeof(*to)) of one struct to another of its kind is an assignment. */
static bool assigns(struct exec *x, struct state *s, const struct val *to, const struct val *from,
		    const struct val *n, const struct expr *e)
{
	place_t a = object_at(x, to), b = object_at(x, from);

	if (!a || !b || x->r->places[a].type->kind != T_RECORD ||
	    x->r->places[b].type->kind != T_RECORD ||
	    x->r->places[a].type->record != x->r->places[b].type->record || !call_covers(x, s, to, n) ||
	    !call_covers(x, s, from, n))
		return false;
	lock_access(x, s, a, true, e->loc);
	seen_written(x->r, s, a);
	memory_check_pinned(x, b, e->loc);
	if (!place_private(x->r, s, a))
		memory_whole(x, s, &(struct val){.kind = V_AGGREGATE, .place = b}, e);
	memory_copy(x, s, a, b, e->loc);
	return true;
}

/* Bytes that nobody wrote are as unwritten where they are copied to. */
static enum content content_of(const struct exec *x, const struct state *s, const struct val *from)
{
	place_t p = from->kind == V_ADDR	       ? from->place
		    : from->kind == V_PTR && from->sym ? place_sym(x->r, from->sym)
						       : 0;
	enum content c = p ? state_content(x->r, s, p) : C_EXTERN;

	return c == C_UNINIT || c == C_MAYBE ? C_MAYBE : C_EXTERN;
}

static long pointee_size(const struct expr *e)
{
	const struct type *t = expr_plain(e)->type;

	return (t->kind == T_PTR || t->kind == T_ARRAY) && t->to->size > 0 ? t->to->size : 0;
}

/* Bytes of one object, copied by what may begin at either end: are they apart? */
static void check_apart(struct exec *x, struct state *s, const struct val *to, const struct val *from,
			const struct val *n, const struct expr *e)
{
	bool same = to->kind == from->kind && (to->kind == V_PTR ? to->sym && to->sym == from->sym
								 : to->kind == V_ADDR && to->place == from->place);
	long size = pointee_size(e->args[0]);
	struct lin ahead, behind;

	if (!same || !size || size != pointee_size(e->args[1]) || n->kind != V_INT ||
	    !lin_add(&from->lin, &to->lin, -1, &ahead) || !lin_scale(&ahead, size, &ahead) ||
	    !lin_scale(&ahead, -1, &behind) || !lin_add(&ahead, &n->lin, 1, &ahead) ||
	    !lin_add(&behind, &n->lin, 1, &behind))
		return;
	if (!state_proves(s, &ahead) && !state_proves(s, &behind))
		say(x, e->loc, "CL610", "memmove() does that", "'%s' and '%s' are parts of one object, and may overlap",
		    say_expr(x, e->args[0]), say_expr(x, e->args[1]));
}

/* memset(p, c, n), memcpy(to, from, n), memmove, memcmp */
static void memory_call(struct exec *x, struct set *set, const struct expr *e, const char *name)
{
	bool set_call = strstr(name, "memset") != NULL;
	bool compare = strstr(name, "memcmp") != NULL;

	for (int i = 0; i < 3; i++)
		eval(x, set, e->args[i]);
	for (int i = 0; i < set->n; i++) {
		struct state *s = set->v[i];
		struct val a = pop_arg(s, 3, 0), b = pop_arg(s, 3, 1), n = pop_arg(s, 3, 2);
		bool zero = set_call && b.kind == V_INT && lin_is_const(&b.lin) && b.lin.k == 0;

		s->sp -= 3;
		bounds_size(x, s, &n, e->args[2], name);
		check_pointer(x, s, &a, &n, e->args[0], name);
		if (!set_call)
			check_pointer(x, s, &b, &n, e->args[1], name);
		if (strstr(name, "memcpy"))
			check_apart(x, s, &a, &b, &n, e);
		for (int k = compare ? 0 : 1; k < 2 && !set_call; k++) {
			const struct val *read = k ? &b : &a;

			if (reads_written(x, s, read, n.kind == V_INT ? &n.lin : NULL, e->args[k]) && call_pointee(x, read))
				reads_note(x, s, call_pointee(x, read));
		}
		if (!compare && !zero)
			bytes_written(x, &a, set_call ? NULL : &b, e->args[0], name);
		if (!compare && (set_call || !assigns(x, s, &a, &b, &n, e)))
			fill(x, s, &a, &n,
			     zero	? C_ZERO
			     : set_call ? C_EXTERN
					: content_of(x, s, &b),
			     e);
		state_push(x->r, s, compare ? (struct val){.kind = V_UNKNOWN} : a);
	}
}

static bool exact(enum op op, const struct val *a, const struct val *b, struct lin *ret)
{
	if (a->kind != V_INT || b->kind != V_INT)
		return false;
	if (op == OP_MUL && lin_is_const(&a->lin))
		return lin_scale(&b->lin, a->lin.k, ret);
	if (op == OP_MUL)
		return lin_is_const(&b->lin) && lin_scale(&a->lin, b->lin.k, ret);
	return lin_add(&a->lin, &b->lin, op == OP_ADD ? 1 : -1, ret);
}

static struct val some_number(struct exec *x, struct state *s, const struct expr *e, struct type *t,
			      int key)
{
	sym_t sym = sym_new(x->r, s, SYM_MATH, e->id, key, t, say_expr(x, e));

	state_fact(x->r, s, sym);
	return val_int(lin_sym(sym));
}

/* Saturating: as a size it is exact, because nothing can be allocated that large. */
static void size_call(struct exec *x, struct set *set, const struct expr *e, enum op op)
{
	eval(x, set, e->args[0]);
	eval(x, set, e->args[1]);
	for (int i = 0; i < set->n; i++) {
		struct state *s = set->v[i];
		struct val b = state_pop(s), a = state_pop(s), v;
		struct lin l;

		if (op != OP_SUB && exact(op, &a, &b, &l))
			v = val_int(l);
		else
			v = some_number(x, s, e, e->type, 1);
		v.wrapped = a.wrapped || b.wrapped;
		v.cut = a.cut || b.cut;
		v.odd_at = a.wrapped || a.cut ? a.odd_at : b.odd_at;
		state_push(x->r, s, v);
	}
}

static bool assume_fits(struct exec *x, struct state *s, const struct lin *l, const struct type *t)
{
	num lo, hi;
	struct lin below, above;

	type_range(t, &lo, &hi);
	below = lin_const(lo);
	above = lin_const(-hi);
	return (!lin_add(&below, l, -1, &below) || state_assume(x->r, s, &below)) &&
	       (!lin_add(&above, l, 1, &above) || state_assume(x->r, s, &above));
}

/* check_add_overflow(a, b, &d): false and d exact, or true and d useless. */
static void overflow_call(struct exec *x, struct set *set, const struct expr *e, enum op op)
{
	struct set out = {0};
	struct type *t = e->args[2]->type->to;

	for (int i = 0; i < 3; i++)
		eval(x, set, e->args[i]);
	for (int i = 0; i < set->n; i++) {
		struct state *s = set->v[i], *ok;
		struct val d = pop_arg(s, 3, 2), a = pop_arg(s, 3, 0), b = pop_arg(s, 3, 1), v;
		place_t to;
		struct lin l;

		s->sp -= 3;
		to = memory_deref(x, s, d, e->args[2]);
		ok = state_copy(x->r, s);
		v = exact(op, &a, &b, &l) ? val_int(l) : some_number(x, ok, e, t, 2);
		if (assume_fits(x, ok, &v.lin, t)) {
			memory_store(x, ok, to, v, e);
			state_push(x->r, ok, val_const(0));
			set_add(x->r, &out, ok);
		}
		v = some_number(x, s, e, t, 3);
		v.wrapped = true;
		v.odd_at = e->loc;
		memory_store(x, s, to, v, e);
		state_push(x->r, s, val_const(1));
		set_add(x->r, &out, s);
	}
	*set = out;
}

static void err_ptr(struct exec *x, struct set *set, const struct expr *e)
{
	eval(x, set, e->args[0]);
	for (int i = 0; i < set->n; i++) {
		struct state *s = set->v[i];
		struct val v = state_pop(s);
		sym_t sym = sym_new(x->r, s, SYM_CALL, e->id, 0, e->type, say_expr(x, e));
		struct fact *f = state_fact(x->r, s, sym);

		own_looked(x, s, &v);
		f->mask = M_ERR;
		f->got_at = e->loc;
		state_push(x->r, s, val_ptr(sym));
	}
}

/* PTR_ERR(p), PTR_ERR_OR_ZERO(p): the errno of p; looking at it is no use of the object. */
static void ptr_err(struct exec *x, struct set *set, const struct expr *e, bool or_zero)
{
	struct set out = {0};

	eval(x, set, e->args[0]);
	for (int i = 0; i < set->n; i++) {
		struct state *s = set->v[i];
		struct val p = state_pop(s), v;
		const struct fact *f = p.kind == V_PTR && p.sym ? state_known(s, p.sym) : NULL;

		if (or_zero && f && (f->mask & M_VALID)) {
			struct state *ok = state_copy(x->r, s);

			state_fact(x->r, ok, p.sym)->mask &= M_VALID | M_NULL;
			state_push(x->r, ok, val_const(0));
			set_add(x->r, &out, ok);
			if (!(f->mask & M_ERR))
				continue;
			state_fact(x->r, s, p.sym)->mask = M_ERR;
			state_fact(x->r, s, p.sym)->own = 0;
		}
		v = some_number(x, s, e, e->type, 4);
		state_fact(x->r, s, v.lin.t[0].sym)->lo = -4095;
		state_fact(x->r, s, v.lin.t[0].sym)->hi = -1;
		state_push(x->r, s, v);
		set_add(x->r, &out, s);
	}
	*set = out;
}

static bool overflow_builtin(struct exec *x, struct set *set, const struct expr *e,
			     const char *name)
{
	static const struct {
		const char *name;
		enum op op;
	} known[] = {
		{"__builtin_add_overflow", OP_ADD},
		{"__builtin_sub_overflow", OP_SUB},
		{"__builtin_mul_overflow", OP_MUL},
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strcmp(name, known[i].name) == 0 && e->n_args == 3) {
			overflow_call(x, set, e, known[i].op);
			return true;
		}
	return false;
}

static bool is_memory_call(const char *name)
{
	static const char *const names[] = {
		"memset",	    "memcpy",		"memmove",	     "memcmp",
		"__builtin_memset", "__builtin_memcpy", "__builtin_memmove", "__builtin_memcmp"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return false;
}

static void push_error(struct exec *x, struct state *s, const struct expr *e, num lo, num hi)
{
	sym_t sym = sym_new(x->r, s, SYM_CALL, e->id, 0, e->type, "an interruptible wait");
	struct fact *f = state_fact(x->r, s, sym);

	f->lo = lo;
	f->hi = hi < 0 ? hi : -1;
	f->nonzero = true;
	f->pending = true;
	f->got_at = e->loc;
	state_push(x->r, s, val_int(lin_sym(sym)));
}

/* An error of the kit's macros that the driver has to look at, as if a function had returned it. */
static void must_look(struct exec *x, struct set *set, const struct expr *e)
{
	int n;

	eval(x, set, e->args[0]);
	n = set->n;
	for (int i = 0; i < n; i++) {
		struct state *s = set->v[i], *failed;
		struct val v = state_pop(s);
		num lo = 0, hi = 0;

		if (v.kind == V_INT)
			lin_range(s, &v.lin, &lo, &hi);
		if (lo < 0) {
			failed = hi < 0 ? s : state_copy(x->r, s);
			push_error(x, failed, e, lo, hi);
			if (hi < 0)
				continue;
			set_add(x->r, set, failed);
			v = val_const(0);
		}
		state_push(x->r, s, v);
	}
}

bool eval_builtin(struct exec *x, struct set *set, const struct expr *e, const char *name)
{
	if (overflow_builtin(x, set, e, name))
		return true;
	if (is_memory_call(name) && e->n_args == 3)
		memory_call(x, set, e, name);
	else if (strcmp(name, "size_mul") == 0)
		size_call(x, set, e, OP_MUL);
	else if (strcmp(name, "size_add") == 0)
		size_call(x, set, e, OP_ADD);
	else if (strcmp(name, "size_sub") == 0)
		size_call(x, set, e, OP_SUB);
	else if (strcmp(name, "__cleat_must_check_overflow") == 0 ||
		 strcmp(name, "__builtin_expect") == 0 || strcmp(name, "ERR_CAST") == 0)
		eval(x, set, e->args[0]);
	else if (strcmp(name, "IS_ERR") == 0 || strcmp(name, "IS_ERR_OR_NULL") == 0)
		eval_truth(x, set, e);
	else if (strcmp(name, "ERR_PTR") == 0)
		err_ptr(x, set, e);
	else if (strcmp(name, "__cleat_must_look") == 0)
		must_look(x, set, e);
	else if (strcmp(name, "PTR_ERR") == 0)
		ptr_err(x, set, e, false);
	else if (strcmp(name, "PTR_ERR_OR_ZERO") == 0)
		ptr_err(x, set, e, true);
	else
		return false;
	return true;
}
