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
	    x->r->places[to].kind != P_SYM)
		state_set(x->r, s, to, memory_unknown(x, s, to, NULL, t, e->id), e->loc);
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
	if (k == MARK_ENDED && !duty_shows(p) && place_global(x->r, to))
		duty_teardown(x, s, at, place_name(x->r, to));
	if (k == MARK_ENDED && decl_has(p, "only_once"))
		call_ends_once(x, s, c->name, to, at);
	if (k == MARK_UNLINKED)
		check_unlinked(x, s, c, to, at);
	state_unmark(s, k, to);
	state_unmark(s, opposite[k], to);
	if (k == MARK_BEGUN || k == MARK_LINKED)
		lock_shown(s);
	m = state_mark(x->r, s, k, to, at);
	m->shows = duty_shows(p);
	m->once = k == MARK_ENDED && decl_has(p, "only_once");
	if (k == MARK_BEGUN && duty_shows(p))
		life_shown(x, s);
	m->by_file = m->shows && strcmp(decl_duty(p), "shown") == 0;
	if (x->r->places[place_root(x->r, to)].kind == P_SYM) {
		struct fact *f = state_fact(x->r, s, x->r->places[place_root(x->r, to)].sym);

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

static bool among(const struct reach *reach, place_t root)
{
	for (int i = 0; i < reach->n; i++)
		if (reach->roots[i] == root)
			return true;
	return false;
}

static void add_root(const struct exec *x, struct reach *reach, const struct val *v)
{
	place_t root = 0;

	if (v->kind == V_PTR && v->sym)
		root = place_sym(x->r, v->sym);
	else if (v->kind == V_ADDR && v->place)
		root = place_root(x->r, v->place);
	if (root && !among(reach, root) && reach->n < MAX_REACH)
		reach->roots[reach->n++] = root;
}

/* The objects that a callee comes to by its arguments, and by what lies in those. */
void call_reach(const struct exec *x, const struct state *s, const struct val *args, int n,
		struct reach *ret)
{
	ret->n = 0;
	for (int i = 0; i < n; i++)
		add_root(x, ret, &args[i]);
	for (int k = 0; k < ret->n; k++)
		for (int i = 0; i < s->n_cells; i++)
			if (place_root(x->r, s->cells[i].place) == ret->roots[k])
				add_root(x, ret, &s->cells[i].val);
}

/* Does the callee come to @p by what it is given? */
static bool call_reaches(const struct exec *x, const struct reach *reach, place_t p)
{
	return reach->n == MAX_REACH || among(reach, place_root(x->r, p));
}

/* Nobody but this function knows the object that @p is in, and it shows it to no callee. */
bool call_spares(const struct exec *x, const struct state *s, const struct reach *reach, place_t p)
{
	return reach->n < MAX_REACH && place_unshared(x->r, s, p) && !place_global(x->r, p) &&
	       !among(reach, place_root(x->r, p));
}

enum { MAX_LOCKS = 8 };

struct writer {
	struct exec *x;
	struct state *s;
	const struct callee *c;
	struct reach reach;
	bool any;
	place_t locks[MAX_LOCKS]; /* that the callee wants held or lets go: it may write under them */
	int n_locks;
	bool all_locks;
};

static void note_locks(struct writer *w, const struct val *args, int n)
{
	const struct contract *k = w->c->d ? w->c->d->contracts : NULL;

	for (; k; k = k->next) {
		place_t lock;

		if (strncmp(k->word, "must_hold", 9) != 0 && strncmp(k->word, "releases", 8) != 0)
			continue;
		lock = callee_place(w->x, w->s, w->c, k->arg, args, n);
		if (!lock || w->n_locks == MAX_LOCKS)
			w->all_locks = true;
		else
			w->locks[w->n_locks++] = lock;
	}
}

/* What is guarded by a lock that is held here, and of which the callee does not know. */
static bool kept_by_lock(const struct writer *w, place_t p)
{
	place_t lock = w->all_locks ? 0 : lock_guarding(w->x, w->s, p);

	for (int i = 0; i < w->n_locks; i++)
		if (w->locks[i] == lock)
			return false;
	return lock && lock_held(w->s, lock);
}

/* Is it certain that the function leaves @p alone? */
static bool leaves_alone(place_t p, void *data)
{
	const struct writer *w = data;
	struct run *r = w->x->r;
	place_t at = p;

	while (r->places[at].kind != P_FIELD && r->places[at].kind != P_VAR && r->places[at].parent)
		at = r->places[at].parent;
	if (!r->places[at].decl || call_spares(w->x, w->s, &w->reach, p))
		return true;
	if (r->places[at].kind == P_VAR && !r->places[at].decl->global)
		return true;
	if (w->any ? !place_global(r, p) && !call_reaches(w->x, &w->reach, p)
		   : !summary_writes(w->x->m, w->c->f, r->places[at].decl))
		return true;
	return kept_by_lock(w, p);
}

/*
 * Owners in the objects that this function was given, of which nothing was known: from here on they
 * are not as they came.
 */
static void note_written_owners(struct writer *w, const struct decl *param)
{
	struct run *r = w->x->r;
	const struct type *t = param->type;
	place_t base;

	if (t->kind != T_PTR || t->to->kind != T_RECORD || t->to->record->is_union)
		return;
	base = place_index(r, place_sym(r, sym_intern(r, SYM_PARAM, param->index, 0, param->type,
						      param->name)),
			   0);
	for (int i = 0; i < t->to->record->n_fields; i++) {
		const struct decl *d = t->to->record->fields[i];
		place_t p = place_field(r, base, d);

		if (d->type->kind == T_PTR && decl_has(d, "own") && decl_has(d, "opt") &&
		    !state_cell(w->s, p) && state_content(r, w->s, p) == C_EXTERN &&
		    !leaves_alone(p, w))
			state_set(r, w->s, p,
				  (struct val){.kind = V_CONTENT, .content = C_EXTERN}, w->x->at);
	}
}

static bool may_be_written(enum content c)
{
	return c == C_ZERO || c == C_UNINIT;
}

/* Zeros that nobody has looked at yet, or nothing yet, in a struct that the callee is given. */
static void forget_zeros(struct writer *w, place_t p, const struct val *args, int n, bool failed)
{
	struct run *r = w->x->r;
	const struct type *t = r->places[p].type;

	for (int i = 0; t->kind == T_RECORD && !t->record->is_union && i < t->record->n_fields; i++) {
		place_t f = place_field(r, p, t->record->fields[i]);

		if (t->record->fields[i]->type->kind == T_RECORD)
			forget_zeros(w, f, args, n, failed);
		else if (!state_cell(w->s, f) && may_be_written(state_content(r, w->s, f)) &&
			 !leaves_alone(f, w) &&
			 !(failed && decl_has(t->record->fields[i], "own") &&
			   !effect_leaves(w->x, w->s, w->c, args, n, f)))
			memory_forget(w->x, w->s, f);
	}
}

/* What was taken off may be on again, where the callee writes such links. */
static void forget_unlinked(struct writer *w)
{
	for (int i = w->s->n_marks - 1; i >= 0; i--)
		if (w->s->marks[i].kind == MARK_UNLINKED && !w->c->d->trusted &&
		    !leaves_alone(w->s->marks[i].place, w))
			state_unmark(w->s, MARK_UNLINKED, w->s->marks[i].place);
}

/* A function of the driver may write what its summary says. */
void call_forget_written(struct exec *x, struct state *s, const struct callee *c,
			 const struct val *args, int n, bool failed)
{
	struct writer w = {.x = x,
			   .s = s,
			   .c = c,
			   .any = !c->f || (!c->f->decl->trusted && !summary_known(x->m, c->f))};

	if (c->f && c->f->decl->trusted && !c->f->body)
		return;
	call_reach(x, s, args, n, &w.reach);
	note_locks(&w, args, n);
	seen_filter(s, leaves_alone, &w);
	for (int i = 0; i < s->n_cells; i++) {
		if (s->cells[i].val.kind == V_CONTENT || filled_is_count(x->r, s->cells[i].place) ||
		    leaves_alone(s->cells[i].place, &w))
			continue;
		memory_forget(x, s, s->cells[i].place);
		i = -1;
	}
	for (int i = 0; i < n; i++)
		if (call_pointee(x, &args[i]) &&
		    !(callee_param(c, i) && decl_has(callee_param(c, i), "writes")))
			forget_zeros(&w, call_pointee(x, &args[i]), args, n, failed);
	for (int i = 0; i < x->f->n_params; i++)
		note_written_owners(&w, x->f->params[i]);
	forget_unlinked(&w);
}

/* An owner that is NULL for certain, at any depth of @p. */
static bool has_zero_owner(struct writer *w, place_t p)
{
	struct run *r = w->x->r;
	const struct type *t = r->places[p].type;

	for (int i = 0; t->kind == T_RECORD && !t->record->is_union && i < t->record->n_fields; i++) {
		const struct decl *d = t->record->fields[i];
		place_t f = place_field(r, p, d);

		if (d->type->kind == T_RECORD ? has_zero_owner(w, f)
					      : decl_has(d, "own") && !state_cell(w->s, f) &&
							state_content(r, w->s, f) == C_ZERO && !leaves_alone(f, w))
			return true;
	}
	return false;
}

bool call_fills_zeros(struct exec *x, struct state *s, const struct callee *c, const struct val *args, int n)
{
	struct writer w = {.x = x, .s = s, .c = c};

	if (!c->f || c->f->decl->trusted || !summary_known(x->m, c->f))
		return false;
	call_reach(x, s, args, n, &w.reach);
	for (int i = 0; i < n; i++)
		if (call_pointee(x, &args[i]) && has_zero_owner(&w, call_pointee(x, &args[i])))
			return true;
	return false;
}
