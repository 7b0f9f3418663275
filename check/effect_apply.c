/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* At a call: what the callee was seen to do happens to the arguments. */
#include "check/driver.h"
#include "check/effect.h"
#include "check/mem.h"
#include "check/own_private.h"

#include <string.h>

/* Which element of an array the callee released is not known here: callers do so for all, in a
 * loop. */
static bool takes_elements(const struct effect *e, const struct run *r, place_t p)
{
	return e->kind == EFFECT_CLEARED && r->places[p].type->kind == T_ARRAY;
}

bool effect_of_result(const struct summary *sum, const struct effect *e)
{
	return strncmp(e->text, "return->", 8) == 0 &&
	       e->exits - e->failed >= sum->n_exits - sum->n_failed;
}

/* What is begun, or is there, when the function succeeds; of duties: and only then. */
bool effect_by_success(const struct summary *sum, const struct effect *e)
{
	if (strncmp(e->text, "return->", 8) == 0)
		return false;
	if (e->kind == EFFECT_FULL || e->kind == EFFECT_NULL)
		return sum->n_failed && e->exits - e->failed == sum->n_exits - sum->n_failed;
	return e->kind == EFFECT_BEGUN && sum->n_failed && !e->failed &&
	       e->exits == sum->n_exits - sum->n_failed;
}

bool effect_leaves(struct exec *x, struct state *s, const struct callee *c, const struct val *args,
		   int n, place_t p)
{
	const struct summary *sum = c->f ? summary_known(x->m, c->f) : NULL;

	for (int i = 0; sum && i < sum->n_effects; i++)
		if (sum->effects[i].kind == EFFECT_LEFT &&
		    callee_lvalue(x, s, c, sum->effects[i].text, args, n) == p)
			return true;
	return !sum;
}

static bool ends_by_success(const struct summary *sum)
{
	return sum->n_failed && sum->n_failed < sum->n_exits && sum->gone != sum->gone_failed;
}

bool effect_splits(struct module *m, const struct callee *c)
{
	const struct summary *sum = c->f ? summary_known(m, c->f) : NULL;

	for (int i = 0; sum && i < sum->n_effects; i++)
		if (effect_by_success(sum, &sum->effects[i]))
			return true;
	return sum && ends_by_success(sum);
}

/* What the callee ended of what it was only lent. */
static void end_lent(struct exec *x, struct state *s, const struct callee *c,
		     const struct summary *sum, const struct val *args, int n, bool ok,
		     struct loc at)
{
	unsigned int gone = sum->n_failed == sum->n_exits || (!ok && sum->n_failed)
				    ? sum->gone_failed
				    : sum->gone;

	for (int i = 0; i < n && i < 32; i++) {
		struct fact *f = gone & 1u << i && args[i].kind == V_PTR && args[i].sym
					 ? state_fact(x->r, s, args[i].sym)
					 : NULL;

		if (!f || f->death)
			continue;
		f->own -= f->own > 0;
		f->parted = false;
		if (f->own)
			continue;
		f->death = FREED;
		f->died_at = at;
		f->by = c->name;
		own_bury(x, s, args[i].sym, false);
	}
}

/* What a lock guards that the callee has let go: others may have come since. */
static bool may_have_changed(struct exec *x, struct state *s, enum effect_kind kind, place_t p)
{
	place_t lock = kind == EFFECT_BEGUN || kind == EFFECT_ENDED ? 0 : lock_guarding(x, s, p);

	return lock && !lock_held(s, lock) && !place_unshared(x->r, s, p);
}

static void now_full(struct exec *x, struct state *s, place_t p, struct loc at)
{
	struct cell *c = state_cell(s, p);
	struct val v;

	if (c && c->val.kind == V_PTR && c->val.sym) {
		state_fact(x->r, s, c->val.sym)->mask = M_VALID;
		return;
	}
	memory_forget(x, s, p);
	if (place_has_any(x->r, p))
		return; /* which element it is nobody will know */
	v = memory_unknown(x, s, p, place_decl(x->r, p), x->r->places[p].type, 0);
	if (v.kind != V_PTR || !v.sym)
		return;
	state_fact(x->r, s, v.sym)->mask = M_VALID;
	state_set(x->r, s, p, v, at);
}

/* Not what was full before, for which it failed. */
static bool is_left(const struct summary *sum, const char *text)
{
	for (int i = 0; i < sum->n_effects; i++)
		if (sum->effects[i].kind == EFFECT_LEFT && strcmp(sum->effects[i].text, text) == 0)
			return true;
	return false;
}

/* What the callee fills when it succeeds, and on some way to a failure does not release again. */
static void left_full(struct exec *x, struct state *s, const struct callee *c,
		      const struct effect *e, const struct val *args, int n, struct loc at)
{
	place_t p = driver_foreign(e->text) ? 0 : callee_lvalue(x, s, c, e->text, args, n);
	const struct decl *d = p ? place_decl(x->r, p) : NULL;

	if (!d || !decl_has(d, "own") || own_root_is_dead(x->r, s, p))
		return;
	memory_forget(x, s, p);
	state_set(x->r, s, p, (struct val){.kind = V_CONTENT, .content = C_EXTERN}, at);
}

void effect_apply(struct exec *x, struct state *s, const struct callee *c, const struct val *args,
		  int n, bool ok, struct loc at)
{
	const struct summary *sum = c->f ? summary_known(x->m, c->f) : NULL;

	if (sum && sum->shows && !c->f->decl->trusted)
		life_shown(x, s);
	if (sum && !c->f->decl->trusted)
		end_lent(x, s, c, sum, args, n, ok, at);
	for (int i = 0; sum && i < sum->n_effects; i++) {
		const struct effect *e = &sum->effects[i];
		struct mark *m;
		place_t p;

		if (e->kind == EFFECT_LEFT || strncmp(e->text, "return->", 8) == 0)
			continue;
		if (!ok && e->kind == EFFECT_FULL && e->failed && e->exits < sum->n_exits &&
		    effect_by_success(sum, e) && is_left(sum, e->text))
			left_full(x, s, c, e, args, n, at);
		if (e->exits < sum->n_exits && e->kind != EFFECT_CLEARED &&
		    !(ok && effect_by_success(sum, e)))
			continue;
		p = driver_foreign(e->text) ? place_var(x->r, module_foreign(x->m, e->text))
					    : callee_lvalue(x, s, c, e->text, args, n);
		if (!p || may_have_changed(x, s, e->kind, p) ||
		    (e->exits < sum->n_exits && e->kind == EFFECT_CLEARED &&
		     !takes_elements(e, x->r, p)))
			continue;
		if (e->kind == EFFECT_BEGUN || e->kind == EFFECT_ENDED ||
		    (e->kind == EFFECT_CLEARED && x->r->places[p].type->kind == T_RECORD))
			p = place_of_all(x->r, p);
		switch (e->kind) {
		case EFFECT_LEFT:
			break;
		case EFFECT_NULL:
			own_outdate(x, s, p, at, c->name);
			own_element_empty(x, s, p, at);
			memory_forget(x, s, p);
			state_set(x->r, s, place_loose(x->r, p), val_null(), at);
			break;
		case EFFECT_CLEARED:
			state_mark(x->r, s, MARK_CLEARED, p, at)->hi = NUM_MAX;
			break;
		case EFFECT_FULL:
			if (driver_foreign(e->text))
				state_set(x->r, s, p, (struct val){.kind = V_UNKNOWN}, at);
			else
				now_full(x, s, p, at);
			break;
		case EFFECT_BEGUN:
			state_unmark(s, MARK_ENDED, p);
			lock_shown(s);
			state_mark(x->r, s, MARK_BEGUN, p, at)->shows = e->shows;
			if (e->shows)
				life_shown(x, s);
			break;
		case EFFECT_ENDED:
			if (!e->shows && place_global(x->r, p))
				duty_teardown(x, s, at, place_name(x->r, p));
			if (e->once)
				call_ends_once(x, s, c->name, p, at);
			state_unmark(s, MARK_BEGUN, p);
			m = state_mark(x->r, s, MARK_ENDED, p, at);
			m->shows = e->shows;
			m->once = e->once;
			break;
		}
	}
}

void effect_apply_result(struct exec *x, struct state *s, const struct callee *c,
			 const struct val *v, struct loc at)
{
	const struct summary *sum = c->f ? summary_known(x->m, c->f) : NULL;
	const struct fact *f = v->kind == V_PTR && v->sym ? state_known(s, v->sym) : NULL;
	const struct type *t = f ? x->r->syms[v->sym].type->to : NULL;
	place_t base = f ? place_index(x->r, place_sym(x->r, v->sym), 0) : 0;

	for (int i = 0; sum && f && t->kind == T_RECORD && i < sum->n_effects; i++) {
		const struct effect *e = &sum->effects[i];
		const struct decl *d =
			effect_of_result(sum, e) ? record_field(t->record, e->text + 8) : NULL;

		if (d && e->kind == EFFECT_NULL)
			state_set(x->r, s, place_field(x->r, base, d), val_null(), at);
	}
}
