/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Loads. A place without a cell holds what its object holds by default: something
 * unknown that is valid (memory of others), nothing yet (a new variable), or zeros.
 */
#include "check/checked.h"
#include "check/cstring.h"
#include "check/effect.h"
#include "check/mem.h"
#include "check/memory_private.h"

/* The words of the declaration @d make the first facts of a value found in memory. */
static void describe(const struct module *m, struct fact *f, const struct decl *d, bool untracked)
{
	f->mask = M_VALID;
	if (d && module_nullable(m, d))
		f->mask |= M_NULL;
	if (d && decl_has(d, "errptr"))
		f->mask |= M_ERR;
	f->borrowed = true;
	if (d && decl_has(d, "own") && !decl_has(d, "writes")) {
		f->own = !untracked;
		f->borrowed = untracked;
		f->parted = untracked;
	}
}

struct val memory_unknown(struct exec *x, struct state *s, place_t p, const struct decl *d,
			  struct type *t, int key)
{
	struct fact *f;
	struct val v;
	sym_t sym;

	switch (t->kind) {
	case T_PTR:
		if (t->to->kind == T_FUNC && !(d && module_nullable(x->m, d)))
			return (struct val){.kind = V_UNKNOWN};
		sym = sym_new(x->r, s, SYM_LOAD, p, key, t, place_name(x->r, p));
		f = state_fact(x->r, s, sym);
		describe(x->m, f, d, place_has_any(x->r, p));
		f->got_at = x->at;
		x->r->syms[sym].paged |= paged_found(x, d);
		f->loan = lock_guarding(x, s, p);
		v = val_ptr(sym);
		cstring_begin(x->r, s, &v);
		return v;
	case T_INT:
	case T_BOOL:
	case T_ENUM:
		sym = sym_new(x->r, s, SYM_LOAD, p, key, t, place_name(x->r, p));
		state_fact(x->r, s, sym);
		v = val_int(lin_sym(sym));
		if (d && decl_has(d, "own"))
			own_number_give(x, s, &v, !place_has_any(x->r, p), x->at);
		limit_assume(x, s, d, &v, NULL, NULL, 0, 0);
		return v;
	default:
		return (struct val){.kind = V_UNKNOWN};
	}
}

struct val memory_zero(const struct type *t)
{
	return t->kind == T_PTR ? val_null() : val_const(0);
}

void memory_not_written(struct exec *x, struct state *s, place_t p, const struct expr *e)
{
	const struct place *at = &x->r->places[p];
	bool field = at->kind == P_FIELD;
	struct finding *f;

	(void)s;
	f = say(x, e->loc, field ? "CL502" : "CL501",
		"give it a value on every path that leads here",
		field ? "field '%s' is read, but may not have been written"
		      : "'%s' is read, but may not have been written",
		place_name(x->r, p));
	if (at->kind == P_VAR)
		say_step(x, f, at->decl->loc, "declared here without a value");
}

static struct val array_value(place_t p)
{
	return (struct val){.kind = V_ADDR, .place = p, .elem = true};
}

/* In an array of which some elements were written one by one, which ones is not known. */
static bool some_element_written(const struct exec *x, const struct state *s, place_t p)
{
	for (place_t q = p; q; q = x->r->places[q].parent) {
		place_t array = x->r->places[q].parent;

		if (x->r->places[q].kind != P_ANY && x->r->places[q].kind != P_INDEX)
			continue;
		for (int i = 0; i < s->n_cells; i++) {
			place_t c = s->cells[i].place;

			if (c != array && place_within(x->r, c, array) && !checked_is_note(x->r, c) &&
			    (x->r->places[q].kind == P_ANY || place_has_any(x->r, c)))
				return true;
		}
	}
	return false;
}

static struct val load_default(struct exec *x, struct state *s, place_t p, const struct expr *e)
{
	const struct place at = x->r->places[p];
	enum content content = state_content(x->r, s, p);
	const struct val *seen = seen_value(s, p);
	struct val v;

	if (seen)
		return *seen;
	reads_note(x, s, p);

	if (content == C_UNINIT && !some_element_written(x, s, p)) {
		memory_not_written(x, s, p, e);
		content = C_EXTERN;
	}
	if (content == C_ZERO && !some_element_written(x, s, p))
		return memory_zero(at.type);
	v = memory_unknown(x, s, p, place_decl(x->r, p), at.type,
			   place_has_any(x->r, p) ? e->id : 0);
	tables_assume(x, s, p, &v);
	checked_assume(x, s, p, &v);
	if (!place_has_any(x->r, p) && !at.type->is_volatile)
		state_set(x->r, s, p, v, (struct loc){0});
	if (!at.type->is_volatile)
		seen_note(x->r, s, p, v);
	counted_found(x, s, p, &v);
	return v;
}

struct val memory_load(struct exec *x, struct state *s, place_t p, const struct expr *e)
{
	struct type *t = x->r->places[p].type;
	struct cell *c;

	x->at = e->loc;
	if (t->kind == T_ARRAY)
		return array_value(p);
	lock_access(x, s, p, false, e->loc);
	if (t->kind == T_RECORD) {
		if (!e->trusted)
			memory_check_pinned(x, p, e->loc);
		reads_note(x, s, p);
		return (struct val){.kind = V_AGGREGATE, .place = place_loose(x->r, p)};
	}
	c = state_cell(s, place_loose(x->r, p));
	if (!c || c->val.kind == V_CONTENT)
		return load_default(x, s, p, e);
	if (c->val.uninit) {
		memory_not_written(x, s, p, e);
		c->val.uninit = false;
	}
	if (c->val.stale) {
		struct finding *f =
			say(x, e->loc, "CL701",
			    "use the value that was checked, or fetch the object once",
			    "'%s' was fetched from user memory a second time, after it was checked",
			    place_name(x->r, p));

		say_step(x, f, c->val.odd_at, "second fetch here");
		c->val.stale = false;
	}
	checked_assume(x, s, p, &c->val);
	return c->val;
}

/* The NULL that no_free_ptr() and its like leave behind. */
bool memory_taken(struct exec *x, const struct val *v, const struct expr *e)
{
	struct finding *found;

	if (!val_is_null(v) || !v->odd_at.file)
		return false;
	found = say(x, e->loc, "CL104", "take what is needed from it before it is handed on",
		    "'%s' is used after it was handed on, and is NULL", say_expr(x, e));
	say_step(x, found, v->odd_at, "handed on here");
	return true;
}

static void check_mask(struct exec *x, struct state *s, struct val v, const struct expr *e)
{
	struct fact *f = state_fact(x->r, s, v.sym);
	const char *name = say_expr(x, e);
	struct finding *found;

	if (memory_taken(x, &v, e))
		return;
	if (f->mask & M_NULL) {
		found = say(x, e->loc, "CL201", "test it first: if (!…) return …;",
			    f->mask == M_NULL && (f->tested || x->r->syms[v.sym].origin != SYM_CALL)
				    ? "'%s' is NULL here, and is dereferenced"
				    : "'%s' may be NULL, and is dereferenced without a test",
			    name);
		say_step(x, found, f->got_at, "its value comes from here");
	}
	if (f->mask & M_ERR) {
		found = say(x, e->loc, "CL202", "test it first: if (IS_ERR(…)) return PTR_ERR(…);",
			    "'%s' may be an ERR_PTR, and is dereferenced without a test", name);
		say_step(x, found, f->got_at, "its value comes from here");
	}
	if (v.sym)
		f->mask = M_VALID;
}

static bool is_zero(const struct lin *l)
{
	return l->n == 0 && l->k == 0;
}

void memory_touch(struct exec *x, struct state *s, struct val v, const struct expr *e)
{
	x->at = e->loc;
	if (v.kind == V_PTR)
		check_mask(x, s, v, e);
	if (v.kind == V_PTR && v.sym)
		own_use(x, s, &v, e->loc, say_expr(x, e));
}

void memory_reach(struct exec *x, struct state *s, struct val v, const struct expr *e)
{
	const struct type *t = e->type;

	x->at = e->loc;
	if (t->kind == T_PTR && t->space == SPACE_USER && !e->trusted && e != x->address_of)
		say(x, e->loc, "CL702", "copy it in with cleat_get_user_obj() or copy_from_user()",
		    "'%s' points to user memory, and is dereferenced", say_expr(x, e));
	if (t->kind == T_PTR && t->space == SPACE_IOMEM && !e->trusted && e != x->address_of)
		say(x, e->loc, "CL702", "read and write it by the functions of the kit",
		    "'%s' points to a device's memory, and is dereferenced", say_expr(x, e));
	memory_touch(x, s, v, e);
	if (v.kind == V_ADDR)
		own_use(x, s, &v, e->loc, say_expr(x, e));
}

place_t memory_deref(struct exec *x, struct state *s, struct val v, const struct expr *e)
{
	place_t base;

	memory_reach(x, s, v, e);
	if (v.kind == V_PTR && v.sym) {
		base = place_sym(x->r, v.sym);
		if (!e->trusted || !is_zero(&v.lin))
			bounds_index(x, s, v, (struct lin){0}, false, e);
		return place_at(x->r, base, &v.lin);
	}
	if (v.kind == V_ADDR) {
		if (!v.elem)
			return v.place;
		bounds_index(x, s, v, (struct lin){0}, false, e);
		return place_at(x->r, v.place, &v.lin);
	}
	/* A pointer of which nothing is known points to memory that belongs to others. */
	return place_index(
		x->r,
		place_sym(x->r, sym_intern(x->r, SYM_OUTER, e->id, v.kind == V_TEXT ? KEY_TEXT : 0,
					   e->type, say_expr(x, e))),
		0);
}
