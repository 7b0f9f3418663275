/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Calls: what a function's contracts ask of its arguments, and what they say is true afterwards.
 * A call that can fail and does different things then splits the state in two.
 */
#include "check/container.h"
#include "check/effect.h"
#include "check/made.h"
#include "check/mem.h"
#include "check/walked.h"

#include <string.h>

enum { MAX_ARGS = 16 };

static struct callee find_callee(struct exec *x, const struct expr *e)
{
	const struct expr *c = expr_plain(e->a);
	struct callee callee = {.name = say_expr(x, c)};

	while (c->kind == E_DEREF)
		c = expr_plain(c->a);
	if (!c->decl)
		return callee;
	callee.d = c->decl;
	callee.f = c->kind == E_FUNC ? c->decl->func : NULL;
	callee.params = callee.f ? callee.f->params : c->decl->params;
	callee.n_params = callee.f ? callee.f->n_params : c->decl->n_params;
	return callee;
}

const struct decl *callee_param(const struct callee *c, int i)
{
	return i < c->n_params ? c->params[i] : NULL;
}

/* contract_value() for the words of this callee. */
bool callee_value(struct exec *x, struct state *s, const struct callee *c, const char *text,
		  const struct val *args, int n, struct val *ret)
{
	struct func f = {.params = c->params, .n_params = c->n_params};

	return contract_value(x, s, text, &f, args, n, 0, ret);
}

place_t callee_place(struct exec *x, struct state *s, const struct callee *c, const char *text,
		     const struct val *args, int n)
{
	struct func f = {.params = c->params, .n_params = c->n_params};

	return contract_place(x, s, text, &f, args, n, 0);
}

place_t callee_lvalue(struct exec *x, struct state *s, const struct callee *c, const char *text,
		      const struct val *args, int n)
{
	struct func f = {.params = c->params, .n_params = c->n_params};

	return contract_lvalue(x, s, text, &f, args, n);
}

/* Does failing or not change what this call does to its arguments? */
static bool splits(struct module *m, const struct callee *c, const struct expr *e)
{
	enum type_kind k = e->type->kind;

	if (k != T_INT && k != T_PTR && k != T_BOOL)
		return false;
	for (const struct contract *w = c->d->contracts; w; w = w->next)
		if (strncmp(w->word, "cond_acquires", 13) == 0)
			return true;
	for (int i = 0; i < c->n_params; i++)
		if (decl_has(c->params[i], "keeps_on_failure") ||
		    (k == T_INT && decl_has(c->params[i], "writes")) ||
		    (k == T_INT && decl_has(c->params[i], "begins") && call_is_error(m, c)))
			return true;
	return effect_splits(m, c);
}

/* Does it in this state, with these arguments? */
static bool splits_here(struct exec *x, struct state *s, const struct callee *c, const struct val *args,
			int n, const struct expr *e)
{
	if (container_asks(x, s, c, args, n) || linked_splits(x, c, args, n) || proven_splits(x, c))
		return true;
	return e->type->kind == T_INT && call_is_error(x->m, c) &&
	       (call_fills_zeros(x, s, c, args, n) || written_splits(x, s, c, args, n));
}

/* A grace period: the readers of whatever was replaced before are gone. */
static void readers_leave(struct state *s, const struct callee *c)
{
	const struct contract *k = decl_contract(c->d, "waits_for");

	for (int i = 0; k && strcmp(k->arg, "RCU") == 0 && i < s->n_facts; i++) {
		s->facts[i].readers = false;
		s->facts[i].waited = true;
	}
}

/* Who makes a lock is alone with what it guards, until it shows that to others. */
static void note_made(struct exec *x, struct state *s, const struct callee *c,
		      const struct val *args, int n, struct loc at)
{
	for (int i = 0; i < c->n_params && i < n; i++) {
		place_t p = decl_has(c->params[i], "makes") ? call_pointee(x, &args[i]) : 0;
		const struct decl *member = p ? made_member(c->f, i) : NULL;

		if (p)
			state_mark(x->r, s, MARK_MADE, member ? place_field(x->r, p, member) : p, at);
	}
}

/* __fills(bytes): so much of what the argument points to is written. */
static void note_fills(struct exec *x, struct state *s, const struct callee *c,
		       const struct val *args, int n, const struct val *result)
{
	static struct decl gives = {.name = "return"};
	struct decl *names[MAX_ARGS + 1];
	struct val vals[MAX_ARGS + 1], bytes;
	struct func f = {.params = names, .n_params = n + 1};

	for (int i = 0; i < c->n_params && i < n; i++) {
		const struct contract *k = decl_contract(c->params[i], "fills");
		struct filled count;

		if (!k)
			continue;
		for (int a = 0; a < n; a++) {
			names[a] = a < c->n_params ? c->params[a] : &gives;
			vals[a] = a < c->n_params ? args[a] : *result;
		}
		names[n] = &gives;
		vals[n] = *result;
		if (contract_value(x, s, k->arg, &f, vals, n + 1, 0, &bytes) &&
		    filled_bytes(x, s, &args[i], &bytes, &count))
			filled_set(x, s, &count);
	}
}

/*
 * The arguments, which lie on the stack of @s from @base on: what the call makes may have the name that
 * one of them had (of the same call, a round of the loop before), which has another one then.
 */
static void renamed(const struct state *s, int base, struct val *args, int n)
{
	for (int i = 0; i < n; i++)
		args[i] = s->stack[base + i];
}

static void finish_call(struct exec *x, struct state *s, const struct callee *c,
			const struct val *given, int n, const struct expr *e, int failed)
{
	bool ok = failed <= 0;
	struct val args[MAX_ARGS] = {{0}}, result;
	bool part = n > 0 && call_gives_part(x, s, c, given);
	int base = s->sp;

	for (int i = 0; i < n; i++)
		state_push(x->r, s, given[i]);
	renamed(s, base, args, n);
	effect_check_needs(x, s, c, args, n, e->loc);
	remade_called(x, s, c, args, n, e->loc);
	walked_called(x, s, c, args, n, e->loc);
	for (int i = 0; i < n; i++) {
		call_apply_arg(x, s, c, i, args, n, e, ok);
		renamed(s, base, args, n);
	}
	call_forget_written(x, s, c, args, n, failed > 0);
	readers_leave(s, c);
	note_made(x, s, c, args, n, e->loc);
	container_apply(x, s, c, args, n, failed, e->loc);
	written_apply(x, s, c, args, n, failed, e->loc);
	proven_apply(x, s, c, args, n, failed);
	fetch_apply(x, s, c, args, n, ok, e->loc);
	linked_asked(x, s, c, args, n, failed > 0);
	effect_apply(x, s, c, args, n, ok, e->loc);
	call_apply_locks(x, s, c, args, n, e, ok);
	result = call_result(x, s, c, s->stack + base, n, e, failed);
	if (part)
		state_fact(x->r, s, result.sym)->mask = M_VALID;
	renamed(s, base, args, n);
	s->sp = base;
	effect_apply_result(x, s, c, &result, e->loc);
	note_fills(x, s, c, args, n, &result);
	call_note_file(x, s, c, args, n, &result);
	state_push(x->r, s, result);
}

/* cond_acquires(1, lock): "true" is the success of such a function, not 0. */
static struct val positive_result(struct exec *x, const struct callee *c, bool ok, bool *applies)
{
	const struct contract *k = decl_contract(c->d, "cond_acquires");

	(void)x;
	if (!k)
		k = decl_contract(c->d, "cond_acquires_shared");
	*applies = k && (strncmp(k->arg, "1:", 2) == 0 || strncmp(k->arg, "true:", 5) == 0);
	return val_const(ok);
}

static void call_one(struct exec *x, struct state *s, const struct callee *c, const struct expr *e,
		     struct set *out)
{
	struct val args[MAX_ARGS];
	int n = e->n_args < MAX_ARGS ? e->n_args : MAX_ARGS;
	bool positive;
	struct val v;

	x->trusted_call = e->trusted;
	s->sp -= e->n_args;
	for (int i = 0; i < n; i++)
		args[i] = s->stack[s->sp + i];
	for (int i = 0; i < n; i++)
		call_check_arg(x, s, c, i, args, n, e->args[i]);
	call_check_context(x, s, c, args, n, e);
	if (!splits(x->m, c, e) && !splits_here(x, s, c, args, n, e)) {
		finish_call(x, s, c, args, n, e, -1);
		set_add(x->r, out, s);
		return;
	}
	for (int failed = 0; failed < 2; failed++) {
		struct state *t = failed ? s : state_copy(x->r, s);

		finish_call(x, t, c, args, n, e, failed);
		v = positive_result(x, c, !failed, &positive);
		if (positive) {
			state_pop(t);
			state_push(x->r, t, v);
		}
		set_add(x->r, out, t);
	}
}

/* What is called through a pointer is there. */
static void look_through(struct exec *x, struct set *set, const struct expr *e)
{
	eval(x, set, e);
	for (int i = 0; i < set->n; i++)
		memory_touch(x, set->v[i], state_pop(set->v[i]), e);
}

void eval_call(struct exec *x, struct set *set, const struct expr *e)
{
	struct callee c = find_callee(x, e);
	struct set out = {0};

	if (c.f && eval_builtin(x, set, e, c.f->decl->name))
		return;
	if (!c.d) {
		say(x, e->loc, "CL002", "call a function, or a field of a table",
		    "what is called here cannot be seen");
		for (int i = 0; i < set->n; i++)
			state_push(x->r, set->v[i], (struct val){.kind = V_UNKNOWN});
		return;
	}
	if (!c.f)
		look_through(x, set, e->a);
	for (int i = 0; i < e->n_args; i++)
		eval(x, set, e->args[i]);
	for (int i = 0; i < set->n; i++)
		call_one(x, set->v[i], &c, e, &out);
	if (c.f && c.f->never_returns)
		out.n = 0;
	*set = out;
}
