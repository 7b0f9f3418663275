/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Ownership. An object that this function owns (fact->own > 0) must be released, handed on or
 * stored with its owner exactly once on every path; a dead object must not be touched. Aliases
 * need no care here: they are the same symbol.
 */
#include "check/mem.h"
#include "check/container.h"
#include "check/own_private.h"

/* The symbol of the object that @v points to or into, or 0. */
sym_t own_object_of(const struct run *r, const struct val *v)
{
	if (v->kind == V_PTR)
		return v->sym;
	if ((v->kind == V_ADDR || v->kind == V_AGGREGATE) && v->place &&
	    r->places[place_root(r, v->place)].kind == P_SYM)
		return r->places[place_root(r, v->place)].sym;
	return 0;
}

/* @sym or what it depends on, if dead. */
static struct fact *dead_fact(struct exec *x, struct state *s, sym_t sym, int depth)
{
	const struct fact *f = sym ? state_known(s, sym) : NULL;

	if (!f || depth > 4)
		return NULL;
	if (f->death)
		return state_fact(x->r, s, sym);
	for (int i = 0; i < MAX_DEPS; i++) {
		struct fact *d = f->deps[i] ? dead_fact(x, s, f->deps[i], depth + 1) : NULL;

		if (d)
			return d;
	}
	return NULL;
}

static void say_dead(struct exec *x, const struct fact *f, struct loc at, const char *name)
{
	struct finding *found;

	switch (f->death) {
	case FREED:
		found = say(x, at, "CL103", "use it before it is freed, or set the pointer to NULL",
			    "'%s' is used after the object was freed", name);
		say_step(x, found, f->died_at, "freed here by '%s'", f->by);
		break;
	case EXPIRED:
		say(x, at, "CL211", "use it inside the scope, or declare the variable outside",
		    "'%s' points to '%s', whose scope has ended", name, f->by);
		return;
	default:
		found = say(x, at, "CL104", "take what is needed from it before it is handed on",
			    "'%s' is used after '%s' took it over", name, f->by);
		say_step(x, found, f->died_at, "handed to '%s' here", f->by);
	}
	say_step(x, found, f->got_at, "it came from here");
}

/* How many places own @sym that others can write once @lock is let go? */
static int owners_under(struct exec *x, struct state *s, sym_t sym, place_t lock)
{
	int n = 0;

	for (int i = 0; i < s->n_cells; i++) {
		place_t p = s->cells[i].place;

		n += own_refers(x->r, &s->cells[i].val, sym) && !place_private(x->r, s, p) &&
		     place_contract(x->r, p, "own") && lock_guarding(x, s, p) == lock;
	}
	return n;
}

/* A pointer that was read under a lock is good as long as the lock is held, or once it is our own.
 */
static void check_loan(struct exec *x, struct state *s, sym_t sym, struct loc at, const char *name)
{
	struct fact *f = sym ? state_fact(x->r, s, sym) : NULL;
	struct finding *found;

	if (!f || !f->loan || !(f->mask & M_VALID) || (lock_held(s, f->loan) && !f->lapsed) ||
	    f->own > owners_under(x, s, sym, f->loan))
		return;
	found = say(x, at, "CL410",
		    "use it inside the lock, take a reference, or copy what is needed",
		    lock_held(s, f->loan)
			    ? "'%s' was read under '%s', which was let go in between"
			    : "'%s' was read under '%s', which is no longer held",
		    name, place_name(x->r, f->loan));
	say_step(x, found, f->got_at, "read here");
	f->loan = 0;
}

/* Handed to a container whose lock is still held: nobody can take it out before that is let go. */
static bool kept_by_container(const struct state *s, const struct fact *f)
{
	return f->death == MOVED && f->from && f->loan && lock_held(s, f->loan) && !f->lapsed;
}

bool own_use(struct exec *x, struct state *s, const struct val *v, struct loc at, const char *name)
{
	sym_t sym = own_object_of(x->r, v);
	struct fact *f = dead_fact(x, s, sym, 0);

	if (f && kept_by_container(s, f))
		return true;
	if (!f || f->sym != sym || !f->from)
		check_loan(x, s, sym, at, name);
	if (!f)
		return true;
	if (!f->told)
		say_dead(x, f, at, name);
	f->told = true;
	return false;
}

/* ---- release ---- */

static void free_again(struct exec *x, struct fact *f, struct loc at, const char *name,
		       const char *by)
{
	struct finding *found;

	if (f->told)
		return;
	f->told = true;
	found = say(x, at, "CL102",
		    "release it once on each path; set the pointer to NULL when it is gone",
		    f->death == FREED
			    ? "'%s' is passed to '%s', but the object was freed already"
			    : "'%s' is passed to '%s', but the object was handed on already",
		    name, by);
	say_step(x, found, f->died_at, "first passed to '%s' here", f->by);
	say_step(x, found, f->got_at, "it came from here");
}

static int owners_of_type(const struct record *r, const struct type *t)
{
	int n = 0;

	for (int i = 0; i < r->n_fields; i++)
		n += r->fields[i]->type == t && decl_has(r->fields[i], "own");
	return n;
}

void own_outdate(struct exec *x, struct state *s, place_t field, struct loc at, const char *by)
{
	const struct place *p = &x->r->places[field];
	const struct place *root = &x->r->places[place_root(x->r, field)];

	if (p->kind != P_FIELD || root->kind != P_SYM || !decl_has(p->decl, "own") ||
	    owners_of_type(p->decl->record, p->type) != 1)
		return;
	for (int i = 0; i < s->n_facts; i++) {
		struct fact *f = &s->facts[i];

		if (!f->sym || f->own || f->death || x->r->syms[f->sym].origin != SYM_CALL ||
		    x->r->syms[f->sym].type != p->type)
			continue;
		for (int k = 0; k < MAX_DEPS && !f->death; k++)
			if (f->deps[k] == root->sym) {
				f->death = FREED;
				f->died_at = at;
				f->by = by;
			}
	}
}

void own_take(struct exec *x, struct state *s, const struct val *v, enum death how, struct loc at,
	      const char *name, const char *by, bool raw)
{
	const struct func *taker = raw ? NULL : unit_func(x->u, by);
	bool last = raw || (taker && taker->last); /* it ends the object itself */
	struct fact *f;

	if (v->kind == V_ADDR || v->kind == V_TEXT) {
		say(x, at, "CL105", "release only what was allocated",
		    "'%s' is passed to '%s', but is no object of its own", name, by);
		return;
	}
	if (v->kind != V_PTR || !v->sym)
		return;
	f = dead_fact(x, s, v->sym, 0);
	if (f) {
		free_again(x, f, at, name, by);
		return;
	}
	f = state_fact(x->r, s, v->sym);
	if (!(f->mask & M_VALID))
		return;
	if (f->own == 0 && !f->parted) {
		say(x, at, "CL105",
		    x->r->syms[v->sym].origin == SYM_PARAM
			    ? "declare the parameter __own, if this function is to end it"
			    : "declare it __own where it comes from, if it is to be released here",
		    "'%s' is passed to '%s', which releases it, but it is only borrowed here", name,
		    by);
		return;
	}
	paged_freed(x, v, at, name, by);
	if (how == ALIVE)
		return; /* the callee gives it back */
	if (last && type_counted(x->r->syms[v->sym].type) && !f->fresh &&
	    !(x->f->last && x->r->syms[v->sym].origin == SYM_PARAM))
		say(x, at, "CL105", "give the reference back with its put",
		    "'%s' is passed to '%s', but it counts its references: it ends with the last "
		    "one",
		    name, by);
	if (raw || taker)
		linked_check(x, s, v->sym, taker, at, name);
	if (raw) {
		own_check_inside(x, s, v->sym, at, name);
	} else {
		own_written(x, s, f, at);
		own_check_owners(x, s, v->sym, at, name);
	}
	if (!x->ends_calls && x->r->syms[v->sym].origin == SYM_LOAD && place_global(x->r, x->r->syms[v->sym].key1))
		duty_teardown(x, s, at, name);
	f = state_fact(x->r, s, v->sym);
	if (f->parted || f->own < (f->borrowed ? 1 : 2)) /* else it is one reference more, and the element keeps its own */
		own_mark_element(x, s, v->sym, at);
	if (x->r->syms[v->sym].origin == SYM_LOAD)
		own_outdate(x, s, x->r->syms[v->sym].key1, at, by);
	f = state_fact(x->r, s, v->sym);
	f->own -= f->own > 0;
	f->fresh = false;
	if (f->own == 0 && (!f->borrowed || f->parted)) {
		f->death = how;
		f->died_at = at;
		f->by = by;
		f->parted = false;
		own_bury(x, s, v->sym, raw);
	}
}

/* ---- lost and found ---- */

bool own_root_is_dead(const struct run *r, const struct state *s, place_t p)
{
	const struct place *root = &r->places[place_root(r, p)];
	const struct fact *f = root->kind == P_SYM ? state_known(s, root->sym) : NULL;

	return f && f->death;
}

bool own_linked(const struct exec *x, const struct state *s, sym_t sym)
{
	for (int i = 0; i < s->n_marks; i++) {
		const struct place *root = &x->r->places[place_root(x->r, s->marks[i].place)];

		if (s->marks[i].kind == MARK_LINKED && root->kind == P_SYM && root->sym == sym)
			return true;
	}
	return false;
}

bool own_refers(const struct run *r, const struct val *v, sym_t sym)
{
	return sym && (own_object_of(r, v) == sym || (v->kind == V_INT && val_mentions(r, v, sym)));
}

/* Is @sym in a place of someone else's object, or in a variable of the module? */
bool own_stored_elsewhere(const struct exec *x, const struct state *s, sym_t sym)
{
	for (int i = 0; i < s->n_cells; i++)
		if (own_refers(x->r, &s->cells[i].val, sym) &&
		    !place_private(x->r, s, s->cells[i].place))
			return true;
	return false;
}

/* How many places of others own @sym. */
int own_owners_elsewhere(const struct exec *x, const struct state *s, sym_t sym)
{
	int n = 0;

	for (int i = 0; i < s->n_cells; i++)
		n += own_refers(x->r, &s->cells[i].val, sym) &&
		     !place_private(x->r, s, s->cells[i].place) &&
		     place_contract(x->r, s->cells[i].place, "own");
	return n;
}

bool own_referenced(const struct exec *x, const struct state *s, sym_t sym)
{
	for (int i = 0; i < s->n_cells; i++) {
		const struct cell *c = &s->cells[i];
		const struct place *root = &x->r->places[place_root(x->r, c->place)];

		if (root->kind == P_SYM &&
		    (root->sym == sym || own_root_is_dead(x->r, s, c->place)))
			continue;
		if (own_refers(x->r, &c->val, sym))
			return true;
	}
	for (int i = 0; i < s->sp; i++)
		if (own_refers(x->r, &s->stack[i], sym))
			return true;
	return (s->has_result && own_refers(x->r, &s->result, sym)) || own_linked(x, s, sym);
}

bool own_owed(const struct run *r, const struct fact *f)
{
	return f->own && !f->death && f->sym &&
	       (sym_is_number(r, f->sym) ? f->hi >= 0 : f->mask & M_VALID);
}

void own_leak(struct exec *x, const struct fact *f, struct loc at)
{
	const char *name = x->r->syms[f->sym].name;
	const struct sym *sym = &x->r->syms[f->sym];
	bool param = sym->origin == SYM_PARAM && decl_has(x->f->params[sym->key1], "own");
	struct finding *found;

	if (sym->origin == SYM_LOAD && f->got_at.line == at.line && f->got_at.file == at.file) {
		say(x, at, "CL101",
		    "release it first; a function that fills a new object says __writes on the parameter",
		    "'%s' is overwritten, and may still own something", name);
		return;
	}
	if (f->left) {
		say(x, at, "CL114", "declare the elements __own (T *__own __opt v[n]), or release the object",
		    "'%s' is owned here, and is left in '%s', whose elements are not declared __own", name,
		    place_name(x->r, f->left));
		return;
	}
	found = say(x, at, "CL101", "release it on this path, or hand it to someone who does",
		    param ? "'%s' is taken over from the caller, and is not released on this path"
			  : "'%s' is owned here, and is not released on this path",
		    name);
	say_step(x, found, f->got_at, param ? "taken over here" : "acquired here");
}

bool own_by_success(const struct exec *x, const struct state *s, const struct fact *f)
{
	const struct sym *sym = &x->r->syms[f->sym], *of;
	const struct place *root;

	if (sym->origin != SYM_LOAD || !(f->mask & M_NULL) || !own_fails(s))
		return false;
	root = &x->r->places[place_root(x->r, sym->key1)];
	of = root->kind == P_SYM ? &x->r->syms[root->sym] : NULL;
	return of && of->origin == SYM_OUTER && of->type->kind == T_RECORD;
}

void own_lost(struct exec *x, struct state *s, struct loc at, const char *what)
{
	(void)what;
	for (int i = 0; i < s->n_facts; i++) {
		struct fact *f = &s->facts[i];

		if (!own_owed(x->r, f) || own_referenced(x, s, f->sym) || own_by_success(x, s, f))
			continue;
		if (x->r->syms[f->sym].origin == SYM_PARAM && !s->has_result)
			continue; /* its variable may have been set to NULL: said at the return */
		own_leak(x, f, at);
		f->own = 0;
	}
}

/* ---- errors that must be looked at ---- */

static bool is_pending(const struct exec *x, const struct state *s, sym_t sym)
{
	const struct fact *f = state_known(s, sym);

	return f && f->pending && !state_uses(x->r, s, sym);
}

void own_pending(struct exec *x, struct state *s, sym_t sym, struct loc at)
{
	struct finding *found;

	if (!is_pending(x, s, sym))
		return;
	found = say(x, at, "CL302", "test it before it is overwritten or forgotten",
		    "the error in '%s' is lost before anyone looked at it", x->r->syms[sym].name);
	say_step(x, found, state_fact(x->r, s, sym)->got_at, "it came from here");
	state_fact(x->r, s, sym)->pending = false;
}

void own_ignored(struct exec *x, struct state *s, sym_t sym, struct loc at)
{
	if (!is_pending(x, s, sym))
		return;
	say(x, at, "CL301", "look at the result, or return it",
	    "the result of %s is an error that must be looked at, and is ignored",
	    x->r->syms[sym].name);
	state_fact(x->r, s, sym)->pending = false;
}

void own_looked(struct exec *x, struct state *s, const struct val *v)
{
	if (v->kind == V_PTR && v->sym && state_known(s, v->sym))
		state_fact(x->r, s, v->sym)->pending = false;
	for (int i = 0; v->kind == V_INT && i < v->lin.n; i++)
		state_fact(x->r, s, v->lin.t[i].sym)->pending = false;
}
