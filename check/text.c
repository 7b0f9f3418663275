/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Strings end with a NUL. Bytes that came from user space, or from wherever a callee took so many
 * of them, are no string until somebody put a NUL behind them, or looked for one; nor is what nobody
 * has written.
 */
#include "check/call.h"

#include <string.h>

static bool is_char(const struct type *t)
{
	return t->kind == T_INT && t->size == 1 && t->is_signed;
}

/* The array (or the memory behind a pointer) in which @p is an element. */
static place_t array_of(const struct run *r, place_t p)
{
	const struct place *at = &r->places[p];

	return at->kind == P_INDEX || at->kind == P_ANY ? place_loose(r, at->parent) : 0;
}

/* The array of characters that @v points to the begin of, or 0. */
static place_t text_at(struct exec *x, const struct val *v)
{
	if (v->kind == V_ADDR && v->elem && x->r->places[v->place].type->kind == T_ARRAY &&
	    is_char(x->r->places[v->place].type->to))
		return place_loose(x->r, v->place);
	if (v->kind == V_PTR && v->sym && x->r->syms[v->sym].type->kind == T_PTR &&
	    is_char(x->r->syms[v->sym].type->to))
		return place_sym(x->r, v->sym);
	return 0;
}

void text_raw(struct exec *x, struct state *s, place_t p, struct loc at)
{
	state_mark(x->r, s, MARK_RAW, place_loose(x->r, p), at);
}

void text_stored(struct exec *x, struct state *s, place_t p, const struct val *v, struct loc at)
{
	place_t array = array_of(x->r, p);

	if (array && x->r->places[p].type->size == 1 && v->kind == V_INT && lin_is_const(&v->lin) &&
	    !v->lin.k)
		state_mark(x->r, s, MARK_TERMINATED, array, at);
}

/* Functions that end what they write with a NUL, or tell where one is. */
static bool ends_text(const char *name)
{
	static const char *const names[] = {"strscpy", "strscpy_pad", "scnprintf", "snprintf", "strnlen",
					    "memchr"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return false;
}

static const struct mark *raw_mark(const struct exec *x, const struct state *s, place_t array)
{
	if (state_marked(s, MARK_TERMINATED, array))
		return NULL;
	for (place_t p = array; p; p = x->r->places[p].parent) {
		const struct mark *m = state_marked(s, MARK_RAW, p);

		if (m)
			return m;
	}
	return NULL;
}

/* What strsep() and its like are given: where the string's address is kept. */
static const struct val *text_behind(struct exec *x, const struct state *s, const struct decl *p, const struct val *v)
{
	const struct type *to = p && p->type->kind == T_PTR ? p->type->to : NULL;
	const struct cell *c = to && to->kind == T_PTR && is_char(to->to) && v->kind == V_ADDR && !v->elem
				       ? state_cell(s, place_loose(x->r, v->place))
				       : NULL;

	return c ? &c->val : v;
}

/* Nothing was written there, or single characters, and no NUL among them. */
static bool unwritten(const struct exec *x, const struct state *s, place_t array)
{
	enum content content = state_content(x->r, s, array);

	return (content == C_UNINIT || content == C_MAYBE) && !state_marked(s, MARK_TERMINATED, array);
}

void text_passed(struct exec *x, struct state *s, const struct callee *c, int i,
		 const struct val *v, const struct expr *e)
{
	const struct decl *p = callee_param(c, i);
	const struct val *text = text_behind(x, s, p, v);
	place_t array = text_at(x, text);
	const struct mark *raw = array ? raw_mark(x, s, array) : NULL;
	bool none = array && !raw && unwritten(x, s, array);
	struct finding *f;

	if (!raw && !none)
		return;
	if (i == 0 && ends_text(c->name)) {
		state_mark(x->r, s, MARK_TERMINATED, array, e->loc);
		return;
	}
	if (none && text == v && !(p ? p->type->kind == T_PTR && p->type->to->is_const : filled_nothing(x->r, s, array)))
		return; /* it may be written there */
	if (p && text == v && (p->type->kind != T_PTR || !is_char(p->type->to) || decl_has(p, "sized_by") ||
			       decl_has(p, "elements")))
		return;
	f = say(x, e->loc, none ? "CL501" : "CL602",
		none ? "write a string there first: strscpy(), scnprintf()"
		     : "put a NUL at its end first: buf[sizeof(buf) - 1] = 0;",
		none ? "'%s' is read as a string by '%s', and no NUL was written to it"
		     : "'%s' is read as a string by '%s', and nothing says that it ends with a NUL",
		say_expr(x, e), c->name);
	if (raw)
		say_step(x, f, raw->at, "its bytes came from here");
	state_mark(x->r, s, MARK_TERMINATED, array, e->loc);
}
