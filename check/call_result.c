/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "check/call.h"
#include "check/cstring.h"
#include "check/container.h"
#include "check/effect.h"
#include "check/mem.h"
#include "check/made.h"

#include <string.h>

static bool is_named(const char *name, const char *const *names)
{
	for (; *names; names++)
		if (strcmp(name, *names) == 0)
			return true;
	return false;
}

static void depend(struct exec *x, struct state *s, sym_t sym, const struct callee *c,
		   const struct val *args, int n)
{
	const struct contract *k = decl_contract(c->d, "borrows");
	int m = 0, named = c->n_params;

	while (k && named && strcmp(k->arg, c->params[named - 1]->name) != 0)
		named--;
	if (k && !named)
		say(x, x->at, "CL001", "name what its result lives as long as", "'%s' in __borrows(%s) is no parameter of '%s'",
		    k->arg, k->arg, c->name);
	for (int i = 0; i < n && m < MAX_DEPS; i++) {
		const struct decl *p = callee_param(c, i);
		place_t to = call_pointee(x, &args[i]), loan;
		const struct place *root = to ? &x->r->places[place_root(x->r, to)] : NULL;

		if (!p || p->type->kind != T_PTR || (k && strcmp(k->arg, p->name) != 0))
			continue;
		loan = to ? lock_guarding(x, s, to) : 0;
		if (loan && lock_held(s, loan))
			state_fact(x->r, s, sym)->loan = loan;
		if (root && root->kind == P_SYM)
			state_fact(x->r, s, sym)->deps[m++] = root->sym;
	}
}

static void result_extent(struct exec *x, struct state *s, struct fact *f, const struct callee *c,
			  const struct val *args, int n, const struct type *t)
{
	static const char *const arrays[] = {"kmalloc_array", "kcalloc", "kvcalloc",
					     "kvmalloc_array", "krealloc_array", NULL};
	const int first = strcmp(c->name, "krealloc_array") == 0; /* of count and size */
	const struct contract *k = decl_contract(c->d, "sized_by");
	struct val v;

	if (k && callee_value(x, s, c, k->arg, args, n, &v) && v.kind == V_INT) {
		f->extent = v.lin;
		f->has_extent = true;
		return;
	}
	/* What was found in a string ends with its NUL at the earliest. */
	if (strcmp(c->name, "strchr") == 0 && n == 2 && args[1].kind == V_INT &&
	    lin_is_const(&args[1].lin) && args[1].lin.k) {
		f->extent = lin_const(2);
		f->has_extent = true;
		return;
	}
	if (strcmp(c->name, "strstr") == 0 && n == 2 && args[1].kind == V_TEXT && args[1].text) {
		f->extent = lin_const((num)strlen(args[1].text) - 1);
		f->has_extent = true;
		return;
	}
	if (is_named(c->name, arrays) && n > first + 1 && args[first].kind == V_INT &&
	    args[first + 1].kind == V_INT) {
		const struct lin *count = &args[first].lin, *size = &args[first + 1].lin;

		if (lin_is_const(size))
			f->has_extent = lin_scale(count, size->k, &f->extent);
		else if (lin_is_const(count))
			f->has_extent = lin_scale(size, count->k, &f->extent);
		return;
	}
	for (int i = 0; i < n && t->to->kind == T_VOID; i++)
		if (callee_param(c, i) && decl_has(callee_param(c, i), "length") &&
		    args[i].kind == V_INT) {
			f->extent = args[i].lin;
			f->has_extent = true;
		}
}

/* Does the caller get an object that nobody else knows? A reference is one of several. */
static bool gives_alone(struct module *m, const struct callee *c, const struct type *t)
{
	if (!type_counted(t) || decl_has(c->d, "fresh") || decl_has(c->d, "zeroed"))
		return true;
	return c->f && !c->f->decl->trusted && summary_known(m, c->f) && !c->f->shares;
}

bool call_gives_part(struct exec *x, const struct state *s, const struct callee *c, const struct val *args)
{
	place_t p = strcmp(c->name, "strsep") == 0 && c->d->trusted ? call_pointee(x, &args[0]) : 0;
	const struct cell *at = p ? state_cell(s, p) : NULL;
	const struct fact *f = at && at->val.kind == V_PTR ? state_known(s, at->val.sym) : NULL;

	return at && (at->val.kind == V_ADDR || at->val.kind == V_TEXT || (f && f->mask == M_VALID));
}

static struct val pointer_result(struct exec *x, struct state *s, const struct callee *c,
				 const struct val *args, int n, const struct expr *e, int failed)
{
	sym_t sym = sym_new(x->r, s, SYM_CALL, e->id, 0, e->type, say_expr(x, e));
	struct fact *f = state_fact(x->r, s, sym);
	const struct contract *k;

	f->mask = M_VALID;
	if (module_nullable(x->m, c->d))
		f->mask |= M_NULL;
	if (decl_has(c->d, "errptr"))
		f->mask |= M_ERR;
	if (failed >= 0)
		f->mask &= failed ? M_NULL | M_ERR : M_VALID;
	f->got_at = e->loc;
	x->r->syms[sym].paged |= paged_gives(x, c);
	if (decl_has(c->d, "own") && (f->mask & M_VALID)) {
		f->own = 1;
		f->borrowed = false;
		f->fresh = gives_alone(x->m, c, e->type);
		f->readers = c->f && c->f->replaced;
	}
	if (decl_has(c->d, "fresh"))
		f->content = C_UNINIT;
	if (decl_has(c->d, "zeroed"))
		f->content = C_ZERO;
	result_extent(x, s, f, c, args, n, e->type);
	container_gave(x, s, c, args, n, sym);
	f = state_fact(x->r, s, sym);
	/* An error points to nothing, and lives on when the arguments go. */
	if (!f->own && (f->mask & M_VALID))
		depend(x, s, sym, c, args, n);
	k = decl_contract(c->d, "must_hold");
	if (k && !f->own) {
		place_t lock = callee_place(x, s, c, k->arg, args, n);

		state_fact(x->r, s, sym)->loan = lock;
	}
	return val_ptr(sym);
}

bool call_is_error(struct module *m, const struct callee *c)
{
	const struct summary *sum =
		c->f && !c->f->decl->trusted ? summary_known(m, c->f) : NULL;

	if (c->d->must_check || (sum && sum->gives_errors) || made_passes_error(c->f))
		return true;
	if (sum && c->f->body)
		summary_edit(m, c->f)->believed = true;
	return false;
}

/* strlen(p) gives @len: @p has a byte more than that at least, and a string ends where its memory does. */
static void length_of_text(struct exec *x, struct state *s, const struct callee *c,
			   const struct val *args, int n, sym_t len)
{
	struct fact *f = n == 1 && args[0].kind == V_PTR && !args[0].lin.n && !args[0].lin.k &&
					 args[0].sym && strcmp(c->name, "strlen") == 0
				 ? state_fact(x->r, s, args[0].sym)
				 : NULL;
	struct lin bytes = lin_sym(len), over;

	if (!f)
		return;
	bytes.k = 1;
	if (!f->has_extent)
		f->extent = bytes;
	else if (lin_add(&bytes, &f->extent, -1, &over))
		state_assume(x->r, s, &over);
	f = state_fact(x->r, s, args[0].sym);
	f->has_extent = true;
	f = state_fact(x->r, s, len);
	f->lo = 0;
	f->hi = f->hi < (num)1 << 62 ? f->hi : (num)1 << 62; /* no string is as long as that */
}

static struct val number_result(struct exec *x, struct state *s, const struct callee *c,
				const struct expr *e, int failed)
{
	struct val v;
	sym_t sym;
	struct fact *f;
	num lo, hi;

	type_range(e->type, &lo, &hi);
	if (failed == 0 && !decl_has(c->d, "own") && (!e->type->is_signed || e->type->size <= 4))
		return val_const(0);
	sym = sym_new(x->r, s, SYM_CALL, e->id, failed > 0, e->type, say_expr(x, e));
	f = state_fact(x->r, s, sym);
	f->got_at = e->loc;
	x->r->syms[sym].error |= call_is_error(x->m, c);
	f->pending = x->r->syms[sym].error && failed != 0;
	if (failed == 0)
		f->lo = 0;
	else if (failed > 0 && e->type->is_signed)
		f->hi = -1;
	else if (failed > 0)
		f->lo = 1;
	proven_result(x, c, f);
	v = val_int(lin_sym(sym));
	if (decl_has(c->d, "own"))
		own_number_give(x, s, &v, true, e->loc);
	return v;
}

/* name_get(p) and its like give back the very object that they were given. */
static bool same_object(struct exec *x, struct state *s, const struct callee *c,
			const struct val *args, int n, const struct expr *e, struct val *ret)
{
	int i = made_returns(c->f);
	struct fact *f;

	if (i < 0 || i >= n || args[i].kind != V_PTR)
		return false;
	*ret = args[i];
	if (!args[i].sym)
		return true;
	f = state_fact(x->r, s, args[i].sym);
	if (decl_has(c->d, "opt") && !(f->mask & M_NULL) && !decl_has(callee_param(c, i), "opt"))
		return false;
	if (decl_has(c->d, "own") && (f->mask & M_VALID) &&
	    !decl_has(callee_param(c, i), "own")) {
		if (f->death)
			f->death = ALIVE;
		f->own++;
		f->parted = false;
		if (decl_has(callee_param(c, i), "unlinks"))
			f->borrowed = false; /* the container that kept it has let it go */
		f->got_at = f->own > 1 ? f->got_at : e->loc;
	}
	return true;
}

struct val call_result(struct exec *x, struct state *s, const struct callee *c,
		       const struct val *args, int n, const struct expr *e, int failed)
{
	struct val same;

	switch (e->type->kind) {
	case T_PTR:
		if (same_object(x, s, c, args, n, e, &same))
			return same;
		if (e->type->to->kind == T_FUNC)
			return (struct val){.kind = V_UNKNOWN};
		same = pointer_result(x, s, c, args, n, e, failed);
		cstring_begin(x->r, s, &same);
		return same;
	case T_INT:
	case T_BOOL:
	case T_ENUM: {
		struct func f = {.params = c->params, .n_params = c->n_params};

		same = number_result(x, s, c, e, failed);
		if (same.kind == V_INT && same.lin.n == 1) {
			length_of_text(x, s, c, args, n, same.lin.t[0].sym);
			cstring_asked(x->r, s, c, args, n, same.lin.t[0].sym);
		}
		limit_assume(x, s, c->d, &same, &f, args, n, 0);
		if (same.kind == V_INT && same.lin.n)
			effect_odd(x->m, c, 0, &same, e->loc);
		return same;
	}
	case T_RECORD: {
		sym_t sym = sym_intern(x->r, SYM_OUTER, e->id, 3, e->type, say_expr(x, e));
		place_t p = place_index(x->r, place_sym(x->r, sym), 0);

		state_clear(x->r, s, p);
		return (struct val){.kind = V_AGGREGATE, .place = p};
	}
	default:
		return (struct val){0};
	}
}
