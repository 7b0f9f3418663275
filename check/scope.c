/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "check/cstring.h"
#include "check/mem.h"
#include "check/container.h"
#include "check/effect.h"

#include <string.h>

/* ---- declarations ---- */

struct find_call {
	const char *word;
	bool on_param;
	const struct func *found;
	const struct contract *contract;
};

static void find_in_expr(const struct expr *e, struct find_call *fc);

static void find_in_stmt(const struct stmt *s, struct find_call *fc)
{
	if (!s)
		return;
	for (int i = 0; i < s->n; i++)
		find_in_stmt(s->list[i], fc);
	for (int i = 0; i < s->n_decls; i++)
		if (s->decls[i]->init)
			find_in_expr(s->decls[i]->init, fc);
	if (s->expr)
		find_in_expr(s->expr, fc);
	find_in_stmt(s->init, fc);
	find_in_stmt(s->body, fc);
	find_in_stmt(s->orelse, fc);
}

static void look_at_call(const struct func *f, struct find_call *fc)
{
	const struct contract *c = decl_contract(f->decl, fc->word);

	for (int i = 0; fc->on_param && i < f->n_params && !c; i++)
		c = decl_contract(f->params[i], fc->word);
	if (c && !fc->found) {
		fc->found = f;
		fc->contract = c;
	}
}

static void find_in_expr(const struct expr *e, struct find_call *fc)
{
	if (!e)
		return;
	if (e->kind == E_CALL && expr_plain(e->a)->kind == E_FUNC)
		look_at_call(expr_plain(e->a)->decl->func, fc);
	find_in_expr(e->a, fc);
	find_in_expr(e->b, fc);
	find_in_expr(e->c, fc);
	for (int i = 0; i < e->n_args; i++)
		find_in_expr(e->args[i], fc);
	find_in_stmt(e->body, fc);
}

static const struct func *free_function(const struct exec *x, const char *cleanup)
{
	struct func *f = unit_func(x->u, cleanup);
	struct find_call fc = {.word = "own", .on_param = true};

	if (f && f->body)
		find_in_stmt(f->body, &fc);
	return fc.found;
}

/* guard(mutex)(&d->lock): the class's constructor calls a function that acquires its argument. */
static bool declare_guard(struct exec *x, const struct decl *d, struct set *set)
{
	const struct expr *call = expr_plain(d->init);
	struct find_call fc = {.word = "acquires"};
	const struct func *f;

	if (!call || call->kind != E_CALL || expr_plain(call->a)->kind != E_FUNC)
		return false;
	f = expr_plain(call->a)->decl->func;
	if (strncmp(f->decl->name, "class_", 6) != 0 || !f->body)
		return false;
	find_in_stmt(f->body, &fc);
	if (!fc.found) {
		fc.word = "acquires_shared";
		find_in_stmt(f->body, &fc);
	}
	if (!fc.found)
		return false;
	for (int i = 0; i < call->n_args; i++)
		eval(x, set, call->args[i]);
	for (int i = 0; i < set->n; i++) {
		struct state *s = set->v[i];
		place_t lock = 0, first;

		s->sp -= call->n_args;
		if (decl_has(fc.found->decl, "sleeps"))
			lock_sleep(x, s, d->loc, fc.found->decl->name);
		for (int k = 0; k < call->n_args || k == 0; k++) {
			first = lock;
			lock = call->n_args ? memory_deref(x, s, s->stack[s->sp + k], call->args[k])
					    : contract_place(x, s, fc.contract->arg, fc.found, NULL, 0, 0);
			lock_acquire(x, s, lock, first, call->loc, d, strcmp(fc.word, "acquires") != 0);
		}
		state_set(x->r, s, place_var(x->r, d), (struct val){.kind = V_UNKNOWN}, d->loc);
	}
	return true;
}

void exec_decl(struct exec *x, const struct decl *d, struct set *set)
{
	place_t p = place_var(x->r, d);

	if (d->global)
		return;
	if (d->cleanup && d->init && declare_guard(x, d, set))
		return;
	for (int i = 0; i < set->n; i++)
		state_fill(x->r, set->v[i], p, C_UNINIT, d->loc);
	for (int i = 0; i < set->n && !d->init; i++)
		filled_begin(x, set->v[i], p);
	if (d->init)
		memory_init(x, set, p, d->type, d->init);
}

/* ---- the end of a scope ---- */

/* What a CLASS() variable gave access to is out of reach when it ends. */
static void end_access(struct exec *x, struct state *s, const struct decl *d, struct loc at)
{
	place_t var = place_var(x->r, d);

	for (int i = 0; i < s->n_facts; i++) {
		struct fact *f = &s->facts[i];
		const struct sym *sym = &x->r->syms[f->sym];

		if (!f->sym || sym->origin != SYM_LOAD || sym->type->kind != T_PTR || f->own ||
		    f->death || !place_within(x->r, sym->key1, var))
			continue;
		f->death = EXPIRED;
		f->died_at = at;
		f->by = d->name;
	}
}

static void run_cleanup(struct exec *x, struct state *s, const struct decl *d, struct loc at)
{
	const struct func *f;
	struct cell *c = state_cell(s, place_var(x->r, d));

	if (!c)
		return;
	for (int i = 0; i < s->n_held; i++)
		if (s->held[i].guard == d) {
			lock_release_guard(x, s, d, at);
			return;
		}
	if (strncmp(d->cleanup, "class_", 6) == 0)
		end_access(x, s, d, at);
	if (c->val.kind == V_UNKNOWN)
		return;
	f = free_function(x, d->cleanup);
	if (!f)
		return;
	if (c->val.uninit || c->val.kind == V_CONTENT) {
		say(x, d->loc, "CL501", "initialise it with NULL or with its value",
		    "'%s' is freed at the end of its scope, but may not have a value", d->name);
		return;
	}
	if (c->val.kind == V_PTR && c->val.sym && (state_fact(x->r, s, c->val.sym)->mask & M_VALID)) {
		struct callee callee = {.d = f->decl,
					.f = unit_func(x->u, f->decl->name),
					.params = f->params,
					.n_params = f->n_params,
					.name = f->decl->name};
		struct val v = c->val;

		call_check_inside(x, s, &callee, &v, 1, at);
		c = state_cell(s, place_var(x->r, d));
	}
	own_take(x, s, &c->val, FREED, at, d->name, f->decl->name,
		 f->n_params && f->params[0]->type->kind == T_PTR &&
			 f->params[0]->type->to->kind == T_VOID);
}

static void collect_decls(const struct stmt *s, const struct stmt *scope, const struct decl **list,
			  int *n)
{
	if (!s)
		return;
	if (s->kind == S_DECL)
		for (int i = 0; i < s->n_decls && *n < 128; i++)
			list[(*n)++] = s->decls[i];
	if (s->kind == S_BLOCK && s != scope)
		return;
	for (int i = 0; i < s->n; i++)
		if (s->list[i]->kind != S_BLOCK)
			collect_decls(s->list[i], scope, list, n);
	if (s->kind == S_LABEL || s->kind == S_CASE || s->kind == S_DEFAULT)
		collect_decls(s->body, scope, list, n);
	if (s->kind == S_FOR && s == scope)
		collect_decls(s->init, scope, list, n);
}

/* A pointer to what is no more. */
static struct val expired(struct exec *x, struct state *s, place_t p, const struct decl *d,
			  struct loc at)
{
	struct type *t = x->r->places[p].type;
	sym_t sym;
	struct fact *f;

	if (t->kind != T_PTR)
		return (struct val){.kind = V_UNKNOWN};
	sym = sym_intern(x->r, SYM_OUTER, p, 4, t, place_name(x->r, p));
	f = state_fact(x->r, s, sym);
	f->death = EXPIRED;
	f->died_at = at;
	f->by = d->name;
	return val_ptr(sym);
}

/* A variable of the driver is gone: what still points to it must not live on. */
static void dangle(struct exec *x, struct state *s, const struct decl *d, struct loc at)
{
	place_t var = place_var(x->r, d);

	for (int i = 0; i < s->n_cells; i++) {
		struct cell *c = &s->cells[i];
		const struct place *root = &x->r->places[place_root(x->r, c->place)];
		struct finding *f;

		if (c->val.kind != V_ADDR || place_root(x->r, c->val.place) != var)
			continue;
		if (root->kind == P_SYM || root->decl->global) {
			f = say(x, c->at, "CL211",
				"store a copy, or allocate what is to live longer",
				"the address of local variable '%s' is left in '%s', which lives "
				"longer",
				d->name, place_name(x->r, c->place));
			say_step(x, f, at, "'%s' ends here", d->name);
		}
		c->val = expired(x, s, c->place, d, at);
	}
}

static void end_var(struct exec *x, struct state *s, const struct decl *d, struct loc at)
{
	place_t p = place_var(x->r, d);
	const struct cell *c = state_cell(s, p);
	sym_t error = c && c->val.kind == V_INT && c->val.lin.n == 1 && !d->trusted
			      ? c->val.lin.t[0].sym
			      : 0;

	dangle(x, s, d, at);
	if (!d->trusted)
		container_check(x, s, p, at, NULL);
	own_check_ending(x, s, d, at);
	for (int i = 0; i < s->n_marks; i++)
		if (s->marks[i].kind == MARK_LINKED && place_within(x->r, s->marks[i].place, p)) {
			struct finding *f = say(x, at, "CL111", "take it off the list on every path",
						"'%s' ends here, and is still on a list",
						place_name(x->r, s->marks[i].place));

			say_step(x, f, s->marks[i].at, "put on the list here");
		} else if (s->marks[i].kind == MARK_BEGUN &&
			   place_within(x->r, s->marks[i].place, p)) {
			struct finding *f =
				say(x, at, "CL112", "end it on every path",
				    "'%s' ends here, but what was begun on it has not ended",
				    place_name(x->r, s->marks[i].place));

			say_step(x, f, s->marks[i].at, "begun here");
		}
	state_clear(x->r, s, p);
	/* A function that fails with one error need not tell of the others. */
	if (error && !own_errs(s))
		own_pending(x, s, error, at);
}

void scope_leave(struct exec *x, struct set *set, const struct stmt *block)
{
	const struct decl *decls[128];
	int n = 0;

	collect_decls(block, block, decls, &n);
	if (!n)
		return;
	for (int i = 0; i < set->n; i++) {
		struct state *s = set->v[i];
		struct loc at = s->has_result || s->result_at.file ? s->result_at : block->end;

		for (int k = n - 1; k >= 0; k--)
			if (!decls[k]->global && decls[k]->cleanup)
				run_cleanup(x, s, decls[k], at);
		for (int k = n - 1; k >= 0; k--)
			if (!decls[k]->global)
				end_var(x, s, decls[k], at);
		own_lost(x, s, at, NULL);
	}
}

/* ---- the function's own ends ---- */

static void enter_pointer(struct exec *x, struct state *s, const struct decl *d)
{
	bool out = decl_has(d, "writes");
	bool inner = out &&
		     d->type->to->kind == T_PTR; /* "T *__own *__writes p": own is the pointee's */
	sym_t sym = sym_intern(x->r, SYM_PARAM, d->index, 0, d->type, d->name);
	struct fact *f = state_fact(x->r, s, sym);

	f->mask = M_VALID;
	f->got_at = d->loc;
	if (!inner && decl_has(d, "opt"))
		f->mask |= M_NULL;
	if (!inner && decl_has(d, "errptr"))
		f->mask |= M_ERR;
	if (!inner && decl_has(d, "own")) {
		f->own = 1;
		f->borrowed = false;
	}
	if (out) {
		f->content = C_UNINIT;
		f->fresh = d->type->to->kind == T_RECORD; /* nobody reads it before it is filled */
	}
	state_set(x->r, s, place_var(x->r, d), val_ptr(sym), d->loc);
}

static void enter_extent(struct exec *x, struct state *s, const struct decl *d,
			 const struct val *vals)
{
	const struct contract *bytes = decl_contract(d, "sized_by");
	const struct contract *elements = decl_contract(d, "elements");
	struct val v;
	struct fact *f;

	if (d->type->kind != T_PTR || (!bytes && !elements))
		return;
	if (!contract_value(x, s, bytes ? bytes->arg : elements->arg, x->f, vals, x->f->n_params, 0,
			    &v) ||
	    v.kind != V_INT)
		return;
	f = state_fact(x->r, s, vals[d->index].sym);
	f->has_extent = lin_scale(&v.lin, bytes ? 1 : d->type->to->size, &f->extent);
	v.lin.k -= (num)1 << 62; /* no object is as large as that */
	if (f->has_extent)
		state_assume(x->r, s, &v.lin);
}

static void enter_param(struct exec *x, struct state *s, const struct decl *d)
{
	place_t p = place_var(x->r, d);
	sym_t sym;

	switch (d->type->kind) {
	case T_PTR:
		if (d->type->to->kind == T_FUNC)
			state_set(x->r, s, p, (struct val){.kind = V_UNKNOWN}, d->loc);
		else
			enter_pointer(x, s, d);
		return;
	case T_INT:
	case T_BOOL:
	case T_ENUM:
		sym = sym_intern(x->r, SYM_PARAM, d->index, 0, d->type, d->name);
		state_fact(x->r, s, sym);
		state_set(x->r, s, p, val_int(lin_sym(sym)), d->loc);
		if (decl_has(d, "own"))
			own_number_give(x, s, &state_cell(s, p)->val, true, d->loc);
		return;
	default:
		state_fill(x->r, s, p, C_EXTERN, d->loc);
	}
}

static void enter_locks(struct exec *x, struct state *s, const struct val *vals, const char *word)
{
	for (const struct contract *c = x->f->decl->contracts; c; c = c->next) {
		place_t lock;

		if (strcmp(c->word, word) != 0)
			continue;
		lock = contract_place(x, s, c->arg, x->f, vals, x->f->n_params, 0);
		if (!lock)
			continue;
		lock_acquire(x, s, lock, 0, (struct loc){0}, NULL, strstr(word, "shared") != NULL);
		s->held[s->n_held - 1].entry = true;
	}
}

void scope_enter_function(struct exec *x, struct state *s)
{
	struct val *vals = mem_alloc(x->r->arena, sizeof(*vals) * (size_t)(x->f->n_params + 1));

	for (int i = 0; i < x->f->n_params; i++) {
		const struct cell *c;

		enter_param(x, s, x->f->params[i]);
		c = state_cell(s, place_var(x->r, x->f->params[i]));
		vals[i] = c ? c->val : (struct val){.kind = V_UNKNOWN};
	}
	for (int i = 0; i < x->f->n_params; i++)
		enter_extent(x, s, x->f->params[i], vals);
	for (int i = 0; i < x->f->n_params; i++)
		cstring_begin(x->r, s, &vals[i]);
	for (int i = 0; i < x->f->n_params; i++)
		limit_assume(x, s, x->f->params[i], &vals[i], x->f, vals, x->f->n_params, 0);
	enter_locks(x, s, vals, "must_hold");
	enter_locks(x, s, vals, "must_hold_shared");
	enter_locks(x, s, vals, "releases");
	enter_locks(x, s, vals, "releases_shared");
}

void scope_exit_function(struct exec *x, struct state *s)
{
	struct loc at = s->result_at;

	lock_exit(x, s, at);
	effect_exit(x, s);
	life_exit(x, s, at);
	for (int i = 0; i < x->f->n_params; i++) {
		dangle(x, s, x->f->params[i], at);
		state_clear(x->r, s, place_var(x->r, x->f->params[i]));
	}
	own_exit(x, s, at);
}
