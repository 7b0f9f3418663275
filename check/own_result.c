/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What a function returns: does it say that it failed, and may its caller have it? */
#include "check/behind.h"
#include "check/mem.h"
#include "check/own_private.h"

bool own_fails(const struct state *s)
{
	if (!s->has_result)
		return false;
	if (s->result.kind == V_PTR) {
		const struct fact *f = state_known(s, s->result.sym);

		return !s->result.sym || (f && !(f->mask & M_VALID));
	}
	return s->result.kind == V_INT && lin_never_zero(s, &s->result.lin);
}

/* It tells of an error: a positive number is an answer. */
bool own_errs(const struct state *s)
{
	num lo = 0, hi;

	if (s->has_result && s->result.kind == V_INT)
		lin_range(s, &s->result.lin, &lo, &hi);
	return own_fails(s) && lo <= 0;
}

static void check_limits(struct exec *x, struct state *s, struct loc at)
{
	struct val vals[16];
	int n = x->f->n_params < 16 ? x->f->n_params : 16;

	for (int i = 0; i < n; i++) {
		const struct decl *d = x->f->params[i];
		sym_t sym = sym_intern(x->r, SYM_PARAM, d->index, 0, d->type, d->name);

		vals[i] = d->type->kind == T_PTR ? val_ptr(sym) : val_int(lin_sym(sym));
	}
	limit_check(x, s, x->f->decl, &s->result, x->f, vals, n, 0, at);
}

/* copy_from_user() says how many bytes are left: no errno, though the signed result of a function would be one. */
static void check_left_over(struct exec *x, const struct state *s, struct loc at)
{
	const struct lin *l = &s->result.lin;

	if (x->f->result->is_signed && lin_is_left(x->r, l) && !state_proves(s, l))
		say(x, at, "CL303", "return -EFAULT when it is not 0",
		    "'%s' is a number of bytes that are left, and is returned as an error would be",
		    x->r->syms[l->t[0].sym].name);
}

/* A function that returns a reference of which there are others: its callers must know. */
static void note_shared(struct exec *x, const struct fact *f)
{
	if (f->fresh || x->f->shares || !type_counted(x->f->result))
		return;
	x->f->shares = true;
	x->m->learned = true;
}

/* A function that returns what it replaced: its callers wait for a grace period. */
static void note_replaced(struct exec *x, const struct fact *f)
{
	if (!f->readers || x->f->replaced)
		return;
	x->f->replaced = true;
	x->m->learned = true;
}

/* "&(struct foo){…}" is an object of the block that it stands in. */
bool own_is_literal(const struct exec *x, const struct val *v)
{
	const struct place *root = v->kind == V_ADDR ? &x->r->places[place_root(x->r, v->place)]
						     : NULL;

	return root && root->kind == P_SYM && x->r->syms[root->sym].origin == SYM_OUTER &&
	       x->r->syms[root->sym].key2 == 2;
}

/* @v is a pointer that is returned, or lies in a struct that is. */
static void check_address(struct exec *x, const struct val *v, struct loc at)
{
	const struct place *root;

	if (own_is_literal(x, v))
		say(x, at, "CL211", "return the value, or make it static const",
		    "the address of a value that ends with its block is returned");
	if (v->kind != V_ADDR)
		return;
	root = &x->r->places[place_root(x->r, v->place)];
	if (root->kind == P_VAR && !root->decl->global)
		say(x, at, "CL211", "return a copy, or allocate it",
		    "the address of '%s' is returned, which ends with the function",
		    place_name(x->r, v->place));
}

static void check_loan(struct exec *x, struct state *s, const struct val *v, struct loc at)
{
	struct fact *f = v->kind == V_PTR && v->sym ? state_fact(x->r, s, v->sym) : NULL;
	place_t loan;

	if (f && f->loan &&
	    (f->own > own_owners_elsewhere(x, s, v->sym) || !(f->mask & M_VALID)))
		f->loan = 0;
	loan = v->kind == V_ADDR ? lock_guarding(x, s, v->place) : f ? f->loan : 0;
	if (!loan || (f && f->own))
		return;
	for (int i = 0; i < s->n_held; i++)
		if (s->held[i].lock == loan && s->held[i].entry)
			return;
	say(x, at, "CL212", "return a copy, or let the caller hold the lock (__must_hold)",
	    "a pointer into what '%s' guards is returned past the unlock",
	    place_name(x->r, loan));
}

/* What a struct of this function owns its caller owns, when it is returned. */
static void give_contents(struct exec *x, struct state *s, place_t p)
{
	const struct place *root = &x->r->places[place_root(x->r, p)];

	for (int i = 0; root->kind == P_VAR && !root->decl->global && i < s->n_cells; i++) {
		const struct cell *c = &s->cells[i];
		struct fact *f = c->val.kind == V_PTR && c->val.sym && place_within(x->r, c->place, p) &&
						 place_contract(x->r, c->place, "own")
					 ? state_fact(x->r, s, c->val.sym)
					 : NULL;

		if (f && f->own)
			f->own--;
	}
}

/* What is in a struct or an object that is returned is returned with it. */
static void check_parts(struct exec *x, struct state *s, place_t p, struct loc at)
{
	for (int i = 0; i < s->n_cells; i++) {
		const struct val v = s->cells[i].val;

		if (!place_within(x->r, s->cells[i].place, p) || (v.kind != V_PTR && v.kind != V_ADDR))
			continue;
		check_address(x, &v, at);
		check_loan(x, s, &v, at);
	}
}

void own_returned(struct exec *x, struct state *s, struct loc at)
{
	if (s->result.kind != V_AGGREGATE || !s->result.place)
		return;
	give_contents(x, s, s->result.place);
	check_parts(x, s, s->result.place, at);
}

void own_check_result(struct exec *x, struct state *s, struct loc at)
{
	const struct decl *d = x->f->decl;
	const struct val *v = &s->result;
	struct fact *f = v->kind == V_PTR ? state_fact(x->r, s, v->sym) : NULL;

	if (s->has_result && v->kind == V_INT) {
		check_limits(x, s, at);
		check_left_over(x, s, at);
	}
	if (!s->has_result || x->f->result->kind != T_PTR)
		return;
	if (f && (f->mask & M_NULL) && (decl_has(d, "own") || x->f->is_static) &&
	    !decl_has(d, "errptr"))
		module_note_nullable(x->m, d);
	else if (f && (f->mask & M_NULL) && !decl_has(d, "opt"))
		say(x, at, "CL207",
		    decl_has(d, "errptr") ? "return ERR_PTR(-errno)" : "declare it __opt",
		    "'%s' may return NULL, but its declaration does not say __opt", d->name);
	if (f && (f->mask & M_ERR) && !decl_has(d, "errptr"))
		say(x, at, "CL208", "declare it __errptr",
		    "'%s' may return an ERR_PTR, but its declaration does not say __errptr",
		    d->name);
	check_address(x, v, at);
	check_loan(x, s, v, at);
	paged_returned(x, v);
	if (f && v->sym) {
		behind_leaves(x, s, v->sym, at);
		f = state_fact(x->r, s, v->sym);
	}
	if (f && f->fresh)
		check_parts(x, s, place_sym(x->r, v->sym), at);
	if (decl_has(d, "own") && f && v->sym && (f->mask & M_VALID)) {
		if (f->death) {
			f->from = f->loan = 0; /* no lock makes it ours again */
			own_use(x, s, v, at, x->r->syms[v->sym].name);
		} else if (f->own) {
			linked_returned(x, s, v->sym, at);
			f = state_fact(x->r, s, v->sym);
			f->own--;
			note_shared(x, f);
			note_replaced(x, f);
		} else {
			say(x, at, "CL105", "take a reference, or return what was allocated here",
			    "'%s' is returned as __own, but is only borrowed here",
			    x->r->syms[v->sym].name);
		}
	}
}
