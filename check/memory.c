/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Loads and stores. A place without a cell holds what its object holds by default: something
 * unknown that is valid (memory of others), nothing yet (a new variable), or zeros.
 */
#include "check/mem.h"
#include "check/exec.h"

#include <string.h>

/* The declaration whose words describe the value in @p: its field or variable, also for elements.
 */
const struct decl *place_decl(const struct run *r, place_t p)
{
	while (p && (r->places[p].kind == P_INDEX || r->places[p].kind == P_ANY))
		p = r->places[p].parent;
	if (p && r->places[p].kind == P_SYM) {
		const struct sym *s = &r->syms[r->places[p].sym];
		const struct decl *d = s->origin == SYM_PARAM ? r->func->params[s->key1] : NULL;

		/* "T *__own *__writes out": the words are those of *out. */
		return d && d->type->to->kind == T_PTR && decl_has(d, "writes") ? d : NULL;
	}
	return p ? r->places[p].decl : NULL;
}

bool place_found(const struct run *r, sym_t sym, const struct decl *field)
{
	return sym && r->syms[sym].origin == SYM_LOAD &&
	       place_decl(r, r->syms[sym].key1) == field;
}

const struct contract *place_contract(const struct run *r, place_t p, const char *word)
{
	const struct decl *d = place_decl(r, p);

	return d ? decl_contract(d, word) : NULL;
}

static bool any_mark(const struct state *s, enum mark_kind k)
{
	for (int i = 0; i < s->n_marks; i++)
		if (s->marks[i].kind == k && s->marks[i].shows)
			return true;
	return false;
}

static bool has_ended(const struct run *r, const struct state *s, const struct decl *d,
		      const char *name)
{
	for (int i = 0; i < s->n_marks; i++)
		if (s->marks[i].kind == MARK_ENDED &&
		    (d ? r->places[s->marks[i].place].decl == d
		       : strcmp(place_name(r, s->marks[i].place), name) == 0))
			return true;
	return false;
}

/* Before init has let others in, and after exit has shut them out, nobody else runs in the module.
 */
static bool module_is_quiet(const struct run *r, const struct state *s)
{
	const struct decl *f = r->func->decl;
	const struct module *m = r->module;

	if (decl_has(f, "init"))
		return !any_mark(s, MARK_BEGUN);
	if (!decl_has(f, "exit") || any_mark(s, MARK_BEGUN))
		return false;
	for (int i = 0; i < m->n_shown; i++)
		if (!has_ended(r, s, NULL, m->shown[i]))
			return false;
	for (int i = 0; i < m->n_callers; i++)
		if (!has_ended(r, s, m->callers[i], NULL))
			return false;
	return true;
}

bool place_private(const struct run *r, const struct state *s, place_t p)
{
	const struct place *root = &r->places[place_root(r, p)];
	const struct fact *f;

	if (root->kind == P_VAR)
		return !root->decl->global;
	if (r->syms[root->sym].origin == SYM_OUTER && r->syms[root->sym].key2 >= 2)
		return true; /* a value on its way */
	f = state_known(s, root->sym);
	return f && f->fresh;
}

static bool has_any(const struct run *r, place_t p)
{
	for (; p; p = r->places[p].parent)
		if (r->places[p].kind == P_ANY)
			return true;
	return false;
}

/* Do others come to the object by a work item, a timer, a registration that has not ended? */
static bool others_call(const struct run *r, const struct state *s, const struct record *record)
{
	const struct module *m = r->module;

	for (int i = 0; i < m->n_callers; i++)
		if (m->callers[i]->record == record && !has_ended(r, s, m->callers[i], NULL))
			return true;
	return false;
}

/*
 * Who owns an object, not through a place where others find it too, is alone with it; of an object
 * that counts its references, who has the last one.
 */
static bool exclusive(const struct run *r, const struct state *s, sym_t sym)
{
	const struct fact *f = state_known(s, sym);
	const struct type *t = r->syms[sym].type;
	int elsewhere = 0;

	if (!f || !f->own || f->death || t->kind != T_PTR || t->to->kind != T_RECORD ||
	    (type_counted(t) && !(r->func->last && r->syms[sym].origin == SYM_PARAM)) ||
	    others_call(r, s, t->to->record))
		return false;
	for (int i = 0; i < s->n_cells; i++)
		elsewhere += s->cells[i].val.kind == V_PTR && s->cells[i].val.sym == sym &&
			     place_contract(r, s->cells[i].place, "own") &&
			     !place_private(r, s, s->cells[i].place);
	return f->own > elsewhere;
}

bool place_unshared(const struct run *r, const struct state *s, place_t p)
{
	const struct place *root = &r->places[place_root(r, p)];

	if (root->kind == P_VAR && root->decl->global)
		return module_is_quiet(r, s);
	return place_private(r, s, p) || (root->kind == P_SYM && exclusive(r, s, root->sym));
}

/* The words of the declaration @d make the first facts of a value found in memory. */
static void describe(const struct module *m, struct fact *f, const struct decl *d, bool untracked)
{
	f->mask = M_VALID;
	if (d && module_nullable(m, d))
		f->mask |= M_NULL;
	if (d && decl_has(d, "errptr"))
		f->mask |= M_ERR;
	f->borrowed = true;
	if (d && decl_has(d, "own") && !decl_has(d, "writes")) {
		f->own = !untracked;
		f->borrowed = untracked;
		f->parted = untracked;
	}
}

struct val memory_unknown(struct exec *x, struct state *s, place_t p, const struct decl *d,
			  struct type *t, int key)
{
	struct fact *f;
	struct val v;
	sym_t sym;

	switch (t->kind) {
	case T_PTR:
		if (t->to->kind == T_FUNC)
			return (struct val){.kind = V_UNKNOWN};
		sym = sym_new(x->r, s, SYM_LOAD, p, key, t, place_name(x->r, p));
		f = state_fact(x->r, s, sym);
		describe(x->m, f, d, has_any(x->r, p));
		f->got_at = x->at;
		f->loan = lock_guarding(x, s, p);
		return val_ptr(sym);
	case T_INT:
	case T_BOOL:
	case T_ENUM:
		sym = sym_new(x->r, s, SYM_LOAD, p, key, t, place_name(x->r, p));
		state_fact(x->r, s, sym);
		v = val_int(lin_sym(sym));
		limit_assume(x, s, d, &v, NULL, NULL, 0, 0);
		return v;
	default:
		return (struct val){.kind = V_UNKNOWN};
	}
}

static struct val zero_of(const struct type *t)
{
	return t->kind == T_PTR ? val_null() : val_const(0);
}

static void not_written(struct exec *x, struct state *s, place_t p, const struct expr *e)
{
	const struct place *at = &x->r->places[p];
	bool field = at->kind == P_FIELD;
	struct finding *f;

	(void)s;
	f = say(x, e->loc, field ? "CL502" : "CL501",
		"give it a value on every path that leads here",
		field ? "field '%s' is read, but may not have been written"
		      : "'%s' is read, but may not have been written",
		place_name(x->r, p));
	if (at->kind == P_VAR)
		say_step(x, f, at->decl->loc, "declared here without a value");
}

static struct val array_value(place_t p)
{
	return (struct val){.kind = V_ADDR, .place = p, .elem = true};
}

/* The extent that the words on a field or variable give to the pointer in it. */
static void give_extent(struct exec *x, struct state *s, place_t p, const struct val *v)
{
	const struct decl *d = place_decl(x->r, p);
	const struct contract *bytes = d ? decl_contract(d, "sized_by") : NULL;
	const struct contract *elements = d ? decl_contract(d, "elements") : NULL;
	const char *text = bytes ? bytes->arg : elements ? elements->arg : d ? d->counted_by : NULL;
	struct val n;
	struct fact *f;

	if (!text || v->kind != V_PTR || !v->sym || d->kind != D_FIELD)
		return;
	while (x->r->places[p].decl != d)
		p = x->r->places[p].parent;
	if (!contract_value(x, s, text, NULL, NULL, 0, x->r->places[p].parent, &n) ||
	    n.kind != V_INT)
		return;
	f = state_fact(x->r, s, v->sym);
	f->has_extent = lin_scale(&n.lin, bytes ? 1 : d->type->to->size, &f->extent);
}

/* In an array of which some elements were written one by one, which ones is not known. */
static bool some_element_written(const struct exec *x, const struct state *s, place_t p)
{
	for (place_t q = p; q; q = x->r->places[q].parent) {
		place_t array = x->r->places[q].parent;

		if (x->r->places[q].kind != P_ANY && x->r->places[q].kind != P_INDEX)
			continue;
		for (int i = 0; i < s->n_cells; i++) {
			place_t c = s->cells[i].place;

			if (c != array && place_within(x->r, c, array) &&
			    (x->r->places[q].kind == P_ANY || has_any(x->r, c)))
				return true;
		}
	}
	return false;
}

static struct val load_default(struct exec *x, struct state *s, place_t p, const struct expr *e)
{
	const struct place at = x->r->places[p];
	enum content content = state_content(x->r, s, p);
	const struct val *seen = seen_value(s, p);
	struct val v;

	if (seen)
		return *seen;

	if (content == C_UNINIT && !some_element_written(x, s, p)) {
		not_written(x, s, p, e);
		content = C_EXTERN;
	}
	if (content == C_ZERO && !some_element_written(x, s, p))
		return zero_of(at.type);
	v = memory_unknown(x, s, p, place_decl(x->r, p), at.type, has_any(x->r, p) ? e->id : 0);
	if (!has_any(x->r, p) && !at.type->is_volatile)
		state_set(x->r, s, p, v, (struct loc){0});
	if (!at.type->is_volatile)
		seen_note(x->r, s, p, v);
	give_extent(x, s, p, &v);
	return v;
}

struct val memory_load(struct exec *x, struct state *s, place_t p, const struct expr *e)
{
	struct type *t = x->r->places[p].type;
	struct cell *c;

	x->at = e->loc;
	if (t->kind == T_ARRAY)
		return array_value(p);
	lock_access(x, s, p, false, e->loc);
	if (t->kind == T_RECORD)
		return (struct val){.kind = V_AGGREGATE, .place = place_loose(x->r, p)};
	c = state_cell(s, place_loose(x->r, p));
	if (!c || c->val.kind == V_CONTENT)
		return load_default(x, s, p, e);
	if (c->val.uninit) {
		not_written(x, s, p, e);
		c->val.uninit = false;
	}
	if (c->val.stale) {
		struct finding *f =
			say(x, e->loc, "CL701",
			    "use the value that was checked, or fetch the object once",
			    "'%s' was fetched from user memory a second time, after it was checked",
			    place_name(x->r, p));

		say_step(x, f, c->val.odd_at, "second fetch here");
		c->val.stale = false;
	}
	return c->val;
}

/* Who else can be at this place under another name: the same field of an object that may be the
 * same. */
static void forget_aliases(struct exec *x, struct state *s, place_t p)
{
	const struct place *at = &x->r->places[p];
	const struct place *root = &x->r->places[place_root(x->r, p)];
	int n = 0;

	if (at->kind != P_FIELD || root->kind != P_SYM || place_private(x->r, s, p))
		return;
	for (int i = 0; i < s->n_cells; i++) {
		const struct cell *c = &s->cells[i];
		const struct place *other = &x->r->places[c->place];
		bool same = c->place != p && other->kind == P_FIELD && other->decl == at->decl &&
			    x->r->places[place_root(x->r, c->place)].kind == P_SYM &&
			    !place_private(x->r, s, c->place);
		const struct fact *f = c->val.kind == V_PTR ? state_known(s, c->val.sym) : NULL;

		/* Two owners never own the same: theirs are different objects. */
		if (same && !decl_has(at->decl, "own") &&
		    (c->val.kind == V_INT || (f && !f->own && !f->death)))
			continue;
		s->cells[n++] = s->cells[i];
	}
	s->n_cells = n;
}

static bool is_element(const struct run *r, place_t p)
{
	return r->places[p].kind == P_INDEX || r->places[p].kind == P_ANY;
}

static void overwritten(struct exec *x, struct state *s, place_t p, const struct expr *e)
{
	struct cell *c = state_cell(s, p);

	if (c && c->val.kind == V_INT && c->val.lin.n == 1 && c->val.lin.k == 0) {
		sym_t sym = c->val.lin.t[0].sym;

		state_unset(s, p);
		own_pending(x, s, sym, e->loc);
	} else if ((!c || c->val.kind == V_CONTENT) && !is_element(x->r, p) && place_contract(x->r, p, "own") &&
		   state_content(x->r, s, p) == C_EXTERN && !has_any(x->r, p)) {
		/* An owner of someone else's object is full until it was seen to be empty. */
		memory_unknown(x, s, p, place_decl(x->r, p), x->r->places[p].type, 0);
	}
}

static void publish(struct exec *x, struct state *s, place_t p, const struct val *v)
{
	sym_t sym = v->sym;
	struct fact *f;

	if (v->kind == V_ADDR && x->r->places[place_root(x->r, v->place)].kind == P_SYM)
		sym = x->r->places[place_root(x->r, v->place)].sym;
	if ((v->kind != V_PTR && v->kind != V_ADDR) || !sym || place_private(x->r, s, p))
		return;
	f = state_fact(x->r, s, sym);
	f->fresh = false;
}

static void store_any(struct exec *x, struct state *s, place_t p, struct val v,
		      const struct expr *e)
{
	place_t q = p;
	enum content was;
	struct mark cleared, *m;

	while (x->r->places[q].kind != P_ANY)
		q = x->r->places[q].parent;
	was = state_content(x->r, s, x->r->places[q].parent);
	if (v.kind == V_PTR && v.sym) {
		struct fact *f = state_fact(x->r, s, v.sym);

		if (place_contract(x->r, p, "own") && f->own) {
			f->own--; /* the array has it now, at an index that is not tracked */
			f->borrowed = true;
		}
	}
	for (int i = 0; i < s->n_cells; i++)
		if (place_within(x->r, s->cells[i].place, x->r->places[q].parent))
			state_absorb(x->r, s, &s->cells[i]);
	m = state_marked(s, MARK_CLEARED, x->r->places[q].parent);
	if (m)
		cleared = *m;
	state_clear(x->r, s, x->r->places[q].parent);
	if (m)
		*state_mark(x->r, s, MARK_CLEARED, x->r->places[q].parent, e->loc) = cleared;
	if (was == C_UNINIT)
		was = C_MAYBE;
	state_set(x->r, s, x->r->places[q].parent, (struct val){.kind = V_CONTENT, .content = was},
		  e->loc);
	state_set(x->r, s, q, (struct val){.kind = V_CONTENT, .content = C_EXTERN}, e->loc);
}

/* A call's result is called by the variable that it is first put in. */
static void give_name(struct exec *x, place_t p, const struct val *v)
{
	const struct place *at = &x->r->places[p];
	struct sym *s = v->kind == V_PTR && v->sym	    ? &x->r->syms[v->sym]
			: v->kind == V_INT && v->lin.n == 1 ? &x->r->syms[v->lin.t[0].sym]
							    : NULL;

	if (s && s->origin == SYM_CALL && !s->named && (at->kind == P_VAR || at->kind == P_FIELD) &&
	    !at->decl->trusted) {
		s->name = place_name(x->r, p);
		s->named = true;
	}
}

/* What lay in an element of an array of owners is ours once something else is put there. */
static void take_element(struct exec *x, struct state *s, place_t p, const struct val *v)
{
	const struct val *old = seen_value(s, p);
	struct fact *f = old && old->kind == V_PTR && old->sym && old->sym != v->sym
				 ? state_fact(x->r, s, old->sym)
				 : NULL;

	if (!f || f->death || !f->parted || f->own || !(f->mask & M_VALID))
		return;
	f->own = 1;
	f->parted = false;
	f->borrowed = false;
}

void memory_store(struct exec *x, struct state *s, place_t p, struct val v, const struct expr *e)
{
	lock_access(x, s, p, true, e->loc);
	publish(x, s, p, &v);
	forget_aliases(x, s, p);
	if (place_contract(x->r, p, "own"))
		take_element(x, s, p, &v);
	seen_written(x->r, s, p);
	if (has_any(x->r, p)) {
		store_any(x, s, place_loose(x->r, p), v, e);
		if (!place_contract(x->r, p, "own"))
			seen_note(x->r, s, p, v);
		return;
	}
	if (v.kind == V_AGGREGATE) {
		memory_copy(x, s, p, v.place, e->loc);
		if (x->r->places[place_root(x->r, v.place)].kind == P_SYM &&
		    x->r->syms[x->r->places[place_root(x->r, v.place)].sym].origin == SYM_OUTER)
			state_clear(x->r, s, v.place);
		return;
	}
	if (x->r->places[p].kind == P_FIELD)
		limit_check(x, s, x->r->places[p].decl, &v, NULL, NULL, 0, 0, e->loc);
	bounds_count(x, s, p, &v, e);
	give_name(x, p, &v);
	overwritten(x, s, p, e);
	state_clear(x->r, s, p);
	state_set(x->r, s, p, v, e->loc);
	give_extent(x, s, p, &v);
}

static void whole(struct exec *x, struct state *s, place_t p, const struct record *r,
		  const struct expr *e)
{
	for (int i = 0; i < r->n_fields && !r->is_union; i++) {
		place_t f = place_field(x->r, p, r->fields[i]);
		bool written = false;

		if (state_content(x->r, s, f) != C_UNINIT || !*r->fields[i]->name)
			continue;
		for (int k = 0; k < s->n_cells && !written; k++)
			written = place_within(x->r, s->cells[k].place, f);
		if (!written)
			not_written(x, s, f, e);
		else if (r->fields[i]->type->kind == T_RECORD)
			whole(x, s, f, r->fields[i]->type->record, e);
	}
}

void memory_whole(struct exec *x, struct state *s, const struct val *v, const struct expr *e)
{
	const struct type *t = v->kind == V_AGGREGATE && v->place ? x->r->places[v->place].type
								  : NULL;

	if (t && t->kind == T_RECORD)
		whole(x, s, v->place, t->record, e);
}

/* Owners that nobody has looked at yet: a copy of the struct would own the same things. */
static void name_owners(struct exec *x, struct state *s, place_t p, const struct record *r)
{
	for (int i = 0; i < r->n_fields && !r->is_union; i++) {
		const struct decl *d = r->fields[i];
		place_t f = place_field(x->r, p, d);

		if (d->type->kind == T_RECORD)
			name_owners(x, s, f, d->type->record);
		else if (d->type->kind == T_PTR && decl_has(d, "own") && !state_cell(s, f) &&
			 state_content(x->r, s, f) == C_EXTERN)
			state_set(x->r, s, f, memory_unknown(x, s, f, d, d->type, 0),
				  (struct loc){0});
	}
}

/* A struct is copied cell by cell; what is not in a cell is as unknown in the copy as it was. */
void memory_copy(struct exec *x, struct state *s, place_t to, place_t from, struct loc at)
{
	enum content content = state_content(x->r, s, from);
	const struct type *t = x->r->places[from].type;
	struct cell *old;
	int n;

	from = place_loose(x->r, from);
	to = place_loose(x->r, to);
	if (t->kind == T_RECORD && x->r->places[to].type->kind == T_RECORD)
		name_owners(x, s, from, t->record);
	n = s->n_cells;
	old = mem_alloc(x->r->arena, sizeof(*old) * (size_t)(n + 1));

	if (n)
		memcpy(old, s->cells, sizeof(*old) * (size_t)n);
	state_fill(x->r, s, to, content, at);
	for (int i = 0; i < n; i++) {
		place_t p = old[i].place;

		if (p != from && place_within(x->r, p, from))
			state_set(x->r, s, place_rebase(x->r, p, from, to), old[i].val, at);
	}
}

void memory_forget(struct exec *x, struct state *s, place_t p)
{
	int n = 0;
	enum content was = state_content(x->r, s, p);

	seen_written(x->r, s, p);
	p = place_loose(x->r, p);
	for (int i = 0; i < s->n_cells; i++) {
		const struct cell *c = &s->cells[i];
		struct fact *f;

		if (!place_within(x->r, c->place, p)) {
			s->cells[n++] = *c;
			continue;
		}
		f = c->val.kind == V_PTR && c->val.sym ? state_fact(x->r, s, c->val.sym) : NULL;
		if (!f || !(f->own || f->death) || !place_contract(x->r, c->place, "own"))
			continue;
		s->cells[n] = *c;
		s->cells[n++].val = (struct val){.kind = V_CONTENT,
						 .content = f->death ? C_LENT : C_EXTERN};
		f->own -= f->own > 0; /* the place's own, whatever that holds now */
		f->borrowed |= !f->death && !f->own;
	}
	s->n_cells = n;
	if (state_cell(s, p))
		return;
	was = was == C_UNINIT || was == C_MAYBE ? C_MAYBE : was == C_EXTERN ? C_EXTERN : C_LENT;
	if (state_content(x->r, s, p) != was)
		state_set(x->r, s, p, (struct val){.kind = V_CONTENT, .content = was}, x->at);
}

/* ---- through a pointer ---- */

static void check_mask(struct exec *x, struct state *s, struct val v, const struct expr *e)
{
	struct fact *f = state_fact(x->r, s, v.sym);
	const char *name = say_expr(x, e);
	struct finding *found;

	if (f->mask & M_NULL) {
		found = say(x, e->loc, "CL201", "test it first: if (!…) return …;",
			    f->mask == M_NULL && (f->tested || x->r->syms[v.sym].origin != SYM_CALL)
				    ? "'%s' is NULL here, and is dereferenced"
				    : "'%s' may be NULL, and is dereferenced without a test",
			    name);
		say_step(x, found, f->got_at, "its value comes from here");
	}
	if (f->mask & M_ERR) {
		found = say(x, e->loc, "CL202", "test it first: if (IS_ERR(…)) return PTR_ERR(…);",
			    "'%s' may be an ERR_PTR, and is dereferenced without a test", name);
		say_step(x, found, f->got_at, "its value comes from here");
	}
	if (v.sym)
		f->mask = M_VALID;
}

static bool is_zero(const struct lin *l)
{
	return l->n == 0 && l->k == 0;
}

void memory_touch(struct exec *x, struct state *s, struct val v, const struct expr *e)
{
	x->at = e->loc;
	if (v.kind == V_PTR)
		check_mask(x, s, v, e);
	if (v.kind == V_PTR && v.sym)
		own_use(x, s, &v, e->loc, say_expr(x, e));
}

place_t memory_deref(struct exec *x, struct state *s, struct val v, const struct expr *e)
{
	struct type *t = e->type;
	place_t base;

	x->at = e->loc;
	if (t->kind == T_PTR && t->space == SPACE_USER && !e->trusted && e != x->address_of)
		say(x, e->loc, "CL702", "copy it in with cleat_get_user_obj() or copy_from_user()",
		    "'%s' points to user memory, and is dereferenced", say_expr(x, e));
	if (t->kind == T_PTR && t->space == SPACE_IOMEM && !e->trusted && e != x->address_of)
		say(x, e->loc, "CL702", "read and write it by the functions of the kit",
		    "'%s' points to a device's memory, and is dereferenced", say_expr(x, e));
	if (v.kind == V_PTR && v.sym) {
		check_mask(x, s, v, e);
		own_use(x, s, &v, e->loc, say_expr(x, e));
		base = place_sym(x->r, v.sym);
		if (!e->trusted || !is_zero(&v.lin))
			bounds_index(x, s, v, (struct lin){0}, false, e);
		return place_at(x->r, base, &v.lin);
	}
	if (v.kind == V_ADDR) {
		own_use(x, s, &v, e->loc, say_expr(x, e));
		if (!v.elem)
			return v.place;
		bounds_index(x, s, v, (struct lin){0}, false, e);
		return place_at(x->r, v.place, &v.lin);
	}
	if (v.kind == V_PTR)
		check_mask(x, s, v, e);
	/* A pointer of which nothing is known points to memory that belongs to others. */
	return place_index(
		x->r, place_sym(x->r, sym_intern(x->r, SYM_OUTER, e->id, 0, t, say_expr(x, e))), 0);
}

/* ---- initialisers ---- */

static void init_list(struct exec *x, struct set *set, place_t p, struct type *t,
		      const struct expr *init)
{
	for (int i = 0; i < set->n; i++)
		state_fill(x->r, set->v[i], p, C_ZERO, init->loc);
	for (int i = 0; i < init->n_args; i++) {
		const struct decl *field = init->fields[i];
		place_t to;

		if (t->kind == T_RECORD && field)
			to = place_field(x->r, p, field);
		else if (t->kind == T_ARRAY && !field)
			to = place_index(x->r, p, i);
		else
			to = t->kind == T_ARRAY ? place_any(x->r, p) : p;
		memory_init(x, set, to, x->r->places[to].type, init->args[i]);
	}
}

void memory_init(struct exec *x, struct set *set, place_t p, struct type *t,
		 const struct expr *init)
{
	const struct expr *plain = expr_plain(init);

	if (plain->kind == E_INIT && (t->kind == T_RECORD || t->kind == T_ARRAY)) {
		init_list(x, set, p, t, plain);
		return;
	}
	if (t->kind == T_ARRAY) {
		for (int i = 0; i < set->n; i++)
			state_fill(x->r, set->v[i], p, C_EXTERN, init->loc);
		return;
	}
	eval(x, set, plain->kind == E_INIT && plain->n_args == 1 ? plain->args[0] : init);
	for (int i = 0; i < set->n; i++) {
		struct val v = state_pop(set->v[i]);

		if (plain->kind == E_INIT && plain->n_args == 0)
			v = zero_of(t);
		v = eval_convert(x, set->v[i], init, v, t);
		if (v.kind == V_AGGREGATE) {
			memory_copy(x, set->v[i], p, v.place, init->loc);
			continue;
		}
		give_name(x, p, &v);
		if (x->r->places[p].kind == P_FIELD)
			limit_check(x, set->v[i], x->r->places[p].decl, &v, NULL, NULL, 0, 0,
				    init->loc);
		state_clear(x->r, set->v[i], p);
		if (t->kind == T_RECORD)
			state_fill(x->r, set->v[i], p, C_EXTERN, init->loc);
		else
			state_set(x->r, set->v[i], p, v, init->loc);
	}
}
