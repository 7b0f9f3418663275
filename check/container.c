/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "check/container.h"
#include "check/mem.h"

#include <string.h>

/* A struct that DEFINE_LIST and its like made: one field, the kit's own, or what it is in a kernel.
 */
bool container_is(const struct type *t)
{
	static const char *const kinds[] = {"struct cleat_list",
					    "struct cleat_rb_root",
					    "struct cleat_xarray",
					    "struct list_head",
					    "struct rb_root",
					    "struct xarray",
					    NULL};
	const struct record *r = t->kind == T_RECORD ? t->record : NULL;

	/* An ida is made of one, and has nothing in it but numbers. */
	if (!r || r->n_fields != 1 || r->is_union || strcmp(t->name, "struct ida") == 0)
		return false;
	for (int i = 0; kinds[i]; i++)
		if (strcmp(r->fields[0]->type->name, kinds[i]) == 0)
			return true;
	return false;
}

static bool ends_with(const char *text, const char *end)
{
	size_t n = strlen(text), m = strlen(end);

	return n >= m && strcmp(text + n - m, end) == 0;
}

bool container_owns(const struct unit *u, const struct type *t)
{
	char clear[128];
	size_t n;

	if (!container_is(t))
		return false;
	n = strlen(t->record->name);
	if (n + sizeof("_clear") > sizeof(clear))
		return false;
	memcpy(clear, t->record->name, n);
	memcpy(clear + n, "_clear", sizeof("_clear"));
	return unit_func(u, clear) != NULL;
}

static enum container_op op_of(const char *verb)
{
	static const struct {
		const char *verb;
		enum container_op op;
	} ops[] = {
		{"init", CONTAINER_EMPTIES},
		{"clear", CONTAINER_EMPTIES},
		{"destroy", CONTAINER_EMPTIES},
		{"empty", CONTAINER_ASKS},
		{"pop", CONTAINER_ASKS},
		{"pop_tail", CONTAINER_ASKS},
		{"first", CONTAINER_ASKS},
		{"last", CONTAINER_ASKS},
		{"kind", CONTAINER_ASKS_KIND},
		{"splice", CONTAINER_SPLICES},
		{"splice_tail", CONTAINER_SPLICES},
	};

	for (size_t i = 0; i < sizeof(ops) / sizeof(ops[0]); i++)
		if (strcmp(ops[i].verb, verb) == 0)
			return ops[i].op;
	return CONTAINER_FILLS;
}

/* What only takes out, or looks: also of one kind of elements among several ("todo_job_pop"). */
static bool only_looks(const char *name)
{
	static const char *const ends[] = {"_pop",   "_pop_tail", "_first", "_last",	    "_next",
					   "_prev",  "_del",	  "_erase", "_find",	    "_load",
					   "_begin", "_at",	  "_after", "_lower_bound", NULL};

	for (int i = 0; ends[i]; i++)
		if (ends_with(name, ends[i]))
			return true;
	return false;
}

bool container_takes_out(const struct func *f)
{
	static const char *const ends[] = {"_del",  "_erase",	    "_pop",  "_pop_tail",  "_splice", "_splice_tail",
					   "_move", "_move_tail", "_clear", "_destroy", NULL};
	const struct type *t = f->n_params && !f->driver ? f->params[0]->type : NULL;

	for (int i = 0; t && t->kind == T_PTR && container_is(t->to) && ends[i]; i++)
		if (ends_with(f->decl->name, ends[i]))
			return true;
	return false;
}

bool container_changes(const struct func *f, int i)
{
	bool changes = f->op == CONTAINER_FILLS || f->op == CONTAINER_EMPTIES || f->op == CONTAINER_SPLICES ||
		       container_takes_out(f);

	return changes && container_is(f->params[i]->type->to);
}

void container_bind(const struct unit *u)
{
	for (int i = 0; i < u->n_funcs; i++) {
		struct func *f = u->funcs[i];
		const struct type *t = f->n_params ? f->params[0]->type : NULL;
		const char *name;
		size_t n;

		if (f->driver || !f->body || !t || t->kind != T_PTR || !container_is(t->to))
			continue;
		name = t->to->record->name;
		n = strlen(name);
		if (strncmp(f->decl->name, name, n) == 0 && f->decl->name[n] == '_')
			f->op = op_of(f->decl->name + n + 1);
		if ((!f->op || f->op == CONTAINER_FILLS) && only_looks(f->decl->name))
			f->op = CONTAINER_LOOKS;
	}
}

/*
 * Does it matter whether the container at @p is empty? Where it ends in this function's hands, or
 * is given by callers, for whom it may end then.
 */
static bool ends_here(const struct run *r, const struct state *s, place_t p)
{
	const struct place *root = &r->places[place_root(r, p)];
	const struct fact *f;

	if (root->kind == P_VAR)
		return true;
	f = state_known(s, root->sym);
	return f && !f->death && (f->own || r->syms[root->sym].origin == SYM_PARAM);
}

/* Is the container at @p known to be empty, or all of an array of them? */
static bool is_emptied(const struct run *r, const struct state *s, place_t p)
{
	const struct mark *m = state_marked(s, MARK_CLEARED, p);

	return m && (r->places[p].type->kind != T_ARRAY || !mark_partial(m, r->places[p].type->count));
}

bool container_asks(struct exec *x, const struct state *s, const struct callee *c,
		    const struct val *args, int n)
{
	bool asks = c->f && (c->f->op == CONTAINER_ASKS || c->f->op == CONTAINER_ASKS_KIND);
	place_t p = asks && n ? call_pointee(x, &args[0]) : 0;

	return p && ends_here(x->r, s, p) && !is_emptied(x->r, s, p);
}

static void touched(struct exec *x, struct state *s, place_t p)
{
	enum content content = state_content(x->r, s, p);

	state_unmark(s, MARK_CLEARED, p);
	if (content == C_ZERO || content == C_UNINIT)
		state_set(x->r, s, p, (struct val){.kind = V_CONTENT, .content = C_EXTERN}, x->at);
}

/* May the callee put something into what is declared as @d? */
static bool may_fill(struct exec *x, const struct callee *c, const struct decl *d)
{
	return !c->f || !d || summary_writes(x->m, c->f, d);
}

static void touched_within(struct exec *x, struct state *s, const struct callee *c, place_t p,
			   const struct decl *d)
{
	const struct type *t = x->r->places[p].type;

	if (t->kind == T_ARRAY && container_is(t->to)) {
		if (may_fill(x, c, d))
			touched(x, s, p);
	} else if (container_is(t)) {
		if (may_fill(x, c, d))
			touched(x, s, p);
	} else if (t->kind == T_RECORD && !t->record->is_union) {
		for (int i = 0; i < t->record->n_fields; i++)
			touched_within(x, s, c, place_field(x->r, p, t->record->fields[i]),
				       t->record->fields[i]);
	}
}

/* A callee that is no container's function was given @p. */
static void hand_over(struct exec *x, struct state *s, const struct callee *c, const struct val *v,
		      const struct decl *param)
{
	place_t p = call_pointee(x, v);

	if (p && param && param->type->kind == T_PTR && !param->type->to->is_const &&
	    param->type->to->kind == T_RECORD)
		touched_within(x, s, c, p, NULL);
}

/* What the callee reaches without being given it. */
static void forget_others(struct exec *x, struct state *s, const struct callee *c,
			  const struct val *args, int n_args)
{
	struct reach reach;
	int n = 0;

	call_reach(x, s, args, n_args, &reach);

	for (int i = 0; i < s->n_marks; i++) {
		const struct mark *k = &s->marks[i];
		const struct decl *d = x->r->places[k->place].decl;
		const struct type *t = x->r->places[k->place].type;

		if (t->kind == T_ARRAY)
			t = t->to;
		if (k->kind != MARK_CLEARED || !d || !container_is(t) || call_spares(x, s, &reach, k->place) ||
		    !may_fill(x, c, d))
			s->marks[n++] = s->marks[i];
	}
	s->n_marks = n;
}

/* ---- elements ---- */

static place_t container_in(struct exec *x, const struct callee *c, const struct val *args, int n)
{
	place_t p = c->f && c->f->op != CONTAINER_NONE && n ? call_pointee(x, &args[0]) : 0;

	return p ? place_of_all(x->r, p) : 0;
}

void container_gave(struct exec *x, struct state *s, const struct callee *c,
		    const struct val *args, int n, sym_t sym)
{
	struct fact *f = state_fact(x->r, s, sym);

	bool off = !f->own && c->f && container_takes_out(c->f);
	const struct decl *link = off ? element_link(x->u, c->f) : NULL;

	*(f->own ? &f->popped : &f->from) = container_in(x, c, args, n);
	if (link && x->r->syms[sym].type->to->kind == T_RECORD)
		state_mark(x->r, s, MARK_UNLINKED, place_field(x->r, place_index(x->r, place_sym(x->r, sym), 0), link),
			   (struct loc){0});
}

/* What was only lent from @container may be @but, which is gone, or all of it is gone. */
static void elements_end(struct state *s, place_t container, sym_t but,
			 const char *by, struct loc at)
{
	for (int i = 0; i < s->n_facts; i++) {
		struct fact *f = &s->facts[i];

		if (!f->sym || f->sym == but || f->from != container || f->own ||
		    (f->death && f->death != MOVED) || !(f->mask & M_VALID))
			continue;
		f->death = FREED;
		f->died_at = at;
		f->by = by;
	}
}

void container_taken(struct exec *x, struct state *s, const struct callee *c,
		     const struct val *args, int n, int i, bool ok, struct loc at)
{
	struct fact *f = args[i].kind == V_PTR && args[i].sym
				 ? state_fact(x->r, s, args[i].sym)
				 : NULL;
	place_t to = container_in(x, c, args, n), lock;

	if (!f || !f->death)
		return;
	if (!to) {
		f->from = 0;
		if (f->popped && f->death == FREED)
			elements_end(s, f->popped, f->sym, c->name, at);
		return;
	}
	lock = ok ? lock_guarding(x, s, to) : 0;
	f->from = to;
	f->loan = lock && lock_held(s, lock) ? lock : 0;
	f->lapsed = false;
}

/* What @v points to, at @p, is empty; in an array of containers, those from its first to its last index. */
static void note_emptied(struct exec *x, struct state *s, const struct val *v, place_t p, struct loc at)
{
	place_t all = place_of_all(x->r, p);
	struct mark *m = state_marked(s, MARK_CLEARED, all);
	bool new = !m;
	num lo = 0, hi = NUM_MAX;

	if (v->kind == V_ADDR && v->elem && x->r->places[p].type->kind == T_ARRAY)
		lin_bounds(s, &v->lin, &lo, &hi);
	if (new)
		m = state_mark(x->r, s, MARK_CLEARED, all, at);
	m->lo = new || lo < m->lo ? lo : m->lo;
	m->hi = new || hi > m->hi ? hi : m->hi;
}

void container_apply(struct exec *x, struct state *s, const struct callee *c,
		     const struct val *args, int n, int failed, struct loc at)
{
	enum container_op op = c->f ? c->f->op : CONTAINER_NONE;
	place_t p = op != CONTAINER_NONE && n ? call_pointee(x, &args[0]) : 0;
	place_t from = op == CONTAINER_SPLICES && n > 1 ? call_pointee(x, &args[1]) : 0;

	if (op == CONTAINER_NONE && c->f && !c->f->body && c->f->decl->trusted)
		return; /* the kit does not know the driver's containers */
	for (int i = 0; op == CONTAINER_NONE && i < n; i++)
		hand_over(x, s, c, &args[i], callee_param(c, i));
	if (op == CONTAINER_NONE)
		forget_others(x, s, c, args, n);
	if (!p)
		return;
	if (op == CONTAINER_FILLS || op == CONTAINER_SPLICES)
		touched(x, s, place_of_all(x->r, p));
	if (op == CONTAINER_EMPTIES || (op == CONTAINER_ASKS && failed > 0) ||
	    (op == CONTAINER_ASKS_KIND && failed == 0))
		note_emptied(x, s, &args[0], p, at);
	if (op == CONTAINER_EMPTIES && ends_with(c->name, "_clear"))
		elements_end(s, place_of_all(x->r, p), 0, c->name, at);
	if (from)
		note_emptied(x, s, &args[1], from, at);
}

bool container_full(const struct run *r, const struct state *s, place_t p)
{
	enum content content = state_content(r, s, p);

	return container_is(r->places[p].type) && !state_marked(s, MARK_CLEARED, p) &&
	       content != C_ZERO && content != C_UNINIT;
}

static void report_full(struct exec *x, struct loc at, const char *kind, const char *owner,
			const char *what)
{
	const char *clear = mem_format(x->r->arena, "%s_clear", kind);
	const char *fix = unit_func(x->u, clear)
				  ? mem_format(x->r->arena, "empty it first: %s()", clear)
				  : "take everything out of it first";

	if (owner)
		say(x, at, "CL107", fix, "'%s' is freed while something may be in '%s'", owner,
		    what);
	else
		say(x, at, "CL101", fix, "'%s' ends here, and something may still be in it", what);
}

void container_check(struct exec *x, struct state *s, place_t p, struct loc at, const char *owner)
{
	const struct type *t = x->r->places[p].type;
	place_t element = 0;

	if (t->kind == T_ARRAY && container_is(t->to)) {
		element = place_any(x->r, p);
		if (is_emptied(x->r, s, p))
			return;
	}
	if (element || container_is(t)) {
		place_t c = element ? element : p;
		const char *name = (element ? t->to : t)->record->name;

		if (!container_full(x->r, s, c))
			return;
		report_full(x, at, name, owner, place_name(x->r, c));
		return;
	}
	if (t->kind == T_ARRAY)
		t = t->to; /* a mark on a part of an element says it of all of them */
	if (t->kind != T_RECORD || t->record->is_union)
		return;
	for (int i = 0; i < t->record->n_fields; i++)
		container_check(x, s, place_field(x->r, p, t->record->fields[i]), at, owner);
}
