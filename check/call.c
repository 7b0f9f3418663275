/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Calls: what a function's contracts ask of its arguments, and what they say is true afterwards.
 * A call that can fail and does different things then splits the state in two.
 */
#include "check/mem.h"
#include "check/exec.h"
#include "check/made.h"

#include <string.h>

enum { MAX_ARGS = 16 };

/**
 * struct callee - who is called, by name or through a pointer
 * @d: its declaration (or the pointer's); @f: NULL through a pointer
 */
struct callee {
	const struct decl *d;
	struct func *f;
	struct decl **params;
	int n_params;
	const char *name;
};

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

static const struct decl *param(const struct callee *c, int i)
{
	return i < c->n_params ? c->params[i] : NULL;
}

/* contract_value() for the words of this callee. */
static bool callee_value(struct exec *x, struct state *s, const struct callee *c, const char *text,
			 const struct val *args, int n, struct val *ret)
{
	struct func f = {.params = c->params, .n_params = c->n_params};

	return contract_value(x, s, text, &f, args, n, 0, ret);
}

static place_t callee_place(struct exec *x, struct state *s, const struct callee *c,
			    const char *text, const struct val *args, int n)
{
	struct func f = {.params = c->params, .n_params = c->n_params};

	return contract_place(x, s, text, &f, args, n, 0);
}

/* ---- what is asked of the arguments ---- */

static void check_null(struct exec *x, struct state *s, const struct callee *c,
		       const struct decl *p, const struct val *v, const struct expr *e)
{
	const struct fact *f;
	struct finding *found;
	bool may_null, may_err;

	if (v->kind != V_PTR || p->type->kind != T_PTR || p->type->space != SPACE_KERNEL)
		return;
	f = v->sym ? state_known(s, v->sym) : NULL;
	may_null = v->sym ? f && (f->mask & M_NULL) : true;
	may_err = f && (f->mask & M_ERR);
	if (may_null &&
	    (!decl_has(p, "opt") || (decl_has(p, "writes") && p->type->to->kind == T_PTR)) &&
	    strcmp(c->name, "PTR_ERR") != 0) {
		found = say(x, e->loc, "CL205", "test it first, or declare the parameter __opt",
			    "'%s' may be NULL, and '%s' does not take NULL", say_expr(x, e),
			    c->name);
		say_step(x, found, f ? f->got_at : e->loc, "its value comes from here");
		if (v->sym)
			state_fact(x->r, s, v->sym)->mask &= (unsigned char)~M_NULL;
	}
	if (may_err && !decl_has(p, "errptr") && !strstr(c->name, "ERR")) {
		found = say(x, e->loc, "CL206", "test it with IS_ERR() first",
			    "'%s' may be an ERR_PTR, and '%s' does not take one", say_expr(x, e),
			    c->name);
		say_step(x, found, f->got_at, "its value comes from here");
		state_fact(x->r, s, v->sym)->mask &= (unsigned char)~M_ERR;
	}
}

static void check_flags(struct exec *x, struct state *s, const struct callee *c,
			const struct decl *p, const struct val *v, const struct expr *e)
{
	num lo, hi;

	if (!p->type_word || strcmp(p->type_word, "gfp_t") != 0 || v->kind != V_INT)
		return;
	lin_range(s, &v->lin, &lo, &hi);
	if (lo == hi && (lo & 0x400)) /* __GFP_DIRECT_RECLAIM: the same bit in every kernel */
		lock_sleep(x, s, e->loc, mem_format(x->r->arena, "%s(…, GFP_KERNEL)", c->name));
}

/* What a guard protects may only be handed to others while it is held. */
static void check_guard(struct exec *x, struct state *s, const struct val *v, const struct expr *e)
{
	const struct type *t;

	if (v->kind != V_ADDR)
		return;
	t = x->r->places[v->place].type;
	if (t->kind == T_RECORD)
		for (const struct contract *k = t->record->contracts; k; k = k->next)
			if (strcmp(k->word, "lock") == 0)
				return;
	lock_access(x, s, v->place, false, e->loc);
}

static bool is_scalar_pointee(const struct type *t)
{
	return t->kind == T_PTR && t->to->is_const &&
	       (t->to->kind == T_INT || t->to->kind == T_PTR);
}

static void check_written(struct exec *x, struct state *s, const struct decl *p,
			  const struct val *v, const struct expr *e)
{
	const struct cell *c;

	if (v->kind != V_ADDR || v->elem || !is_scalar_pointee(p->type))
		return;
	c = state_cell(s, v->place);
	if ((!c || c->val.kind == V_CONTENT) && state_content(x->r, s, v->place) == C_UNINIT)
		say(x, e->loc, "CL501", "give it a value first",
		    "'%s' is passed on to be read, but may not have been written",
		    place_name(x->r, v->place));
}

static void to_user_record(struct exec *x, struct state *s, place_t p, struct type *t,
			   const struct expr *e);

static bool wholly_filled(const struct exec *x, const struct state *s, place_t p)
{
	for (; p; p = x->r->places[p].parent) {
		const struct cell *c = state_cell(s, p);

		if (c && c->val.kind == V_CONTENT)
			return c->val.elem;
		if (x->r->places[p].kind == P_SYM) {
			const struct fact *f = state_known(s, x->r->places[p].sym);

			return !f || f->content == C_ZERO || f->content == C_EXTERN;
		}
	}
	return false;
}

static void to_user_value(struct exec *x, struct state *s, place_t p, struct type *t,
			  const struct expr *e)
{
	const struct cell *c = state_cell(s, p);
	enum content content;

	if (t->kind == T_RECORD && !t->record->is_union) {
		to_user_record(x, s, p, t, e);
		return;
	}
	if (c && c->val.kind != V_CONTENT) {
		if (c->val.uninit)
			say(x, e->loc, "CL503", "write it on every path, or clear the object first",
			    "'%s' may not have been written, and is copied to user space",
			    place_name(x->r, p));
		if (t->kind == T_PTR)
			say(x, e->loc, "CL506", "never show an address to user space",
			    "the kernel address in '%s' is copied to user space",
			    place_name(x->r, p));
		return;
	}
	content = state_content(x->r, s, p);
	if (content == C_UNINIT || content == C_MAYBE)
		say(x, e->loc, "CL503", "clear it first: memset(), kzalloc()",
		    "'%s' is not wholly written, and is copied to user space", place_name(x->r, p));
}

static void to_user_record(struct exec *x, struct state *s, place_t p, struct type *t,
			   const struct expr *e)
{
	const struct record *r = t->record;
	long at = 0;
	bool filled = wholly_filled(x, s, p);

	for (int i = 0; i < r->n_fields; i++) {
		const struct decl *d = r->fields[i];

		if (!filled && d->offset > at)
			say(x, e->loc, "CL504",
			    "clear the struct with memset() first, or leave no holes in it",
			    "'%s' has padding before '%s' that was never written, and is copied to "
			    "user space",
			    place_name(x->r, p), d->name);
		at = d->offset + d->width;
		to_user_value(x, s, place_field(x->r, p, d), d->type, e);
	}
	if (!filled && t->size * 8 > at)
		say(x, e->loc, "CL504",
		    "clear the struct with memset() first, or leave no holes in it",
		    "'%s' has padding at its end that was never written, and is copied to user "
		    "space",
		    place_name(x->r, p));
}

static void check_to_user(struct exec *x, struct state *s, const struct val *v,
			  const struct expr *e)
{
	place_t p;
	struct type *t;

	if (v->kind == V_PTR && v->sym) {
		enum content content = state_content(x->r, s, place_sym(x->r, v->sym));

		t = x->r->syms[v->sym].type->to;
		p = place_index(x->r, place_sym(x->r, v->sym), 0);
		if ((content == C_UNINIT || content == C_MAYBE) && t->kind != T_RECORD) {
			say(x, e->loc, "CL503", "clear it first: memset(), kzalloc()",
			    "'%s' is not wholly written, and is copied to user space",
			    x->r->syms[v->sym].name);
			return;
		}
	} else if (v->kind == V_ADDR) {
		p = v->place;
		t = x->r->places[p].type;
	} else {
		return;
	}
	if (t->kind == T_RECORD || t->kind == T_ARRAY || v->kind == V_ADDR)
		to_user_value(x, s, p, t, e);
}

static void check_arg(struct exec *x, struct state *s, const struct callee *c, int i,
		      const struct val *args, int n, const struct expr *e)
{
	const struct decl *p = param(c, i);
	const struct val *v = &args[i];
	const struct contract *k;
	struct val need;

	if (v->kind == V_ADDR || (v->kind == V_PTR && v->sym && !(p && decl_has(p, "own"))))
		own_use(x, s, v, e->loc, say_expr(x, e));
	own_looked(x, s, v);
	check_guard(x, s, v, e);
	if (!p)
		return;
	check_null(x, s, c, p, v, e);
	check_flags(x, s, c, p, v, e);
	if (decl_has(p, "length"))
		bounds_size(x, s, v, e, c->name);
	if (p->type->kind == T_PTR && p->type->space != SPACE_KERNEL)
		return;
	if (v->kind == V_INT) {
		struct func f = {.params = c->params, .n_params = c->n_params};

		limit_check(x, s, p, v, &f, args, n, 0, e->loc);
	}
	k = decl_contract(p, "sized_by");
	if (k && callee_value(x, s, c, k->arg, args, n, &need))
		bounds_bytes(x, s, *v, p->type, need, e, c->name);
	k = decl_contract(p, "elements");
	if (k && p->type->kind == T_PTR && callee_value(x, s, c, k->arg, args, n, &need) &&
	    lin_scale(&need.lin, p->type->to->size, &need.lin))
		bounds_bytes(x, s, *v, p->type, need, e, c->name);
	if (decl_has(p, "to_user"))
		check_to_user(x, s, v, e);
	else
		check_written(x, s, p, v, e);
}

/* ---- locks and context ---- */

static void check_context(struct exec *x, struct state *s, const struct callee *c,
			  const struct val *args, int n, const struct expr *e)
{
	const struct summary *sum = c->f && c->f->driver && c->f->body ? summary_of(x->m, c->f)
								       : NULL;

	if (decl_has(c->d, "sleeps"))
		lock_sleep(x, s, e->loc, c->name);
	else if (sum && sum->sleeps)
		lock_sleep(x, s, e->loc,
			   mem_format(x->r->arena, "%s (through %s)", c->name, sum->sleeps));
	bool again = false;

	for (int i = 0; sum && i < sum->n_takes; i++) {
		place_t lock = callee_place(x, s, c, sum->takes[i], args, n);

		if (lock && lock_held(s, lock)) {
			again = true;
			say(x, e->loc, "CL402",
			    "take it once, and call helpers that say __must_hold",
			    "'%s' is held here, and '%s' takes it again", place_name(x->r, lock),
			    c->name);
		}
	}
	if (sum && !again)
		lock_classes(x, s, sum, e->loc);
	for (const struct contract *k = c->d->contracts; k; k = k->next) {
		place_t lock;

		if (strncmp(k->word, "must_", 5) != 0 || strcmp(k->word, "must_check") == 0)
			continue;
		lock = callee_place(x, s, c, k->arg, args, n);
		if (!lock)
			continue;
		if (strcmp(k->word, "must_not_hold") == 0) {
			if (lock_held(s, lock))
				say(x, e->loc, "CL402", "unlock it first",
				    "'%s' must not be called with '%s' held", c->name,
				    place_name(x->r, lock));
		} else if (!lock_held(s, lock) && !place_unshared(x->r, s, lock)) {
			say(x, e->loc, "CL406", "take the lock around the call",
			    "'%s' must be called with '%s' held", c->name, place_name(x->r, lock));
		}
	}
}

static void apply_locks(struct exec *x, struct state *s, const struct callee *c,
			const struct val *args, int n, const struct expr *e, bool ok)
{
	for (const struct contract *k = c->d->contracts; k; k = k->next) {
		const char *arg = k->arg;
		bool shared = strstr(k->word, "_shared") != NULL;
		bool cond = strncmp(k->word, "cond_acquires", 13) == 0;

		if (cond && strchr(arg, ':'))
			arg = strchr(arg, ':') + 1;
		if ((strncmp(k->word, "acquires", 8) == 0) || (cond && ok))
			lock_acquire(x, s, callee_place(x, s, c, arg, args, n), e->loc, NULL,
				     shared);
		else if (strncmp(k->word, "releases", 8) == 0)
			lock_release(x, s, callee_place(x, s, c, arg, args, n), e->loc,
				     e->n_args ? say_expr(x, e->args[0]) : arg);
	}
}

/* ---- what is true afterwards ---- */

static place_t pointee(struct exec *x, const struct val *v)
{
	if (v->kind == V_PTR && v->sym)
		return v->lin.n || v->lin.k ? place_sym(x->r, v->sym)
					    : place_index(x->r, place_sym(x->r, v->sym), 0);
	return v->kind == V_ADDR ? v->place : 0;
}

/* Which user object @v points into, and how many bytes from its start. */
static sym_t user_object(const struct exec *x, const struct val *v, struct lin *offset)
{
	const struct place *p;
	num at = 0;

	*offset = (struct lin){0};
	if (v->kind == V_PTR)
		return lin_scale(&v->lin, v->sym ? x->r->syms[v->sym].type->to->size : 1, offset)
			       ? v->sym
			       : 0;
	if (v->kind != V_ADDR || v->elem)
		return 0;
	for (p = &x->r->places[v->place]; p->kind != P_SYM; p = &x->r->places[p->parent]) {
		if (p->kind == P_FIELD)
			at += p->decl->offset / 8;
		else if (p->kind == P_INDEX)
			at += (num)p->index * p->type->size;
		else
			return 0;
	}
	*offset = lin_const(at);
	return p->sym;
}

static void mark_stale(struct exec *x, struct state *s, place_t to, long lo, long hi, struct loc at)
{
	struct type *t = x->r->places[to].type;

	if (t->kind == T_RECORD && !t->record->is_union) {
		for (int i = 0; i < t->record->n_fields; i++) {
			const struct decl *d = t->record->fields[i];
			long a = d->offset / 8, b = (d->offset + d->width + 7) / 8;

			if (a < hi && lo < b)
				mark_stale(x, s, place_field(x->r, to, d), lo - a, hi - a, at);
		}
		return;
	}
	if (t->kind == T_INT || t->kind == T_ENUM || t->kind == T_BOOL) {
		struct val v = memory_unknown(x, s, to, NULL, t, (int)at.line);

		v.stale = true;
		v.odd_at = at;
		state_set(x->r, s, to, v, at);
	}
}

/* User memory that was read is not read again: it may have changed since it was checked. */
static void note_fetch(struct exec *x, struct state *s, const struct callee *c,
		       const struct val *args, int n, place_t to, const struct contract *size,
		       struct loc at)
{
	struct val bytes;

	if (!size || !callee_value(x, s, c, size->arg, args, n, &bytes) || bytes.kind != V_INT)
		return;
	for (int i = 0; i < n; i++) {
		const struct decl *p = param(c, i);
		struct fetch new = {.size = bytes.lin, .at = at};

		if (!p || p->type->kind != T_PTR || p->type->space != SPACE_USER)
			continue;
		new.from = user_object(x, &args[i], &new.offset);
		if (!new.from)
			continue;
		for (int k = 0; k < s->n_fetches; k++) {
			const struct fetch *old = &s->fetches[k];
			long had = lin_is_const(&old->size) ? (long)old->size.k : 1 << 30;
			struct lin d;

			if (old->from == new.from && lin_add(&old->offset, &new.offset, -1, &d) &&
			    lin_is_const(&d))
				mark_stale(x, s, to, (long)d.k, (long)d.k + had, at);
		}
		MEM_PUSH(x->r->arena, s->fetches, s->n_fetches, new);
	}
}

static void fill_out(struct exec *x, struct state *s, const struct callee *c, int i,
		     const struct val *args, int n, const struct expr *e)
{
	const struct decl *p = param(c, i);
	place_t to = pointee(x, &args[i]);
	struct val whole = {.kind = V_CONTENT, .content = C_EXTERN, .elem = true};
	struct type *t;

	if (!to)
		return;
	t = x->r->places[to].type;
	lock_access(x, s, to, true, e->args[i]->loc);
	memory_forget(x, s, to);
	if (args[i].kind == V_PTR && decl_has(p, "sized_by"))
		to = place_sym(x->r, args[i].sym);
	if (p->type->to->kind == T_PTR) { /* "T *__own *__writes p": the words are the pointee's */
		struct val v = memory_unknown(x, s, to, NULL, p->type->to, e->id + i);
		struct fact *f = state_fact(x->r, s, v.sym);

		f->mask = M_VALID | (decl_has(p, "opt") ? M_NULL : 0);
		f->own = decl_has(p, "own");
		f->borrowed = !f->own;
		f->got_at = e->loc;
		state_set(x->r, s, to, v, e->loc);
		return;
	}
	state_clear(x->r, s, to);
	if (t->kind == T_INT || t->kind == T_BOOL || t->kind == T_ENUM)
		state_set(x->r, s, to, memory_unknown(x, s, to, NULL, t, e->id), e->loc);
	else
		state_set(x->r, s, to, whole, e->loc);
	note_fetch(x, s, c, args, n, to, decl_contract(p, "sized_by"), e->loc);
}

static enum mark_kind mark_of(const struct decl *p, bool *found)
{
	*found = true;
	if (decl_has(p, "links"))
		return MARK_LINKED;
	if (decl_has(p, "unlinks"))
		return MARK_UNLINKED;
	if (decl_has(p, "begins"))
		return MARK_BEGUN;
	if (decl_has(p, "ends"))
		return MARK_ENDED;
	*found = false;
	return MARK_LINKED;
}

static bool is_named(const char *name, const char *const *names)
{
	for (; *names; names++)
		if (strcmp(name, *names) == 0)
			return true;
	return false;
}

static void apply_marks(struct exec *x, struct state *s, const struct callee *c, int i,
			const struct val *v, bool ok, struct loc at)
{
	const struct decl *p = param(c, i), *member = made_member(c->f, i);
	static const enum mark_kind opposite[] = {
		[MARK_LINKED] = MARK_UNLINKED,
		[MARK_UNLINKED] = MARK_LINKED,
		[MARK_BEGUN] = MARK_ENDED,
		[MARK_ENDED] = MARK_BEGUN,
	};
	bool found;
	enum mark_kind k = mark_of(p, &found);
	place_t to = pointee(x, v);

	if (!found || !to || (k == MARK_BEGUN && !ok))
		return;
	if (member)
		to = place_field(x->r, to, member);
	if (k == MARK_ENDED && !duty_shows(p) && place_global(x->r, to))
		duty_teardown(x, s, at, place_name(x->r, to));
	state_unmark(s, opposite[k], to);
	state_mark(x->r, s, k, to, at)->shows = duty_shows(p);
	if (x->r->places[place_root(x->r, to)].kind == P_SYM) {
		struct fact *f = state_fact(x->r, s, x->r->places[place_root(x->r, to)].sym);

		if (k == MARK_LINKED || (k == MARK_BEGUN && duty_shows(p)))
			f->fresh = false;
		/* Whoever takes an element off a container that owned it, owns it. */
		if (k == MARK_UNLINKED && !f->own)
			f->parted = true;
	}
}

static bool is_put(const char *name)
{
	return strstr(name, "put") != NULL;
}

static void apply_arg(struct exec *x, struct state *s, const struct callee *c, int i,
		      const struct val *args, int n, const struct expr *e, bool ok)
{
	const struct decl *p = param(c, i);
	const struct val *v = &args[i];
	place_t to = pointee(x, v);
	bool raw;

	if (!p) {
		if (to && c->d->type->kind != T_PTR && !(c->f && !c->f->driver))
			memory_forget(x, s, to);
		return;
	}
	if (p->type->kind != T_PTR || p->type->space == SPACE_USER)
		return;
	apply_marks(x, s, c, i, v, ok, e->loc);
	if (decl_has(p, "writes")) {
		if (ok)
			fill_out(x, s, c, i, args, n, e);
		return;
	}
	if (decl_has(p, "own")) {
		raw = p->type->to->kind == T_VOID;
		if (ok || !decl_has(p, "keeps_on_failure"))
			own_take(x, s, v, raw && !is_put(c->name) ? FREED : MOVED, e->loc,
				 say_expr(x, e->args[i]), c->name, raw);
		return;
	}
	if (to && !p->type->to->is_const && p->type->to->kind != T_FUNC &&
	    !(x->r->places[to].type->kind == T_RECORD && c->f && c->f->body && c->f->driver))
		memory_forget(x, s, to);
}

/* A function of the driver may write what its summary says. */
static void forget_written(struct exec *x, struct state *s, const struct callee *c)
{
	bool any = !c->f || (c->f->driver && !c->f->body);
	bool again = true;

	if (c->f && !c->f->driver && !c->f->body)
		return;
	while (again) {
		again = false;
		for (int i = 0; i < s->n_cells; i++) {
			place_t p = s->cells[i].place;
			const struct place *at = &x->r->places[p];
			const struct decl *d = at->decl;

			while (at->kind != P_FIELD && at->kind != P_VAR && at->parent) {
				at = &x->r->places[at->parent];
				d = at->decl;
			}
			if (!d || place_private(x->r, s, p) || s->cells[i].val.kind == V_CONTENT)
				continue;
			if (at->kind == P_VAR && !d->global)
				continue;
			if (!any && !summary_writes(x->m, c->f, d))
				continue;
			if (any && !place_global(x->r, p))
				continue;
			memory_forget(x, s, p);
			again = true;
			break;
		}
	}
}

/* ---- the result ---- */

static void depend(struct exec *x, struct state *s, sym_t sym, const struct callee *c,
		   const struct val *args, int n)
{
	const struct contract *k = decl_contract(c->d, "borrows");
	int m = 0;

	for (int i = 0; i < n && m < MAX_DEPS; i++) {
		const struct decl *p = param(c, i);
		place_t to = pointee(x, &args[i]), loan;
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
					     "kvmalloc_array", NULL};
	const struct contract *k = decl_contract(c->d, "sized_by");
	struct val v;

	if (k && callee_value(x, s, c, k->arg, args, n, &v) && v.kind == V_INT) {
		f->extent = v.lin;
		f->has_extent = true;
		return;
	}
	if (is_named(c->name, arrays) && n >= 2 && args[0].kind == V_INT && args[1].kind == V_INT) {
		if (lin_is_const(&args[1].lin))
			f->has_extent = lin_scale(&args[0].lin, args[1].lin.k, &f->extent);
		else if (lin_is_const(&args[0].lin))
			f->has_extent = lin_scale(&args[1].lin, args[0].lin.k, &f->extent);
		return;
	}
	for (int i = 0; i < n && t->to->kind == T_VOID; i++)
		if (param(c, i) && decl_has(param(c, i), "length") && args[i].kind == V_INT) {
			f->extent = args[i].lin;
			f->has_extent = true;
		}
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
	if (decl_has(c->d, "own") && (f->mask & M_VALID)) {
		f->own = 1;
		f->borrowed = false;
		f->fresh = true;
	}
	if (decl_has(c->d, "fresh"))
		f->content = C_UNINIT;
	if (decl_has(c->d, "zeroed"))
		f->content = C_ZERO;
	result_extent(x, s, f, c, args, n, e->type);
	f = state_fact(x->r, s, sym);
	if (!f->own)
		depend(x, s, sym, c, args, n);
	k = decl_contract(c->d, "must_hold");
	if (k && !f->own) {
		place_t lock = callee_place(x, s, c, k->arg, args, n);

		state_fact(x->r, s, sym)->loan = lock;
	}
	return val_ptr(sym);
}

static struct val number_result(struct exec *x, struct state *s, const struct callee *c,
				const struct expr *e, int failed)
{
	sym_t sym;
	struct fact *f;
	num lo, hi;

	type_range(e->type, &lo, &hi);
	if (failed == 0 && (!e->type->is_signed || e->type->size <= 4))
		return val_const(0);
	sym = sym_new(x->r, s, SYM_CALL, e->id, failed > 0, e->type, say_expr(x, e));
	f = state_fact(x->r, s, sym);
	f->got_at = e->loc;
	f->pending = c->d->must_check && !e->a->trusted && failed != 0;
	if (failed == 0)
		f->lo = 0;
	else if (failed > 0 && e->type->is_signed)
		f->hi = -1;
	else if (failed > 0)
		f->lo = 1;
	return val_int(lin_sym(sym));
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
	if (decl_has(c->d, "opt") && !(f->mask & M_NULL) && !decl_has(param(c, i), "opt"))
		return false;
	if (decl_has(c->d, "own") && (f->mask & M_VALID)) {
		if (f->death)
			f->death = ALIVE;
		f->own++;
		f->parted = false;
		f->got_at = f->own > 1 ? f->got_at : e->loc;
	}
	return true;
}

static struct val result_of(struct exec *x, struct state *s, const struct callee *c,
			    const struct val *args, int n, const struct expr *e, int failed)
{
	struct val same;

	switch (e->type->kind) {
	case T_PTR:
		if (same_object(x, s, c, args, n, e, &same))
			return same;
		if (e->type->to->kind == T_FUNC)
			return (struct val){.kind = V_UNKNOWN};
		return pointer_result(x, s, c, args, n, e, failed);
	case T_INT:
	case T_BOOL:
	case T_ENUM: {
		struct func f = {.params = c->params, .n_params = c->n_params};

		same = number_result(x, s, c, e, failed);
		limit_assume(x, s, c->d, &same, &f, args, n, 0);
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

/* Does failing or not change what this call does to its arguments? */
static bool splits(const struct callee *c, const struct expr *e)
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
		    (k == T_INT && c->d->must_check && decl_has(c->params[i], "begins")))
			return true;
	return false;
}

static void finish_call(struct exec *x, struct state *s, const struct callee *c,
			const struct val *args, int n, const struct expr *e, int failed)
{
	bool ok = failed <= 0;

	for (int i = 0; i < n; i++)
		apply_arg(x, s, c, i, args, n, e, ok);
	forget_written(x, s, c);
	apply_locks(x, s, c, args, n, e, ok);
	state_push(x->r, s, result_of(x, s, c, args, n, e, failed));
}

/* cond_acquires(1, lock): "true" is the success of such a function, not 0. */
static struct val positive_result(struct exec *x, const struct callee *c, bool ok, bool *applies)
{
	const struct contract *k = decl_contract(c->d, "cond_acquires");

	(void)x;
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
		check_arg(x, s, c, i, args, n, e->args[i]);
	check_context(x, s, c, args, n, e);
	if (!splits(c, e)) {
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
		eval_discard(x, set, e->a);
	for (int i = 0; i < e->n_args; i++)
		eval(x, set, e->args[i]);
	for (int i = 0; i < set->n; i++)
		call_one(x, set->v[i], &c, e, &out);
	if (c.f && c.f->never_returns)
		out.n = 0;
	*set = out;
}
