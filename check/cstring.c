/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Walks through a string. Whoever takes a const char * may rely on a NUL (text.c sees to that), but not on more: there is a
 * byte behind another that is there and not NUL. So the extent of such a pointer is a number of its own, its length and one,
 * and each character that is known not to be NUL says that the length is more than its index.
 */
#include "check/cstring.h"

#include "check/call.h"
#include "check/mem.h"

#include <string.h>

enum { KEY_LENGTH = -2 };

static struct type size = {.kind = T_INT, .size = 8, .name = "size_t"};

static bool is_char(const struct type *t)
{
	return t->kind == T_INT && t->size == 1 && t->is_signed && t->space == SPACE_KERNEL;
}

bool cstring_is_walk(const struct expr *e)
{
	return (e->kind == E_DEREF || e->kind == E_INDEX) && !e->trusted && is_char(e->type) && e->type->is_const;
}

bool cstring_is(const struct state *s, sym_t sym)
{
	const struct fact *f = sym ? state_known(s, sym) : NULL;

	return f && f->has_extent && f->text;
}

/* @sym points to a string that is longer than @least. */
static void begin(struct run *r, struct state *s, sym_t sym, num least)
{
	sym_t length = sym_new(r, s, SYM_MATH, sym, KEY_LENGTH, &size,
			       mem_format(r->arena, "strlen(%s)", r->syms[sym].name));
	struct fact *f = state_fact(r, s, length);

	f->lo = least;
	f->hi = (num)1 << 62; /* no string is as long as that */
	f = state_fact(r, s, sym);
	f->has_extent = f->text = true;
	f->extent = lin_sym(length);
	f->extent.k = 1;
}

void cstring_begin(struct run *r, struct state *s, const struct val *v)
{
	const struct sym *sym = v->kind == V_PTR && v->sym ? &r->syms[v->sym] : NULL;
	const struct fact *f = sym && r->walks && sym->type->kind == T_PTR && is_char(sym->type->to)
				       ? state_known(s, v->sym)
				       : NULL;

	if (!f || f->own || f->text || (!sym->type->to->is_const && sym->origin != SYM_CALL))
		return;
	/* What strchr() has found is so long that what it looked for is in it. */
	if (!f->has_extent || (sym->origin == SYM_CALL && lin_is_const(&f->extent) && f->extent.k > 0))
		begin(r, s, v->sym, f->has_extent ? f->extent.k - 1 : 0);
}

bool cstring_holds(const struct state *s, const struct val *v)
{
	return v->kind == V_PTR && cstring_is(s, v->sym) && proves_le(s, &v->lin, &state_known(s, v->sym)->extent, 1);
}

/* No NUL is any of these. */
void cstring_asked(struct run *r, struct state *s, const struct callee *c, const struct val *args, int n, sym_t answer)
{
	static const char *const kinds[] = {"isalnum", "isalpha", "isdigit", "isgraph", "islower",
					    "isprint", "ispunct", "isspace", "isupper", "isxdigit"};

	for (size_t i = 0; n == 1 && c->d->trusted && i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(c->name, kinds[i]) == 0 && args[0].kind == V_INT && args[0].lin.n == 1 && !args[0].lin.k &&
		    args[0].lin.t[0].coef == 1)
			state_fact(r, s, answer)->character = args[0].lin.t[0].sym;
}

void cstring_answered(struct run *r, struct state *s, sym_t answer)
{
	const struct fact *f = state_known(s, answer);

	if (f && f->character)
		state_fact(r, s, f->character)->nonzero = true;
}

/* What @c says of the length of the string that it is a character of. */
static void look_at(struct run *r, struct state *s, const struct cell *c)
{
	const struct place *at = &r->places[c->place], *text = &r->places[at->parent];
	struct lin behind;

	if ((at->kind != P_INDEX && at->kind != P_ANY) || text->kind != P_SYM || !cstring_is(s, text->sym) ||
	    (at->kind == P_ANY && !at->at.n) || c->val.kind != V_INT ||
	    !lin_never_zero(s, &c->val.lin))
		return;
	behind = at->kind == P_INDEX ? lin_const((num)at->index) : at->at;
	behind.k += 2;
	if (lin_add(&behind, &state_known(s, text->sym)->extent, -1, &behind))
		state_assume(r, s, &behind);
}

void cstring_settle(struct run *r, struct state *s)
{
	for (int i = 0; r->walks && i < s->n_cells; i++)
		look_at(r, s, &s->cells[i]);
	for (int i = 0; r->walks && i < s->n_seen; i++)
		look_at(r, s, &s->seen[i]);
}
