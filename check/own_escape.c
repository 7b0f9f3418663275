/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Pointers that are left in places which live longer: good for this call only, good under a lock that does
 * not guard that place, or second ones to what another place owns.
 */
#include "check/own_private.h"

/* Is @p what a __writes parameter points to? */
static bool is_out(const struct exec *x, place_t p)
{
	const struct place *root = &x->r->places[place_root(x->r, p)];
	const struct sym *sym = root->kind == P_SYM ? &x->r->syms[root->sym] : NULL;

	return sym && sym->origin == SYM_PARAM && decl_has(x->f->params[sym->key1], "writes");
}

bool own_for_the_caller(const struct exec *x, const struct state *s, place_t p, place_t loan)
{
	if (!is_out(x, p))
		return false;
	for (int i = 0; i < s->n_held; i++)
		if (s->held[i].lock == loan && s->held[i].entry)
			return true;
	return false;
}

/* Another place owns it, or a container under the same lock: nothing says that this one is cleared when it goes. */
static void check_alias(struct exec *x, struct state *s, const struct cell *c, sym_t sym)
{
	const struct fact *f = state_known(s, sym);
	bool given = s->has_result && s->result.kind == V_PTR && s->result.sym == sym && decl_has(x->f->decl, "own");
	struct finding *found;

	if (!c->at.file || is_out(x, c->place))
		return;
	if (!given && !(f->loan && lock_guarding(x, s, c->place) == f->loan) && !own_owners_elsewhere(x, s, sym))
		return;
	found = say(x, c->at, "CL210", "keep what finds it again (an id), or take a reference",
		    "what '%s' is left with here belongs to another place, and may be gone before",
		    place_name(x->r, c->place));
	say_step(x, found, f->got_at, "it comes from here");
}

void own_check_escape(struct exec *x, struct state *s, const struct cell *c)
{
	sym_t sym = own_object_of(x->r, &c->val);
	const struct fact *f = sym ? state_known(s, sym) : NULL;
	const struct place *root = &x->r->places[place_root(x->r, c->place)];
	bool call_only;
	struct finding *found;

	if (!f || f->death || place_contract(x->r, c->place, "borrows") || own_linked(x, s, sym))
		return;
	if (!(f->mask & M_VALID) || (root->kind == P_SYM && root->sym == sym))
		return;
	if (f->own) {
		if (own_owners_elsewhere(x, s, sym) >= f->own && !place_contract(x->r, c->place, "own"))
			check_alias(x, s, c, sym);
		return;
	}
	if (f->loan && c->at.file && lock_guarding(x, s, c->place) != f->loan &&
	    !own_for_the_caller(x, s, c->place, f->loan)) {
		found = say(x, c->at, "CL212",
			    "keep a copy of what is needed, or guard that place by the same lock",
			    "'%s' was read under '%s', and is left in '%s', which that lock does "
			    "not guard",
			    x->r->syms[sym].name, place_name(x->r, f->loan),
			    place_name(x->r, c->place));
		say_step(x, found, f->got_at, "read here");
		return;
	}
	call_only = x->r->syms[sym].origin == SYM_PARAM && f->borrowed;
	for (int i = 0; i < MAX_DEPS && !call_only; i++)
		call_only = f->deps[i] && x->r->syms[f->deps[i]].origin == SYM_PARAM &&
			    x->r->syms[sym].origin == SYM_JOIN;
	if (!call_only) {
		check_alias(x, s, c, sym);
		return;
	}
	if (!c->at.file)
		return;
	found = say(x, c->at, "CL210",
		    "keep a copy of what is needed, or take ownership (__own) or a reference",
		    "'%s' is only borrowed for this call, and is left in '%s', which lives longer",
		    x->r->syms[sym].name, place_name(x->r, c->place));
	say_step(x, found, s->result_at, "the call ends here");
}

void own_left_somewhere(struct exec *x, struct state *s, place_t p, const struct val *v, struct loc at)
{
	sym_t sym = own_object_of(x->r, v);
	const struct fact *f = sym ? state_known(s, sym) : NULL;

	/* From one array of owners to another: what was in the first goes on being there, or is replaced later. */
	if (place_contract(x->r, p, "own") && (!f || f->own || x->r->syms[sym].origin != SYM_PARAM))
		return;
	if (v->kind != V_AGGREGATE && !place_private(x->r, s, p)) /* a copy keeps no address of what it was made of */
		own_check_escape(x, s, &(struct cell){.place = p, .val = *v, .at = at});
}
