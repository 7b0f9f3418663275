/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Numbers that are owned: what ida_alloc() and get_unused_fd_flags() give out is given back once.
 * A number may be copied and printed, before and after; only a field that is declared __own has it.
 * What nobody declared is not followed further than it is plain: to the place where it is kept.
 */
#include "check/own_private.h"

/* The number that @v is, as it was given out, or 0. */
static sym_t number_of(const struct val *v)
{
	const struct lin *l = &v->lin;

	return v->kind == V_INT && l->n == 1 && !l->k && l->t[0].coef == 1 ? l->t[0].sym : 0;
}

/* One that stands for several of a loop cannot be told from the others. */
static bool is_single(const struct run *r, sym_t sym)
{
	enum sym_origin o = r->syms[sym].origin;

	return o == SYM_CALL || o == SYM_LOAD || o == SYM_PARAM;
}

static void given_back_again(struct exec *x, struct fact *f, struct loc at, const char *name,
			     const char *by)
{
	struct finding *found;

	if (f->told)
		return;
	f->told = true;
	found = say(x, at, "CL102", "give it back once on each path",
		    "'%s' is passed to '%s', but the number was given back already", name, by);
	say_step(x, found, f->died_at, "first passed to '%s' here", f->by);
}

void own_number_give(struct exec *x, struct state *s, const struct val *v, bool known, struct loc at)
{
	struct fact *f = state_fact(x->r, s, number_of(v));

	x->r->syms[f->sym].given = true;
	f->own = known;
	f->borrowed = !known;
	f->parted = !known;
	f->got_at = at;
}

void own_number_take(struct exec *x, struct state *s, const struct val *v, place_t keeper,
		     enum death how, struct loc at, const char *name, const char *by)
{
	sym_t sym = number_of(v);
	struct fact *f;
	num lo = 0, hi = 0;

	if (v->kind == V_INT)
		lin_range(s, &v->lin, &lo, &hi);
	if (hi < 0)
		say(x, at, "CL105", "pass what was given out, before anything else is put there",
		    "'%s' is passed to '%s', but is no number that was given out", name, by);
	if (hi < 0 || !sym || !is_single(x->r, sym))
		return;
	f = state_fact(x->r, s, sym);
	if (f->death) {
		if (f->from == keeper)
			given_back_again(x, f, at, name, by);
		return;
	}
	f->own -= f->own > 0;
	if (f->own)
		return;
	f->death = how;
	f->died_at = at;
	f->by = by;
	f->from = keeper;
}

bool own_number_full(const struct run *r, const struct state *s, const struct val *v)
{
	sym_t sym = number_of(v);
	const struct fact *f = sym ? state_known(s, sym) : NULL;

	return f && own_owed(r, f);
}

const struct fact *own_number_untested(const struct run *r, const struct state *s, const struct val *v)
{
	sym_t sym = number_of(v);
	const struct fact *f = sym ? state_known(s, sym) : NULL;

	return f && r->syms[sym].given && f->pending && f->lo < 0 ? f : NULL;
}

void own_number_leave(struct run *r, struct state *s, const struct val *v, place_t p,
		      const char *by, struct loc at)
{
	sym_t sym = number_of(v);
	struct fact *f = sym && state_known(s, sym) ? state_fact(r, s, sym) : NULL;

	if (!f || !f->own)
		return;
	f->own--;
	if (f->own || !by || !place_contract(r, p, "own"))
		return;
	f->death = MOVED;
	f->died_at = at;
	f->by = by;
}

void own_number_escapes(struct run *r, struct state *s, const struct val *v)
{
	for (int i = 0; v->kind == V_INT && i < v->lin.n; i++)
		if (state_known(s, v->lin.t[i].sym))
			state_fact(r, s, v->lin.t[i].sym)->own = 0;
}
