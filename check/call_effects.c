/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "check/call.h"
#include "check/container.h"
#include "check/effect.h"
#include "check/mem.h"
#include "check/made.h"

#include <string.h>

place_t call_pointee(struct exec *x, const struct val *v)
{
	if (v->kind == V_PTR && v->sym)
		return v->lin.n || v->lin.k ? place_sym(x->r, v->sym)
					    : place_index(x->r, place_sym(x->r, v->sym), 0);
	return v->kind == V_ADDR ? v->place : 0;
}

bool call_covers(struct exec *x, struct state *s, const struct val *p, const struct val *n)
{
	struct type *t;
	const struct fact *f;

	if (n->kind != V_INT)
		return false;
	if (p->kind == V_ADDR && (!p->elem || (!p->lin.n && !p->lin.k))) {
		t = x->r->places[p->place].type;
		return lin_is_const(&n->lin) && n->lin.k == t->size;
	}
	if (p->kind != V_PTR || !p->sym || p->lin.n || p->lin.k)
		return false;
	f = state_known(s, p->sym);
	t = x->r->syms[p->sym].type->to;
	if (f && f->has_extent)
		return lin_equal(&f->extent, &n->lin);
	return lin_is_const(&n->lin) && n->lin.k == t->size;
}

static void fill_out(struct exec *x, struct state *s, const struct callee *c, int i,
		     const struct val *args, int n, const struct expr *e)
{
	const struct decl *p = callee_param(c, i);
	const struct contract *size = decl_contract(p, "sized_by");
	place_t to = call_pointee(x, &args[i]);
	struct val whole = {.kind = V_CONTENT, .content = C_EXTERN, .elem = true}, bytes;
	struct filled count;
	enum content was;
	bool part, follows;
	struct type *t;

	if (!to)
		return;
	t = x->r->places[to].type;
	part = size && callee_value(x, s, c, size->arg, args, n, &bytes);
	follows = part && filled_bytes(x, s, &args[i], &bytes, &count);
	was = state_content(x->r, s, to);
	part = part && (was == C_UNINIT || was == C_MAYBE) && !call_covers(x, s, &args[i], &bytes);
	lock_access(x, s, to, true, e->args[i]->loc);
	memory_forget(x, s, to);
	to = place_loose(x->r, to);
	if (args[i].kind == V_PTR && size)
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
	whole.content = part ? C_MAYBE : C_EXTERN;
	whole.elem = !part;
	state_clear(x->r, s, to);
	if ((t->kind == T_INT || t->kind == T_BOOL || t->kind == T_ENUM) &&
	    x->r->places[to].kind != P_SYM) {
		struct val v = memory_unknown(x, s, to, NULL, t, e->id);

		effect_odd(x->m, c, i + 1, &v, e->loc);
		state_set(x->r, s, to, v, e->loc);
	}
	else
		state_set(x->r, s, to, whole, e->loc);
	if (follows)
		filled_set(x, s, &count);
	if (size)
		text_raw(x, s, to, e->loc);
	if (x->r->places[to].kind == P_SYM)
		to = place_index(x->r, to, 0);
	call_fetches(x, s, c, args, n, i, to, e->loc);
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

static const char *decl_duty(const struct decl *p)
{
	const struct contract *c = decl_contract(p, "begins");

	if (!c)
		c = decl_contract(p, "ends");
	return c ? c->arg : "";
}

/* What may end only once: a second time it takes apart what is not there any more. */
void call_ends_once(struct exec *x, struct state *s, const char *by, place_t p, struct loc at)
{
	const struct mark *m = state_marked(s, MARK_ENDED, p);
	struct finding *found;

	if (!m)
		return;
	found = say(x, at, "CL102", "end it once on each path",
		    "'%s' is passed to '%s', but it has ended already", place_name(x->r, p), by);
	say_step(x, found, m->at, "it ended here");
}

/* Off a container once: the second time it is taken off whatever is there. */
static void check_unlinked(struct exec *x, struct state *s, const struct callee *c, place_t link, struct loc at)
{
	const struct mark *m = state_marked(s, MARK_UNLINKED, link);
	struct finding *found;

	if (!m || !m->at.file)
		return;
	found = say(x, at, "CL102", "take it off once on each path",
		    "'%s' takes off what is not there any more: it was taken off already", c->name);
	say_step(x, found, m->at, "it was taken off here");
}

/*
 * What has ended is begun again by the function behind another timer or piece of work of the object @p,
 * unless that has ended before.
 */
static bool is_begun_again(struct exec *x, struct state *s, place_t p)
{
	const struct place at = x->r->places[p];
	bool own = at.kind == P_FIELD && place_private(x->r, s, p);

	for (int i = 0; at.kind == P_FIELD && i < x->m->n_callers; i++) {
		const struct decl *other = x->m->callers[i];
		place_t q;

		if (other == at.decl || other->record != at.decl->record)
			continue;
		q = place_field(x->r, at.parent, other);
		if (state_marked(s, MARK_ENDED, q) || (own && !state_marked(s, MARK_BEGUN, q)))
			continue;
		for (int k = 0; k < x->u->n_funcs; k++) {
			const struct func *f = x->u->funcs[k];
			const struct contract *w = f->driver ? NULL : decl_contract(f->decl, "waits_for");

			if (w && f->n_params && made_member(f, 0) == other &&
			    made_calls(unit_func(x->u, w->arg), "begins", at.decl, false))
				return true;
		}
	}
	return false;
}

/* Does a callback, through which others call the driver, begin timers or work of @member? */
static bool others_begin(const struct exec *x, const struct decl *member)
{
	for (int i = 0; i < x->u->n_funcs; i++)
		if (x->u->funcs[i]->bound && x->u->funcs[i]->body &&
		    made_calls(x->u->funcs[i], "begins", member, false))
			return true;
	return false;
}

static void apply_marks(struct exec *x, struct state *s, const struct callee *c, int i,
			const struct val *v, bool ok, struct loc at)
{
	const struct decl *p = callee_param(c, i), *member = made_member(c->f, i);
	static const enum mark_kind opposite[] = {
		[MARK_LINKED] = MARK_UNLINKED,
		[MARK_UNLINKED] = MARK_LINKED,
		[MARK_BEGUN] = MARK_ENDED,
		[MARK_ENDED] = MARK_BEGUN,
	};
	bool found;
	enum mark_kind k = mark_of(p, &found);
	place_t to = call_pointee(x, v);
	struct mark *m;

	if (!found || !to || ((k == MARK_BEGUN || k == MARK_LINKED) && !ok))
		return;
	to = place_loose(x->r, to);
	if (member)
		to = place_field(x->r, to, member);
	if (k == MARK_ENDED && place_global(x->r, to) &&
	    (!duty_shows(p) || (member && !decl_has(p, "for_good") && others_begin(x, member))))
		duty_teardown(x, s, at, place_name(x->r, to));
	if (k == MARK_ENDED && decl_has(p, "only_once"))
		call_ends_once(x, s, c->name, to, at);
	if (k == MARK_UNLINKED)
		check_unlinked(x, s, c, to, at);
	if (k == MARK_ENDED && !decl_has(p, "for_good") && is_begun_again(x, s, to))
		k = MARK_BEGUN;
	if (k == MARK_BEGUN && member && decl_has(p, "begins") && duty_shows(p))
		unmade_used(x, s, to, "used here", at);
	state_unmark(s, k, to);
	state_unmark(s, opposite[k], to);
	if (k == MARK_BEGUN || k == MARK_LINKED)
		lock_shown(s);
	m = state_mark(x->r, s, k, to, at);
	m->shows = duty_shows(p);
	m->once = k == MARK_ENDED && decl_has(p, "only_once");
	if (k == MARK_BEGUN && decl_has(p, "begins") && duty_shows(p))
		life_shown(x, s);
	m->by_file = m->shows && strcmp(decl_duty(p), "shown") == 0;
	if (x->r->places[place_root(x->r, to)].kind == P_SYM) {
		struct fact *f;

		if (k == MARK_LINKED || (k == MARK_BEGUN && duty_shows(p)))
			unmade_shown(x, s, x->r->places[place_root(x->r, to)].sym, at);
		f = state_fact(x->r, s, x->r->places[place_root(x->r, to)].sym);
		if (k == MARK_LINKED || (k == MARK_BEGUN && duty_shows(p)))
			f->fresh = false;
		/* Whoever takes an element off a container that owned it, owns it. */
		if (k == MARK_UNLINKED && !f->own)
			f->parted = true;
	}
}

/* The file that an object is shown in: what the call gives, or the directory that it is given. */
static sym_t file_of(const struct callee *c, const struct val *args, int n,
		     const struct val *result)
{
	if (decl_has(c->d, "own") && result->kind == V_PTR && result->sym)
		return result->sym;
	for (int i = 0; i < n; i++) {
		const struct decl *p = callee_param(c, i);

		if (p && p->type->kind == T_PTR && p->type->to->kind != T_INT &&
		    !decl_has(p, "begins") && args[i].kind == V_PTR && args[i].sym)
			return args[i].sym;
	}
	return 0;
}

/* A directory in a directory goes with that. */
static sym_t outermost(const struct state *s, sym_t file)
{
	const struct fact *f = file ? state_known(s, file) : NULL;

	return f && !f->own && f->deps[0] ? outermost(s, f->deps[0]) : file;
}

void call_note_file(struct exec *x, struct state *s, const struct callee *c,
		    const struct val *args, int n, const struct val *result)
{
	for (int i = 0; i < n; i++) {
		const struct decl *p = callee_param(c, i), *member = made_member(c->f, i);
		place_t to = p && decl_has(p, "begins") ? call_pointee(x, &args[i]) : 0;
		struct mark *m;

		if (!to)
			continue;
		to = place_loose(x->r, to);
		m = state_marked(s, MARK_BEGUN, member ? place_field(x->r, to, member) : to);
		if (m && m->by_file)
			m->file = outermost(s, file_of(c, args, n, result));
	}
}

/* Memory goes back at once, and RCU readers may still be in it. */
static void check_readers(struct exec *x, struct state *s, const struct val *v, struct loc at,
			  const char *name)
{
	struct fact *f = v->kind == V_PTR && v->sym ? state_fact(x->r, s, v->sym) : NULL;

	if (f && x->r->syms[f->sym].origin == SYM_PARAM && !f->waited && x->r->syms[f->sym].key1 < 32)
		x->f->frees |= 1u << x->r->syms[f->sym].key1;
	if (!f || !f->readers || f->death || !(f->mask & M_VALID))
		return;
	f->readers = false;
	say(x, at, "CL112", "kfree_rcu() it, or call synchronize_rcu() first",
	    "'%s' is freed while RCU readers may still be in it", name);
}

static bool is_put(const char *name)
{
	return strstr(name, "put") != NULL;
}

/*
 * The callee may write what argument @i points to. What a function of the driver writes in its
 * structs is known; what the kit's macros made writes only the member that it is for.
 */
static void forget_given(struct exec *x, struct state *s, const struct callee *c, int i, place_t to)
{
	const struct decl *member = made_member(c->f, i);
	bool inside = c->f && !c->f->decl->trusted && summary_known(x->m, c->f);

	if (inside && x->r->places[to].type->kind == T_RECORD)
		return;
	memory_forget(x, s, member ? place_field(x->r, to, member) : to);
}

/* A number that is owned: the callee takes it, or one of the driver's may keep it unsaid. */
static void apply_number(struct exec *x, struct state *s, const struct callee *c, int i,
			 const struct val *args, const struct expr *e, bool ok)
{
	const struct decl *p = callee_param(c, i);
	bool first = i == 0 || callee_param(c, 0)->type->kind != T_PTR;

	if (!decl_has(p, "own")) {
		if (!c->d->trusted)
			own_number_escapes(x->r, s, &args[i]);
	} else if (ok || !decl_has(p, "keeps_on_failure")) {
		own_number_take(x, s, &args[i], first ? 0 : call_pointee(x, &args[0]),
				c->d->trusted ? FREED : MOVED, e->loc,
				say_expr(x, e->args[i]), c->name);
	}
}

void call_apply_arg(struct exec *x, struct state *s, const struct callee *c, int i,
		    const struct val *args, int n, const struct expr *e, bool ok)
{
	const struct decl *p = callee_param(c, i);
	const struct val *v = &args[i];
	place_t to = call_pointee(x, v);
	bool raw;

	if (!p) {
		if (to && c->d->type->kind != T_PTR && !(c->f && !c->f->driver))
			memory_forget(x, s, to);
		return;
	}
	if (type_is_int(p->type))
		apply_number(x, s, c, i, args, e, ok);
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
		if (raw ? !decl_has(p, "rcu") : made_frees(c->f, i))
			check_readers(x, s, v, e->loc, say_expr(x, e->args[i]));
		x->ends_calls = decl_has(p, "ends") && duty_shows(p);
		if (ok || !decl_has(p, "keeps_on_failure"))
			own_take(x, s, v,
				 raw && !is_put(c->name)				      ? FREED
				 : made_returns(c->f) == i && decl_has(c->d, "own") ? ALIVE
										      : MOVED,
				 e->loc, say_expr(x, e->args[i]), c->name, raw);
		x->ends_calls = false;
		container_taken(x, s, c, args, n, i, ok, e->loc);
		return;
	}
	if (to && !p->type->to->is_const && p->type->to->kind != T_FUNC)
		forget_given(x, s, c, i, to);
}
