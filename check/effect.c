/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "check/driver.h"
#include "check/effect.h"
#include "check/facts.h"
#include "check/mem.h"
#include "check/own_private.h"

#include <string.h>

enum { MAX_DEPTH = 3 };

void effect_begin(struct module *m, struct func *f)
{
	struct summary *s = summary_edit(m, f);

	s->n_effects = s->n_exits = s->n_failed = s->n_fetches = 0;
	s->gone = s->gone_failed = 0;
	s->n_proofs = 0;
	s->undecided = false;
}

/* Is @p in the object that the function returns? Its callers call that "return". */
static bool is_result(const struct exec *x, const struct state *s, place_t p)
{
	const struct place *root = &x->r->places[place_root(x->r, p)];

	return s->has_result && s->result.kind == V_PTR && s->result.sym && root->kind == P_SYM &&
	       root->sym == s->result.sym && x->r->syms[root->sym].origin != SYM_PARAM;
}

static const char *result_text(const struct exec *x, place_t p)
{
	const char *name = place_name(x->r, p), *arrow = strstr(name, "->");
	const struct place *at = &x->r->places[p];

	/* The object's own name may be a path: what comes after it is that of the field. */
	if (at->kind != P_FIELD || !arrow)
		return NULL;
	return x->r->places[at->parent].kind == P_INDEX
		       ? mem_format(x->m->arena, "return->%s", at->decl->name)
		       : NULL;
}

/* "p->peer" when @p can be named so by callers: no element, nothing behind another pointer. */
static const char *name_for_callers(const struct exec *x, const struct state *s, place_t p)
{
	const struct place *root = &x->r->places[place_root(x->r, p)];

	for (place_t q = p; q; q = x->r->places[q].parent) {
		const struct place *at = &x->r->places[q];

		if (at->kind == P_ANY || (at->kind == P_INDEX && at->index != 0))
			return NULL;
	}
	if (is_result(x, s, p))
		return result_text(x, p);
	if (root->kind == P_SYM ? x->r->syms[root->sym].origin != SYM_PARAM : !root->decl->global)
		return NULL;
	return mem_strdup(x->m->arena, place_name(x->r, p));
}

/*
 * A work item, a timer, a device node. An object of the driver that is shown in a file is another
 * matter: that ends with the file.
 */
static bool is_kits(const struct type *t)
{
	return t->kind == T_RECORD && t->record->trusted;
}

static void seen(struct exec *x, const struct state *st, enum effect_kind kind, const struct mark *mark,
		 place_t p, bool failed)
{
	struct summary *s = summary_edit(x->m, x->f);
	struct effect new = {.kind = kind, .exits = 1, .failed = failed};

	if (x->r->places[p].kind == P_SYM ||
	    (kind == EFFECT_BEGUN && !is_kits(x->r->places[p].type)))
		return;
	new.text = name_for_callers(x, st, p);
	if (!new.text)
		return;
	new.shows = mark && mark->shows;
	new.once = mark && mark->once;
	for (int i = 0; i < s->n_effects; i++)
		if (s->effects[i].kind == kind && strcmp(s->effects[i].text, new.text) == 0) {
			s->effects[i].exits++;
			s->effects[i].failed += failed;
			return;
		}
	MEM_PUSH(x->m->arena, s->effects, s->n_effects, new);
}

/* Pointers that may be NULL: what does the function leave in them? */
static void seen_pointer(struct exec *x, struct state *s, place_t p, const struct decl *d)
{
	const struct cell *c = state_cell(s, p);
	const struct fact *f = c && c->val.kind == V_PTR ? state_known(s, c->val.sym) : NULL;
	bool empty = c ? val_is_null(&c->val) || (f && f->mask == M_NULL)
		       : state_content(x->r, s, p) == C_ZERO;

	if (!empty && decl_has(d, "own") && c && c->at.file && own_fails(s))
		seen(x, s, EFFECT_LEFT, NULL, p, true);
	if (empty && decl_has(d, "own"))
		seen(x, s, EFFECT_NULL, NULL, p, own_fails(s));
	else if (c && (c->val.kind == V_ADDR || (f && f->mask == M_VALID && !f->death)))
		seen(x, s, EFFECT_FULL, NULL, p, own_fails(s));
}

static void seen_fields(struct exec *x, struct state *s, place_t p, const struct record *r,
			int depth)
{
	for (int i = 0; i < r->n_fields && depth < MAX_DEPTH && !r->is_union; i++) {
		const struct decl *d = r->fields[i];
		place_t f = place_field(x->r, p, d);

		if (d->type->kind == T_RECORD)
			seen_fields(x, s, f, d->type->record, depth + 1);
		else if (d->type->kind == T_PTR && d->type->to->kind != T_FUNC && !d->trusted &&
			 (decl_has(d, "own") || module_nullable(x->m, d)))
			seen_pointer(x, s, f, d);
	}
}

/* A new object: which of its owners are NULL? */
static void seen_result(struct exec *x, struct state *s)
{
	const struct type *t = x->f->result;
	const struct fact *f = s->has_result && s->result.kind == V_PTR && s->result.sym
				       ? state_known(s, s->result.sym)
				       : NULL;

	if (f && f->fresh && t->kind == T_PTR && t->to->kind == T_RECORD)
		seen_fields(x, s, place_index(x->r, place_sym(x->r, s->result.sym), 0),
			    t->to->record, MAX_DEPTH - 1);
}

static bool returns_error(const struct exec *x, const struct state *s)
{
	num lo, hi;

	if (!s->has_result || s->result.kind != V_INT || x->f->result->kind != T_INT ||
	    !x->f->result->is_signed)
		return false;
	lin_range(s, &s->result.lin, &lo, &hi);
	return hi < 0 || (lo < 0 && lin_error(x->r, &s->result.lin));
}

/* What a callee returned is passed on, and nobody looked at it here: it may be an error. */
void effect_return(struct exec *x, struct state *s)
{
	const struct lin *l = &s->result.lin;
	const struct fact *f = s->result.kind == V_INT && l->n == 1 && !l->k
				       ? state_known(s, l->t[0].sym)
				       : NULL;

	if (f && f->pending && f->lo < 0)
		summary_edit(x->m, x->f)->gives_errors = true;
}

/* What owns for as long as the module is there. */
static void seen_global(struct exec *x, struct state *s, const struct decl *d)
{
	place_t p = place_var(x->r, d);

	if (d->type->kind == T_RECORD && !d->trusted && !d->type->record->trusted)
		seen_fields(x, s, p, d->type->record, MAX_DEPTH - 2);
	else if (life_owns(d) && state_cell(s, p) && state_cell(s, p)->at.file)
		seen_pointer(x, s, p, d);
}

/* The array of whose elements @p is said, or @p itself. */
static place_t array_of(const struct run *r, place_t p)
{
	place_t array = p;

	for (; p; p = r->places[p].parent)
		if (r->places[p].kind == P_ANY)
			array = r->places[p].parent;
	return array;
}

/* Which element of an array the callee released is not known here: callers do so for all, in a loop. */
static bool takes_elements(const struct effect *e, const struct run *r, place_t p)
{
	return e->kind == EFFECT_CLEARED && r->places[p].type->kind == T_ARRAY;
}

/* The object of a parameter ended here, whose declaration does not say so. @first: such an exit. */
static void seen_gone(struct exec *x, struct state *s, unsigned int *ret, bool first)
{
	unsigned int gone = 0;

	for (int i = 0; i < x->f->n_params && i < 32; i++) {
		const struct decl *d = x->f->params[i];
		const struct fact *f;

		if (d->type->kind != T_PTR || decl_has(d, "own"))
			continue;
		f = state_known(s, sym_intern(x->r, SYM_PARAM, d->index, 0, d->type, d->name));
		if (f && (f->death == FREED || f->death == MOVED || f->death == DROPPED))
			gone |= 1u << i;
	}
	*ret = first ? gone : *ret & gone;
}

void effect_exit(struct exec *x, struct state *s)
{
	static const enum effect_kind kinds[] = {[MARK_BEGUN] = EFFECT_BEGUN,
						 [MARK_ENDED] = EFFECT_ENDED};

	struct summary *sum = summary_edit(x->m, x->f);
	bool failed = own_fails(s);

	seen_gone(x, s, failed ? &sum->gone_failed : &sum->gone,
		  failed ? sum->n_failed == 0 : sum->n_exits == sum->n_failed);
	if (!failed)
		written_exit(x, s, sum->n_exits == sum->n_failed);
	proven_exit(x, s);
	sum->n_exits++;
	sum->n_failed += failed;
	if (!sum->gives_errors && returns_error(x, s)) {
		sum->gives_errors = true;
		x->m->learned |= sum->believed;
	}
	for (int i = 0; i < x->f->n_params; i++) {
		const struct decl *d = x->f->params[i];
		sym_t sym;
		const struct fact *f;

		if (d->type->kind != T_PTR || d->type->to->kind != T_RECORD)
			continue;
		sym = sym_intern(x->r, SYM_PARAM, d->index, 0, d->type, d->name);
		f = state_known(s, sym);
		if (f && f->mask == M_NULL)
			continue;
		seen_fields(x, s, place_index(x->r, place_sym(x->r, sym), 0), d->type->to->record,
			    0);
	}
	for (int i = 0; i < x->u->n_globals; i++)
		seen_global(x, s, x->u->globals[i]);
	seen_result(x, s);
	for (int i = 0; i < s->n_marks; i++) {
		const struct mark *k = &s->marks[i];

		if (k->kind == MARK_CLEARED)
			seen(x, s, EFFECT_CLEARED, k, array_of(x->r, k->place), failed);
		else if (k->kind == MARK_BEGUN || k->kind == MARK_ENDED)
			seen(x, s, kinds[k->kind], k, k->place, failed);
	}
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

bool effect_leaves(struct exec *x, struct state *s, const struct callee *c, const struct val *args, int n,
		   place_t p)
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
	unsigned int gone = sum->n_failed == sum->n_exits || (!ok && sum->n_failed) ? sum->gone_failed
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
		    effect_by_success(sum, e))
			left_full(x, s, c, e, args, n, at);
		if (e->exits < sum->n_exits && e->kind != EFFECT_CLEARED &&
		    !(ok && effect_by_success(sum, e)))
			continue;
		p = driver_foreign(e->text) ? place_var(x->r, module_foreign(x->m, e->text))
					    : callee_lvalue(x, s, c, e->text, args, n);
		if (!p || may_have_changed(x, s, e->kind, p) ||
		    (e->exits < sum->n_exits && e->kind == EFFECT_CLEARED && !takes_elements(e, x->r, p)))
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

/* ---- what must be NULL before ---- */

/* Did nobody but this function write @p since it was called? */
static bool is_as_it_came(struct exec *x, struct state *s, place_t p)
{
	place_t lock = lock_guarding(x, s, p);
	bool entry = !lock;

	for (int i = 0; i < s->n_held; i++)
		entry |= s->held[i].lock == lock && s->held[i].entry && !s->held[i].parked;
	return entry && !state_cell(s, p);
}

bool effect_wants_null(struct exec *x, struct state *s, place_t p)
{
	struct func *f = x->f;
	const struct place *root = &x->r->places[place_root(x->r, p)];
	const char *text = root->kind == P_SYM ? name_for_callers(x, s, p) : NULL;
	struct summary *sum = summary_edit(x->m, f);
	bool seen_callers =
		f->is_static ||
		report_knows(x->report, mem_format(x->m->arena, "func\t%s", f->decl->name));

	if (!text || f->escapes || f->bound || !seen_callers || !place_contract(x->r, p, "opt") ||
	    !is_as_it_came(x, s, p))
		return false;
	for (int i = 0; i < sum->n_needs; i++)
		if (strcmp(sum->needs[i], text) == 0)
			return true;
	MEM_PUSH(x->m->arena, sum->needs, sum->n_needs, text);
	x->m->learned = true;
	return true;
}

static bool is_null_here(struct exec *x, struct state *s, place_t p)
{
	const struct cell *c = state_cell(s, p);
	const struct fact *f = c && c->val.kind == V_PTR ? state_known(s, c->val.sym) : NULL;
	enum content content = state_content(x->r, s, p);

	if (c && c->val.kind == V_PTR)
		return !c->val.sym || (f && f->mask == M_NULL);
	return content == C_ZERO || content == C_UNINIT || effect_wants_null(x, s, p);
}

void effect_check_needs(struct exec *x, struct state *s, const struct callee *c,
			const struct val *args, int n, struct loc at)
{
	const struct summary *sum = c->f ? summary_known(x->m, c->f) : NULL;

	for (int i = 0; sum && i < sum->n_needs; i++) {
		place_t p = callee_lvalue(x, s, c, sum->needs[i], args, n);

		if (p && !own_root_is_dead(x->r, s, p) && !is_null_here(x, s, p))
			say(x, at, "CL101", "release it first, and set it to NULL",
			    "'%s' overwrites '%s', which may still own something", c->name,
			    place_name(x->r, p));
	}
}
