/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Indexes and lengths against the size of what they index: proven, or said.
 */
#include "check/behind.h"
#include "check/cstring.h"
#include "check/mem.h"

#include <string.h>

static const char *why_not(const struct val *v)
{
	return v->wrapped ? " (the number may have wrapped around)"
	       : v->cut	  ? " (the number may have been cut or changed sign)"
			  : "";
}

/* So many bytes in the words of their elements: "n elements". */
static const char *room_text(struct exec *x, const struct lin *bytes, long size)
{
	struct lin l;

	if (!lin_quotient(bytes, size, &l))
		return mem_format(x->r->arena, "%s bytes", lin_name(x->r, bytes));
	return mem_format(x->r->arena, "%s elements", lin_name(x->r, &l));
}

/* A number that lies in a field may be bounded where it is written, once for all who read it. */
static const char *bound_fix(struct exec *x, const struct lin *l, const char *here)
{
	const struct sym *s = l->n == 1 ? &x->r->syms[l->t[0].sym] : NULL;
	const struct place *p = s && s->origin == SYM_LOAD ? &x->r->places[s->key1] : NULL;

	if (!p || p->kind != P_FIELD || p->decl->trusted)
		return here;
	return mem_format(x->r->arena, "%s (or declare the field '%s' __at_most(n))", here, p->decl->name);
}

static void index_finding(struct exec *x, struct state *s, const struct lin *idx, const char *count,
			  const struct expr *e)
{
	num lo, hi;
	const struct expr *i;

	if (e->kind == E_COND)
		e = expr_plain(expr_plain(e->b)->kind == E_ADDR ? e->b : e->c);
	if (e->kind == E_ADDR && e->a->kind == E_INDEX)
		e = e->a;
	i = e->kind == E_INDEX || e->kind == E_BINARY ? e->b : e;
	lin_range(s, idx, &lo, &hi);
	if (lo == hi)
		say(x, e->loc, "CL601", lo ? "index below the number of elements" : "see first that there is an element",
		    "element %lld of '%s' is used, which has %s", (long long)lo, say_expr(x, e->a),
		    count);
	else
		say(x, e->loc, "CL601",
		    bound_fix(x, idx, "test it first: if (index >= count) return -EINVAL;"),
		    "'%s' indexes '%s', which has %s, and is not proven to be below that",
		    say_expr(x, i), e->a ? say_expr(x, e->a) : "it", count);
}

static void check_range(struct exec *x, struct state *s, const struct lin *idx,
			const struct lin *count, bool past_end, const struct expr *e)
{
	struct lin zero = {0};

	if (proves_le(s, &zero, idx, 0) && proves_le(s, idx, count, past_end ? 0 : 1))
		return;
	index_finding(x, s, idx, mem_format(x->r->arena, "%s elements", lin_name(x->r, count)), e);
}

static const char *how_to_say_length(const struct type *t)
{
	if (t->space == SPACE_USER)
		return "read on with a struct cleat_user_reader, which knows where it ends";
	if (strcmp(t->to->name, "char") == 0 || strcmp(t->to->name, "const char") == 0)
		return "of a string: see that what stands before is no NUL (const char *), or go from 0 to its strlen(); or declare how long "
		       "it is: __sized_by(bytes)";
	return "declare how long it is: __elements(n), __sized_by(bytes) or __counted_by(field)";
}

void bounds_index(struct exec *x, struct state *s, struct val base, struct lin idx, bool past_end,
		  const struct expr *e)
{
	struct lin count, at;

	if (!lin_add(&base.lin, &idx, 1, &at))
		return;
	if (base.kind == V_TEXT && base.text) {
		count = lin_const((num)strlen(base.text) - 1); /* without quotes, with the NUL */
		check_range(x, s, &at, &count, past_end, e);
		return;
	}
	if (base.kind == V_ADDR) {
		if (behind_count(x, s, base.place, &count))
			check_range(x, s, &at, &count, past_end, e);
		else
			say(x, e->loc, "CL605", "declare how long it is: __counted_by(field)",
			    "the length of '%s' is not known, and it is indexed",
			    place_name(x->r, base.place));
		return;
	}
	if (base.kind == V_PTR && base.sym) {
		struct type *t = x->r->syms[base.sym].type->to;
		bool text = cstring_is(s, base.sym);
		const struct fact *f;
		struct lin bytes;

		if (text)
			cstring_settle(x->r, s);
		f = state_known(s, base.sym);
		/* An object that was made of so many bytes: is its type as large? */
		if (lin_is_const(&at) && at.k == 0 && !(f && f->has_extent))
			return;
		if (f && f->has_extent && lin_scale(&at, t->size > 0 ? t->size : 1, &bytes)) {
			struct lin zero = {0};
			num more = past_end ? 0 : t->size > 0 ? t->size : 1;

			if (proves_le(s, &zero, &at, 0) && proves_le(s, &bytes, &f->extent, more))
				return;
			if (!text) {
				index_finding(x, s, &at, room_text(x, &f->extent, t->size), e);
				return;
			}
		}
		say(x, e->loc, "CL605", how_to_say_length(x->r->syms[base.sym].type),
		    "the length of what '%s' points to is not known, and it is indexed",
		    x->r->syms[base.sym].name);
	}
}

/* Bytes from @v to the end of what it points into. */
static bool room(struct exec *x, struct state *s, const struct val *v, struct lin *ret)
{
	struct lin count;
	const struct fact *f;
	struct type *t;

	switch (v->kind) {
	case V_TEXT:
		*ret = lin_const(v->text ? (num)strlen(v->text) - 1 : 0);
		return v->text != NULL;
	case V_ADDR:
		t = x->r->places[v->place].type;
		if (!v->elem) {
			*ret = lin_const(t->size);
			return t->size >= 0;
		}
		if (!behind_count(x, s, v->place, &count) || !lin_add(&count, &v->lin, -1, &count))
			return false;
		return lin_scale(&count, t->kind == T_ARRAY ? t->to->size : t->size, ret);
	case V_PTR:
		f = state_known(s, v->sym);
		t = x->r->syms[v->sym].type->to;
		if (f && f->has_extent) {
			struct lin at;

			return lin_scale(&v->lin, t->size > 0 ? t->size : 1, &at) &&
			       lin_add(&f->extent, &at, -1, ret);
		}
		if (!v->lin.n && !v->lin.k && behind_room(x, s, v->sym, ret))
			return true;
		if (t->kind == T_RECORD || (t->size > 1 && !v->lin.n && !v->lin.k)) {
			*ret = lin_const(t->size);
			return t->size >= 0;
		}
		return false;
	default:
		return false;
	}
}

void bounds_bytes(struct exec *x, struct state *s, struct val ptr, struct type *t, struct val need,
		  const struct expr *e, const char *what)
{
	struct lin have;
	num lo, hi;
	bool text;

	(void)t;
	if (ptr.kind == V_UNKNOWN || (ptr.kind == V_PTR && !ptr.sym) || need.kind != V_INT)
		return;
	lin_range(s, &need.lin, &lo, &hi);
	if (lo == 0 && hi == 0)
		return;
	text = ptr.kind == V_PTR && cstring_is(s, ptr.sym);
	if (text)
		cstring_settle(x->r, s);
	if (!room(x, s, &ptr, &have) || (text && !proves_le(s, &need.lin, &have, 0))) {
		say(x, e->loc, "CL605",
		    "declare how long it is: __sized_by(bytes) on the parameter, __counted_by on "
		    "the field",
		    "the length of what '%s' points to is not known, and %s is given '%s' bytes of "
		    "it",
		    say_expr(x, e), what, lin_name(x->r, &need.lin));
		return;
	}
	if (proves_le(s, &need.lin, &have, 0))
		return;
	say(x, e->loc, "CL602",
	    bound_fix(x, &need.lin, "test the length against sizeof() of the buffer first"),
	    "%s uses '%s' bytes of '%s', which has %s%s", what, lin_name(x->r, &need.lin),
	    say_expr(x, e), lin_name(x->r, &have), why_not(&need));
}

void bounds_size(struct exec *x, struct state *s, const struct val *v, const struct expr *e,
		 const char *what)
{
	struct finding *f;

	(void)s;
	if (v->kind == V_INT && v->lin.n == 1 && x->r->syms[v->lin.t[0].sym].origin == SYM_LOAD)
		module_note(x->m, "measured",
			    field_name(x->m, place_decl(x->r, x->r->syms[v->lin.t[0].sym].key1)));
	if (v->wrapped) {
		f = say(x, e->loc, "CL603",
			"use size_mul(), array_size(), struct_size() or check_add_overflow()",
			"'%s' may have wrapped around, and is the size that '%s' is given",
			say_expr(x, e), what);
		say_step(x, f, v->odd_at, "computed here");
	} else if (v->cut) {
		f = say(x, e->loc, "CL604", "test it before it is converted: if (n < 0 || n > MAX)",
			"'%s' may be negative or too large for its type, and is the size that '%s' "
			"is given",
			say_expr(x, e), what);
		say_step(x, f, v->odd_at, "converted here");
	}
}

void bounds_one(struct exec *x, struct state *s, const struct type *t, const struct val *v, const struct expr *e)
{
	const struct fact *f = v->kind == V_PTR && v->sym ? state_known(s, v->sym) : NULL;

	if (t->kind != T_PTR || t->to->size <= 0 || (lin_is_const(&v->lin) && !v->lin.k))
		return;
	if ((v->kind == V_ADDR && v->elem) || (f && f->has_extent && !f->text))
		bounds_index(x, s, *v, (struct lin){0}, false, e);
}
